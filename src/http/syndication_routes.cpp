#include "http/syndication_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/text.hpp"
#include "catalog/tags.hpp"
#include "catalog/visibility.hpp"
#include "http/page_parts.hpp"
#include "http/videos_routes.hpp"

namespace vitrine::http {
using base::escape_html;
using base::fail;

namespace {
/// Readers look every hour or so; more than this nobody publishes in between.
constexpr int feed_items = 30;
/// sitemaps.org allows 50 000; a month with more is listed in part.
constexpr int sitemap_items = 20'000;
constexpr std::string_view xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// One feed, whatever its format.
struct Channel {
  std::string title, description;
  std::string page;  ///< the address of the page it stands for
  std::string self;  ///< its own
  std::vector<Exhibit> items;
};

std::string element(std::string_view name, std::string_view text) {
  return fmt::format("<{0}>{1}</{0}>", name, escape_html(text));
}

std::string address_of(const Exhibit& e, std::string_view base) {
  return std::string{base} + "/v/" + e.video.id.text();
}

std::string rss_item(const Exhibit& e, std::string_view base) {
  const std::string host{base};
  std::string item = "<item>" + element("title", e.title) + element("link", address_of(e, base)) +
                     "<guid isPermaLink=\"true\">" + escape_html(address_of(e, base)) + "</guid>" +
                     element("dc:creator", e.author.name);
  if (e.video.published_at) item += element("pubDate", mail_time(*e.video.published_at));
  if (!e.video.description.empty()) item += element("description", e.video.description);
  for (const auto& tag : e.video.tags) item += element("category", tag);
  if (!e.mp4.empty()) {
    const auto length = std::to_string(e.mp4_bytes);
    item += "<enclosure" + attribute("url", absolute(base, e.mp4)) + attribute("length", length) +
            " type=\"video/mp4\"/><media:content" + attribute("url", absolute(base, e.mp4)) +
            attribute("fileSize", length) + " type=\"video/mp4\" medium=\"video\"" +
            attribute("duration", std::to_string((e.video.duration_ms + 500) / 1000)) +
            attribute("width", std::to_string(e.video.width)) +
            attribute("height", std::to_string(e.video.height)) + ">";
    if (!e.poster.empty()) item += "<media:thumbnail" + attribute("url", absolute(base, e.poster)) + "/>";
    item += "</media:content>";
  }
  return item + "</item>\n";
}

std::string rss(const Channel& channel, std::string_view base) {
  std::string text{xml};
  text +=
      "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel>";
  text += element("title", channel.title) + element("link", channel.page) +
          element("description", channel.description) +
          "<atom:link rel=\"self\" type=\"application/rss+xml\"" + attribute("href", channel.self) + "/>\n";
  for (const auto& item : channel.items) text += rss_item(item, base);
  return text + "</channel></rss>\n";
}

std::string atom_entry(const Exhibit& e, std::string_view base) {
  const std::string host{base};
  const auto when = iso_time(e.video.published_at.value_or(e.video.created_at));
  std::string entry = "<entry>" + element("id", address_of(e, base)) + element("title", e.title) +
                      element("published", when) + element("updated", when) + "<link rel=\"alternate\"" +
                      attribute("href", address_of(e, base)) + "/><author>" + element("name", e.author.name) +
                      element("uri", host + "/@" + e.author.handle) + "</author>";
  if (!e.video.description.empty()) entry += element("summary", e.video.description);
  for (const auto& tag : e.video.tags) entry += "<category" + attribute("term", tag) + "/>";
  if (!e.mp4.empty())
    entry += "<link rel=\"enclosure\" type=\"video/mp4\"" + attribute("href", absolute(base, e.mp4)) +
             attribute("length", std::to_string(e.mp4_bytes)) + "/>";
  return entry + "</entry>\n";
}

std::string atom(const Channel& channel, std::string_view base, model::Instant now) {
  // The newest entry says when the feed changed; an empty one has never changed, but must say something.
  const auto updated = channel.items.empty() ? now : channel.items.front().video.published_at.value_or(now);
  std::string text{xml};
  text += "<feed xmlns=\"http://www.w3.org/2005/Atom\">" + element("id", channel.self) +
          element("title", channel.title) + element("subtitle", channel.description) +
          element("updated", iso_time(updated)) + "<link rel=\"alternate\"" +
          attribute("href", channel.page) + "/><link rel=\"self\"" + attribute("href", channel.self) + "/>\n";
  for (const auto& item : channel.items) text += atom_entry(item, base);
  return text + "</feed>\n";
}

Response xml_response(std::string text, std::string type) {
  auto response = Response::text(std::move(text), std::move(type) + "; charset=utf-8");
  response.add("Cache-Control", "public, max-age=300");
  response.add("Access-Control-Allow-Origin", "*");  // the same answer for everybody
  response.add("Cross-Origin-Resource-Policy", "cross-origin");
  return response;
}

/// Files in feeds outlive signatures: only what anybody may see is in them.
Result<std::vector<Exhibit>> open_ones(ports::Transaction& tx, const PagesNeeds& needs,
                                       catalog::Listing listing) {
  std::erase_if(listing.videos, [](const auto& video) { return !catalog::is_open(video); });
  return exhibits_of(tx, needs, std::move(listing.videos));
}

Response feed_response(const Call& call, const PagesNeeds& needs, Channel channel, std::string_view page,
                       std::string_view what) {
  const auto base = base_url_of(call.request(), needs.base_url);
  const auto format = std::string{call.text("format")};
  channel.page = base + std::string{page};
  channel.self = base + "/" + format + "/" + std::string{what};
  return xml_response(format == "rss" ? rss(channel, base) : atom(channel, base, call.now()),
                      "application/" + format + "+xml");
}

Result<Response> person_feed(Call& call, const PagesNeeds& needs) {
  return call.read([&](ports::Transaction& tx) -> Result<Response> {
    TRY_LET(const auto account, visible_account(tx, needs, {}, call.text("handle")));
    TRY_LET(auto listing, needs.videos.of_author(tx, {}, account.id, {.limit = feed_items}));
    Channel channel{account.name + " (@" + account.handle + ")", account.bio, {}, {}, {}};
    if (channel.description.empty()) channel.description = channel.title;
    TRY_LET(channel.items, open_ones(tx, needs, std::move(listing)));
    return feed_response(call, needs, std::move(channel), "/@" + account.handle, "people/" + account.handle);
  });
}

Result<Response> tag_feed(Call& call, const PagesNeeds& needs) {
  const auto tag = catalog::fold_tag(call.text("tag"));
  if (!tag) return fail(Fault::not_found, "tag_invalid", "This is no #tag.");
  return call.read([&](ports::Transaction& tx) -> Result<Response> {
    TRY_LET(auto listing, needs.videos.with_tag(tx, {}, *tag, {.limit = feed_items}));
    Channel channel{"#" + *tag, needs.site_name + ": #" + *tag, {}, {}, {}};
    TRY_LET(channel.items, open_ones(tx, needs, std::move(listing)));
    const auto address = percent_encode(*tag);
    return feed_response(call, needs, std::move(channel), "/tag/" + address, "tags/" + address);
  });
}

Result<Response> latest_feed(Call& call, const PagesNeeds& needs) {
  return call.read([&](ports::Transaction& tx) -> Result<Response> {
    TRY_LET(auto listing, needs.videos.newest(tx, {}, {.limit = feed_items}));
    Channel channel{needs.site_name, needs.site_name + ": the newest clips", {}, {}, {}};
    TRY_LET(channel.items, open_ones(tx, needs, std::move(listing)));
    return feed_response(call, needs, std::move(channel), "/latest", "latest");
  });
}

using Month = std::chrono::year_month;
model::Instant begin_of(Month month) {
  return std::chrono::time_point_cast<model::Millis>(std::chrono::sys_days{month / 1});
}
std::string name_of(Month month) {
  return fmt::format("{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
}
Month month_of(model::Instant at) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
  return day.year() / day.month();
}

Result<Response> sitemap_index(Call& call, const PagesNeeds& needs) {
  const auto base = base_url_of(call.request(), needs.base_url);
  TRY_LET(const auto first,
          call.read([&](ports::Transaction& tx) { return needs.index.first_published(tx); }));
  std::string text{xml};
  text += "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
  if (first) {
    // A clock that was wrong once may not make a list without end.
    constexpr int months_max = 1200;
    int months = 0;
    for (auto month = month_of(call.now()); month >= month_of(*first) && months < months_max;
         month -= std::chrono::months{1}, ++months)
      text += "<sitemap>" + element("loc", base + "/sitemap/" + name_of(month)) + "</sitemap>\n";
  }
  return xml_response(text + "</sitemapindex>\n", "application/xml");
}

std::optional<Month> month_in(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const auto year = base::parse_number(text.substr(0, 4)), month = base::parse_number(text.substr(5));
  if (!year || !month || *year < 1970) return std::nullopt;
  const Month found{std::chrono::year{static_cast<int>(*year)},
                    std::chrono::month{static_cast<unsigned>(*month)}};
  return found.ok() ? std::optional{found} : std::nullopt;
}

Result<Response> sitemap(Call& call, const PagesNeeds& needs) {
  const auto month = month_in(call.text("month"));
  if (!month) return fail(Fault::not_found, "sitemap_absent", "There is no such sitemap.");
  const auto base = base_url_of(call.request(), needs.base_url);
  TRY_LET(const auto videos, call.read([&](ports::Transaction& tx) {
    return needs.index.published(tx, begin_of(*month), begin_of(*month + std::chrono::months{1}),
                                 sitemap_items);
  }));
  std::string text{xml};
  text += "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
  for (const auto& [video, at] : videos)
    text +=
        "<url>" + element("loc", base + "/v/" + video.text()) + element("lastmod", iso_time(at)) + "</url>\n";
  return xml_response(text + "</urlset>\n", "application/xml");
}

Result<Response> robots(Call& call, const PagesNeeds& needs) {
  const auto base = base_url_of(call.request(), needs.base_url);
  std::string text = "User-agent: *\nDisallow: /api/\nDisallow: /settings/\nDisallow: /search\nAllow: /\n";
  if (!base.empty()) text += "Sitemap: " + base + "/sitemap.xml\n";
  return Response::text(std::move(text), "text/plain; charset=utf-8");
}

using Act = Result<Response> (*)(Call&, const PagesNeeds&);

void add(RouteTable& table, const PagesNeeds& needs, std::string path, std::string summary, Act act) {
  Route route{.method = "GET", .path = std::move(path), .summary = std::move(summary), .tag = "pages"};
  route.handler = [needs, act](Call& call) { return act(call, needs); };
  route.documented = false;
  table.add(std::move(route));
}
}  // namespace

void add_syndication_routes(RouteTable& table, PagesNeeds needs) {
  add(table, needs, "/{format:rss|atom}/people/{handle:handle}", "A person's clips for readers", person_feed);
  add(table, needs, "/{format:rss|atom}/tags/{tag:path}", "The clips of a #tag for readers", tag_feed);
  add(table, needs, "/{format:rss|atom}/latest", "The newest clips for readers", latest_feed);
  add(table, needs, "/sitemap.xml", "Which sitemaps there are", sitemap_index);
  add(table, needs, "/sitemap/{month:word}", "The clips of a month", sitemap);
  add(table, needs, "/robots.txt", "What crawlers may read", robots);
}

}  // namespace vitrine::http
