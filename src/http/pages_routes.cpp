#include "http/pages_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "accounts/handle.hpp"
#include "base/text.hpp"
#include "catalog/tags.hpp"
#include "catalog/visibility.hpp"
#include "http/account_json.hpp"
#include "http/page_parts.hpp"
#include "http/syndication_routes.hpp"
#include "http/videos_routes.hpp"

namespace vitrine::http {
namespace json = base::json;
using base::escape_html;
using base::fail;
using catalog::Video;
using model::VideoId;

namespace {
/// A page without JavaScript lists the newest; the app has them all.
constexpr int list_items = 24;
constexpr std::size_t card_chars = 200;  // previews cut off there

bool is_host(std::string_view host) {
  if (host.empty() || host.size() > 255) return false;
  return std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == ':' || c == '[' || c == ']';
  });
}

/// "PT12.345S": ISO 8601, as schema.org wants it.
std::string iso_duration(std::int64_t ms) {
  return "PT" + std::to_string(ms / 1000) + "." + std::to_string(1000 + ms % 1000).substr(1) + "S";
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
      {"contentUrl", absolute(host, e.mp4)},
      {"duration", iso_duration(e.video.duration_ms)},
      {"author",
       json::object{{"@type", "Person"}, {"name", e.author.name}, {"url", host + "/@" + e.author.handle}}}};
  if (!e.poster.empty()) o["thumbnailUrl"] = json::array{absolute(host, e.poster)};
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
  if (!e.poster.empty()) head.image = absolute(host, e.poster);
  head.oembed = host + "/oembed?format=json&url=" + percent_encode(page);
  head.more += meta("og:video", absolute(host, e.mp4)) + meta("og:video:type", "video/mp4") +
               meta("og:video:width", std::to_string(e.video.width)) +
               meta("og:video:height", std::to_string(e.video.height)) + structured(e, base);
  return head;
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

}  // namespace

Result<accounts::Account> visible_account(ports::Transaction& tx, const PagesNeeds& needs,
                                          const catalog::Viewer& viewer, std::string_view handle) {
  const auto absent = [] { return fail(Fault::not_found, "account_absent", "There is no such account."); };
  const auto folded = accounts::fold_handle(handle);
  if (!folded) return absent();
  TRY_LET(auto account, needs.accounts.find_handle(tx, *folded));
  if (!account) return absent();
  if (viewer.account && !viewer.moderator) {
    TRY_LET(const auto relations, needs.relations.of(tx, *viewer.account, std::span{&account->id, 1}));
    if (relations.front().blocked) return absent();
  }
  return std::move(*account);
}

