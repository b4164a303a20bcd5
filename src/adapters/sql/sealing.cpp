#include "adapters/sql/sealing.hpp"

#include <fmt/format.h>

#include <limits>
#include <variant>

#include "adapters/sql/house_settings.hpp"
#include "adapters/sql/sealed.hpp"
#include "adapters/sql/sql.hpp"
#include "adapters/sql/transaction.hpp"
#include "privacy/holder.hpp"

namespace vitrine::sql {
using base::Result;
using model::AccountId;
using ports::Transaction;

namespace {
constexpr std::int64_t batch = 500;

struct Column {
  std::string_view table, name, by, row;
  bool bytes = false;
};

std::vector<Column> sealed_columns() {
  std::vector<Column> all;
  for (const auto& table : privacy::the_map().tables)
    for (const auto& column : table.columns)
      if (!column.seal.by.empty())
        all.push_back({table.name, column.name, column.seal.by, column.seal.row, column.seal.bytes});
  return all;
}

/// What was sealed last time; another list is gone through again.
std::string list_of(std::span<const Column> columns) {
  std::string list;
  for (const auto& column : columns) list += fmt::format("{}.{}\n", column.table, column.name);
  return base::hex(base::sha256(base::as_bytes(list)));
}

using Value = std::variant<std::string, base::Bytes>;
using RowKey = std::variant<std::int64_t, base::Bytes>;

struct Older {
  AccountId whose{0};
  RowKey row;
  Value value;
};

RowKey read_key(const Row& row, int column) {
  try {
    return row.get<std::int64_t>(column);
  } catch (const RowUnreadable&) {
    return row.get<base::Bytes>(column);
  }
}

Value read_value(const Row& row, int column, bool bytes) {
  if (bytes) return row.get<base::Bytes>(column);
  return row.get<std::string>(column);
}

std::string key_text(const RowKey& row) {
  return std::visit(
      [](const auto& key) {
        if constexpr (std::is_same_v<std::decay_t<decltype(key)>, base::Bytes>)
          return row_key(base::ByteView{key});
        else return row_key(key);
      },
      row);
}

bool is_done(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->empty() || is_sealed(*text);
  return is_sealed(base::ByteView{std::get<base::Bytes>(value)});
}

Result<Value> sealed_value(const Seals& seals, const Column& column, const Older& old) {
  const Sealed where{column.table, column.name};
  if (const auto* text = std::get_if<std::string>(&old.value)) {
    TRY_LET(auto sealed, seals.sealed(where, old.whose, key_text(old.row), *text));
    return Value{std::move(sealed)};
  }
  TRY_LET(auto sealed,
          seals.sealed_bytes(where, old.whose, key_text(old.row), std::get<base::Bytes>(old.value)));
  return Value{std::move(sealed)};
}

struct Step {
  std::int64_t sealed = 0;
  std::optional<std::int64_t> after;  ///< nothing: that was all
};

/// Rows are paged by their id; the few tables that have none are gone through at once.
Result<Step> seal_batch(Transaction& tx, const Column& column, std::int64_t after) {
  auto& db = connection(tx);
  const bool paged = column.row == "id";
  const auto where = paged ? fmt::format("id > $1 AND {} > 0", column.by) : fmt::format("{} > $1", column.by);
  const auto text =
      fmt::format("SELECT {0}, {1}, {2} FROM {3} WHERE {4} AND {2} IS NOT NULL ORDER BY {1} LIMIT $2",
                  column.by, column.row, column.name, column.table, where);
  TRY_LET(const auto rows, db.query(
                               text,
                               [&](const Row& row) {
                                 return Older{row.get<AccountId>(0), read_key(row, 1),
                                              read_value(row, 2, column.bytes)};
                               },
                               paged ? after : 0, paged ? batch : std::numeric_limits<std::int64_t>::max()));
  Step step;
  if (paged && static_cast<std::int64_t>(rows.size()) == batch)
    step.after = std::get<std::int64_t>(rows.back().row);
  std::vector<const Older*> wanting;
  std::vector<AccountId> people;
  for (const auto& row : rows)
    if (!is_done(row.value)) wanting.push_back(&row), people.push_back(row.whose);
  if (wanting.empty()) return step;
  TRY(dynamic_cast<SqlTransaction&>(tx).keys()->make_all(people));
  const Seals seals{tx};
  const auto update = fmt::format("UPDATE {0} SET {1} = $1 WHERE {2} = $2 AND {1} = $3", column.table,
                                  column.name, column.row);
  for (const auto* old : wanting) {
    TRY_LET(const auto value, sealed_value(seals, column, *old));
    const auto put = [&](const auto& to, const auto& key, const auto& from) {
      return db.exec(update, to, key, from);
    };
    TRY_LET(const auto changed, std::visit(put, value, old->row, old->value));
    step.sealed += changed;
  }
  return step;
}

/// The number of the event log, which stood in a column of its own.
struct Viewers {
  std::string_view table, account, plain, sealed;
  std::string_view instead;  ///< what stands in the plain column afterwards
};
constexpr Viewers viewers[]{{"accounts_account", "id", "pseudonym", "sealed_pseudonym", "id"},
                            {"privacy_farewell", "account", "viewer", "sealed_viewer", "0"}};

Result<Step> seal_viewers(Transaction& tx, const Viewers& column, std::int64_t after) {
  struct Known {
    AccountId account;
    model::ViewerId viewer;
  };
  auto& db = connection(tx);
  const auto text = fmt::format("SELECT {0}, {1} FROM {2} WHERE {0} > $1 AND {3} = '' ORDER BY {0} LIMIT $2",
                                column.account, column.plain, column.table, column.sealed);
  TRY_LET(const auto rows,
          db.query(
              text, [](const Row& row) { return Known{row.get<AccountId>(0), row.get<model::ViewerId>(1)}; },
              after, batch));
  Step step;
  if (rows.empty()) return step;
  std::vector<AccountId> people;
  for (const auto& row : rows) people.push_back(row.account);
  TRY(dynamic_cast<SqlTransaction&>(tx).keys()->make_all(people));
  const auto update = fmt::format("UPDATE {} SET {} = $1, {} = {} WHERE {} = $2", column.table, column.sealed,
                                  column.plain, column.instead, column.account);
  const Seals seals{tx};
  for (const auto& row : rows) {
    TRY_LET(const auto sealed, seals.seal_viewer({column.table, column.sealed}, row.account, row.viewer));
    TRY(db.exec(update, sealed, row.account));
    ++step.sealed;
  }
  step.after = static_cast<std::int64_t>(people.back().raw());
  return step;
}

template <class Part>
Result<std::int64_t> in_batches(SqlRecord& record, Part&& seal_part) {
  std::int64_t sealed = 0;
  for (std::optional<std::int64_t> after = 0; after;) {
    TRY_LET(const auto step, record.write([&](Transaction& tx) { return seal_part(tx, *after); }));
    sealed += step.sealed;
    after = step.after;
  }
  return sealed;
}
}  // namespace

Result<std::int64_t> seal_older(SqlRecord& record) {
  const auto columns = sealed_columns();
  const auto list = list_of(columns);
  HouseSettings settings;
  TRY_LET(const auto before, record.read([&](Transaction& tx) { return settings.get(tx, sealed_setting); }));
  if (before == list) return 0;
  std::int64_t sealed = 0;
  for (const auto& column : viewers) {
    TRY_LET(const auto count, in_batches(record, [&](Transaction& tx, std::int64_t after) {
              return seal_viewers(tx, column, after);
            }));
    sealed += count;
  }
  for (const auto& column : columns) {
    TRY_LET(const auto count, in_batches(record, [&](Transaction& tx, std::int64_t after) {
              return seal_batch(tx, column, after);
            }));
    sealed += count;
  }
  TRY(record.write([&](Transaction& tx) { return settings.put(tx, sealed_setting, list); }));
  return sealed;
}

}  // namespace vitrine::sql
