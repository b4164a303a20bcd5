#pragma once
// The bus within one process: a list of listeners, called one after the other. It remembers nothing; what was
// not carried before a crash is still in the outbox. Thread-safe.
#include <mutex>
#include <string>
#include <vector>

#include "ports/bus.hpp"

namespace vitrine::bus {

class LocalBus final : public ports::Bus {
 public:
  void listen(std::string_view name, Listener listener) override;

  /// A listener that throws breaks its promise: it is logged, and the others still hear the news.
  void carry(const model::News& news) override;

 private:
  struct Named {
    std::string name;
    Listener listener;
  };
  std::mutex mutex_;  ///< held while carrying: listeners hear one news at a time, in order
  std::vector<Named> listeners_;
};

}  // namespace vitrine::bus
