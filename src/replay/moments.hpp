#pragma once
// Moments as foreign files write them. Pure, no time zone data: what has no offset is taken as UTC.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::replay {

/// "2019-11-24 00:03:13.442536+00:00", "2014-04-07T10:51:09.277Z", "2019-10-01 00:00:00 UTC" or a day alone,
/// in seconds since 1970; nothing when it is none of these.
[[nodiscard]] std::optional<std::int64_t> iso_seconds(std::string_view text);

/// The same in milliseconds: what happened within a second has an order.
[[nodiscard]] std::optional<std::int64_t> iso_ms(std::string_view text);

/// The same, or a number of seconds; numbers beyond 100 000 million are milliseconds, as no date in seconds
/// is that late. In milliseconds; nothing before 1970 or after 2106.
[[nodiscard]] std::optional<std::int64_t> moment_ms(std::string_view text);

/// In whole seconds.
[[nodiscard]] std::optional<std::uint32_t> moment_seconds(std::string_view text);

/// "2014-04-07 10:51:09"
[[nodiscard]] std::string moment_text(std::uint32_t at_s);

}  // namespace vitrine::replay
