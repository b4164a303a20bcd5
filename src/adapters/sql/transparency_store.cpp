#include "adapters/sql/transparency_store.hpp"

#include "adapters/sql/sealed.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;
using model::AccountId;
using model::Instant;
using model::OpeningId;
using model::VideoId;
using ports::Transaction;
using transparency::Opening;

namespace {
constexpr std::string_view columns =
    "SELECT id, staff, person, kind, video, reason, asked_ms, second, from_ms, until_ms,"
    " (SELECT count(*) FROM transparency_reading WHERE opening = transparency_opening.id)"
    " FROM transparency_opening WHERE ";

Opening read_opening(const Row& row, const Seals& seals) {
  const auto id = row.get<OpeningId>(0);
  const auto staff = row.get<AccountId>(1);
  return {.id = id,
          .staff = staff,
          .person = row.get<AccountId>(2),
          .kind = row.get<model::OpeningKind>(3),
          .video = row.get<std::optional<VideoId>>(4),
          .reason = seals.open(opening_reason, staff, id, row.get<std::string_view>(5)),
          .asked_at = row.get<Instant>(6),
          .second = row.get<std::optional<AccountId>>(7),
          .from = row.get<std::optional<Instant>>(8),
          .until = row.get<Instant>(9),
          .read = row.get<std::int64_t>(10)};
}
auto opening_row(Transaction& tx) {
  return [seals = Seals{tx}](const Row& row) { return read_opening(row, seals); };
}
}  // namespace

Result<void> OpeningStore::insert(Transaction& tx, const Opening& opening) {
  TRY_LET(const auto reason, Seals{tx}.seal(opening_reason, opening.staff, opening.id, opening.reason));
  TRY(connection(tx).exec(
      "INSERT INTO transparency_opening (id, staff, person, kind, video, reason, asked_ms, second, from_ms,"
      " until_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      opening.id, opening.staff, opening.person, opening.kind, opening.video, reason, opening.asked_at,
      opening.second, opening.from, opening.until));
  return {};
}

Result<std::optional<Opening>> OpeningStore::find(Transaction& tx, OpeningId id) {
  return connection(tx).one(std::string{columns} + "id = $1", opening_row(tx), id);
}

Result<bool> OpeningStore::agree(Transaction& tx, OpeningId id, AccountId second, Instant from,
                                 Instant until) {
  TRY_LET(const auto changed,
          connection(tx).exec("UPDATE transparency_opening SET second = $1, from_ms = $2, until_ms = $3"
                              " WHERE id = $4 AND from_ms IS NULL",
                              second, from, until, id));
  return changed > 0;
}

Result<void> OpeningStore::looked(Transaction& tx, OpeningId id, std::span<const VideoId> videos,
                                  Instant at) {
  for (const auto video : videos)
    TRY(
        connection(tx).exec("INSERT INTO transparency_reading (opening, video, at_ms) VALUES ($1, $2, $3)"
                            " ON CONFLICT DO NOTHING",
                            id, video, at));
  return {};
}

Result<std::vector<Opening>> OpeningStore::all(Transaction& tx, OpeningId before, int max) {
  return connection(tx).query(std::string{columns} + "(id < $1 OR $1 = 0) ORDER BY id DESC LIMIT $2",
                              opening_row(tx), before, max);
}

Result<std::vector<Opening>> OpeningStore::of_person(Transaction& tx, AccountId person, int max) {
  return connection(tx).query(
      std::string{columns} + "person = $1 AND from_ms IS NOT NULL ORDER BY id DESC LIMIT $2", opening_row(tx),
      person, max);
}

}  // namespace vitrine::sql
