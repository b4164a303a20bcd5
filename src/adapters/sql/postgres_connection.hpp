#pragma once
// One connection to a PostgreSQL server. Inner to adapters/sql.
#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <unordered_map>

#include "adapters/sql/sql.hpp"

namespace vitrine::sql {

class PostgresConnection final : public Connection {
 public:
  /// Connects and sets the session up; refuses a server older than 15 and a database that is not UTF-8 in C
  /// order, because text would then sort and compare differently from SQLite.
  /// Errors: not_available "record_unreachable", refused "database_unsuitable".
  static base::Result<std::unique_ptr<PostgresConnection>> open(const std::string& dsn,
                                                                std::chrono::milliseconds statement_timeout);
  ~PostgresConnection() override;

  base::Result<void> begin(const char* how);
  base::Result<void> commit();
  void rollback();

  /// The number of the open transaction, by which its fate can be asked after a broken connection; nothing if
  /// it has written nothing.
  base::Result<std::optional<std::string>> transaction_number();

  /// Whether another transaction of the server, by its number, "committed", "aborted" or is "in progress".
  base::Result<std::string> fate_of(const std::string& number);

  /// False once the server is gone: whatever was open is rolled back, the connection is of no more use.
  [[nodiscard]] bool alive() const { return !broken_ && PQstatus(connection_) == CONNECTION_OK; }

  [[nodiscard]] bool is_postgres() const override { return true; }

 private:
  explicit PostgresConnection(PGconn* connection) : connection_(connection) {}

  base::Result<std::int64_t> run(std::string_view sql, std::span<const Param> params,
                                 const Visit& visit) override;
  base::Result<std::int64_t> run_many(std::string_view sql, std::size_t count,
                                      const std::function<void(const Send&)>& next) override;
  base::Result<void> run_script(const std::string& sql) override;

  base::Result<std::string> prepare(std::string_view sql, std::span<const Param> params);
  base::Result<std::int64_t> collect_pipeline(std::string_view sql);
  [[nodiscard]] std::unexpected<base::Error> trouble(const PGresult* result, std::string_view sql);

  PGconn* connection_;
  bool broken_ = false;
  std::uint64_t prepared_ = 0;                               ///< makes statement names
  std::unordered_map<std::string, std::string> statements_;  ///< kinds of parameters and text -> name
};

}  // namespace vitrine::sql
