#include "http/pages_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "accounts/handle.hpp"
#include "base/text.hpp"
#include "catalog/visibility.hpp"
#include "http/account_json.hpp"
#include "http/videos_routes.hpp"

namespace vitrine::http {
namespace json = base::json;
using base::escape_html;
using base::fail;
using catalog::FileUse;
using catalog::MediaFile;
using catalog::Video;
using model::VideoId;

namespace {
/// A profile's page without JavaScript: its newest videos; the app has them all.
constexpr int profile_items = 24;
constexpr std::size_t card_chars = 200;  // previews cut off there

bool is_host(std::string_view host) {
  if (host.empty() || host.size() > 255) return false;
  return std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == ':' || c == '[' || c == ']';
  });
}

std::string cut(std::string_view text, std::size_t chars) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
    if (starts && ++count > chars) return std::string{text.substr(0, i)} + "…";
  }
  return std::string{text};
}

std::string paragraphs(std::string_view text) {
  std::string out;
  for (const auto line : base::split(text, '\n')) {
    if (!out.empty()) out += "<br>";
    out += escape_html(line);
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string{name} + "=\"" + escape_html(value) + "\"";
}

std::string meta(std::string_view property, std::string_view value) {
  if (value.empty()) return {};
  return "<meta" + attribute("property", property) + attribute("content", value) + ">";
}

const MediaFile* find(const catalog::MediaFiles& files, FileUse use) {
  const auto at = std::ranges::find(files, use, &MediaFile::use);
  return at == files.end() ? nullptr : &*at;
}

/// What a page about one video says, gathered in one read.
struct Exhibit {
  Video video;
  accounts::AccountBrief author;
  std::string mp4, poster;  ///< paths; empty until there is one
  std::string title;        ///< never empty
};

Result<Exhibit> exhibit_of(ports::Transaction& tx, const PagesNeeds& needs, const catalog::Viewer& viewer,
                           VideoId id) {
  TRY_LET(auto video, needs.videos.seen_by(tx, viewer, id));
  TRY_LET(const auto briefs, needs.accounts.briefs(tx, std::span{&video.author, 1}));
  if (briefs.empty()) return fail(Fault::not_found, "video_absent", "There is no such video.");
  TRY_LET(const auto files, needs.store.files_of(tx, std::span{&id, 1}));
  Exhibit exhibit{.video = std::move(video), .author = briefs.front(), .mp4 = {}, .poster = {}, .title = {}};
  if (const auto* mp4 = find(files.front(), FileUse::mp4))
    exhibit.mp4 = needs.links.file(exhibit.video, *mp4);
  if (const auto* poster = find(files.front(), FileUse::poster))
    exhibit.poster = needs.links.file(exhibit.video, *poster);
  exhibit.title = exhibit.video.title.empty() ? "A video by " + exhibit.author.name : exhibit.video.title;
  return exhibit;
}

/// "PT12.345S": ISO 8601, as schema.org wants it.
std::string iso_duration(std::int64_t ms) {
  return "PT" + std::to_string(ms / 1000) + "." + std::to_string(1000 + ms % 1000).substr(1) + "S";
}

std::string iso_time(model::Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - day)};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

/// JSON-LD for search engines. A data block: nothing runs it, and `<` cannot end it.
std::string structured(const Exhibit& e, std::string_view base) {
  const std::string host{base};
  json::object o{
      {"@context", "https://schema.org"},
      {"@type", "VideoObject"},
      {"name", e.title},
      {"description", e.video.description.empty() ? e.title : e.video.description},
      {"url", host + "/v/" + e.video.id.text()},
      {"contentUrl", host + e.mp4},
      {"duration", iso_duration(e.video.duration_ms)},
      {"author",
       json::object{{"@type", "Person"}, {"name", e.author.name}, {"url", host + "/@" + e.author.handle}}}};
  if (!e.poster.empty()) o["thumbnailUrl"] = json::array{host + e.poster};
  if (e.video.published_at) o["uploadDate"] = iso_time(*e.video.published_at);
  std::string text;
  for (const char c : base::to_text(o)) {
    if (c == '<') text += "\\u003c";
    else text += c;
  }
  return "<script type=\"application/ld+json\">" + text + "</script>";
}

