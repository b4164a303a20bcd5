#pragma once
// What the pages without JavaScript, the embedded player and the feeds for readers have in common: one video
// as other sites see it, and the small pieces of HTML and XML they are made of. Every value is escaped here.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/ports.hpp"
#include "catalog/videos.hpp"
#include "http/media_links.hpp"
#include "http/request.hpp"

namespace vitrine::http {

struct PagesNeeds;

/// What a page about one video says, gathered in one read.
struct Exhibit {
  catalog::Video video;
  accounts::AccountBrief author;
  std::string mp4, poster;  ///< addresses as MediaLinks makes them; empty until there is one
  std::uint64_t mp4_bytes = 0;
  std::string title;  ///< never empty
};

/// Errors: not_found "video_absent".
[[nodiscard]] Result<Exhibit> exhibit_of(ports::Transaction& tx, const PagesNeeds& needs,
                                         const catalog::Viewer& viewer, model::VideoId id);
/// Of videos the caller has been allowed to see; those whose author is gone are left out.
[[nodiscard]] Result<std::vector<Exhibit>> exhibits_of(ports::Transaction& tx, const PagesNeeds& needs,
                                                       std::vector<catalog::Video> videos);

[[nodiscard]] std::string cut(std::string_view text, std::size_t chars);
/// An address of ours as other sites need it: a path after `base`, what names its host as it is.
[[nodiscard]] std::string absolute(std::string_view base, std::string_view address);
[[nodiscard]] std::string paragraphs(std::string_view text);
/// ` name="value"`
[[nodiscard]] std::string attribute(std::string_view name, std::string_view value);
[[nodiscard]] std::string meta(std::string_view property, std::string_view value);
/// "2026-11-24T15:00:00Z", and as mail and RSS write it: "Tue, 24 Nov 2026 15:00:00 +0000".
[[nodiscard]] std::string iso_time(model::Instant at);
[[nodiscard]] std::string mail_time(model::Instant at);
/// <video>, with addresses that begin with `base`.
[[nodiscard]] std::string video_tag(const Exhibit& exhibit, std::string_view base, std::string_view more);
/// <li> for each, with its picture.
[[nodiscard]] std::string video_list(std::span<const Exhibit> exhibits);
/// <link rel="alternate"> for RSS and Atom; `what` as in their addresses, "people/ada".
[[nodiscard]] std::string feed_links(std::string_view base, std::string_view what);

}  // namespace vitrine::http
