#include "adapters/sql/postgres_connection.hpp"

#include <charconv>
#include <cstring>

#include "base/assert.hpp"

namespace vitrine::sql {

using base::Fault;
using base::Result;

namespace {

constexpr std::size_t statements_max = 512;  // as for SQLite
constexpr std::size_t pipeline_max = 512;    // their answers fit the socket's buffer, so neither side blocks

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

/// Parameters as libpq wants them: numbers and text as text, bytes as bytes.
class Arguments {
 public:
  explicit Arguments(std::span<const Param> params)
      : own_(params.size()), values_(params.size()), sizes_(params.size()), formats_(params.size()) {
    for (std::size_t i = 0; i < params.size(); ++i)
      if (!params[i].null) set(i, params[i]);
  }
  [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* sizes() const { return sizes_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  template <class Number>
  static std::string spell(Number number) {
    std::array<char, 32> digits{};
    return {digits.data(), std::to_chars(digits.begin(), digits.end(), number).ptr};
  }
  void set(std::size_t i, const Param& param) {
    if (param.kind == Param::Kind::bytes) {
      values_[i] = param.bytes.empty() ? "" : reinterpret_cast<const char*>(param.bytes.data());
      sizes_[i] = static_cast<int>(param.bytes.size());
      formats_[i] = 1;
      return;
    }
    if (param.kind == Param::Kind::integer) own_[i] = spell(param.integer);
    else if (param.kind == Param::Kind::real) own_[i] = spell(param.real);
    else own_[i] = param.text;
    values_[i] = own_[i].c_str();
  }

  std::vector<std::string> own_;
  std::vector<const char*> values_;
  std::vector<int> sizes_;
  std::vector<int> formats_;
};

/// The types of pg_type.dat; they never change.
Oid type_of(const Param& param) {
  switch (param.kind) {
    case Param::Kind::integer:
      return 20;
    case Param::Kind::real:
      return 701;
    case Param::Kind::text:
      return 25;
    case Param::Kind::bytes:
      return 17;
    case Param::Kind::unknown:
      break;
  }
  return 0;
}

class PostgresRow final : public Row {
 public:
  PostgresRow(const PGresult* result, int row) : result_(result), row_(row) {}
  [[nodiscard]] bool null(int column) const override {
    if (column < 0 || column >= PQnfields(result_))
      throw RowUnreadable("there is no column " + std::to_string(column));
    return PQgetisnull(result_, row_, column) != 0;
  }

 private:
  [[nodiscard]] std::string_view text(int column) const override {
    return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }
  template <class Number>
  [[nodiscard]] Number number(int column, const char* what) const {
    const auto digits = text(column);
    Number value{};
    const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (status != std::errc{} || end != digits.data() + digits.size())
      throw RowUnreadable("column " + std::to_string(column) + " is not " + what);
    return value;
  }
  [[nodiscard]] std::int64_t integer(int column) const override {
    if (text(column) == "t") return 1;
    if (text(column) == "f") return 0;
    return number<std::int64_t>(column, "an integer");
  }
  [[nodiscard]] double real(int column) const override { return number<double>(column, "a number"); }
  [[nodiscard]] base::Bytes bytes(int column) const override {
    auto spelled = text(column);
    if (!spelled.starts_with("\\x"))
      throw RowUnreadable("column " + std::to_string(column) + " is not bytes");
    spelled.remove_prefix(2);
    auto found = base::from_hex(spelled);
    if (!found) throw RowUnreadable("column " + std::to_string(column) + " is not bytes");
    return *std::move(found);
  }

  const PGresult* result_;
  int row_;
};

std::int64_t changed_rows(PGresult* result) {
  const std::string_view digits = PQcmdTuples(result);
  std::int64_t count = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), count);
  // A SELECT counts as what it changed: nothing.
  return std::string_view(PQcmdStatus(result)).starts_with("SELECT") ? 0 : count;
}

std::unexpected<base::Error> unreachable(const char* why) {
  std::string reason = why != nullptr ? why : "";
  while (!reason.empty() && reason.back() == '\n') reason.pop_back();
  return base::fail(Fault::not_available, "record_unreachable",
                    "The PostgreSQL server cannot be reached: " + reason + ".");
}

}  // namespace

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(
    const std::string& dsn, std::chrono::milliseconds statement_timeout) {
  // What the connection string says itself comes last and wins.
  const char* const names[] = {"connect_timeout",           "keepalives_idle", "client_encoding",
                               "fallback_application_name", "dbname",          nullptr};
  const char* const values[] = {"5", "30", "UTF8", "vitrine", dsn.c_str(), nullptr};
  std::unique_ptr<PostgresConnection> made{new PostgresConnection(PQconnectdbParams(names, values, 1))};
  if (!made->alive()) return unreachable(PQerrorMessage(made->connection_));
  PQsetNoticeProcessor(made->connection_, [](void*, const char*) {}, nullptr);
  if (PQserverVersion(made->connection_) < 150000)
    return base::fail(Fault::refused, "database_unsuitable", "PostgreSQL 15 or later is needed.");
  TRY_LET(const auto shape,
          made->one("SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database "
                    "WHERE datname = current_database()",
                    [](const Row& row) { return row.get<std::string>(0) + " " + row.get<std::string>(1); }));
  if (shape != "UTF8 C" && shape != "UTF8 POSIX" && shape != "UTF8 C.UTF-8" && shape != "UTF8 C.utf8")
    return base::fail(Fault::refused, "database_unsuitable",
                      "The database must hold UTF-8 text in C order. Make it with: CREATE DATABASE vitrine "
                      "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'.");
  const auto ms = std::to_string(statement_timeout.count());
  TRY(made->script("SET statement_timeout = " + ms + "; SET idle_in_transaction_session_timeout = " + ms));
  // What we acknowledge is on the server's disk, whatever its default is.
  TRY(
      made->exec("SELECT set_config('synchronous_commit', 'on', false) "
                 "WHERE current_setting('synchronous_commit') = 'off'"));
  return made;
}

PostgresConnection::~PostgresConnection() { PQfinish(connection_); }

Result<void> PostgresConnection::begin(const char* how) {
  spoiled_.reset();
  return run_script(how);
}

Result<void> PostgresConnection::commit() {
  const Answer answer{PQexec(connection_, "COMMIT")};
  if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) return trouble(answer.get(), "COMMIT");
  // The server answers ROLLBACK to the COMMIT of a transaction in which something failed.
  VITRINE_ASSERT(std::string_view(PQcmdStatus(answer.get())) == "COMMIT", "spoiled transactions end before");
  return {};
}