namespace {
struct Profile {
  accounts::Account account;
  std::vector<Exhibit> videos;
};

Result<Profile> profile_of(ports::Transaction& tx, const PagesNeeds& needs, const catalog::Viewer& viewer,
                           std::string_view handle) {
  TRY_LET(auto account, visible_account(tx, needs, viewer, handle));
  TRY_LET(auto listing, needs.videos.of_author(tx, viewer, account.id, {.limit = list_items}));
  TRY_LET(auto exhibits, exhibits_of(tx, needs, std::move(listing.videos)));
  return Profile{std::move(account), std::move(exhibits)};
}

std::string profile_body(const Profile& p) {
  std::string body = "<noscript><main>";
  if (p.account.portrait)
    body += "<img width=\"96\" height=\"96\" alt=\"\"" +
            attribute("src", portrait_address(p.account.portrait->large)) + ">";
  return body + "<h1>" + escape_html(p.account.name) + "</h1><p>@" + escape_html(p.account.handle) +
         "</p><p>" + paragraphs(p.account.bio) + "</p>" + video_list(p.videos) + "</main></noscript>";
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
  else if (!profile->videos.empty() && catalog::is_open(profile->videos.front().video))
    head.image = absolute(base, profile->videos.front().poster);
  head.more = feed_links(base, "people/" + profile->account.handle);
  return needs.app.page(head, profile_body(*profile));
}

/// A page that lists videos and needs no account: a #tag's, what is rising.
Result<Response> list_page(Call& call, const PagesNeeds& needs, std::string_view title, std::string_view path,
                           std::string_view feed, std::vector<Video> videos) {
  const auto base = base_url_of(call.request(), needs.base_url);
  TRY_LET(const auto exhibits,
          call.read([&](ports::Transaction& tx) { return exhibits_of(tx, needs, std::move(videos)); }));
  PageHead head{.title = std::string{title}};
  head.description = head.title;
  for (const auto& one : exhibits)
    if (head.description.size() < card_chars) head.description += " · " + one.title;
  head.url = base + std::string{path};
  head.language = call.language();
  if (!exhibits.empty() && !exhibits.front().poster.empty())
    head.image = absolute(base, exhibits.front().poster);
  if (!feed.empty()) head.more = feed_links(base, feed);
  if (exhibits.empty()) head.more += "<meta name=\"robots\" content=\"noindex\">";
  return needs.app.page(head, "<noscript><main><h1>" + escape_html(title) + "</h1>" + video_list(exhibits) +
                                  "</main></noscript>");
}

Result<Response> tag_page(Call& call, const PagesNeeds& needs) {
  const auto tag = catalog::fold_tag(call.text("tag"));
  if (!tag) return not_found_page(needs, "This is no #tag.");
  // What previews and search engines read is the same for everybody.
  TRY_LET(auto listing, call.read([&](ports::Transaction& tx) {
    return needs.videos.with_tag(tx, {}, *tag, {.limit = list_items});
  }));
  const auto address = percent_encode(*tag);
  return list_page(call, needs, "#" + *tag, "/tag/" + address, "tags/" + address, std::move(listing.videos));
}

Result<Response> playlist_page(Call& call, const PagesNeeds& needs) {
  const auto id = call.id<catalog::PlaylistId>("playlist");
  struct Found {
    catalog::Playlist list;
    std::vector<Video> videos;
  };
  auto found = call.read([&](ports::Transaction& tx) -> Result<Found> {
    const auto viewer = viewer_of(call);
    TRY_LET(auto list, needs.playlists->seen_by(tx, viewer, id));
    TRY_LET(auto ids, needs.playlists->videos(tx, id));
    if (ids.size() > static_cast<std::size_t>(list_items)) ids.erase(ids.begin() + list_items, ids.end());
    TRY_LET(auto videos, needs.videos.some(tx, viewer, ids, catalog::Videos::Want::found));
    return Found{std::move(list), std::move(videos)};
  });
  if (!found && found.error().fault == Fault::not_found)
    return not_found_page(needs, "There is no such playlist, or it is not for everyone.");
  if (!found) return std::unexpected(found.error());
  return list_page(call, needs, found->list.title, "/playlist/" + id.text(), {}, std::move(found->videos));
}

/// "Rain on a roof, a sound by @ada"; "A sound" when it is not said whose it is.
std::string name_of_sound(ports::Transaction& tx, const PagesNeeds& needs, const catalog::SoundSeen& seen) {
  if (!seen.origin) return "A sound";
  const auto briefs = needs.accounts.briefs(tx, std::span{&seen.origin->author, 1});
  if (!briefs || briefs->empty()) return "A sound";
  return (seen.sound.title.empty() ? "Original sound" : seen.sound.title + ", a sound") + " by @" +
         briefs->front().handle;
}

Result<Response> sound_page(Call& call, const PagesNeeds& needs) {
  const auto id = call.id<model::SoundId>("sound");
  struct Found {
    std::string name;
    std::vector<Video> videos;
  };
  auto found = call.read([&](ports::Transaction& tx) -> Result<Found> {
    const auto viewer = viewer_of(call);
    TRY_LET(const auto seen, needs.sounds->seen_by(tx, viewer, id));
    TRY_LET(auto listing, needs.sounds->clips(tx, viewer, id, {.limit = list_items}));
    return Found{name_of_sound(tx, needs, seen), std::move(listing.videos)};
  });
  if (!found && found.error().fault == Fault::not_found)
    return not_found_page(needs, "There is no such sound, or it is not for everyone.");
  if (!found) return std::unexpected(found.error());
  return list_page(call, needs, found->name, "/sound/" + id.text(), {}, std::move(found->videos));
}

Result<Response> rising_page(Call& call, const PagesNeeds& needs) {
  auto ids = needs.rising(call.now());
  if (ids.size() > static_cast<std::size_t>(list_items)) ids.erase(ids.begin() + list_items, ids.end());
  TRY_LET(auto videos, call.read([&](ports::Transaction& tx) {
    return needs.videos.some(tx, {}, ids, catalog::Videos::Want::found);
  }));
  return list_page(call, needs, "Rising now", "/rising", {}, std::move(videos));
}

/// The video an address of ours speaks of: <base>/v/<id>, or the path alone.
std::optional<VideoId> video_in(std::string_view url, std::string_view base) {
  if (!base.empty() && url.starts_with(base)) url.remove_prefix(base.size());
  if (!url.starts_with("/v/")) return std::nullopt;
  url.remove_prefix(3);
  return VideoId::parse(url.substr(0, url.find_first_of("?#")));
}

/// The player of /embed/{video}, in a frame that may do nothing but play.
std::string embed_tag(const Exhibit& e, std::string_view base) {
  return "<iframe" + attribute("src", std::string{base} + "/embed/" + e.video.id.text()) +
         attribute("width", std::to_string(std::max(e.video.width, 1))) +
         attribute("height", std::to_string(std::max(e.video.height, 1))) + attribute("title", e.title) +
         " loading=\"lazy\" style=\"border:0\" allow=\"fullscreen; picture-in-picture\" "
         "sandbox=\"allow-same-origin allow-popups\" referrerpolicy=\"no-referrer\"></iframe>";
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
                 {"html", embed_tag(e, base)}};
  if (!e.poster.empty()) {
    o["thumbnail_url"] = absolute(base, e.poster);
    o["thumbnail_width"] = e.video.width;
    o["thumbnail_height"] = e.video.height;
  }
  auto response = Response::json(std::move(o));
  response.add("Cache-Control", "public, max-age=300");
  response.add("Access-Control-Allow-Origin", "*");  // the same answer for everybody
  return response;
}

