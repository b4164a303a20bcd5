#pragma once
// Carries news from the outbox to whoever listens: at least once, in order per process, never the record.
// Implementations: adapters/bus (in-process; JetStream when it outgrows the machine).
#include <functional>
#include <string_view>

#include "model/news.hpp"

namespace vitrine::ports {

class Bus {
 public:
  using Listener = std::function<void(const model::News&)>;
  virtual ~Bus() = default;

  /// `name` is stable and unique: it is how a listener's progress is remembered. Called before start-up ends.
  /// The listener runs on the bus's thread, must be quick, must bear repeats and must not throw.
  virtual void listen(std::string_view name, Listener listener) = 0;

  /// Called by the outbox relay after commit. Returns when every listener in this process has run.
  virtual void carry(const model::News& news) = 0;
};

}  // namespace vitrine::ports
