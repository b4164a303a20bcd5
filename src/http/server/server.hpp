#pragma once
// The dispatcher on sockets: HTTP/1.1, plain or TLS. One thread per I/O loop with a listening socket of its
// own (SO_REUSEPORT); handlers, which block on the database, run on a pool of workers; files go from the disk
// to the network by sendfile. No Boost header in here.
//
//   TRY_LET(auto server, Server::open({.address = "127.0.0.1", .port = 0}, dispatcher, clock));
//   server->start();
//   std::puts(server->port());
//   ...
//   server->stop();   // says no to newcomers, finishes what was begun, at most options.drain long
//
// Limits and their reasons stand at the options. Thread-safe where it says so.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "http/dispatch.hpp"
#include "ports/clock.hpp"

namespace vitrine::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0: the system chooses; port() tells
  unsigned io_threads = 2;
  /// Handlers wait for the disk, not for the processor: more of them than cores.
  unsigned workers = 16;
  std::string tls_certificate_file = {};  ///< PEM chain; both or neither
  std::string tls_key_file = {};
  /// Proxies on these addresses are believed about X-Forwarded-For and X-Forwarded-Proto.
  std::vector<std::string> trusted_proxies = {};

  std::size_t connections_max = 16'384;             ///< 10 KiB each when idle
  std::size_t connections_per_address_max = 1'024;  ///< an office behind one address; proxies are exempt
  std::size_t waiting_calls_max = 2'048;            ///< for a worker; more are told to come back (503)

  using Seconds = std::chrono::duration<double>;
  Seconds header_time{10};  ///< from the first byte of a request to the end of its header
  Seconds idle_time{75};    ///< between requests: longer than browsers keep a connection
  Seconds stall_time{30};   ///< without a byte of progress, reading or writing
  /// A body may take stall_time plus a second for each of these bytes: what GPRS manages.
  std::uint64_t body_bytes_per_second_min = 1'024;
  Seconds heartbeat{15};  ///< between bytes of an event stream: below every proxy's patience
  std::size_t event_queue_bytes_max = 64 * 1024;
  Seconds drain{10};  ///< how long stop() waits for answers under way
  /// Called first on every thread that reads or answers requests, to give up what none of them needs.
  std::function<void()> thread_begins = {};
};

class Server {
 public:
  /// Binds and reads the certificate. `dispatcher` and `clock` outlive the server.
  /// Errors: conflict "address_in_use", invalid_input "address_invalid", "tls_invalid",
  /// refused "address_refused" (ports below 1024 need a right).
  [[nodiscard]] static Result<std::unique_ptr<Server>> open(ServerOptions options,
                                                            const Dispatcher& dispatcher,
                                                            const ports::Clock& clock);
  ~Server();  ///< stops first

  void start();  ///< returns at once; connections are served from now on
  void stop();   ///< waits until everything has ended; again is fine. Thread-safe.

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] bool secure() const;

  struct Counts {
    std::uint64_t connections = 0;  ///< open now
    std::uint64_t streams = 0;      ///< of them, event streams
    std::uint64_t requests = 0;     ///< answered since start
    std::uint64_t refused = 0;      ///< connections and calls over a limit
  };
  [[nodiscard]] Counts counts() const;  ///< thread-safe

  class Engine;  ///< server/engine.hpp; connections name it

 private:
  explicit Server(std::unique_ptr<Engine> engine);
  std::unique_ptr<Engine> engine_;
};

/// Blocks SIGINT and SIGTERM for this thread and those it starts later; wait() returns with the one that
/// came. Make it before any thread.
class StopSignals {
 public:
  StopSignals();
  int wait();
};

}  // namespace vitrine::http
