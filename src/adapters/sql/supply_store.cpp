#include "adapters/sql/supply_store.hpp"

#include <algorithm>

#include "adapters/sql/sealed.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::fail;
using base::Fault;
using base::Result;
using supply::Mute;
using supply::StoredReceipt;

namespace {
/// Of "kind, word".
Mute read_mute(const Row& row, model::AccountId account, const Seals& seals) {
  return {supply::mute_kind(row.get<std::string>(0)),
          seals.open(mute_word, account, account, row.get<std::string_view>(1))};
}
}  // namespace

Result<void> ReceiptStore::put(ports::Transaction& tx, const StoredReceipt& receipt) {
  if (receipt.bytes.size() > supply::receipt_bytes_max)
    return fail(Fault::over_limit, "receipt_too_large", "The receipt of this page is larger than we keep.");
  TRY(connection(tx).exec("INSERT INTO supply_receipt (id, viewer, at_ms, bytes) VALUES ($1, $2, $3, $4)",
                          receipt.id, receipt.viewer, receipt.at, receipt.bytes));
  return {};
}

Result<StoredReceipt> ReceiptStore::get(ports::Transaction& tx, model::ReceiptId id) {
  const auto read = [&](const Row& row) {
    return StoredReceipt{.id = id,
                         .viewer = row.get<model::ViewerId>(0),
                         .at = row.get<model::Instant>(1),
                         .bytes = row.get<base::Bytes>(2)};
  };
  TRY_LET(auto found,
          connection(tx).one("SELECT viewer, at_ms, bytes FROM supply_receipt WHERE id = $1", read, id));
  if (!found) return fail(Fault::not_found, "receipt_absent", "There is no such page, or it is too old.");
  return std::move(*found);
}

Result<std::vector<model::ReceiptId>> ReceiptStore::newest(ports::Transaction& tx, std::size_t max) {
  return connection(tx).query(
      "SELECT id FROM supply_receipt ORDER BY at_ms DESC, id DESC LIMIT $1",
      [](const Row& row) { return row.get<model::ReceiptId>(0); }, max);
}

Result<std::vector<StoredReceipt>> ReceiptStore::newest_of(ports::Transaction& tx, model::ViewerId viewer,
                                                           std::size_t max) {
  return connection(tx).query(
      "SELECT id, at_ms, bytes FROM supply_receipt WHERE viewer = $1 ORDER BY at_ms DESC, id DESC LIMIT $2",
      [&](const Row& row) {
        return StoredReceipt{.id = row.get<model::ReceiptId>(0),
                             .viewer = viewer,
                             .at = row.get<model::Instant>(1),
                             .bytes = row.get<base::Bytes>(2)};
      },
      viewer, max);
}

Result<void> ReceiptStore::remove_older_than(ports::Transaction& tx, model::Instant limit) {
  TRY(connection(tx).exec("DELETE FROM supply_receipt WHERE at_ms < $1", limit));
  return {};
}

Result<void> ReceiptStore::remove_of(ports::Transaction& tx, model::ViewerId viewer) {
  TRY(connection(tx).exec("DELETE FROM supply_receipt WHERE viewer = $1", viewer));
  return {};
}

Result<supply::Choices> ChoiceStore::of(ports::Transaction& tx, model::AccountId account) {
  supply::Choices choices;
  TRY_LET(auto algorithm, connection(tx).one(
                              "SELECT algorithm FROM supply_choice WHERE account = $1",
                              [](const Row& row) { return row.get<std::string>(0); }, account));
  choices.algorithm = std::move(algorithm).value_or("");
  TRY_LET(choices.sliders, connection(tx).query(
                               "SELECT name, value FROM supply_slider WHERE account = $1 ORDER BY name",
                               [](const Row& row) {
                                 return supply::SliderPlace{row.get<std::string>(0),
                                                            static_cast<int>(row.get<std::int64_t>(1))};
                               },
                               account));
  TRY_LET(auto mutes, connection(tx).query(
                          "SELECT kind, word, at_ms FROM supply_mute WHERE account = $1",
                          [account, seals = Seals{tx}](const Row& row) {
                            return std::pair{row.get<model::Instant>(2), read_mute(row, account, seals)};
                          },
                          account));
  std::ranges::sort(mutes, {}, [](const auto& one) { return std::tie(one.first, one.second.word); });
  for (auto& [at, mute] : mutes) choices.mutes.push_back(std::move(mute));
  return choices;
}

