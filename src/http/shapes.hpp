#pragma once
// The shapes several routes answer with, under the names the API document and the TypeScript client use. A
// shape only one area needs stands beside its routes.
#include "http/shape.hpp"

namespace vitrine::http::shapes {

[[nodiscard]] Shape problem();
[[nodiscard]] Shape account();
[[nodiscard]] Shape account_brief();
[[nodiscard]] Shape video();
[[nodiscard]] Shape feed_item();
[[nodiscard]] Shape term();
[[nodiscard]] Shape drop_reason();  ///< why a candidate is not on a page
[[nodiscard]] Shape feed_page();
[[nodiscard]] Shape receipt_brief();
[[nodiscard]] Shape comment();
[[nodiscard]] Shape notification();

/// The words of model::Integrity but `whole`: what moderators found.
[[nodiscard]] Shape finding();

/// {counts, my} after a like or a save of a video, or a like of a comment.
[[nodiscard]] Shape video_reaction();
[[nodiscard]] Shape comment_reaction();

/// ?cursor=
[[nodiscard]] Shape cursor_query();

/// The lengths api.md publishes in GET /instance; one place, so the document and the checks agree.
inline constexpr std::size_t title_chars_max = 120;
inline constexpr std::size_t description_chars_max = 2200;
inline constexpr std::size_t comment_chars_max = 1000;
inline constexpr std::size_t name_chars_max = 50;
inline constexpr std::size_t bio_chars_max = 300;
inline constexpr std::size_t handle_chars_max = 30;
inline constexpr std::size_t password_chars_min = 8;

}  // namespace vitrine::http::shapes
