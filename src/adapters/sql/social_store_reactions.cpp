#include "adapters/sql/social_store.hpp"
#include "adapters/sql/social_store_shared.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;
using model::AccountId;
using model::Instant;
using model::VideoId;
using ports::Transaction;
using social::ListedVideo;
using social::MyVideoMarks;
using social::Reaction;
using social::VideoCounts;

namespace {
VideoCounts one_of(Reaction kind, std::int64_t amount) {
  switch (kind) {
    case Reaction::like:
      return {.likes = amount};
    case Reaction::save:
      return {.saves = amount};
    case Reaction::share:
      return {.shares = amount};
  }
  return {};
}
}  // namespace

Result<bool> ReactionStore::add(Transaction& tx, Reaction kind, AccountId by, VideoId video, AccountId author,
                                Instant now) {
  auto& db = connection(tx);
  TRY_LET(const auto made,
          db.exec("INSERT INTO social_reaction (account, kind, video, at_ms) VALUES ($1, $2, $3, $4)"
                  " ON CONFLICT (account, kind, video) DO NOTHING",
                  by, kind, video, now));
  if (made == 0) return false;
  TRY(add_to_video(db, video, author, one_of(kind, 1)));
  if (kind == Reaction::like) TRY(add_to_person(db, author, {.likes = 1}));
  return true;
}

Result<bool> ReactionStore::remove(Transaction& tx, Reaction kind, AccountId by, VideoId video) {
  auto& db = connection(tx);
  TRY_LET(const auto gone,
          db.exec("DELETE FROM social_reaction WHERE account = $1 AND kind = $2 AND video = $3", by, kind,
                  video));
  if (gone == 0) return false;
  TRY_LET(const auto author,
          db.value<AccountId>("SELECT author FROM social_video_count WHERE video = $1", video));
  if (!author) return true;
  TRY(add_to_video(db, video, *author, one_of(kind, -1)));
  if (kind == Reaction::like) TRY(add_to_person(db, *author, {.likes = -1}));
  return true;
}

Result<std::vector<VideoCounts>> ReactionStore::counts(Transaction& tx, std::span<const VideoId> videos) {
  std::vector<VideoCounts> counts(videos.size());
  if (videos.empty()) return counts;
  TRY_LET(const auto found,
          connection(tx).query(
              "SELECT video, likes, comments, shares, saves FROM social_video_count WHERE video IN (" +
                  sql::marks(1, videos.size()) + ")",
              [](const Row& row) {
                return std::pair{row.get<VideoId>(0),
                                 VideoCounts{row.get<std::int64_t>(1), row.get<std::int64_t>(2),
                                             row.get<std::int64_t>(3), row.get<std::int64_t>(4)}};
              },
              each_of(videos)));
  for (const auto& [id, count] : found)
    for (std::size_t i = 0; i < videos.size(); ++i)
      if (videos[i] == id) counts[i] = count;
  return counts;
}

Result<std::vector<MyVideoMarks>> ReactionStore::marks(Transaction& tx, AccountId viewer,
                                                       std::span<const VideoId> videos) {
  std::vector<MyVideoMarks> mine(videos.size());
  if (videos.empty()) return mine;
  TRY_LET(const auto found,
          connection(tx).query(
              "SELECT video, kind FROM social_reaction WHERE account = $1 AND"
              " kind IN ('like', 'save') AND video IN (" +
                  sql::marks(2, videos.size()) + ")",
              [](const Row& row) { return std::pair{row.get<VideoId>(0), row.get<Reaction>(1)}; }, viewer,
              each_of(videos)));
  for (const auto& [id, kind] : found)
    for (std::size_t i = 0; i < videos.size(); ++i)
      if (videos[i] == id) (kind == Reaction::like ? mine[i].like : mine[i].save) = true;
  return mine;
}

Result<std::vector<ListedVideo>> ReactionStore::listed(Transaction& tx, Reaction kind, AccountId by,
                                                       const social::Page& page) {
  const auto from = from_newest(page);
  return connection(tx).query(
      "SELECT video, at_ms FROM social_reaction WHERE account = $1 AND kind = $2 AND (at_ms, video) < ($3, "
      "$4)"
      " ORDER BY at_ms DESC, video DESC LIMIT $5",
      [](const Row& row) { return ListedVideo{row.get<VideoId>(0), row.get<Instant>(1)}; }, by, kind,
      from.major, from.minor, page.limit);
}

Result<void> ReactionStore::forget_video(Transaction& tx, VideoId video) {
  auto& db = connection(tx);
  TRY_LET(
      const auto counted,
      db.one(
          "SELECT author, likes FROM social_video_count WHERE video = $1",
          [](const Row& row) { return std::pair{row.get<AccountId>(0), row.get<std::int64_t>(1)}; }, video));
  if (counted) TRY(add_to_person(db, counted->first, {.likes = -counted->second}));
  TRY(db.exec("DELETE FROM social_reaction WHERE video = $1", video));
  TRY(db.exec("DELETE FROM social_video_count WHERE video = $1", video));
  return {};
}
}  // namespace vitrine::sql
