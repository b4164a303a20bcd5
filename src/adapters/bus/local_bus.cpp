#include "adapters/bus/local_bus.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/log.hpp"

namespace vitrine::bus {

void LocalBus::listen(std::string_view name, Listener listener) {
  const std::scoped_lock hold{mutex_};
  VITRINE_ASSERT(std::ranges::find(listeners_, name, &Named::name) == listeners_.end(),
                 "each listener has a name of its own");
  listeners_.push_back({std::string(name), std::move(listener)});
}

void LocalBus::carry(const model::News& news) {
  const std::scoped_lock hold{mutex_};
  for (const auto& [name, listener] : listeners_) {
    try {
      listener(news);
    } catch (const std::exception&) {
      // Not what(): it may quote what somebody typed.
      base::log(base::Level::error, "listener_threw", {{"listener", name}, {"news", news.id.text()}});
    }
  }
}

}  // namespace vitrine::bus
