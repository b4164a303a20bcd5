#pragma once
// The queue between whoever sends events and the connection that writes them. Only server/*.cpp include this.
#include <string>

#include "base/guarded.hpp"
#include "http/response.hpp"
#include "http/server/server.hpp"
#include "http/server/stream.hpp"

namespace vitrine::http {

class EventQueue final : public EventStream, public std::enable_shared_from_this<EventQueue> {
 public:
  EventQueue(Executor executor, std::size_t bytes_max)
      : executor_(executor), timer_(executor), bytes_max_(bytes_max) {}

  // Any thread.
  bool send(std::string_view event, std::string_view data) override;
  void close() override;
  [[nodiscard]] bool closed() const override;
  /// Closes and throws away what is queued: nobody is there to read it.
  void abandon();

  // The connection's thread.
  /// Told once, on the connection's thread, that the queue was closed from outside: in order, or because it
  /// overflowed.
  std::function<void(bool overflowed)> when_closed = nullptr;
  struct Taken {
    std::string bytes;
    bool last = false;
  };
  [[nodiscard]] Taken take();
  /// Until something is queued, the queue is closed, or `time` has passed.
  Awaitable<void> wait(ServerOptions::Seconds time);

 private:
  struct State {
    std::string bytes;
    bool closed = false;
  };
  void wake();
  void wake_closed(bool overflowed);
  Executor executor_;
  Timer timer_;
  const std::size_t bytes_max_;
  base::Guarded<State> state_;
};

}  // namespace vitrine::http
