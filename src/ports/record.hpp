#pragma once
// The record: the one transactional database. What write() returns a value for is on disk (SQLite WAL with
// synchronous=FULL, or PostgreSQL); what it returns an Error for never happened.
//
// Whoever receives a request or claims a job opens the transaction; domain services take `Transaction&` as
// their first parameter and never open one, so "one request, one transaction" holds by construction.
// Stores (<module>/ports.hpp, implemented in adapters/sql) take it too.
//
// write() may run its function twice (PostgreSQL serialisation, SQLite group commit after a failed
// neighbour): it must have no effect outside the transaction. Several writes may share one fsync.
// Thread-safe.
#include <functional>
#include <optional>
#include <type_traits>

#include "base/result.hpp"
#include "model/news.hpp"

namespace vitrine::ports {

class Transaction {
 public:
  virtual ~Transaction() = default;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Writes `what` to the outbox; the bus carries it soon after the commit, at least once.
  virtual base::Result<void> announce(decltype(model::News::what) what) = 0;

 protected:
  Transaction() = default;
};

class Record {
 public:
  virtual ~Record() = default;

  /// Runs `use` in a write transaction; commits if it returns a value, rolls back if it returns an Error.
  template <class Use>
  auto write(Use&& use) -> std::invoke_result_t<Use, Transaction&> {
    return run<Use>(std::forward<Use>(use), [this](const Body& body) { return run_write(body); });
  }

  /// Runs `use` against one consistent snapshot; it must not write.
  template <class Use>
  auto read(Use&& use) -> std::invoke_result_t<Use, Transaction&> {
    return run<Use>(std::forward<Use>(use), [this](const Body& body) { return run_read(body); });
  }

 protected:
  using Body = std::function<base::Result<void>(Transaction&)>;
  virtual base::Result<void> run_write(const Body& body) = 0;
  virtual base::Result<void> run_read(const Body& body) = 0;

 private:
  template <class Use, class Run>
  static auto run(Use&& use, Run&& run_body) -> std::invoke_result_t<Use, Transaction&> {
    using Answer = std::invoke_result_t<Use, Transaction&>;
    std::optional<Answer> answer;
    auto status = run_body([&](Transaction& tx) -> base::Result<void> {
      answer.emplace(use(tx));
      if (!*answer) return std::unexpected(answer->error());
      return {};
    });
    if (!status) return std::unexpected(std::move(status).error());
    return std::move(*answer);
  }
};

}  // namespace vitrine::ports
