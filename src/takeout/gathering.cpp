#include "takeout/gathering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>

#include "base/json.hpp"
#include "catalog/life.hpp"

namespace vitrine::takeout {
using base::fail;
using base::Fault;
using catalog::FileUse;

namespace {
constexpr int batch = 200;  // what VideoStore::find_many and a page of relations bear at once

struct FileType {
  std::string_view extension, type;
};
/// What an original is, by its first bytes; processing has looked at it for real.
FileType type_of(const std::filesystem::path& path) {
  std::array<char, 12> head{};
  std::ifstream{path, std::ios::binary}.read(head.data(), head.size());
  const std::string_view text{head.data(), head.size()};
  if (text.starts_with("\x1a\x45\xdf\xa3")) return {"webm", "video/webm"};
  if (text.substr(8) == "qt  ") return {"mov", "video/quicktime"};
  return {"mp4", "video/mp4"};
}

/// The picture with the most lines; of two, the plain MP4, which plays everywhere.
const catalog::MediaFile* best_of(const catalog::MediaFiles& files) {
  const catalog::MediaFile* best = nullptr;
  for (const auto& file : files) {
    if (file.use != FileUse::mp4 && file.use != FileUse::rung) continue;
    if (best == nullptr || file.height > best->height ||
        (file.height == best->height && file.use == FileUse::mp4))
      best = &file;
  }
  return best;
}

Clip clip_of(const catalog::Video& video) {
  return {.id = video.id.text(),
          .title = video.title,
          .description = video.description,
          .language = video.language,
          .visibility = catalog::chosen_visibility(video),
          .audience = video.audience,
          .ai_made = video.labels.ai_made,
          .advert = video.labels.advert,
          .created_at = video.created_at,
          .published_at = video.published_at,
          .duration_ms = video.duration_ms,
          .cover_ms = video.cover_ms,
          .width = video.width,
          .height = video.height};
}

/// All pages of a list: `read(page)` gives rows, `position(row)` where the next page goes on.
template <class Read, class Position>
auto all_pages(std::size_t max, Read read, Position position) -> std::invoke_result_t<Read, social::Page> {
  std::invoke_result_t<Read, social::Page> all;
  social::Page page{.after = std::nullopt, .limit = batch};
  for (;;) {
    TRY_LET(auto rows, read(page));
    const bool last = static_cast<int>(rows.size()) < batch;
    if (!last) page.after = position(rows.back());
    std::ranges::move(rows, std::back_inserter(*all));
    if (last || all->size() >= max) return all;
  }
}

std::int64_t raw(auto id) { return static_cast<std::int64_t>(id.raw()); }
}  // namespace

Result<Gathered> Gathering::gather(Transaction& tx, AccountId account, Media media) {
  TRY_LET(const auto self, needs_.accounts.find(tx, account));
  if (!self) return fail(Fault::not_found, "account_absent", "There is no such account.");
  Gathered out;
  out.archive.self = {.handle = self->handle,
                      .name = self->name,
                      .bio = self->bio,
                      .language = self->language,
                      .created_at = self->created_at,
                      .is_private = self->is_private};
  TRY(add_clips(tx, account, media, out));
  if (self->portrait) {
    out.archive.self.portrait = "portrait.webp";
    out.pieces.push_back({.entry = "portrait.webp", .blob = self->portrait->large});
  }
  TRY(add_people(tx, account, out.archive));
  TRY(add_marks(tx, account, out.archive));
  TRY(add_notes(tx, account, out.archive));
  TRY(add_settings(tx, *self, out.archive));
  out.archive.history = needs_.history(self->pseudonym);
  TRY_LET(out.personal, needs_.rows.copy(tx, {account, self->pseudonym}));
  return out;
}

Result<void> Gathering::add_clips(Transaction& tx, AccountId account, Media media, Gathered& out) {
  std::vector<catalog::Video> videos;
  catalog::Page page{.after = std::nullopt, .limit = batch};
  for (;;) {
    TRY_LET(auto some, needs_.videos.mine(tx, account, page));
    const bool last = static_cast<int>(some.size()) < batch || videos.size() >= clips_max;
    if (!last) page.after = catalog::Position{some.back().created_at, some.back().id};
    std::ranges::move(some, std::back_inserter(videos));
    if (last) break;
  }
  std::ranges::reverse(videos);
  const auto playable =
      std::erase_if(videos, [](const auto& video) { return !catalog::can_play(video.state); });
  out.left_out = static_cast<std::int64_t>(playable);
  for (std::size_t at = 0; at < videos.size(); at += batch) {
    const auto some = std::span{videos}.subspan(at, std::min<std::size_t>(batch, videos.size() - at));
    std::vector<model::VideoId> ids;
    for (const auto& video : some) ids.push_back(video.id);
    TRY_LET(const auto files, needs_.videos.files_of(tx, ids));
    for (std::size_t i = 0; i < some.size(); ++i) TRY(add_clip(tx, some[i], files[i], media, out));
  }
  return {};
}

Result<void> Gathering::add_clip(Transaction& tx, const catalog::Video& video,
                                 const catalog::MediaFiles& files, Media media, Gathered& out) {
  auto clip = clip_of(video);
  const auto folder = "media/" + clip.id + "/";
  const auto original = needs_.originals.original(video.id);
  if (media == Media::with && original) {
    const auto type = type_of(*original);
    clip.media = fmt::format("{}original.{}", folder, type.extension);
    clip.media_type = type.type;
    clip.original = true;
    std::error_code error;
    const auto bytes = std::filesystem::file_size(*original, error);
    out.pieces.push_back({.entry = clip.media, .file = *original, .bytes = error ? 0 : bytes});
  } else if (const auto* const best = best_of(files); media == Media::with && best != nullptr) {
    clip.media = folder + "video.mp4";
    clip.media_type = "video/mp4";
    out.pieces.push_back({.entry = clip.media, .blob = best->blob, .bytes = best->bytes});
  }
  const auto cover = std::ranges::find(files, FileUse::poster, &catalog::MediaFile::use);
  if (media == Media::with && cover != files.end()) {
    clip.cover = folder + "cover.webp";
    out.pieces.push_back({.entry = clip.cover, .blob = cover->blob, .bytes = cover->bytes});
  }
  for (const auto& language : video.captions) {
    TRY_LET(auto captions, needs_.videos.captions(tx, video.id, language));
    if (!captions) continue;
    clip.captions.push_back({language, fmt::format("{}captions.{}.vtt", folder, language)});
    const auto bytes = captions->webvtt.size();
    out.pieces.push_back(
        {.entry = clip.captions.back().entry, .text = std::move(captions->webvtt), .bytes = bytes});
  }
  out.archive.clips.push_back(std::move(clip));
  return {};
}

Result<void> Gathering::add_people(Transaction& tx, AccountId account, Archive& archive) {
  const auto position = [](const social::ListedPerson& person) {
    return social::Position{model::millis(person.since), raw(person.account)};
  };
  auto& relations = needs_.relations;
  TRY_LET(const auto following,
          all_pages(
              friends_max, [&](const auto& page) { return relations.following(tx, account, account, page); },
              position));
  TRY_LET(const auto followers,
          all_pages(
              friends_max, [&](const auto& page) { return relations.followers(tx, account, account, page); },
              position));
  TRY_LET(const auto blocked,
          all_pages(
              friends_max, [&](const auto& page) { return relations.blocks(tx, account, page); }, position));
  TRY_LET(
      const auto muted,
      all_pages(friends_max, [&](const auto& page) { return relations.mutes(tx, account, page); }, position));
  std::vector<AccountId> ids;
  for (const auto* const list : {&following, &followers, &blocked, &muted})
    for (const auto& person : *list) ids.push_back(person.account);
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  std::map<AccountId, accounts::AccountBrief> briefs;
  for (std::size_t at = 0; at < ids.size(); at += 1000) {
    TRY_LET(auto some, needs_.accounts.briefs(
                           tx, std::span{ids}.subspan(at, std::min<std::size_t>(1000, ids.size() - at))));
    for (auto& brief : some) briefs.emplace(brief.id, std::move(brief));
  }
  const auto friends = [&](const std::vector<social::ListedPerson>& people, std::vector<Friend>& into) {
    for (const auto& person : people)
      if (const auto found = briefs.find(person.account); found != briefs.end())
        into.push_back({found->second.handle, found->second.name, person.since});
  };
  friends(following, archive.following);
  friends(followers, archive.followers);
  const auto handles = [&](const std::vector<social::ListedPerson>& people, std::vector<std::string>& into) {
    for (const auto& person : people)
      if (const auto found = briefs.find(person.account); found != briefs.end())
        into.push_back(found->second.handle);
    std::ranges::sort(into);
  };
  handles(blocked, archive.settings.blocked);
  handles(muted, archive.settings.muted);
  return {};
}

Result<void> Gathering::add_marks(Transaction& tx, AccountId account, Archive& archive) {
  for (const auto& [kind, into] : {std::pair{social::Reaction::like, &archive.likes},
                                   std::pair{social::Reaction::save, &archive.saves}}) {
    TRY_LET(const auto listed,
            all_pages(
                marks_max, [&](const auto& page) { return needs_.reactions.listed(tx, kind, account, page); },
                [](const social::ListedVideo& one) {
                  return social::Position{model::millis(one.at), raw(one.video)};
                }));
    for (const auto& one : listed) into->push_back({one.video.text(), one.at});
  }
  return {};
}

Result<void> Gathering::add_notes(Transaction& tx, AccountId account, Archive& archive) {
  TRY_LET(auto comments,
          all_pages(
              notes_max, [&](const auto& page) { return needs_.comments.by_author(tx, account, page); },
              [](const social::Comment& one) { return social::Position{0, raw(one.id)}; }));
  std::ranges::reverse(comments);
  for (auto& one : comments)
    archive.notes.push_back({.id = one.id.text(),
                             .video = one.video.text(),
                             .root = one.root ? one.root->text() : std::string{},
                             .text = std::move(one.text),
                             .created_at = one.created_at,
                             .edited_at = one.edited_at});
  return {};
}

Result<void> Gathering::add_settings(Transaction& tx, const accounts::Account& account, Archive& archive) {
  auto& settings = archive.settings;
  TRY_LET(const auto choices, needs_.choices.of(tx, account.id));
  settings.algorithm = choices.algorithm;
  for (const auto& place : choices.sliders) settings.sliders.emplace_back(place.slider, place.value);
  std::ranges::sort(settings.sliders);
  for (const auto& mute : choices.mutes)
    if (mute.kind != supply::Mute::Kind::sound)  // another house has other sounds
      settings.mutes.emplace_back(supply::text(mute.kind), mute.word);
  TRY_LET(const auto history, needs_.choices.history(tx, account.pseudonym));
  settings.history_paused = history.paused;
  settings.history_days = history.kept_days;
  return {};
}

std::string personal_text(std::string_view handle, Instant made_at, std::span<const privacy::Copied> copied) {
  namespace json = base::json;
  json::array items;
  for (const auto& one : copied) {
    if (one.rows.empty()) continue;
    json::array columns;
    for (const auto column : one.columns) columns.push_back(json::value(column));
    json::array rows;
    for (const auto& row : one.rows) {
      json::array values;
      for (const auto& value : row) values.push_back(json::value(value));
      rows.push_back(std::move(values));
    }
    items.push_back(json::object{{"name", one.holding->name},
                                 {"place", one.holding->table},
                                 {"columns", std::move(columns)},
                                 {"rows", std::move(rows)}});
  }
  return base::to_text(
      json::object{{"handle", handle}, {"made_at", model::millis(made_at)}, {"items", std::move(items)}});
}

}  // namespace vitrine::takeout
