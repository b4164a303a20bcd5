#pragma once
// One connection to one SQLite file. Inner to adapters/sql.
#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <unordered_map>

#include "adapters/sql/sql.hpp"

namespace vitrine::sql {

class SqliteConnection final : public Connection {
 public:
  /// full: a commit has reached the disk when it returns. normal: it survives the death of the process, not
  /// a power cut.
  enum class Sync { full, normal };
  enum class Access { write, read };

  /// `page_bytes` are those of a file that is made; one that is there keeps its own.
  static base::Result<std::unique_ptr<SqliteConnection>> open(const std::filesystem::path& file,
                                                              Access access, Sync sync,
                                                              int page_bytes = 4096);
  ~SqliteConnection() override;

  base::Result<void> begin(const char* how);  ///< "BEGIN IMMEDIATE" or "BEGIN"
  base::Result<void> commit();
  void rollback();

  /// Begins the next body inside the open transaction: what failed before it is not its business.
  base::Result<void> begin_part();
  base::Result<void> keep_part();
  base::Result<void> undo_part();

  /// Some errors (a full disk) make SQLite roll the whole transaction back by itself.
  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }

  [[nodiscard]] bool is_postgres() const override { return false; }

 private:
  explicit SqliteConnection(sqlite3* database) : database_(database) {}

  base::Result<std::int64_t> run(std::string_view sql, std::span<const Param> params,
                                 const Visit& visit) override;
  base::Result<std::int64_t> run_many(std::string_view sql, std::size_t count,
                                      const std::function<void(const Send&)>& next) override;
  base::Result<void> run_script(const std::string& sql) override;

  struct Statement {
    sqlite3_stmt* handle = nullptr;
    bool busy = false;  ///< in the middle of its rows: a visit asked for the same text again
    Statement() = default;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement() { sqlite3_finalize(handle); }
  };
  struct Lease;
  base::Result<Lease> lease(std::string_view sql);
  base::Result<std::int64_t> step(Statement& statement, std::span<const Param> params, const Visit& visit);
  [[nodiscard]] std::unexpected<base::Error> trouble(std::string_view sql) const;
  void forget_idle_statements();

  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  sqlite3* database_;
  std::unordered_map<std::string, std::unique_ptr<Statement>, TextHash, std::equal_to<>> statements_;
};

}  // namespace vitrine::sql
