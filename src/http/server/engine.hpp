#pragma once
// The parts of the server that connections share. Only server/*.cpp include this.
#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <set>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/guarded.hpp"
#include "http/server/server.hpp"
#include "http/server/stream.hpp"

namespace vitrine::http {

class Connection;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;

/// One I/O thread: its loop, its listening socket, its connections (touched on that thread only).
struct Reactor {
  asio::io_context context{1};
  std::optional<asio::executor_work_guard<Executor>> work{context.get_executor()};
  std::unique_ptr<Acceptor> acceptor;
  std::set<Connection*> connections;
  bool draining = false;
  std::thread thread;
};

class Server::Engine {
 public:
  Engine(ServerOptions options, const Dispatcher& dispatcher, const ports::Clock& clock);
  ~Engine();
  Result<void> bind();
  void start();
  void stop();

  /// Runs `work` on a worker; the caller's coroutine goes on on its own I/O thread. `work` lives in the
  /// caller's frame, which waits. False when too many wait already: nothing was run.
  template <class Work>
  Awaitable<bool> on_worker(Work& work, Executor executor) {
    if (waiting.fetch_add(1) >= options.waiting_calls_max) {
      --waiting;
      ++refused;
      co_return false;
    }
    auto begin = [this, &work, executor](auto handler) {
      // The guard keeps the loop alive while only a worker knows of this coroutine.
      auto guard = asio::make_work_guard(executor);
      auto job = [this, &work, guard = std::move(guard), handler = std::move(handler)]() mutable {
        work();
        --waiting;
        const auto back = guard.get_executor();
        asio::post(back, std::move(handler));
      };
      asio::post(pool, std::move(job));
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(begin, awaited);
    co_return true;
  }

  /// A place for one more connection from `address`, or false. leave() gives it back.
  bool enter(const std::string& address);
  void leave(const std::string& address);
  [[nodiscard]] bool is_trusted_proxy(const std::string& address) const;

  ServerOptions options;
  const Dispatcher& dispatcher;
  const ports::Clock& clock;
  std::shared_ptr<TlsContext> tls;
  asio::thread_pool pool;
  std::vector<std::unique_ptr<Reactor>> reactors;
  std::uint16_t port = 0;

  std::atomic<std::uint64_t> waiting{0}, open_connections{0}, open_streams{0}, requests{0}, refused{0};

 private:
  Result<void> bind_one(Reactor& reactor, const Tcp::endpoint& endpoint);
  Awaitable<void> accept_loop(Reactor& reactor);
  void admit(Reactor& reactor, Socket socket);
  void begin_workers();
  void drain(Reactor& reactor);
  void close_all(Reactor& reactor);

  base::Guarded<std::unordered_map<std::string, std::size_t>> per_address_;
  enum class Phase { idle, running, stopped };
  base::Guarded<Phase> phase_{Phase::idle};
};

}  // namespace vitrine::http
