#include "adapters/sql/personal_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/sql/catalog_store_search.hpp"
#include "adapters/sql/catalog_store_sounds.hpp"
#include "adapters/sql/sealed.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;
using model::Instant;
using privacy::By;
using privacy::Copied;
using privacy::Fate;
using privacy::Found;
using privacy::Holding;
using privacy::Person;
using privacy::Says;

namespace {

/// "WHERE author = $1", with the way round over videos and comments. Names come from the map alone.
std::string where(const Holding& holding) {
  std::string text = fmt::format(" WHERE {} ", holding.key);
  switch (holding.by) {
    case By::account:
    case By::viewer:
    case By::text:
      text += "= $1";
      break;
    case By::video:
      text += "IN (SELECT id FROM catalog_video WHERE author = $1)";
      break;
    case By::comment:
      text += "IN (SELECT id FROM social_comment WHERE author = $1)";
      break;
  }
  if (!holding.kind.empty()) text += fmt::format(" AND kind = '{}'", holding.kind);
  return text;
}

template <class Use>
auto with_key(const Holding& holding, const Person& person, Use&& use) {
  // Number 0 is everybody without account: whose own number cannot be read any more has no such rows.
  constexpr std::int64_t nobody = -1;
  if (holding.by == By::text) return use(person.account.text());
  if (holding.by == By::viewer)
    return use(person.viewer.raw() == 0 ? nobody : static_cast<std::int64_t>(person.viewer.raw()));
  return use(static_cast<std::int64_t>(person.account.raw()));
}

/// A column of any type as the person may read it.
std::string shown(const Row& row, int column) {
  if (row.null(column)) return {};
  try {
    return row.get<std::string>(column);
  } catch (const RowUnreadable&) {
  }
  try {
    return std::to_string(row.get<std::int64_t>(column));
  } catch (const RowUnreadable&) {
  }
  return fmt::format("{} bytes", row.get<base::Bytes>(column).size());
}

/// The columns of a statement, with what is needed beside them to open the sealed ones.
class Selection {
 public:
  explicit Selection(std::string_view table) : table_(table) {}

  void add(const privacy::Column& column) {
    // Secrets are not even read.
    parts_.push_back({&column, next(column.says == Says::secret ? std::string_view{"NULL"} : column.name)});
    if (column.says == Says::secret || column.seal.by.empty()) return;
    parts_.back().by = next(column.seal.by);
    parts_.back().row = next(column.seal.row);
  }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::size_t size() const { return parts_.size(); }

  [[nodiscard]] std::string value(const Row& row, const Seals& seals, std::size_t i) const {
    const auto& part = parts_[i];
    auto text = shown(row, part.value);
    if (part.by < 0 || text.empty() || row.null(part.by)) return text;
    return seals.opened({table_, part.column->name}, row.get<model::AccountId>(part.by),
                        row_key(row, part.row), text);
  }

 private:
  struct Part {
    const privacy::Column* column;
    int value, by = -1, row = -1;
  };
  int next(std::string_view name) {
    text_ += (text_.empty() ? "" : ", ") + std::string{name};
    return count_++;
  }
  std::string_view table_;
  std::string text_;
  int count_ = 0;
  std::vector<Part> parts_;
};

std::string cut(std::string text) {
  auto end = std::min(text.size(), privacy::value_bytes_max);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

std::string newest_first(const Holding& holding) {
  return holding.since.empty() ? std::string{} : fmt::format(" ORDER BY {} DESC", holding.since);
}

Result<Copied> copy_of(ports::Transaction& tx, const Person& person, const Holding& holding) {
  Copied copied{.holding = &holding};
  Selection columns{holding.table};
  for (const auto& column : privacy::find_table(holding.table)->columns) {
    if (column.says == Says::secret || privacy::is_hidden(holding, column.name)) continue;
    copied.columns.push_back(column.name);
    columns.add(column);
  }
  const Seals seals{tx};
  const auto text = fmt::format("SELECT {} FROM {}{}{} LIMIT {}", columns.text(), holding.table,
                                where(holding), newest_first(holding), privacy::copied_rows_max);
  const auto read = [&](const Row& row) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < columns.size(); ++i) values.push_back(columns.value(row, seals, i));
    return values;
  };
  TRY_LET(copied.rows,
          with_key(holding, person, [&](const auto& key) { return connection(tx).query(text, read, key); }));
  return copied;
}

Result<void> add_newest(ports::Transaction& tx, const Person& person, Found& found) {
  const auto& holding = *found.holding;
  Selection columns{holding.table};
  for (const auto& column : privacy::find_table(holding.table)->columns)
    if (column.says != Says::nothing && !privacy::is_hidden(holding, column.name)) {
      found.newest.push_back({column.name, column.says, {}});
      columns.add(column);
    }
  const Seals seals{tx};
  const auto text = fmt::format("SELECT {} FROM {}{}{} LIMIT 1", columns.text(), holding.table,
                                where(holding), newest_first(holding));
  const auto read = [&](const Row& row) {
    for (std::size_t i = 0; i < found.newest.size(); ++i)
      found.newest[i].text = cut(columns.value(row, seals, i));
    return 0;
  };
  TRY(with_key(holding, person, [&](const auto& key) { return connection(tx).query(text, read, key); }));
  return {};
}