void PostgresConnection::rollback() {
  if (alive()) static_cast<void>(run_script("ROLLBACK"));
  spoiled_.reset();
}

Result<std::optional<std::string>> PostgresConnection::transaction_number() {
  TRY_LET(const auto found,
          value<std::optional<std::string>>("SELECT CAST(pg_current_xact_id_if_assigned() AS text)"));
  return found.value_or(std::nullopt);
}

Result<std::string> PostgresConnection::fate_of(const std::string& number) {
  TRY_LET(const auto found,
          value<std::optional<std::string>>("SELECT pg_xact_status(CAST($1 AS xid8))", number));
  return found.value_or(std::nullopt).value_or("forgotten");
}

std::unexpected<base::Error> PostgresConnection::trouble(const PGresult* result, std::string_view sql) {
  const char* const field = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  const std::string_view state = field != nullptr ? field : "";
  // Without a state it is not the server who speaks, but libpq about the connection.
  if (state.empty() || PQstatus(connection_) != CONNECTION_OK || state.starts_with("08") ||
      state.starts_with("57P") || state == "25P03") {
    broken_ = true;
    return unreachable(PQerrorMessage(connection_));
  }
  // Only the primary message: the details would quote values of the row.
  const char* const primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string why = primary != nullptr ? primary : "no reason given";
  if (state == "23505") return base::fail(Fault::conflict, std::string(unique_violation), why + ".");
  if (state == "23503") return base::fail(Fault::conflict, std::string(foreign_key_violation), why + ".");
  if (state.starts_with("23"))
    return base::fail(Fault::bug, "constraint_violation", why + ": " + std::string(sql));
  if (state == "40001" || state == "40P01")
    return base::fail(Fault::not_available, "record_busy", "The database is busy: try again soon.");
  if (state == "55P03" || state == "57014")
    return base::fail(Fault::not_available, "record_busy", "The database took too long: try again soon.");
  if (state.starts_with("53"))
    return base::fail(Fault::not_available, "record_full",
                      "The database server is out of room: " + why + ".");
  return base::fail(Fault::bug, "sql_failed", why + ": " + std::string(sql));
}

