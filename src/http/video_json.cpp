#include "http/video_json.hpp"

#include <algorithm>
#include <map>

#include "catalog/life.hpp"
#include "http/account_json.hpp"

namespace vitrine::http {
namespace json = base::json;
using base::Result;
using catalog::FileUse;
using catalog::MediaFile;
using catalog::Video;
using model::AccountId;
using model::VideoId;

namespace {
json::array texts(const std::vector<std::string>& list) {
  json::array out;
  for (const auto& one : list) out.emplace_back(one);
  return out;
}

json::value time_or_null(std::optional<model::Instant> at) {
  if (!at) return nullptr;
  return model::millis(*at);
}

json::object rung_json(const Video& video, const MediaFile& rung, const MediaLinks& links) {
  json::array segments;
  segments.reserve(rung.segments.size());
  for (const auto& segment : rung.segments) segments.emplace_back(json::array{segment.bytes, segment.ms});
  return {{"width", rung.width},
          {"height", rung.height},
          {"bandwidth", rung.bandwidth},
          {"codecs", rung.codecs},
          {"url", links.file(video, rung)},
          {"init_bytes", rung.init_bytes},
          {"segments", std::move(segments)}};
}

const MediaFile* find(const catalog::MediaFiles& files, FileUse use) {
  const auto at = std::ranges::find(files, use, &MediaFile::use);
  return at == files.end() ? nullptr : &*at;
}

/// Parentheses: braces would make a list of one.
json::value address(const Video& video, const MediaFile* file, const MediaLinks& links) {
  if (!file) return nullptr;
  return json::value(links.file(video, *file));
}

json::value media_json(const Video& video, const catalog::MediaFiles& files, const MediaLinks& links) {
  const auto* mp4 = find(files, FileUse::mp4);
  json::array rungs;
  for (const auto& file : files)
    if (file.use == FileUse::rung) rungs.emplace_back(rung_json(video, file, links));
  if (!catalog::can_play(video.state) || !mp4 || rungs.empty()) return nullptr;
  return json::object{{"rungs", std::move(rungs)},
                      {"hls", links.playlist(video, "master.m3u8")},
                      {"mp4", links.file(video, *mp4)}};
}

/// What only the author is told: how far processing is and what went wrong.
json::value problem_json(const Video& video, bool own) {
  if (!own || !video.problem) return nullptr;
  return json::object{{"code", video.problem->code}, {"detail", video.problem->detail}};
}
}  // namespace

/// What moderators found of a clip is for its author and for them; a look at the viewer's role only where
/// something was found.
Result<bool> VideoJson::moderates(ports::Transaction& tx, std::optional<AccountId> viewer,
                                  std::span<const Video> videos) const {
  const auto whole = [](const Video& video) { return video.integrity == model::Integrity::whole; };
  if (!viewer || std::ranges::all_of(videos, whole)) return false;
  TRY_LET(const auto account, needs_.accounts.find(tx, *viewer));
  return account && account->role >= model::Role::moderator;
}

struct VideoJson::Facts {
  bool moderates = false;
  std::vector<catalog::MediaFiles> files;
  std::map<AccountId, accounts::AccountBrief> authors;
  std::vector<social::VideoCounts> counts;
  std::vector<social::MyVideoMarks> marks;
  std::map<AccountId, bool> follows;
  std::vector<std::int64_t> views;
  std::vector<json::value> sounds;
  std::vector<json::value> remixes;
  std::vector<std::string> market_rules;
};

Result<VideoJson::Facts> VideoJson::gather(ports::Transaction& tx, std::optional<AccountId> viewer,
                                           std::span<const Video> videos, bool whole) const {
  std::vector<VideoId> ids;
  std::vector<AccountId> authors;
  for (const auto& video : videos) {
    ids.push_back(video.id);
    if (std::ranges::find(authors, video.author) == authors.end()) authors.push_back(video.author);
  }
  Facts facts;
  if (whole) {
    TRY_LET(facts.moderates, moderates(tx, viewer, videos));
    TRY_LET(facts.files, needs_.videos.files_of(tx, ids));
    TRY_LET(const auto briefs, needs_.accounts.briefs(tx, authors));
    for (const auto& brief : briefs) facts.authors.emplace(brief.id, brief);
    facts.sounds.assign(videos.size(), nullptr);
    if (needs_.sounds) {
      TRY_LET(facts.sounds, needs_.sounds(tx, viewer, videos));
    }
    facts.market_rules.resize(videos.size());
    if (needs_.market_rules && viewer && std::ranges::find(authors, *viewer) != authors.end())
      facts.market_rules = needs_.market_rules(ids);
    facts.remixes.assign(videos.size(), nullptr);
    if (needs_.remixes) {
      TRY_LET(facts.remixes, needs_.remixes(tx, viewer, videos));
    }
  }
  TRY_LET(facts.counts, needs_.reactions.counts(tx, ids));
  if (viewer) {
    TRY_LET(facts.marks, needs_.reactions.marks(tx, *viewer, ids));
    TRY_LET(const auto relations, needs_.relations.of(tx, *viewer, authors));
    for (std::size_t i = 0; i < authors.size(); ++i) facts.follows[authors[i]] = relations[i].follows;
  }
  facts.views = needs_.views ? needs_.views(ids) : std::vector<std::int64_t>(ids.size());
  return facts;
}

namespace {
json::object counts_json(const social::VideoCounts& counts, std::int64_t views) {
  return {
      {"likes", counts.likes}, {"comments", counts.comments}, {"shares", counts.shares}, {"views", views}};
}
json::object marks_json(const social::MyVideoMarks& marks, bool follow) {
  return {{"like", marks.like}, {"save", marks.save}, {"follow", follow}};
}
}  // namespace

Result<std::vector<json::object>> VideoJson::render(ports::Transaction& tx, std::optional<AccountId> viewer,
                                                    std::span<const Video> videos) const {
  std::vector<json::object> out;
  if (videos.empty()) return out;
  TRY_LET(const auto facts, gather(tx, viewer, videos, true));
  const auto& links = needs_.links;
  for (std::size_t i = 0; i < videos.size(); ++i) {
    const auto& v = videos[i];
    const auto& files = facts.files[i];
    const auto author = facts.authors.find(v.author);
    const bool own = viewer == v.author;
    json::object o{{"id", v.id.text()}, {"url", "/v/" + v.id.text()}};
    o["author"] = author == facts.authors.end() ? nobody_json() : brief_json(author->second);
    o["title"] = v.title;
    o["description"] = v.description;
    o["tags"] = texts(v.tags);
    o["mentions"] = texts(v.mentions);
    o["language"] = v.language;
    o["captions"] = texts(v.captions);
    o["state"] = model::text(v.state);
    o["problem"] = problem_json(v, own);
    o["progress"] = own ? v.progress_percent : 100;
    o["published"] = v.published_at.has_value();
    o["visibility"] = model::text(own ? catalog::chosen_visibility(v) : v.visibility);
    o["audience"] = model::text(v.audience);
    o["labels"] = json::object{{"ai_made", v.labels.ai_made}, {"advert", v.labels.advert}};
    if (v.integrity != model::Integrity::whole && (own || facts.moderates))
      o["integrity"] = model::text(v.integrity);
    if (own && !facts.market_rules[i].empty()) o["market_rule"] = facts.market_rules[i];
    o["created_at"] = model::millis(v.created_at);
    o["published_at"] = time_or_null(v.published_at);
    o["duration_ms"] = v.duration_ms;
    o["width"] = v.width;
    o["height"] = v.height;
    o["cover_ms"] = v.cover_ms;
    o["thumbhash"] = v.thumbhash.empty() ? json::value(nullptr) : json::value(base::base64(v.thumbhash));
    o["poster"] = address(v, find(files, FileUse::poster), links);
    o["preview"] = address(v, find(files, FileUse::preview), links);
    o["media"] = media_json(v, files, links);
    o["sound"] = facts.sounds[i];
    o["remix"] = facts.remixes[i];
    o["counts"] = counts_json(facts.counts[i], facts.views[i]);
    o["my"] =
        viewer ? json::value(marks_json(facts.marks[i], facts.follows.at(v.author))) : json::value(nullptr);
    out.push_back(std::move(o));
  }
  return out;
}

Result<json::object> VideoJson::render(ports::Transaction& tx, std::optional<AccountId> viewer,
                                       const Video& video) const {
  TRY_LET(auto one, render(tx, viewer, std::span{&video, 1}));
  return std::move(one.front());
}

Result<json::object> VideoJson::reaction(ports::Transaction& tx, AccountId viewer, const Video& video) const {
  TRY_LET(const auto facts, gather(tx, viewer, std::span{&video, 1}, false));
  return json::object{{"counts", counts_json(facts.counts.front(), facts.views.front())},
                      {"my", marks_json(facts.marks.front(), facts.follows.at(video.author))}};
}

}  // namespace vitrine::http