/// The player for frames on other sites: one <video>, no script, nothing from elsewhere. Only what everybody
/// may see; a cookie is not looked at.
Result<Response> embed_page(Call& call, const PagesNeeds& needs) {
  const auto e =
      call.read([&](ports::Transaction& tx) { return exhibit_of(tx, needs, {}, call.id<VideoId>("video")); });
  std::string body = "<p>This video is not here any more.</p>";
  if (e && !e->mp4.empty())
    body = video_tag(*e, {}, " preload=\"metadata\"") + "<a target=\"_blank\" rel=\"noopener\"" +
           attribute("href", "/v/" + e->video.id.text()) + "><b>" + escape_html(e->title) + "</b> " +
           escape_html("@" + e->author.handle) + "</a>";
  else if (!e && e.error().fault != Fault::not_found) return std::unexpected(e.error());
  auto page = Response::text(
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\"><title>" +
          escape_html(e ? e->title : std::string{"Not found"}) +
          "</title><link rel=\"stylesheet\" href=\"/embed.css\"><main>" + body + "</main></html>",
      "text/html; charset=utf-8", e ? 200 : 404);
  page.framed = true;
  page.media_origin = needs.links.origin();
  page.add("Cache-Control", "public, max-age=300");
  page.add("Cross-Origin-Resource-Policy", "cross-origin");
  return page;
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
  add(table, needs, "/tag/{tag:path}", "The page of a #tag", tag_page);
  if (needs.playlists) add(table, needs, "/playlist/{playlist}", "A playlist's page", playlist_page);
  if (needs.sounds) add(table, needs, "/sound/{sound}", "A sound's page", sound_page);
  add(table, needs, "/rising", "What is rising, as a page", rising_page);
  add(table, needs, "/embed/{video}", "The player for other sites", embed_page);
  add(table, needs, "/oembed", "What other sites show about a link", oembed);
  add_syndication_routes(table, std::move(needs));
}

}  // namespace vitrine::http
