#include "catalog/videos.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "catalog/captions.hpp"
#include "catalog/cover_worker.hpp"
#include "catalog/edits.hpp"
#include "catalog/life.hpp"
#include "catalog/remixes.hpp"
#include "catalog/search_entry.hpp"
#include "catalog/sounds.hpp"
#include "catalog/tags.hpp"
#include "catalog/uploads.hpp"

namespace vitrine::catalog {
using base::fail;
using base::fail_in;
using base::Fault;

namespace {
auto absent() { return fail(Fault::not_found, "video_absent", "There is no such video."); }

auto no_captions() {
  return fail(Fault::not_found, "captions_absent", "There are no captions in this language.");
}

/// How many people an unchanged link may reach, so that narrowing can be told from widening.
int width_of(const Video& video) {
  if (!is_out(video)) return 0;
  if (is_open(video)) return 3;
  return video.visibility == model::Visibility::followers ? 1 : 2;
}

Result<void> apply_texts(Video& video, const Edit& edit) {
  if (edit.title) {
    video.title = base::clean_text(*edit.title, base::Lines::one);
    if (base::code_points(video.title) > title_chars_max)
      return fail_in("title", Fault::invalid_input, "title_too_long", "A title may have 120 characters.");
  }
  if (edit.description) {
    video.description = base::clean_text(*edit.description, base::Lines::many);
    if (base::code_points(video.description) > description_chars_max)
      return fail_in("description", Fault::invalid_input, "description_too_long",
                     "A description may have 2200 characters.");
  }
  if (edit.language) {
    if (!is_language(*edit.language)) return unknown_language();
    video.language = *edit.language;
  }
  auto found = find_tags_and_mentions(video.title + "\n" + video.description);
  video.tags = std::move(found.tags);
  video.mentions = std::move(found.mentions);
  return {};
}

Result<Video> apply(Video video, const Edit& edit) {
  TRY(apply_texts(video, edit));
  if (edit.visibility) {
    video.visibility = *edit.visibility;
    video.withheld = false;
  }
  if (edit.audience) video.audience = *edit.audience;
  if (edit.ai_made) video.labels.ai_made = *edit.ai_made;
  if (edit.advert) video.labels.advert = *edit.advert;
  if (edit.cover_ms) {
    // Before the clip has been looked at its length is not known; processing clamps the moment.
    const bool known = video.duration_ms > 0;
    if (*edit.cover_ms < 0 || (known && *edit.cover_ms > video.duration_ms))
      return fail_in("cover_ms", Fault::invalid_input, "cover_outside",
                     "The cover must be a moment within the clip.");
    video.cover_ms = *edit.cover_ms;
  }
  return video;
}

/// The one place where a private account narrows what its author chose; everything else reads the visibility.
Result<void> narrow(Transaction& tx, People& people, Video& video) {
  if (chosen_visibility(video) != model::Visibility::everyone) return {};
  TRY_LET(video.withheld, people.is_private(tx, video.author));
  video.visibility = video.withheld ? model::Visibility::followers : model::Visibility::everyone;
  return {};
}
}  // namespace

Result<Video> save(Transaction& tx, VideoStore& videos, People& people, const Video& before, Video after) {
  TRY(narrow(tx, people, after));
  if (width_of(after) < width_of(before)) ++after.reach;
  TRY(videos.update(tx, after));
  if (!before.published_at && after.published_at) TRY(close_edit(tx, videos, after.id, *after.published_at));
  const auto problem = after.problem ? after.problem->code : std::string{};
  TRY(tx.announce(model::VideoChanged{after.id, after.author, after.state, after.progress_percent, problem}));
  if (is_out(before) || !is_out(after)) return after;
  TRY(tx.announce(model::VideoPublished{after.id, after.author}));
  if (after.mentions.empty()) return after;
  TRY_LET(const auto named, people.by_handles(tx, after.mentions));
  for (const auto account : named)
    if (account != after.author)
      TRY(tx.announce(model::Mentioned{after.id, std::nullopt, account, after.author}));
  return after;
}

Result<std::vector<Video>> Videos::filter(Transaction& tx, const Viewer& viewer, std::vector<Video> videos,
                                          Want want) {
  std::map<AccountId, Relation> relations;
  if (viewer.account) {
    std::vector<AccountId> authors;
    for (const auto& video : videos)
      if (relations.emplace(video.author, Relation{}).second) authors.push_back(video.author);
    TRY_LET(const auto known, needs_.relations.of(tx, *viewer.account, authors));
    for (std::size_t i = 0; i < authors.size(); ++i) relations[authors[i]] = known[i];
  }
  std::erase_if(videos, [&](const Video& video) {
    const auto relation = viewer.account ? relations[video.author] : Relation{};
    return !(want == Want::seen ? may_see(video, viewer, relation) : may_find(video, viewer, relation));
  });
  return videos;
}

Result<Listing> Videos::listing(Transaction& tx, const Viewer& viewer, std::vector<Video> rows,
                                const Page& page) {
  Listing listing;
  if (static_cast<int>(rows.size()) >= page.limit && !rows.empty() && rows.back().published_at)
    listing.next = Position{*rows.back().published_at, rows.back().id};
  TRY_LET(listing.videos, filter(tx, viewer, std::move(rows), Want::found));
  return listing;
}

Result<Video> Videos::seen_by(Transaction& tx, const Viewer& viewer, VideoId id) {
  TRY_LET(auto video, needs_.videos.find(tx, id));
  if (!video) return absent();
  std::vector<Video> one;
  one.push_back(std::move(*video));
  TRY_LET(auto seen, filter(tx, viewer, std::move(one), Want::seen));
  if (seen.empty()) return absent();
  return std::move(seen.front());
}

Result<std::vector<Video>> Videos::some(Transaction& tx, const Viewer& viewer, std::span<const VideoId> ids,
                                        Want want) {
  TRY_LET(auto videos, needs_.videos.find_many(tx, ids));
  return filter(tx, viewer, std::move(videos), want);
}

Result<Listing> Videos::of_author(Transaction& tx, const Viewer& viewer, AccountId author, const Page& page) {
  Relation relation;
  if (viewer.account) {
    TRY_LET(const auto known, needs_.relations.of(tx, *viewer.account, std::span{&author, 1}));
    relation = known.front();
  }
  const bool own = viewer.account == author;
  TRY_LET(auto rows, needs_.videos.by_author(tx,
                                             {.author = author,
                                              .with_followers_only = own || relation.follows,
                                              .with_adult = own || (viewer.account && !viewer.restricted)},
                                             page));
  return listing(tx, viewer, std::move(rows), page);
}

Result<Listing> Videos::with_tag(Transaction& tx, const Viewer& viewer, std::string_view tag,
                                 const Page& page) {
  const auto folded = fold_tag(tag);
  if (!folded) return Listing{};
  TRY_LET(auto rows, needs_.videos.by_tag(tx, *folded, page));
  return listing(tx, viewer, std::move(rows), page);
}

Result<Listing> Videos::newest(Transaction& tx, const Viewer& viewer, const Page& page) {
  TRY_LET(auto rows, needs_.videos.newest(tx, page));
  return listing(tx, viewer, std::move(rows), page);
}

Result<Listing> Videos::mine(Transaction& tx, AccountId author, const Page& page) {
  Listing listing;
  TRY_LET(listing.videos, needs_.videos.mine(tx, author, page));
  if (static_cast<int>(listing.videos.size()) >= page.limit && !listing.videos.empty())
    listing.next = Position{listing.videos.back().created_at, listing.videos.back().id};
  return listing;
}

namespace {
bool is_closed(const Video& video) {
  using model::Visibility;
  return video.published_at && can_play(video.state) &&
         (video.visibility == Visibility::followers || video.visibility == Visibility::only_me);
}
}  // namespace

Result<Video> Videos::closed(Transaction& tx, VideoId id) {
  TRY_LET(auto video, needs_.videos.find(tx, id));
  if (!video || !video->published_at) return absent();
  if (!is_closed(*video))
    return fail(Fault::conflict, "video_open", "This clip is not closed: it can be seen as it is.");
  return std::move(*video);
}

Result<std::vector<Video>> Videos::all_closed(Transaction& tx, AccountId author) {
  constexpr int page_max = 200;
  TRY_LET(auto videos, needs_.videos.mine(tx, author, {.limit = page_max}));
  std::erase_if(videos, [](const Video& video) { return !is_closed(video); });
  return videos;
}

Result<Video> Videos::own(Transaction& tx, AccountId author, VideoId id) {
  TRY_LET(auto video, needs_.videos.find(tx, id));
  if (!video || video->author != author) return absent();
  return std::move(*video);
}

Result<Video> Videos::edit(Transaction& tx, AccountId author, VideoId id, const Edit& edit) {
  TRY_LET(const auto before, own(tx, author, id));
  TRY_LET(auto after, apply(before, edit));
  // Before that, processing looks at the moment itself.
  if (after.cover_ms != before.cover_ms && after.state == model::VideoState::ready)
    TRY(needs_.jobs.add(tx, make_cover, id.text()));
  return save(tx, needs_.videos, needs_.people, before, std::move(after));
}

Result<std::vector<Video>> Videos::edit_many(Transaction& tx, AccountId author, std::span<const VideoId> ids,
                                             const ManyEdit& edit) {
  for (const auto* tags : {&edit.add_tags, &edit.take_tags})
    for (const auto& tag : *tags)
      if (!fold_tag(tag))
        return fail_in("tags", Fault::invalid_input, "tag_invalid",
                       "A tag is letters, digits and _, with at least one letter.");
  std::vector<Video> changed;
  for (const auto id : ids) {
    TRY_LET(const auto before, own(tx, author, id));
    auto title = before.title;
    auto description = before.description;
    for (const auto& tag : edit.take_tags) {
      title = without_tag(title, tag);
      description = without_tag(description, tag);
    }
    const auto titled = find_tags_and_mentions(title).tags;
    for (const auto& tag : edit.add_tags)
      if (std::ranges::find(titled, *fold_tag(tag)) == titled.end())
        description = catalog::with_tag(description, tag);
    TRY_LET(auto after, this->edit(tx, author, id,
                                   {.title = title,
                                    .description = description,
                                    .language = edit.language,
                                    .visibility = edit.visibility,
                                    .audience = edit.audience}));
    changed.push_back(std::move(after));
  }
  return changed;
}

Result<Video> Videos::publish(Transaction& tx, AccountId author, VideoId id) {
  TRY_LET(const auto before, own(tx, author, id));
  TRY_LET(auto after, ask_to_publish(before, needs_.clock.now()));
  return save(tx, needs_.videos, needs_.people, before, std::move(after));
}

Result<Video> Videos::restore(Transaction& tx, AccountId author, VideoId id, const Edit& edit,
                              std::optional<Instant> published) {
  TRY_LET(const auto before, own(tx, author, id));
  TRY_LET(auto after, apply(before, edit));
  const auto now = needs_.clock.now();
  if (published) {
    const auto at = std::min(*published, now);
    after.publish_as = at;
    TRY_LET(after, ask_to_publish(std::move(after), at));
  }
  return save(tx, needs_.videos, needs_.people, before, std::move(after));
}

Result<std::vector<VideoId>> Videos::withhold(Transaction& tx, AccountId author) {
  std::vector<VideoId> changed;
  Page page{.limit = 200};
  do {
    TRY_LET(const auto listing, mine(tx, author, page));
    for (const auto& video : listing.videos) {
      auto after = video;
      TRY(narrow(tx, needs_.people, after));
      // What is not out yet is narrowed when it comes out.
      if (after == video || !video.published_at) continue;
      TRY(save(tx, needs_.videos, needs_.people, video, video));
      changed.push_back(video.id);
    }
    page.after = listing.next;
  } while (page.after);
  return changed;
}

Result<void> Videos::set_integrity(Transaction& tx, VideoId id, model::Integrity integrity) {
  TRY_LET(const auto before, needs_.videos.find(tx, id));
  if (!before) return absent();
  if (before->integrity == integrity) return {};
  auto after = *before;
  after.integrity = integrity;
  TRY(save(tx, needs_.videos, needs_.people, *before, std::move(after)));
  return tx.announce(model::IntegrityChanged{id, before->author, integrity});
}

Result<VideoStore::Captions> Videos::captions(Transaction& tx, const Viewer& viewer, VideoId id,
                                              std::string_view language) {
  TRY(seen_by(tx, viewer, id));
  TRY_LET(auto found, needs_.videos.captions(tx, id, language));
  if (!found) return no_captions();
  return std::move(*found);
}

Result<Video> Videos::put_captions(Transaction& tx, AccountId author, VideoId id, std::string_view language,
                                   std::string_view file) {
  if (language.empty() || !is_language(language)) return unknown_language();
  TRY_LET(const auto before, own(tx, author, id));
  TRY_LET(const auto cues, read_captions(file));
  auto after = before;
  auto& languages = after.captions;
  const auto at = std::ranges::lower_bound(languages, language);
  if (at == languages.end() || *at != language) {
    if (languages.size() >= caption_languages_max)
      return fail(Fault::over_limit, "captions_too_many", "A video may have captions in 12 languages.");
    languages.insert(at, std::string{language});
  }
  TRY(needs_.videos.put_captions(tx, id, language, webvtt(cues), needs_.clock.now()));
  return save(tx, needs_.videos, needs_.people, before, std::move(after));
}

Result<Video> Videos::remove_captions(Transaction& tx, AccountId author, VideoId id,
                                      std::string_view language) {
  TRY_LET(const auto before, own(tx, author, id));
  auto after = before;
  if (std::erase(after.captions, language) == 0) return no_captions();
  TRY(needs_.videos.remove_captions(tx, id, language));
  return save(tx, needs_.videos, needs_.people, before, std::move(after));
}

Result<std::optional<UploadId>> Videos::remove(Transaction& tx, AccountId author, VideoId id) {
  TRY_LET(const auto video, own(tx, author, id));
  TRY_LET(const auto upload, needs_.uploads.of_video(tx, id));
  if (upload) TRY(needs_.uploads.remove(tx, upload->id));
  TRY(needs_.jobs.remove(tx, process_video, id.text()));
  TRY(needs_.jobs.remove(tx, make_cover, id.text()));
  TRY(needs_.videos.remove(tx, id, needs_.clock.now()));
  TRY(tx.announce(model::VideoRemoved{id, author}));
  if (!upload) return std::optional<UploadId>{};
  return std::optional{upload->id};
}

Result<Videos::Replaced> Videos::replace(Transaction& tx, AccountId author, VideoId id, VideoId draft) {
  TRY_LET(const auto before, own(tx, author, id));
  TRY_LET(const auto fresh, own(tx, author, draft));
  const bool fits = id != draft && before.state == model::VideoState::ready &&
                    fresh.state == model::VideoState::ready && !fresh.published_at;
  if (!fits)
    return fail(Fault::conflict, "replacement_unfit",
                "A finished video can be replaced by a finished draft that is not published.");
  if (needs_.sounds) TRY(needs_.sounds->take_over(tx, id, draft));
  if (needs_.remixes) TRY(needs_.remixes->take_over(tx, id, draft));
  TRY_LET(auto found, needs_.videos.files_of(tx, std::span{&draft, 1}));
  auto& files = found.front();
  std::erase_if(files, [](const MediaFile& file) { return is_material(file.use); });
  // The draft goes first: naming its blobs afterwards takes back that they were garbage.
  TRY_LET(const auto upload, remove(tx, author, draft));
  TRY(needs_.jobs.remove(tx, make_cover, id.text()));
  TRY(needs_.videos.remove_edit(tx, id));  // a draft's own: it shows another film now
  TRY(needs_.videos.put_files(tx, id, files, needs_.clock.now()));
  auto after = before;
  after.duration_ms = fresh.duration_ms;
  after.width = fresh.width;
  after.height = fresh.height;
  after.cover_ms = fresh.cover_ms;
  after.thumbhash = fresh.thumbhash;
  TRY_LET(auto saved, save(tx, needs_.videos, needs_.people, before, std::move(after)));
  return Replaced{std::move(saved), upload};
}

}  // namespace vitrine::catalog