Result<void> ChoiceStore::choose(ports::Transaction& tx, model::AccountId account, std::string_view name,
                                 model::Instant at) {
  TRY(connection(tx).exec("DELETE FROM supply_choice WHERE account = $1", account));
  TRY(connection(tx).exec("INSERT INTO supply_choice (account, algorithm, changed_ms) VALUES ($1, $2, $3)",
                          account, name, at));
  return {};
}

Result<void> ChoiceStore::set(ports::Transaction& tx, model::AccountId account,
                              const supply::SliderPlace& place) {
  TRY(connection(tx).exec("DELETE FROM supply_slider WHERE account = $1 AND name = $2", account,
                          place.slider));
  if (place.value == 0) return {};
  TRY(connection(tx).exec("INSERT INTO supply_slider (account, name, value) VALUES ($1, $2, $3)", account,
                          place.slider, std::int64_t{place.value}));
  return {};
}

Result<void> ChoiceStore::mute(ports::Transaction& tx, model::AccountId account, const Mute& mute,
                               model::Instant at) {
  TRY(unmute(tx, account, mute));
  TRY_LET(const auto word, Seals{tx}.seal(mute_word, account, account, mute.word));
  TRY(connection(tx).exec("INSERT INTO supply_mute (account, kind, word, at_ms) VALUES ($1, $2, $3, $4)",
                          account, supply::text(mute.kind), word, at));
  return {};
}

Result<void> ChoiceStore::unmute(ports::Transaction& tx, model::AccountId account, const Mute& mute) {
  auto& db = connection(tx);
  // Each is sealed differently each time, so it is looked for among the few there are.
  TRY_LET(const auto stored, db.query(
                                 "SELECT kind, word FROM supply_mute WHERE account = $1",
                                 [account, seals = Seals{tx}](const Row& row) {
                                   return std::pair{read_mute(row, account, seals), row.get<std::string>(1)};
                                 },
                                 account));
  for (const auto& [muted, word] : stored)
    if (muted == mute)
      TRY(db.exec("DELETE FROM supply_mute WHERE account = $1 AND kind = $2 AND word = $3", account,
                  supply::text(mute.kind), word));
  return {};
}

Result<supply::WatchHistory> ChoiceStore::history(ports::Transaction& tx, model::ViewerId viewer) {
  TRY_LET(const auto found, connection(tx).one(
                                "SELECT paused, kept_days FROM supply_history WHERE viewer = $1",
                                [](const Row& row) {
                                  return supply::WatchHistory{row.get<std::int64_t>(0) != 0,
                                                              static_cast<int>(row.get<std::int64_t>(1))};
                                },
                                viewer));
  return found.value_or(supply::WatchHistory{});
}

Result<void> ChoiceStore::set_history(ports::Transaction& tx, model::ViewerId viewer,
                                      const supply::WatchHistory& history, model::Instant at) {
  TRY(connection(tx).exec("DELETE FROM supply_history WHERE viewer = $1", viewer));
  TRY(connection(tx).exec(
      "INSERT INTO supply_history (viewer, paused, kept_days, changed_ms) VALUES ($1, $2, $3, $4)", viewer,
      std::int64_t{history.paused}, std::int64_t{history.kept_days}, at));
  return {};
}

Result<std::vector<std::pair<model::ViewerId, int>>> ChoiceStore::history_terms(ports::Transaction& tx) {
  return connection(tx).query("SELECT viewer, kept_days FROM supply_history", [](const Row& row) {
    return std::pair{row.get<model::ViewerId>(0), static_cast<int>(row.get<std::int64_t>(1))};
  });
}

Result<void> PolicyStore::keep(ports::Transaction& tx, const base::Digest& digest, std::string_view text,
                               model::Instant at) {
  const base::Bytes key{digest.begin(), digest.end()};
  TRY_LET(const auto known, connection(tx).one(
                                "SELECT at_ms FROM supply_policy WHERE digest = $1",
                                [](const Row& row) { return row.get<std::int64_t>(0); }, key));
  if (known) return {};
  TRY(connection(tx).exec("INSERT INTO supply_policy (digest, text, at_ms) VALUES ($1, $2, $3)", key, text,
                          at));
  return {};
}

Result<std::vector<std::string>> PolicyStore::texts(ports::Transaction& tx) {
  return connection(tx).query("SELECT text FROM supply_policy ORDER BY at_ms, digest",
                              [](const Row& row) { return row.get<std::string>(0); });
}

}  // namespace vitrine::sql
