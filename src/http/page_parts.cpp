#include "http/page_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/text.hpp"
#include "http/pages_routes.hpp"

namespace vitrine::http {
using base::escape_html;
using base::fail;
using catalog::FileUse;
using catalog::MediaFile;
using catalog::Video;
using model::VideoId;

namespace {
const MediaFile* find(const catalog::MediaFiles& files, FileUse use) {
  const auto at = std::ranges::find(files, use, &MediaFile::use);
  return at == files.end() ? nullptr : &*at;
}

std::chrono::year_month_day date_of(model::Instant at) { return std::chrono::floor<std::chrono::days>(at); }
std::chrono::hh_mm_ss<std::chrono::seconds> time_of(model::Instant at) {
  return std::chrono::hh_mm_ss{
      std::chrono::floor<std::chrono::seconds>(at - std::chrono::floor<std::chrono::days>(at))};
}
}  // namespace

Result<std::vector<Exhibit>> exhibits_of(ports::Transaction& tx, const PagesNeeds& needs,
                                         std::vector<Video> videos) {
  std::vector<VideoId> ids;
  std::vector<model::AccountId> authors;
  for (const auto& video : videos) {
    ids.push_back(video.id);
    authors.push_back(video.author);
  }
  TRY_LET(const auto files, needs.store.files_of(tx, ids));
  TRY_LET(const auto briefs, needs.accounts.briefs(tx, authors));
  std::vector<Exhibit> exhibits;
  for (std::size_t i = 0; i < videos.size(); ++i) {
    const auto author = std::ranges::find(briefs, videos[i].author, &accounts::AccountBrief::id);
    if (author == briefs.end()) continue;
    Exhibit one{.video = std::move(videos[i]), .author = *author, .mp4 = {}, .poster = {}, .title = {}};
    if (const auto* mp4 = find(files[i], FileUse::mp4)) {
      one.mp4 = needs.links.file(one.video, *mp4);
      one.mp4_bytes = mp4->bytes;
    }
    if (const auto* poster = find(files[i], FileUse::poster))
      one.poster = needs.links.file(one.video, *poster);
    one.title = one.video.title.empty() ? "A video by " + one.author.name : one.video.title;
    exhibits.push_back(std::move(one));
  }
  return exhibits;
}

Result<Exhibit> exhibit_of(ports::Transaction& tx, const PagesNeeds& needs, const catalog::Viewer& viewer,
                           VideoId id) {
  TRY_LET(auto video, needs.videos.seen_by(tx, viewer, id));
  std::vector<Video> one;
  one.push_back(std::move(video));
  TRY_LET(auto exhibits, exhibits_of(tx, needs, std::move(one)));
  if (exhibits.empty()) return fail(Fault::not_found, "video_absent", "There is no such video.");
  return std::move(exhibits.front());
}

std::string cut(std::string_view text, std::size_t chars) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
    if (starts && ++count > chars) return std::string{text.substr(0, i)} + "…";
  }
  return std::string{text};
}

std::string absolute(std::string_view base, std::string_view address) {
  return address.starts_with('/') ? std::string{base} + std::string{address} : std::string{address};
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

std::string iso_time(model::Instant at) {
  const auto date = date_of(at);
  const auto time = time_of(at);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string mail_time(model::Instant at) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto date = date_of(at);
  const auto time = time_of(at);
  const std::chrono::weekday day{std::chrono::floor<std::chrono::days>(at)};
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", days.at(day.c_encoding()),
                     static_cast<unsigned>(date.day()), months.at(static_cast<unsigned>(date.month()) - 1),
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::string video_tag(const Exhibit& e, std::string_view base, std::string_view more) {
  std::string tag = "<video controls playsinline";
  tag += more;
  tag +=
      attribute("width", std::to_string(e.video.width)) + attribute("height", std::to_string(e.video.height));
  if (!e.poster.empty()) tag += attribute("poster", absolute(base, e.poster));
  tag += attribute("src", absolute(base, e.mp4)) + ">";
  for (const auto& language : e.video.captions) {
    const auto address = "/api/v1/videos/" + e.video.id.text() + "/captions/" + language;
    tag += "<track kind=\"captions\"" + attribute("srclang", language) + attribute("label", language) +
           attribute("src", std::string{base} + address) + ">";
  }
  return tag + "</video>";
}

std::string video_list(std::span<const Exhibit> exhibits) {
  std::string list = "<ul>";
  for (const auto& one : exhibits) {
    list += "<li><a" + attribute("href", "/v/" + one.video.id.text()) + ">";
    if (!one.poster.empty())
      list += "<img loading=\"lazy\" width=\"180\"" + attribute("src", one.poster) +
              attribute("alt", one.title) + "> ";
    list += escape_html(one.title) + "</a></li>";
  }
  return list + "</ul>";
}

std::string feed_links(std::string_view base, std::string_view what) {
  std::string links;
  for (const std::string kind : {"rss", "atom"})
    links += "<link rel=\"alternate\"" + attribute("type", "application/" + kind + "+xml") +
             attribute("href", std::string{base} + "/" + kind + "/" + std::string{what}) + ">";
  return links;
}

}  // namespace vitrine::http
