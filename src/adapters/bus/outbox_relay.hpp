#pragma once
// Brings committed news from the outbox to the bus: in order, at least once, soon after the commit. A news
// leaves the outbox only after every listener has run, so a crash at any moment repeats some and loses none.
// One thread; the record is shared with everybody else.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "adapters/sql/sql_record.hpp"
#include "ports/bus.hpp"

namespace vitrine::bus {

class OutboxRelay {
 public:
  struct Needs {
    sql::SqlRecord& record;  ///< its on_news belongs to this relay
    ports::Bus& bus;
  };

  /// Begins with what an earlier process left behind. Listeners must be there already.
  explicit OutboxRelay(Needs needs);

  /// Finishes the news it is at; the others wait for the next start.
  ~OutboxRelay();
  OutboxRelay(const OutboxRelay&) = delete;
  OutboxRelay& operator=(const OutboxRelay&) = delete;

 private:
  struct Bell {
    std::mutex mutex;
    std::condition_variable rings;
    bool rung = true;
    bool closing = false;
  };

  void work();
  bool carry_all();
  [[nodiscard]] bool closing() const;

  Needs needs_;
  std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();  ///< the record may ring it after we are gone
  std::thread thread_;
};

}  // namespace vitrine::bus