Result<std::string> PostgresConnection::prepare(std::string_view sql, std::span<const Param> params) {
  std::string key;
  std::vector<Oid> types;
  for (const auto& param : params) {
    key += static_cast<char>('0' + static_cast<int>(param.kind));
    types.push_back(type_of(param));
  }
  key += sql;
  if (const auto cached = statements_.find(key); cached != statements_.end()) return cached->second;
  if (statements_.size() >= statements_max) {
    TRY(run_script("DEALLOCATE ALL"));
    statements_.clear();
  }
  std::string name = "s" + std::to_string(++prepared_);
  const Answer answer{PQprepare(connection_, name.c_str(), std::string(sql).c_str(),
                                static_cast<int>(types.size()), types.data())};
  if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) return trouble(answer.get(), sql);
  statements_.emplace(std::move(key), name);
  return name;
}

Result<std::int64_t> PostgresConnection::run(std::string_view sql, std::span<const Param> params,
                                             const Visit& visit) {
  TRY_LET(const auto name, prepare(sql, params));
  const Arguments arguments{params};
  const Answer answer{PQexecPrepared(connection_, name.c_str(), arguments.count(), arguments.values(),
                                     arguments.sizes(), arguments.formats(), 0)};
  const auto status = PQresultStatus(answer.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return trouble(answer.get(), sql);
  if (visit)
    for (int row = 0; row < PQntuples(answer.get()); ++row) visit(PostgresRow{answer.get(), row});
  return changed_rows(answer.get());
}

/// Reads the answers up to the next synchronisation point: the sum of changed rows, or the first failure.
Result<std::int64_t> PostgresConnection::collect_pipeline(std::string_view sql) {
  Result<std::int64_t> sum = 0;
  for (;;) {
    const Answer answer{PQgetResult(connection_)};
    if (!answer) {  // the end of one statement's answers
      if (PQstatus(connection_) == CONNECTION_OK) continue;
      return sum ? trouble(nullptr, sql) : sum;
    }
    const auto status = PQresultStatus(answer.get());
    if (status == PGRES_PIPELINE_SYNC) return sum;
    if (status == PGRES_PIPELINE_ABORTED) continue;
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
      if (sum) sum = trouble(answer.get(), sql);
    } else if (sum) {
      *sum += changed_rows(answer.get());
    }
  }
}

Result<std::int64_t> PostgresConnection::run_many(std::string_view sql, std::size_t count,
                                                  const std::function<void(const Send&)>& next) {
  Result<std::int64_t> sum = 0;
  std::string
      name;  // the types of the parameters are those of the caller's tuple: one statement for all rows
  const auto send = [&](std::span<const Param> params) {
    if (!sum) return;
    if (name.empty()) {
      auto prepared = prepare(sql, params);
      if (!prepared) sum = std::unexpected(prepared.error());
      else name = *prepared;
      if (!sum) return;
      PQenterPipelineMode(connection_);
    }
    const Arguments arguments{params};
    if (PQsendQueryPrepared(connection_, name.c_str(), arguments.count(), arguments.values(),
                            arguments.sizes(), arguments.formats(), 0) != 1)
      sum = trouble(nullptr, sql);
  };
  for (std::size_t done = 0; done < count && sum;) {
    for (std::size_t i = 0; i < pipeline_max && done < count; ++i, ++done) next(send);
    if (!sum || name.empty()) break;
    if (PQpipelineSync(connection_) != 1) {
      sum = trouble(nullptr, sql);
      break;
    }
    const auto part = collect_pipeline(sql);
    sum = part ? Result<std::int64_t>{*sum + *part} : part;
  }
  if (PQpipelineStatus(connection_) != PQ_PIPELINE_OFF && PQexitPipelineMode(connection_) != 1)
    broken_ = true;
  return sum;
}

Result<void> PostgresConnection::run_script(const std::string& sql) {
  const Answer answer{PQexec(connection_, sql.c_str())};
  const auto status = PQresultStatus(answer.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return trouble(answer.get(), sql);
  return {};
}

}  // namespace vitrine::sql
