#pragma once
// Listings that go on at a (major, minor) position: reading the cursor of a call and writing the next one.
#include <array>

#include "http/call.hpp"
#include "social/social.hpp"

namespace vitrine::http {

/// What fits a phone's screen twice; small enough to render in a blink.
inline constexpr int page_items = 20;

/// Errors: invalid_input "cursor_invalid".
[[nodiscard]] inline Result<social::Page> page_of(const Call& call, std::string_view listing) {
  TRY_LET(const auto numbers, call.cursor(listing));
  social::Page page{.after = std::nullopt, .limit = page_items};
  if (!numbers) return page;
  if (numbers->size() != 2)
    return base::fail_in("cursor", Fault::invalid_input, "cursor_invalid", "Take the cursor from an answer.");
  page.after = social::Position{(*numbers)[0], (*numbers)[1]};
  return page;
}

/// {items, next}: a full page goes on after its last row.
template <class Row, class Position>
[[nodiscard]] base::json::object page_json(const Call& call, std::string_view listing,
                                           const std::vector<Row>& rows, base::json::array items,
                                           Position position) {
  base::json::object out{{"items", std::move(items)}, {"next", nullptr}};
  if (rows.size() < static_cast<std::size_t>(page_items)) return out;
  const social::Position at = position(rows.back());
  out["next"] = call.next(listing, std::array{at.major, at.minor});
  return out;
}

template <class Id>
[[nodiscard]] std::int64_t number_of(Id id) {
  return static_cast<std::int64_t>(id.raw());
}

}  // namespace vitrine::http
