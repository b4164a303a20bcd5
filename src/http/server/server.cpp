#include "http/server/server.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <csignal>
#include <cstddef>
#include <latch>

#include "base/log.hpp"
#include "http/server/connection.hpp"

namespace vitrine::http {

namespace {

/// A peer that hangs up while we write must be an error code, not the end of the process; sendfile(2) has no
/// flag for that.
void ignore_broken_pipes() { std::signal(SIGPIPE, SIG_IGN); }

/// Every connection is a file to the kernel, which allows 1024 unless asked.
void allow_many_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Server::Engine::Engine(ServerOptions the_options, const Dispatcher& the_dispatcher,
                       const ports::Clock& the_clock)
    : options(std::move(the_options)),
      dispatcher(the_dispatcher),
      clock(the_clock),
      pool(std::max(1U, options.workers)) {
  ignore_broken_pipes();
  allow_many_files();
  for (unsigned i = 0; i < std::max(1U, options.io_threads); ++i)
    reactors.push_back(std::make_unique<Reactor>());
}

Server::Engine::~Engine() { stop(); }

Result<void> Server::Engine::bind_one(Reactor& reactor, const Tcp::endpoint& endpoint) {
  ErrorCode error;
  reactor.acceptor = std::make_unique<Acceptor>(reactor.context.get_executor());
  auto& acceptor = *reactor.acceptor;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  const int on = 1;
  if (!error) ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(1024, error);
  const auto place = fmt::format("{}:{}", options.address, endpoint.port());
  if (error == asio::error::address_in_use)
    return base::fail(Fault::conflict, "address_in_use",
                      place + " is in use. Choose another port, or stop the server that has it.");
  if (error == asio::error::access_denied)
    return base::fail(Fault::refused, "address_refused", place + " needs rights this user does not have.");
  if (error) return base::fail(Fault::invalid_input, "address_invalid", place + ": " + error.message() + ".");
  return {};
}

Result<void> Server::Engine::bind() {
  if (options.tls_certificate_file.empty() != options.tls_key_file.empty())
    return base::fail(Fault::invalid_input, "tls_invalid",
                      "TLS needs a certificate and a key, both or neither.");
  if (!options.tls_certificate_file.empty()) {
    TRY_LET(tls, read_tls(options.tls_certificate_file, options.tls_key_file));
  }
  ErrorCode error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error)
    return base::fail(Fault::invalid_input, "address_invalid",
                      options.address + " is not a numeric address such as 127.0.0.1 or ::.");
  // SO_REUSEPORT would let a second server share our port unnoticed: first see that nobody has it.
  {
    asio::io_context probe_context{1};
    Acceptor probe{probe_context.get_executor()};
    const Tcp::endpoint wanted{address, options.port};
    probe.open(wanted.protocol(), error);
    if (!error) probe.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) probe.bind(wanted, error);
    if (!error) port = probe.local_endpoint(error).port();
    if (error == asio::error::address_in_use)
      return base::fail(Fault::conflict, "address_in_use",
                        fmt::format("{}:{} is in use. Choose another port, or stop the server that has it.",
                                    options.address, options.port));
    if (error) port = options.port;  // bind_one says what is wrong
  }
  for (const auto& reactor : reactors) TRY(bind_one(*reactor, {address, port}));
  return {};
}

void Server::Engine::start() {
  const bool first = phase_.with(
      [](Phase& phase) { return phase == Phase::idle && (phase = Phase::running) == Phase::running; });
  if (!first) return;
  if (options.thread_begins) begin_workers();
  for (const auto& reactor : reactors) {
    asio::co_spawn(reactor->context, accept_loop(*reactor), asio::detached);
    reactor->thread = std::thread{[this, &context = reactor->context] {
      if (options.thread_begins) options.thread_begins();
      context.run();
    }};
  }
}

/// Each of the pool's threads takes one of as many tasks, because none ends before all have begun.
void Server::Engine::begin_workers() {
  const auto all = std::make_shared<std::latch>(std::ptrdiff_t{options.workers} + 1);
  for (unsigned i = 0; i < options.workers; ++i)
    asio::post(pool, [this, all] {
      options.thread_begins();
      all->arrive_and_wait();
    });
  all->arrive_and_wait();
}

