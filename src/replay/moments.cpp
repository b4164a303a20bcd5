#include "replay/moments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>

#include "base/text.hpp"
#include "replay/csv.hpp"

namespace vitrine::replay {
namespace {

constexpr std::int64_t day_s = 86'400;

/// Takes a whole number of exactly so many digits.
std::optional<int> take(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  const auto value = base::parse_number(text.substr(0, digits));
  if (!value) return std::nullopt;
  text.remove_prefix(digits);
  return static_cast<int>(*value);
}

bool skip(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> take_day(std::string_view& text) {
  const auto year = take(text, 4);
  if (!year || !skip(text, '-')) return std::nullopt;
  const auto month = take(text, 2);
  if (!month || !skip(text, '-')) return std::nullopt;
  const auto day = take(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date}.time_since_epoch().count() * day_s;
}

/// The digits at the beginning of `text` as thousandths; what is finer is left out.
int take_thousandths(std::string_view& text) {
  int ms = 0;
  for (int worth = 100; !text.empty() && text.front() >= '0' && text.front() <= '9'; worth /= 10) {
    ms += worth * (text.front() - '0');
    text.remove_prefix(1);
  }
  return ms;
}

/// "10:51" or "10:51:09.277", in milliseconds.
std::optional<std::int64_t> take_clock(std::string_view& text) {
  const auto hour = take(text, 2);
  if (!hour || !skip(text, ':')) return std::nullopt;
  const auto minute = take(text, 2);
  const auto second = skip(text, ':') ? take(text, 2) : 0;
  if (!minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const int ms = skip(text, '.') ? take_thousandths(text) : 0;
  return (*hour * 3600 + *minute * 60 + *second) * 1000LL + ms;
}

/// What is to be taken off for UTC: "Z", " UTC", "+02:00", "-0330" or nothing at all.
std::optional<std::int64_t> offset_of(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z" || text == " UTC" || text == "UTC") return 0;
  const bool west = text.front() == '-';
  if (!west && text.front() != '+') return std::nullopt;
  text.remove_prefix(1);
  const auto hours = take(text, 2);
  (void)skip(text, ':');
  const auto minutes = text.empty() ? 0 : take(text, 2);
  if (!hours || !minutes || !text.empty() || *hours > 15 || *minutes > 59) return std::nullopt;
  return (west ? -1 : 1) * (*hours * 3600 + *minutes * 60);
}

}  // namespace

std::optional<std::int64_t> iso_ms(std::string_view text) {
  const auto day = take_day(text);
  if (!day) return std::nullopt;
  if (text.empty()) return *day * 1000;
  if (!skip(text, 'T') && !skip(text, ' ')) return std::nullopt;
  const auto clock_ms = take_clock(text);
  const auto offset = clock_ms ? offset_of(text) : std::nullopt;
  if (!offset) return std::nullopt;
  return (*day - *offset) * 1000 + *clock_ms;
}

std::optional<std::int64_t> iso_seconds(std::string_view text) {
  const auto ms = iso_ms(text);
  if (!ms) return std::nullopt;
  return (*ms - (*ms % 1000 + 1000) % 1000) / 1000;  // downwards before 1970, too
}

std::optional<std::int64_t> moment_ms(std::string_view text) {
  constexpr double last_ms = UINT32_MAX * 1000.0;
  if (const auto given = number<double>(text)) {
    if (!(*given >= 0 && *given <= last_ms)) return std::nullopt;  // a NaN neither
    if (*given > 1e11) return static_cast<std::int64_t>(*given);
    if (*given > UINT32_MAX) return std::nullopt;
    const double whole = std::floor(*given);
    // "9.279" is a little less than it says; and what is nearly the next second stays in its own.
    const auto ms = std::min<std::int64_t>(std::lround((*given - whole) * 1000), 999);
    return static_cast<std::int64_t>(whole) * 1000 + ms;
  }
  const auto iso = iso_ms(text);
  if (!iso || *iso < 0 || *iso / 1000 > UINT32_MAX) return std::nullopt;
  return iso;
}

std::optional<std::uint32_t> moment_seconds(std::string_view text) {
  const auto ms = moment_ms(text);
  if (!ms) return std::nullopt;
  return static_cast<std::uint32_t>(*ms / 1000);
}

std::string moment_text(std::uint32_t at_s) {
  const std::chrono::sys_seconds at{std::chrono::seconds{at_s}};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{at - day};
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace vitrine::replay
