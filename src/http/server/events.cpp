// Answers that never end: server-sent events (WHATWG HTML, 9.2).
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "http/server/connection.hpp"
#include "http/server/event_queue.hpp"
#include "http/server/exchange.hpp"

namespace vitrine::http {

void EventQueue::wake() {
  asio::post(executor_, [self = shared_from_this()] { self->timer_.cancel(); });
}

/// A writer that waits for a full network does not look here: it has to be told.
void EventQueue::wake_closed(bool overflowed) {
  asio::post(executor_, [self = shared_from_this(), overflowed] {
    self->timer_.cancel();
    if (const auto tell = std::exchange(self->when_closed, nullptr)) tell(overflowed);
  });
}

bool EventQueue::send(std::string_view event, std::string_view data) {
  return state_.with([&](State& state) {
    if (state.closed) return false;
    const auto size = event.size() + data.size() + 16;
    // Whoever does not keep up comes back and reads the present state, which is shorter than the backlog.
    if (state.bytes.size() + size > bytes_max_) {
      state.closed = true;
      state.bytes.clear();
      wake_closed(true);
      return false;
    }
    state.bytes.append("event: ").append(event).append("\ndata: ").append(data).append("\n\n");
    wake();
    return true;
  });
}

void EventQueue::close() {
  state_.with([&](State& state) {
    if (!state.closed) wake_closed(false);
    state.closed = true;
  });
}

void EventQueue::abandon() {
  state_.with([&](State& state) {
    if (!state.closed) wake();
    state.closed = true;
    state.bytes.clear();
  });
}

bool EventQueue::closed() const {
  return state_.with([](const State& state) { return state.closed; });
}

EventQueue::Taken EventQueue::take() {
  return state_.with([](State& state) { return Taken{std::exchange(state.bytes, {}), state.closed}; });
}

Awaitable<void> EventQueue::wait(ServerOptions::Seconds time) {
  timer_.expires_after(std::chrono::duration_cast<SteadyClock::duration>(time));
  ErrorCode ignored;
  co_await timer_.async_wait(into(ignored));
}

/// Notices that the reader went away while there is nothing to tell.
Awaitable<void> Connection::watch_hang_up(std::shared_ptr<Connection> self,
                                          std::shared_ptr<EventQueue> queue) {
  std::array<char, 256> ignored{};
  ErrorCode error;
  while (!error) co_await self->stream_->read_some(ignored.data(), ignored.size(), error);
  queue->abandon();
}

Awaitable<bool> Connection::pump_events(EventQueue& queue, std::string first) {
  std::string bytes = std::move(first);
  bool last = false;
  for (;;) {
    if (!bytes.empty() && !co_await write(bytes)) co_return false;
    if (last) co_return true;
    auto taken = queue.take();
    if (taken.bytes.empty() && !taken.last) {
      // The watchdog must not mistake silence for a stall.
      expire_in(engine_.options.heartbeat + engine_.options.stall_time);
      co_await queue.wait(engine_.options.heartbeat);
      taken = queue.take();
      if (taken.bytes.empty() && !taken.last) taken.bytes = ":\n\n";
    }
    bytes = std::move(taken.bytes);
    last = taken.last;
  }
}

Awaitable<bool> Connection::reply_events(Exchange& exchange, const EventBody& body) {
  exchange.keep = false;
  exchange.response.add("X-Accel-Buffering", "no");  // nginx would collect events otherwise
  auto first = head(exchange, exchange.response.status, std::nullopt);
  if (exchange.request.method == "HEAD") {
    const bool written = co_await write(first);
    if (body.ended) body.ended();
    co_return written;
  }
  first += "retry: 2000\n\n";
  // Thousands of these wait for hours: they keep no read buffer.
  buffer_ = {};
  have_ = 0;
  const auto queue = std::make_shared<EventQueue>(executor_, engine_.options.event_queue_bytes_max);
  events_ = queue;
  queue->when_closed = [weak = weak_from_this()](bool overflowed) {
    const auto self = weak.lock();
    if (!self) return;
    constexpr ServerOptions::Seconds farewell{1};  // an ended session hears nothing longer than that
    if (overflowed) self->close();
    else self->expire_in(farewell);
  };
  ++engine_.open_streams;
  body.start(queue);
  asio::co_spawn(executor_, watch_hang_up(shared_from_this(), queue), asio::detached);
  const bool written = co_await pump_events(*queue, std::move(first));
  queue->abandon();
  if (stream_->is_plain()) co_await stream_->finish();  // the last event arrives before the end
  --engine_.open_streams;
  if (body.ended) body.ended();
  co_return written;
}

}  // namespace vitrine::http
