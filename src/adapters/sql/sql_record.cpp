#include "adapters/sql/sql_record.hpp"

#include "adapters/sql/news_codec.hpp"
#include "adapters/sql/transaction.hpp"
#include "base/assert.hpp"

namespace vitrine::sql {

using base::Fault;
using base::Result;

namespace {
thread_local const SqlRecord* inside = nullptr;
}

Result<void> SqlTransaction::announce(What what) {
  TRY(connection_.exec("INSERT INTO house_outbox (id, at_ms, kind, body) VALUES ($1, $2, $3, $4)",
                       record_.next_news_id(), record_.needs().clock.now(), news_kind(what),
                       news_body(what)));
  announced_ = true;
  return {};
}

Result<void> run_body(const std::function<Result<void>(ports::Transaction&)>& body, SqlTransaction& tx) {
  try {
    TRY(body(tx));
  } catch (const std::exception& trouble) {
    return base::fail(Fault::bug, "exception_in_transaction",
                      std::string("A transaction threw an exception: ") + trouble.what());
  }
  if (const auto& spoiled = tx.connection().spoiled()) return std::unexpected(*spoiled);
  return {};
}

model::NewsId SqlRecord::next_news_id() {
  const auto fresh = needs_.ids.in_order<model::NewsId>().raw();
  auto last = last_news_id_.load();
  while (!last_news_id_.compare_exchange_weak(last, std::max(fresh, last + 1))) continue;
  return model::NewsId{std::max(fresh, last + 1)};
}

Inside::Inside(const SqlRecord* record) : outer_(inside) {
  forbid(record);
  inside = record;
}

Inside::~Inside() { inside = outer_; }

void Inside::forbid(const SqlRecord* record) {
  VITRINE_ASSERT(inside != record, "whoever is inside a transaction uses that one and opens no second");
}

}  // namespace vitrine::sql
