#include "adapters/sql/migrations.hpp"

#include "base/hash.hpp"
#include "base/text.hpp"

namespace vitrine::sql {

using base::Fault;
using base::Result;

namespace {

// Any number will do as long as every process of this product takes the same one: "vitrine" in ASCII.
constexpr std::int64_t advisory_lock = 0x76697472696e65;

struct Step {
  std::int64_t version;
  std::string_view name;
  std::string_view text;
  std::string checksum;
};

struct Applied {
  std::int64_t version;
  std::string name;
  std::string checksum;
};

Result<std::vector<Step>> steps_of(std::span<const base::EmbeddedFile> history) {
  std::vector<Step> steps;
  for (const auto& file : history) {
    const auto number = base::parse_number(file.path.substr(0, file.path.find('_')));
    const auto version = static_cast<std::int64_t>(number.value_or(0));
    const auto last = steps.empty() ? 0 : steps.back().version;
    if (version <= last || file.path.find('_') != 4 || !file.path.ends_with(".sql"))
      return base::fail(
          Fault::bug, "schema_misnamed",
          "Each file of the schema has a number of its own, NNNN_owner.sql: " + std::string(file.path) + ".");
    steps.push_back({version, file.path, file.bytes, base::hex(base::sha256(base::as_bytes(file.bytes)))});
  }
  return steps;
}

Result<std::vector<Applied>> applied_to(Connection& db) {
  if (db.is_postgres()) {
    // Even CREATE IF NOT EXISTS of two processes can clash, so the lock comes first; and whoever waited for
    // it must see what the other did, so each statement looks afresh.
    TRY(db.script("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"));
    TRY(db.exec("SELECT 1 FROM pg_advisory_xact_lock($1)", advisory_lock));
  }
  TRY(
      db.exec("CREATE TABLE IF NOT EXISTS house_schema (version bigint PRIMARY KEY, name text NOT NULL, "
              "checksum text NOT NULL, at_ms bigint NOT NULL)"));
  return db.query("SELECT version, name, checksum FROM house_schema ORDER BY version", [](const Row& row) {
    return Applied{row.get<std::int64_t>(0), row.get<std::string>(1), row.get<std::string>(2)};
  });
}

Result<void> check_known(std::span<const Applied> applied, std::span<const Step> steps) {
  for (const auto& old : applied) {
    const auto step = std::ranges::find(steps, old.version, &Step::version);
    if (step == steps.end())
      return base::fail(Fault::conflict, "schema_newer",
                        "The database has been migrated by a newer version (" + old.name +
                            "): start that version, or restore a backup from before the upgrade.");
    if (step->checksum != old.checksum)
      return base::fail(Fault::conflict, "schema_changed",
                        "The schema file " + old.name +
                            " has changed since it was applied: start the version " +
                            "that applied it, and put changes in a new file.");
  }
  return {};
}

/// What one engine gets of a file: "-- only sqlite" or "-- only postgresql" begins what the other one leaves
/// out, "-- every engine" ends it.
std::string text_for(std::string_view text, bool postgres) {
  std::string out;
  bool taken = true;
  for (const auto line : base::split(text, '\n')) {
    if (line == "-- only sqlite") taken = !postgres;
    else if (line == "-- only postgresql") taken = postgres;
    else if (line == "-- every engine") taken = true;
    else if (taken) (out += line) += '\n';
  }
  return out;
}

/// Applies the first file that is missing; false if there is none.
Result<bool> apply_next(ports::Transaction& tx, std::span<const Step> steps, model::Instant now) {
  auto& db = connection(tx);
  TRY_LET(const auto applied, applied_to(db));
  TRY(check_known(applied, steps));
  for (const auto& step : steps) {
    if (std::ranges::find(applied, step.version, &Applied::version) != applied.end()) continue;
    TRY(db.script(text_for(step.text, db.is_postgres())));
    TRY(db.exec("INSERT INTO house_schema (version, name, checksum, at_ms) VALUES ($1, $2, $3, $4)",
                step.version, step.name, step.checksum, now));
    return true;
  }
  return false;
}

}  // namespace

Result<int> migrate(SqlRecord& record, std::span<const base::EmbeddedFile> history) {
  TRY_LET(const auto steps, steps_of(history));
  for (int count = 0;; ++count) {
    TRY_LET(const bool more, record.write([&](ports::Transaction& tx) {
      return apply_next(tx, steps, record.needs().clock.now());
    }));
    if (!more) return count;
  }
}

}  // namespace vitrine::sql
