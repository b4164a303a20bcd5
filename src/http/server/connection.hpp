#pragma once
// One connection from accept to close: reads requests one after the other, has them answered, writes the
// answers. Lives on one I/O thread; only server/*.cpp include this.
#include <memory>
#include <string>
#include <vector>

#include "http/server/engine.hpp"
#include "http/server/wire.hpp"

namespace vitrine::http {

class EventQueue;

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Server::Engine& engine, Reactor& reactor, std::unique_ptr<Stream> stream, std::string address);
  ~Connection();

  /// Starts serving; the connection keeps itself alive until it is closed.
  void start();
  /// Finishes the answer under way, then closes; an idle one closes now.
  void drain();
  void close();

 private:
  struct Exchange;
  /// After an exchange: another may follow; this was the last; the other side is gone.
  enum class Went { on, over, gone };

  static Awaitable<void> run(std::shared_ptr<Connection> self);
  static Awaitable<void> watch(std::shared_ptr<Connection> self);
  static Awaitable<void> watch_hang_up(std::shared_ptr<Connection> self, std::shared_ptr<EventQueue> queue);

  Awaitable<void> serve();
  Awaitable<Went> serve_one();
  Awaitable<bool> read_header(Exchange& exchange);
  void read_request(Exchange& exchange, std::size_t header_size);
  void believe_proxy(Request& request) const;
  Awaitable<bool> handle(Exchange& exchange);
  Awaitable<bool> read_whole_body(Exchange& exchange);
  Awaitable<bool> stream_body(Exchange& exchange);
  Awaitable<bool> pump_body(Exchange& exchange);
  Awaitable<bool> next_chunk(Exchange& exchange, std::string_view& chunk);
  Awaitable<bool> say_continue(const Exchange& exchange);
  void answer_busy(Exchange& exchange);

  Awaitable<bool> reply(Exchange& exchange);
  Awaitable<bool> reply_text(Exchange& exchange, const std::string& body);
  Awaitable<bool> reply_file(Exchange& exchange, const FileBody& body);
  Awaitable<bool> reply_remote(Exchange& exchange, const RemoteBody& body);
  Awaitable<bool> reply_events(Exchange& exchange, const EventBody& body);
  Awaitable<bool> reply_without_body(Exchange& exchange, int status, std::string content_range);
  Awaitable<bool> send_file(int file, std::uint64_t from, std::uint64_t size);
  Awaitable<bool> copy_file(int file, std::uint64_t from, std::uint64_t size);
  Awaitable<bool> pump_events(EventQueue& queue, std::string first);
  [[nodiscard]] std::string head(const Exchange& exchange, int status,
                                 std::optional<std::uint64_t> length) const;

  Awaitable<bool> read_more();
  Awaitable<bool> write(std::string_view bytes);
  Awaitable<void> linger();

  /// The connection closes itself unless this is called again before.
  void expire_in(ServerOptions::Seconds time);

  Server::Engine& engine_;
  Reactor& reactor_;
  Executor executor_;
  std::unique_ptr<Stream> stream_;
  std::string address_;
  bool secure_ = false;

  Timer watchdog_;
  SteadyClock::time_point deadline_{}, armed_{};
  std::vector<char> buffer_;  ///< what was read and not yet used: buffer_[0, have_)
  std::size_t have_ = 0;
  bool idle_ = true;       ///< between requests
  bool draining_ = false;  ///< answer what is under way, then close
  bool closed_ = false;
  bool seasoned_ = false;  ///< has had an answer: may be idle for a while
  std::weak_ptr<EventQueue> events_;
};

}  // namespace vitrine::http