PageHead head_of(const Exhibit& e, std::string_view base) {
  const std::string host{base};
  const auto page = host + "/v/" + e.video.id.text();
  PageHead head{.title = e.title};
  head.description =
      e.video.description.empty() ? "By " + e.author.name : cut(e.video.description, card_chars);
  head.url = page;
  head.kind = "video.other";
  head.language = e.video.language.empty() ? "en" : e.video.language;
  // Links in previews outlive signatures: only what anybody may see is offered to other sites.
  if (!catalog::is_open(e.video)) return head;
  if (!e.poster.empty()) head.image = host + e.poster;
  head.oembed = host + "/oembed?format=json&url=" + percent_encode(page);
  head.more += meta("og:video", host + e.mp4) + meta("og:video:type", "video/mp4") +
               meta("og:video:width", std::to_string(e.video.width)) +
               meta("og:video:height", std::to_string(e.video.height)) + structured(e, base);
  return head;
}

std::string video_tag(const Exhibit& e, std::string_view base, std::string_view more) {
  std::string tag = "<video controls playsinline";
  tag += more;
  tag +=
      attribute("width", std::to_string(e.video.width)) + attribute("height", std::to_string(e.video.height));
  if (!e.poster.empty()) tag += attribute("poster", std::string{base} + e.poster);
  tag += attribute("src", std::string{base} + e.mp4) + "></video>";
  return tag;
}

std::string video_body(const Exhibit& e) {
  std::string body = "<noscript><main><h1>" + escape_html(e.title) + "</h1>";
  if (e.mp4.empty()) body += "<p>This video is still being prepared; look again in a minute.</p>";
  else body += video_tag(e, {}, " preload=\"metadata\"");
  body += "<p><a" + attribute("href", "/@" + e.author.handle) + ">" + escape_html(e.author.name) + "</a></p>";
  if (!e.video.description.empty()) body += "<p>" + paragraphs(e.video.description) + "</p>";
  return body + "</main></noscript>";
}

Response not_found_page(const PagesNeeds& needs, std::string_view what) {
  PageHead head{.title = "Not found"};
  head.more = "<meta name=\"robots\" content=\"noindex\">";
  return needs.app.page(head,
                        "<noscript><main><h1>Not found</h1><p>" + escape_html(what) +
                            "</p><p><a href=\"/\">To the front page</a></p></main></noscript>",
                        nullptr, 404);
}

Result<Response> video_page(Call& call, const PagesNeeds& needs) {
  const auto exhibit = call.read([&](ports::Transaction& tx) {
    return exhibit_of(tx, needs, viewer_of(call), call.id<VideoId>("video"));
  });
  if (!exhibit && exhibit.error().fault == Fault::not_found)
    return not_found_page(needs, "There is no such video, or it is not for everyone.");
  if (!exhibit) return std::unexpected(exhibit.error());
  return needs.app.page(head_of(*exhibit, base_url_of(call.request(), needs.base_url)), video_body(*exhibit));
}

struct Profile {
  accounts::Account account;
  std::vector<Video> videos;
  std::vector<catalog::MediaFiles> files;
};

Result<Profile> profile_of(ports::Transaction& tx, const PagesNeeds& needs, const catalog::Viewer& viewer,
                           std::string_view handle) {
  const auto absent = [] { return fail(Fault::not_found, "account_absent", "There is no such account."); };
  const auto folded = accounts::fold_handle(handle);
  if (!folded) return absent();
  TRY_LET(auto account, needs.accounts.find_handle(tx, *folded));
  if (!account) return absent();
  if (viewer.account && !viewer.moderator) {
    TRY_LET(const auto relations, needs.relations.of(tx, *viewer.account, std::span{&account->id, 1}));
    if (relations.front().blocked) return absent();
  }
  TRY_LET(auto listing, needs.videos.of_author(tx, viewer, account->id, {.limit = profile_items}));
  std::vector<VideoId> ids;
  for (const auto& video : listing.videos) ids.push_back(video.id);
  TRY_LET(auto files, needs.store.files_of(tx, ids));
  return Profile{std::move(*account), std::move(listing.videos), std::move(files)};
}

std::string profile_body(const Profile& p, const MediaLinks& links) {
  std::string body = "<noscript><main>";
  if (p.account.portrait)
    body += "<img width=\"96\" height=\"96\" alt=\"\"" +
            attribute("src", portrait_address(p.account.portrait->large)) + ">";
  body += "<h1>" + escape_html(p.account.name) + "</h1><p>@" + escape_html(p.account.handle) + "</p><p>" +
          paragraphs(p.account.bio) + "</p><ul>";
  for (std::size_t i = 0; i < p.videos.size(); ++i) {
    const auto& video = p.videos[i];
    const auto title = video.title.empty() ? "Video" : video.title;
    body += "<li><a" + attribute("href", "/v/" + video.id.text()) + ">";
    if (const auto* poster = find(p.files[i], FileUse::poster))
      body += "<img loading=\"lazy\" width=\"180\"" + attribute("src", links.file(video, *poster)) +
              attribute("alt", title) + "> ";
    body += escape_html(title) + "</a></li>";
  }
  return body + "</ul></main></noscript>";
}

