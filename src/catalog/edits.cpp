#include "catalog/edits.hpp"

#include <algorithm>
#include <iterator>

#include "catalog/life.hpp"
#include "catalog/made_files.hpp"
#include "catalog/uploads.hpp"
#include "catalog/videos.hpp"
#include "media/montage.hpp"

namespace vitrine::catalog {
using base::fail;
using base::Fault;

namespace {
auto absent() { return fail(Fault::not_found, "video_absent", "There is no such video."); }

auto unknown_file() {
  return fail(Fault::invalid_input, "edit_file_unknown",
              "The edit names a file that is not one of yours; add it again.");
}

std::int64_t duration_ms(const MediaFile& rung) {
  std::int64_t sum = 0;
  for (const auto& segment : rung.segments) sum += segment.ms;
  return sum;
}

const MediaFile* find(const MediaFiles& files, FileUse use, const BlobKey& key) {
  const auto at =
      std::ranges::find_if(files, [&](const MediaFile& file) { return file.use == use && file.blob == key; });
  return at == files.end() ? nullptr : &*at;
}

/// A video as it plays: its best rung and the MP4 beside it.
std::optional<Edits::Source> whole(const MediaFiles& files) {
  const MediaFile *rung = nullptr, *mp4 = nullptr;
  for (const auto& file : files) {
    if (file.use == FileUse::rung) rung = &file;
    if (file.use == FileUse::mp4) mp4 = &file;
  }
  if (!rung || !mp4) return std::nullopt;
  return Edits::Source{*rung, *mp4};
}

/// Sources and their proxies lie in pairs, in the order of the edit.
std::vector<Edits::Source> pairs(const MediaFiles& files) {
  std::vector<Edits::Source> found;
  for (std::size_t i = 0; i + 1 < files.size(); ++i)
    if (files[i].use == FileUse::source && files[i + 1].use == FileUse::proxy)
      found.push_back({files[i], files[i + 1]});
  return found;
}
}  // namespace

MediaFiles materials_of(const MediaFiles& all) {
  MediaFiles some;
  std::ranges::copy_if(all, std::back_inserter(some), [](const MediaFile& f) { return is_material(f.use); });
  return some;
}

Result<void> close_edit(Transaction& tx, VideoStore& videos, VideoId id, Instant now) {
  TRY(videos.remove_edit(tx, id));
  TRY_LET(auto all, videos.files_of(tx, std::span{&id, 1}));
  auto& files = all.front();
  if (std::erase_if(files, [](const MediaFile& file) { return is_material(file.use); }) == 0) return {};
  return videos.put_files(tx, id, files, now);
}

Result<Video> Edits::editable(Transaction& tx, AccountId author, VideoId id) {
  TRY_LET(auto video, needs_.videos.find(tx, id));
  if (!video || video->author != author) return absent();
  if (video->published_at || video->publish_wanted)
    return fail(Fault::conflict, "edit_published", "A published video is no longer edited.");
  if (video->state != model::VideoState::ready)
    return fail(Fault::conflict, "edit_busy", "The video is being processed; edit it when that is done.");
  return std::move(*video);
}

Result<Edits::Workspace> Edits::look(Transaction& tx, AccountId author, VideoId id) {
  TRY_LET(auto video, editable(tx, author, id));
  TRY_LET(const auto all, needs_.videos.files_of(tx, std::span{&id, 1}));
  TRY_LET(auto kept, needs_.videos.edit(tx, id));
  Workspace space{.video = std::move(video)};
  if (kept) space.document = std::move(kept->document);
  space.sources = pairs(all.front());
  if (space.sources.empty()) {
    auto one = whole(all.front());
    if (!one) return absent();
    space.sources.push_back(std::move(*one));
  }
  for (const auto& file : all.front())
    if (file.use == FileUse::overlay || file.use == FileUse::voice) space.materials.push_back(file);
  return space;
}

Result<Edits::Lent> Edits::lend(Transaction& tx, const Viewer& viewer, VideoId id, media::RemixKind kind) {
  if (!needs_.remixes) return absent();
  TRY_LET(auto video, needs_.remixes->lend(tx, viewer, id, kind));
  TRY_LET(const auto files, needs_.videos.files_of(tx, std::span{&id, 1}));
  auto source = whole(files.front());
  if (!source) return absent();
  return Lent{std::move(video), std::move(*source)};
}

/// The clip of somebody else that a kept edit names: it is no clip of the author's for being named there.
Result<std::optional<Edits::LentTo>> Edits::lent_to(Transaction& tx, VideoId id) {
  TRY_LET(const auto kept, needs_.videos.edit(tx, id));
  if (!kept) return std::optional<LentTo>{};
  const auto edit = media::read_edit_list(kept->document);
  if (!edit || !edit->remix) return std::optional<LentTo>{};
  return std::optional{LentTo{edit->sources[edit->remix->source], edit->remix->video}};
}

/// As it is now, or as it was when the edit first named it: the same clip, not another in its place.
Result<std::optional<Edits::Source>> Edits::borrowed(Transaction& tx, AccountId author, VideoId id,
                                                     const media::EditRemix& remix, const MediaFiles& own,
                                                     const BlobKey& key) {
  TRY_LET(auto lent, lend(tx, {.account = author}, remix.video, remix.kind));
  if (lent.source.rung.blob == key) return std::optional{std::move(lent.source)};
  TRY_LET(const auto before, lent_to(tx, id));
  if (!before || before->key != key || before->origin != remix.video) return std::optional<Source>{};
  for (auto& pair : pairs(own))
    if (pair.rung.blob == key) return std::optional{std::move(pair)};
  return std::optional<Source>{};
}

Result<std::optional<Edits::Source>> Edits::source(Transaction& tx, AccountId author, VideoId id,
                                                   const MediaFiles& own, const BlobKey& key) {
  TRY_LET(const auto lent, lent_to(tx, id));
  for (auto& pair : pairs(own))
    if (pair.rung.blob == key && !(lent && lent->key == key)) return std::optional{std::move(pair)};
  TRY_LET(const auto naming, needs_.videos.naming(tx, key));
  std::vector<VideoId> ids;
  for (const auto& one : naming) ids.push_back(one.video);
  TRY_LET(const auto videos, needs_.videos.find_many(tx, ids));
  for (const auto& video : videos) {
    if (video.author != author || video.state != model::VideoState::ready) continue;
    TRY_LET(const auto files, needs_.videos.files_of(tx, std::span{&video.id, 1}));
    auto found = whole(files.front());
    if (found && found->rung.blob == key) {
      // What was made with somebody else's clip would lose its name by being cut into another.
      if (!needs_.remixes) return found;
      TRY_LET(const auto made, needs_.remixes->of(tx, {.account = author}, std::span{&video, 1}));
      if (made.empty()) return found;
      continue;
    }
    TRY_LET(const auto theirs, lent_to(tx, video.id));
    for (auto& pair : pairs(files.front()))
      if (pair.rung.blob == key && !(theirs && theirs->key == key)) return std::optional{std::move(pair)};
  }
  return std::optional<Source>{};
}

Result<Video> Edits::put(Transaction& tx, AccountId author, VideoId id, std::string_view document) {
  TRY_LET(const auto before, editable(tx, author, id));
  TRY_LET(const auto edit, media::read_edit_list(document));
  TRY_LET(const auto all, needs_.videos.files_of(tx, std::span{&id, 1}));
  const auto& own = all.front();
  MediaFiles files;
  std::ranges::copy_if(own, std::back_inserter(files),
                       [](const MediaFile& f) { return !is_material(f.use); });
  std::vector<std::int64_t> durations;
  for (std::size_t i = 0; i < edit.sources.size(); ++i) {
    const auto& key = edit.sources[i];
    const bool theirs = edit.remix && edit.remix->source == i;
    TRY_LET(auto found,
            theirs ? borrowed(tx, author, id, *edit.remix, own, key) : source(tx, author, id, own, key));
    if (!found) return unknown_file();
    durations.push_back(duration_ms(found->rung));
    found->rung.use = FileUse::source;
    found->proxy.use = FileUse::proxy;
    files.push_back(std::move(found->rung));
    files.push_back(std::move(found->proxy));
  }
  TRY(media::check_within(edit, durations));
  for (const auto& text : edit.texts) {
    const auto* image = find(own, FileUse::overlay, text.image);
    if (!image) return unknown_file();
    if (!find(files, FileUse::overlay, text.image)) files.push_back(*image);
  }
  if (edit.voice) {
    const auto* voice = find(own, FileUse::voice, edit.voice->recording);
    if (!voice) return unknown_file();
    files.push_back(*voice);
  }
  const auto now = needs_.clock.now();
  TRY(needs_.videos.put_files(tx, id, files, now));
  TRY(check_stored(needs_.blobs, materials_of(files)));
  TRY(needs_.videos.put_edit(tx, id, {media::edit_text(edit), false, now}));
  TRY_LET(auto after, advance(before, Step::edited, now));
  after.cover_ms = std::min(edit.cover_ms, media::length_ms(edit));
  TRY(needs_.jobs.add(tx, process_video, id.text()));
  return save(tx, needs_.videos, needs_.people, before, std::move(after));
}

/// A recording is large: few wait beside the one of the edit.
Result<void> Edits::make_room_for_voice(Transaction& tx, VideoId id, MediaFiles& files) {
  TRY_LET(const auto kept, needs_.videos.edit(tx, id));
  std::optional<BlobKey> used;
  if (kept)
    if (const auto edit = media::read_edit_list(kept->document); edit && edit->voice)
      used = edit->voice->recording;
  const auto waits = [&](const MediaFile& file) { return file.use == FileUse::voice && file.blob != used; };
  if (std::ranges::count_if(files, waits) < static_cast<std::ptrdiff_t>(voices_waiting_max)) return {};
  files.erase(std::ranges::find_if(files, waits));
  return {};
}

Result<void> Edits::add(Transaction& tx, AccountId author, VideoId id, const MediaFile& material) {
  TRY(editable(tx, author, id));
  TRY_LET(auto all, needs_.videos.files_of(tx, std::span{&id, 1}));
  auto& files = all.front();
  if (find(files, material.use, material.blob)) return {};
  if (material.use == FileUse::voice) TRY(make_room_for_voice(tx, id, files));
  if (materials_of(files).size() >= materials_max)
    return fail(Fault::over_limit, "materials_too_many",
                "So many texts and recordings wait here; finish the edit first.");
  files.push_back(material);
  TRY(needs_.videos.put_files(tx, id, files, needs_.clock.now()));
  return check_stored(needs_.blobs, std::span{&material, 1});
}

}  // namespace vitrine::catalog
