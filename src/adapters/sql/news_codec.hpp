#pragma once
// News as rows of the outbox: a kind word and a JSON body. The spelling is on disk for as long as a row waits
// for the relay, across upgrades: kinds and members are added, never renamed. Pure, thread-safe.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/news.hpp"

namespace vitrine::sql {

using What = decltype(model::News::what);

[[nodiscard]] std::string_view news_kind(const What& what);
[[nodiscard]] std::string news_body(const What& what);

/// Errors: corrupt_input "news_unreadable" for a kind or body this version does not know.
[[nodiscard]] base::Result<What> parse_news(std::string_view kind, std::string_view body);

}  // namespace vitrine::sql
