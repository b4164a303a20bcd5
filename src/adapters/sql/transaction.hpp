#pragma once
// The transaction both engines hand out, and the mark that finds a transaction inside a transaction.
// Inner to adapters/sql.
#include "adapters/sql/sql.hpp"
#include "adapters/sql/sql_record.hpp"

namespace vitrine::sql {

class SqlTransaction final : public ports::Transaction {
 public:
  SqlTransaction(Connection& connection, SqlRecord& record) : connection_(connection), record_(record) {}

  base::Result<void> announce(decltype(model::News::what) what) override;

  [[nodiscard]] Connection& connection() { return connection_; }
  /// Of the accounts whose values are sealed; nothing where nothing is (adapters/sql/sealed.hpp).
  [[nodiscard]] ports::AccountKeys* keys() { return record_.needs().keys; }
  [[nodiscard]] bool announced() const { return announced_; }

 private:
  Connection& connection_;
  SqlRecord& record_;
  bool announced_ = false;
};

/// Runs `body`; what it throws becomes bug "exception_in_transaction". A body that swallowed a failed
/// statement has failed.
base::Result<void> run_body(const std::function<base::Result<void>(ports::Transaction&)>& body,
                            SqlTransaction& tx);

/// Marks this thread as inside a transaction of `record` for its lifetime; a second one is a bug.
class Inside {
 public:
  explicit Inside(const SqlRecord* record);
  ~Inside();
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  /// Stops the process if this thread is inside a transaction of `record`.
  static void forbid(const SqlRecord* record);

 private:
  const SqlRecord* outer_;
};

}  // namespace vitrine::sql
