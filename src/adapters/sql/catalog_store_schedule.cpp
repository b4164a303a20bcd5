#include "adapters/sql/catalog_store_schedule.hpp"

#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;
using catalog::Planned;
using model::AccountId;
using model::Instant;
using model::VideoId;

namespace {
Planned read(const Row& row) { return {row.get<VideoId>(0), row.get<AccountId>(1), row.get<Instant>(2)}; }
}  // namespace

Result<void> ScheduleStore::put(Transaction& tx, const Planned& planned) {
  TRY(
      connection(tx).exec("INSERT INTO catalog_schedule (video, author, at_ms) VALUES ($1, $2, $3) "
                          "ON CONFLICT (video) DO UPDATE SET at_ms = excluded.at_ms",
                          planned.video, planned.author, planned.at));
  return {};
}

Result<void> ScheduleStore::remove(Transaction& tx, VideoId video) {
  TRY(connection(tx).exec("DELETE FROM catalog_schedule WHERE video = $1", video));
  return {};
}

Result<std::optional<Planned>> ScheduleStore::find(Transaction& tx, VideoId video) {
  return connection(tx).one("SELECT video, author, at_ms FROM catalog_schedule WHERE video = $1", read,
                            video);
}

Result<std::vector<Planned>> ScheduleStore::of_author(Transaction& tx, AccountId author) {
  return connection(tx).query(
      "SELECT video, author, at_ms FROM catalog_schedule WHERE author = $1 ORDER BY at_ms, video LIMIT $2",
      read, author, static_cast<std::int64_t>(catalog::Schedule::plans_max));
}

Result<std::vector<Planned>> ScheduleStore::due(Transaction& tx, Instant now, int limit) {
  return connection(tx).query(
      "SELECT video, author, at_ms FROM catalog_schedule WHERE at_ms <= $1 ORDER BY at_ms, video LIMIT $2",
      read, now, limit);
}

}  // namespace vitrine::sql