void Server::Engine::stop() {
  const auto before = phase_.with([](Phase& phase) { return std::exchange(phase, Phase::stopped); });
  if (before == Phase::stopped) return;
  if (before == Phase::running) {
    for (const auto& reactor : reactors) asio::post(reactor->context, [this, &it = *reactor] { drain(it); });
    for (const auto& reactor : reactors) reactor->thread.join();
  }
  pool.join();
}

/// Answers under way are finished; after options.drain the rest is cut.
void Server::Engine::drain(Reactor& reactor) {
  reactor.draining = true;
  ErrorCode ignored;
  reactor.acceptor->close(ignored);
  const std::vector<Connection*> open{reactor.connections.begin(), reactor.connections.end()};
  for (auto* connection : open) connection->drain();
  auto wait = [](Server::Engine& engine, Reactor& it) -> Awaitable<void> {
    const auto end =
        SteadyClock::now() + std::chrono::duration_cast<SteadyClock::duration>(engine.options.drain);
    Timer timer{it.context.get_executor()};
    ErrorCode error;
    while (!it.connections.empty() && SteadyClock::now() < end) {
      timer.expires_after(std::chrono::milliseconds{20});
      co_await timer.async_wait(into(error));
    }
    engine.close_all(it);
    it.work.reset();
  };
  asio::co_spawn(reactor.context, wait(*this, reactor), asio::detached);
}

void Server::Engine::close_all(Reactor& reactor) {
  const std::vector<Connection*> open{reactor.connections.begin(), reactor.connections.end()};
  for (auto* connection : open) connection->close();
}

bool Server::Engine::is_trusted_proxy(const std::string& address) const {
  return std::ranges::find(options.trusted_proxies, address) != options.trusted_proxies.end();
}

bool Server::Engine::enter(const std::string& address) {
  if (open_connections.load() >= options.connections_max) return false;
  return per_address_.with([&](auto& counts) {
    auto& count = counts[address];
    if (count >= options.connections_per_address_max && !is_trusted_proxy(address)) return false;
    ++count;
    return true;
  });
}

void Server::Engine::leave(const std::string& address) {
  per_address_.with([&](auto& counts) {
    const auto found = counts.find(address);
    if (found != counts.end() && --found->second == 0) counts.erase(found);
  });
}

void Server::Engine::admit(Reactor& reactor, Socket socket) {
  ErrorCode error;
  const auto remote = socket.remote_endpoint(error);
  if (error || reactor.draining) return;
  auto address = remote.address().to_string();
  if (!enter(address)) {
    ++refused;
    return;
  }
  socket.set_option(Tcp::no_delay(true), error);
  auto stream = tls ? tls_stream(std::move(socket), *tls) : plain_stream(std::move(socket));
  std::make_shared<Connection>(*this, reactor, std::move(stream), std::move(address))->start();
}

Awaitable<void> Server::Engine::accept_loop(Reactor& reactor) {
  while (!reactor.draining) {
    ErrorCode error;
    Socket socket{reactor.context.get_executor()};
    co_await reactor.acceptor->async_accept(socket, into(error));
    if (error == asio::error::operation_aborted) co_return;
    if (!error) {
      admit(reactor, std::move(socket));
      continue;
    }
    // Out of files or memory: those we have will go; until then there is no use in asking again at once.
    base::log(base::Level::warning, "accept_failed", {{"error", error.message()}});
    Timer pause{reactor.context.get_executor(), std::chrono::milliseconds{100}};
    ErrorCode ignored;
    co_await pause.async_wait(into(ignored));
  }
}

Server::Server(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(ServerOptions options, const Dispatcher& dispatcher,
                                             const ports::Clock& clock) {
  auto engine = std::make_unique<Engine>(std::move(options), dispatcher, clock);
  TRY(engine->bind());
  return std::unique_ptr<Server>{new Server{std::move(engine)}};
}

void Server::start() { engine_->start(); }
void Server::stop() { engine_->stop(); }
std::uint16_t Server::port() const { return engine_->port; }
bool Server::secure() const { return engine_->tls != nullptr; }

Server::Counts Server::counts() const {
  return {engine_->open_connections, engine_->open_streams, engine_->requests, engine_->refused};
}

namespace {
sigset_t stop_set() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}
}  // namespace

StopSignals::StopSignals() {
  const auto set = stop_set();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

int StopSignals::wait() {
  const auto set = stop_set();
  int signal = 0;
  while (sigwait(&set, &signal) != 0) {
  }
  return signal;
}

}  // namespace vitrine::http
