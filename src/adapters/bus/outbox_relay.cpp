#include "adapters/bus/outbox_relay.hpp"

#include <chrono>
#include <vector>

#include "adapters/sql/outbox.hpp"
#include "base/log.hpp"

namespace vitrine::bus {

namespace {

// Forgotten together in one commit; a crash repeats at most so many.
constexpr int batch_max = 100;

// Also looks without being rung: another process may have written, or the database was away.
constexpr std::chrono::seconds patience{1};

}  // namespace

OutboxRelay::OutboxRelay(Needs needs) : needs_(needs) {
  needs_.record.on_news([bell = bell_] {
    {
      const std::scoped_lock hold{bell->mutex};
      bell->rung = true;
    }
    bell->rings.notify_one();
  });
  thread_ = std::thread([this] { work(); });
}

OutboxRelay::~OutboxRelay() {
  {
    const std::scoped_lock hold{bell_->mutex};
    bell_->closing = true;
  }
  bell_->rings.notify_one();
  thread_.join();
}

bool OutboxRelay::closing() const {
  const std::scoped_lock hold{bell_->mutex};
  return bell_->closing;
}

void OutboxRelay::work() {
  bool well = true;
  for (;;) {
    {
      std::unique_lock hold{bell_->mutex};
      // After trouble the bell is not heard: every commit would ring it, and the trouble is not over so soon.
      bell_->rings.wait_for(hold, patience, [&] { return bell_->closing || (well && bell_->rung); });
      if (bell_->closing) return;
      bell_->rung = false;
    }
    well = carry_all();
  }
}

/// False if the record was not available.
bool OutboxRelay::carry_all() {
  for (model::NewsId after{0};;) {
    const auto pending =
        needs_.record.read([&](ports::Transaction& tx) { return sql::pending_news(tx, after, batch_max); });
    if (!pending) {
      base::log(base::Level::warning, "outbox_unreadable", {{"code", pending.error().code}});
      return false;
    }
    if (pending->empty()) return true;
    std::vector<model::NewsId> carried;
    for (const auto& one : *pending) {
      if (closing()) break;
      after = sql::id_of(one);
      if (const auto* const news = std::get_if<model::News>(&one)) {
        needs_.bus.carry(*news);
        carried.push_back(news->id);
      } else {
        // It stays for the version that knows it.
        base::log(base::Level::error, "news_unreadable", {{"kind", std::get<sql::UnreadableNews>(one).kind}});
      }
    }
    const auto status =
        needs_.record.write([&](ports::Transaction& tx) { return sql::forget_news(tx, carried); });
    if (!status) {
      base::log(base::Level::warning, "outbox_stuck", {{"code", status.error().code}});
      return false;
    }
    if (closing()) return true;
  }
}

}  // namespace vitrine::bus