Result<Response> profile_page(Call& call, const PagesNeeds& needs) {
  const auto profile = call.read(
      [&](ports::Transaction& tx) { return profile_of(tx, needs, viewer_of(call), call.text("handle")); });
  if (!profile && profile.error().fault == Fault::not_found)
    return not_found_page(needs, "There is no account with this name.");
  if (!profile) return std::unexpected(profile.error());
  const auto base = base_url_of(call.request(), needs.base_url);
  PageHead head{.title = profile->account.name + " (@" + profile->account.handle + ")"};
  head.description = profile->account.bio.empty() ? head.title : cut(profile->account.bio, card_chars);
  head.url = base + "/@" + profile->account.handle;
  head.kind = "profile";
  if (profile->account.portrait) head.image = base + portrait_address(profile->account.portrait->large);
  return needs.app.page(head, profile_body(*profile, needs.links));
}

/// The video an address of ours speaks of: <base>/v/<id>, or the path alone.
std::optional<VideoId> video_in(std::string_view url, std::string_view base) {
  if (!base.empty() && url.starts_with(base)) url.remove_prefix(base.size());
  if (!url.starts_with("/v/")) return std::nullopt;
  url.remove_prefix(3);
  return VideoId::parse(url.substr(0, url.find_first_of("?#")));
}

/// https://oembed.com, section 2.3.4: type "video".
Result<Response> oembed(Call& call, const PagesNeeds& needs) {
  TRY_LET(const auto pairs, read_query(call.request().query));
  std::string url, format = "json";
  for (const auto& [name, value] : pairs) {
    if (name == "url") url = value;
    if (name == "format") format = value;
  }
  if (format != "json")
    return Response::text("Only format=json is offered.", "text/plain; charset=utf-8", 501);
  const auto base = base_url_of(call.request(), needs.base_url);
  const auto absent = [] { return fail(Fault::not_found, "video_absent", "There is no such video."); };
  const auto id = video_in(url, base);
  if (!id) return absent();
  TRY_LET(const auto e, call.read([&](ports::Transaction& tx) { return exhibit_of(tx, needs, {}, *id); }));
  json::object o{{"version", "1.0"},
                 {"type", "video"},
                 {"provider_name", needs.site_name},
                 {"provider_url", base},
                 {"title", e.title},
                 {"author_name", e.author.name},
                 {"author_url", base + "/@" + e.author.handle},
                 {"width", e.video.width},
                 {"height", e.video.height},
                 {"html", video_tag(e, base, " preload=\"none\"")}};
  if (!e.poster.empty()) {
    o["thumbnail_url"] = base + e.poster;
    o["thumbnail_width"] = e.video.width;
    o["thumbnail_height"] = e.video.height;
  }
  auto response = Response::json(std::move(o));
  response.add("Cache-Control", "public, max-age=300");
  response.add("Access-Control-Allow-Origin", "*");  // the same answer for everybody
  return response;
}

using Act = Result<Response> (*)(Call&, const PagesNeeds&);

void add(RouteTable& table, const PagesNeeds& needs, std::string path, std::string summary, Act act) {
  Route route{.method = "GET", .path = std::move(path), .summary = std::move(summary), .tag = "pages"};
  route.handler = [needs, act](Call& call) { return act(call, needs); };
  route.documented = false;
  table.add(std::move(route));
}
}  // namespace

std::string base_url_of(const Request& request, std::string_view configured) {
  if (!configured.empty()) {
    while (configured.ends_with('/')) configured.remove_suffix(1);
    return std::string{configured};
  }
  const auto host = request.header("Host");
  if (!is_host(host)) return {};
  return (request.secure ? "https://" : "http://") + std::string{host};
}

void add_pages_routes(RouteTable& table, PagesNeeds needs) {
  add(table, needs, "/v/{video}", "A video's page", video_page);
  add(table, needs, "/@{handle:handle}", "An account's page", profile_page);
  add(table, needs, "/oembed", "What other sites show about a link", oembed);
}

}  // namespace vitrine::http
