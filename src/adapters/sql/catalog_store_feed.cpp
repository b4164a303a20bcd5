#include "adapters/sql/catalog_store_feed.hpp"

#include <algorithm>

#include "adapters/sql/catalog_store.hpp"
#include "adapters/sql/sql.hpp"
#include "catalog/tags.hpp"

namespace vitrine::sql {
using base::Result;

namespace {
bool is_for_the_feed(const catalog::Video& video) {
  using enum model::Visibility;
  return (video.visibility == everyone || video.visibility == followers) && video.published_at &&
         (video.state == model::VideoState::playable || video.state == model::VideoState::ready);
}

model::events::VideoFacts facts_from(const catalog::Video& video) {
  return {.video = video.id,
          .author = video.author,
          .tags = video.tags,
          .language = video.language,
          .duration_ms = static_cast<std::uint32_t>(video.duration_ms),
          .adult = video.audience == model::Audience::adult,
          .followers_only = video.visibility == model::Visibility::followers,
          .integrity = video.integrity};
}

/// A sound that no other clip has says no more than the clip: the feed learns of those that are shared.
Result<void> add_sounds(Connection& db, std::vector<model::events::VideoFacts>& facts) {
  if (facts.empty()) return {};
  std::vector<model::VideoId> ids;
  for (const auto& one : facts) ids.push_back(one.video);
  TRY_LET(
      const auto shared,
      db.query(
          "SELECT c.video, c.sound FROM catalog_sound_clip c WHERE c.video IN (" + marks(1, ids.size()) +
              ") AND EXISTS (SELECT 1 FROM catalog_sound_clip o WHERE o.sound = c.sound AND "
              "o.video <> c.video)",
          [](const Row& row) { return std::pair{row.get<model::VideoId>(0), row.get<model::SoundId>(1)}; },
          each_of(ids)));
  for (const auto& [video, sound] : shared) {
    const auto at = std::ranges::find(facts, video, &model::events::VideoFacts::video);
    if (at != facts.end()) at->sound = sound;
  }
  return {};
}
}  // namespace

Result<std::optional<model::events::VideoFacts>> FeedCatalog::facts(ports::Transaction& tx,
                                                                    model::VideoId id) {
  VideoStore videos;
  TRY_LET(const auto video, videos.find(tx, id));
  if (!video || !is_for_the_feed(*video)) return std::nullopt;
  std::vector facts{facts_from(*video)};
  TRY(add_sounds(connection(tx), facts));
  return std::move(facts.front());
}

Result<std::vector<model::events::VideoFacts>> FeedCatalog::facts_of(ports::Transaction& tx,
                                                                     std::span<const model::VideoId> ids) {
  VideoStore videos;
  TRY_LET(const auto found, videos.find_many(tx, ids));
  std::vector<model::events::VideoFacts> facts;
  for (const auto& video : found)
    if (is_for_the_feed(video)) facts.push_back(facts_from(video));
  TRY(add_sounds(connection(tx), facts));
  return facts;
}

Result<std::vector<model::VideoId>> FeedCatalog::published_after(ports::Transaction& tx, model::VideoId after,
                                                                 std::size_t max) {
  return connection(tx).query(
      "SELECT id FROM catalog_video WHERE id > $1 AND visibility IN ('public', 'followers') AND published_ms "
      "IS NOT NULL"
      " AND state IN ('playable', 'ready') ORDER BY id LIMIT $2",
      [](const Row& row) { return row.get<model::VideoId>(0); }, after, max);
}

Result<std::vector<model::VideoId>> FeedCatalog::missing(ports::Transaction& tx,
                                                         std::span<const model::VideoId> ids) {
  if (ids.empty()) return std::vector<model::VideoId>{};
  TRY_LET(auto known, connection(tx).query(
                          "SELECT id FROM catalog_video WHERE id IN (" + marks(1, ids.size()) + ")",
                          [](const Row& row) { return row.get<model::VideoId>(0); }, each_of(ids)));
  std::ranges::sort(known);
  std::vector<model::VideoId> missing;
  std::ranges::copy_if(ids, std::back_inserter(missing),
                       [&](model::VideoId id) { return !std::ranges::binary_search(known, id); });
  return missing;
}

Result<std::vector<model::VideoId>> FeedCatalog::saying(ports::Transaction& tx,
                                                        const std::vector<model::VideoId>& ids,
                                                        const std::vector<std::string>& words) {
  constexpr std::size_t at_once = 500;
  std::vector<model::VideoId> found;
  for (std::size_t i = 0; i < ids.size(); i += at_once) {
    const auto some = std::span{ids}.subspan(i, std::min(at_once, ids.size() - i));
    TRY_LET(
        const auto texts,
        connection(tx).query(
            "SELECT id, title, description FROM catalog_video WHERE id IN (" + marks(1, some.size()) + ")",
            [](const Row& row) {
              return std::pair{row.get<model::VideoId>(0),
                               row.get<std::string>(1) + "\n" + row.get<std::string>(2)};
            },
            each_of(some)));
    for (const auto& [id, text] : texts) {
      const std::string said = catalog::fold_text(text);
      const auto has = [&](const std::string& word) { return said.find(word) != std::string::npos; };
      if (std::ranges::any_of(words, has)) found.push_back(id);
    }
  }
  return found;
}

}  // namespace vitrine::sql