std::optional<Instant> end_of(const Holding& holding, const std::optional<Instant>& newest,
                              const std::optional<Instant>& expires) {
  if (!holding.expires.empty()) return expires;
  if (holding.days == 0 || !newest) return std::nullopt;
  return *newest + std::chrono::hours{24 * holding.days};
}

Result<Found> look_at(ports::Transaction& tx, const Person& person, const Holding& holding) {
  Found found{.holding = &holding};
  const bool dated = !holding.since.empty() && !privacy::is_hidden(holding, holding.since);
  const auto text = fmt::format("SELECT count(*), {0}, {1}, {2} FROM {3}{4}",
                                dated ? fmt::format("min({})", holding.since) : "NULL",
                                dated ? fmt::format("max({})", holding.since) : "NULL",
                                holding.expires.empty() ? "NULL" : fmt::format("max({})", holding.expires),
                                holding.table, where(holding));
  const auto read = [&](const Row& row) {
    found.rows = row.get<std::int64_t>(0);
    if (dated) found.since = row.get<std::optional<Instant>>(1);
    const auto newest = dated ? row.get<std::optional<Instant>>(2) : std::nullopt;
    const auto expires = holding.expires.empty() ? std::nullopt : row.get<std::optional<Instant>>(3);
    found.until = end_of(holding, newest, expires);
    return 0;
  };
  TRY(with_key(holding, person, [&](const auto& key) { return connection(tx).query(text, read, key); }));
  if (found.rows > 0) TRY(add_newest(tx, person, found));
  return found;
}

/// What a row that stays says afterwards: its pointer is nobody (the row's own number below zero, so that two
/// nobodies are never one), what was typed is gone.
std::string made_nobody(const Holding& holding) {
  const auto words = holding.blanks.empty() ? std::string{} : fmt::format(", {} = ''", holding.blanks);
  return fmt::format("UPDATE {} SET {} = -id{}{}", holding.table, holding.key, words, where(holding));
}

Result<std::int64_t> carry_out(Connection& db, const Person& person, const Holding& holding) {
  if (holding.fate == Fate::fades) return 0;
  const auto text = holding.fate == Fate::nobody
                        ? made_nobody(holding)
                        : fmt::format("DELETE FROM {}{}", holding.table, where(holding));
  return with_key(holding, person, [&](const auto& key) { return db.exec(text, key); });
}

/// The words of a person's videos are counted in rows that belong to nobody: they are counted back first.
Result<void> count_back_words(Connection& db, const Person& person) {
  TRY_LET(const auto videos, db.query(
                                 "SELECT id FROM catalog_video WHERE author = $1",
                                 [](const Row& row) { return row.get<model::VideoId>(0); }, person.account));
  for (const auto video : videos) TRY(unindex_words(db, video));
  return {};
}

}  // namespace

Result<std::vector<Found>> PersonalRows::look(ports::Transaction& tx, const Person& person) {
  std::vector<Found> all;
  for (const auto& holding : privacy::the_map().holdings) {
    TRY_LET(auto found, look_at(tx, person, holding));
    all.push_back(std::move(found));
  }
  return all;
}

Result<std::vector<Copied>> PersonalRows::copy(ports::Transaction& tx, const Person& person) {
  std::vector<Copied> all;
  for (const auto& holding : privacy::the_map().holdings) {
    TRY_LET(auto copied, copy_of(tx, person, holding));
    all.push_back(std::move(copied));
  }
  return all;
}

Result<std::int64_t> PersonalRows::erase(ports::Transaction& tx, const Person& person,
                                         std::string_view owner) {
  std::int64_t rows = 0;
  if (owner == "catalog") TRY(count_back_words(connection(tx), person));
  for (const auto& holding : privacy::the_map().holdings) {
    if (privacy::owner_of(holding.table) != owner) continue;
    TRY_LET(const auto gone, carry_out(connection(tx), person, holding));
    rows += gone;
  }
  if (owner == "catalog") TRY(remove_unused_sounds(connection(tx)));  // of nobody, and nobody's any more
  return rows;
}

Result<std::int64_t> PersonalRows::expire(ports::Transaction& tx, Instant now, int max) {
  std::int64_t rows = 0;
  for (const auto& holding : privacy::the_map().holdings) {
    const bool by_date = !holding.expires.empty();
    if (!by_date && holding.days == 0) continue;
    const auto column = by_date ? holding.expires : holding.since;
    const auto before = by_date ? now : now - std::chrono::hours{24 * holding.days};
    // The key column and the time are enough to find the rows on both engines without a row number.
    const auto text = fmt::format(
        "DELETE FROM {0} WHERE {1} < $1 AND {1} <= (SELECT max(o.{1}) FROM (SELECT {1} FROM {0} WHERE {1} < "
        "$1"
        " ORDER BY {1} LIMIT $2) o)",
        holding.table, column);
    TRY_LET(const auto gone, connection(tx).exec(text, before, max));
    rows += gone;
  }
  return rows;
}

}  // namespace vitrine::sql
