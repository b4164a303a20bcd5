#include "http/server/connection.hpp"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstring>

#include "base/text.hpp"
#include "http/problem.hpp"
#include "http/server/event_queue.hpp"
#include "http/server/exchange.hpp"

namespace vitrine::http {

namespace beast = boost::beast::http;

struct BodyParser {
  beast::request_parser<beast::buffer_body> parser;
};
void BodyParserDelete::operator()(BodyParser* parser) const { delete parser; }

namespace {

constexpr std::size_t first_read_bytes = 4 * 1024;     // nearly every header
constexpr std::size_t upload_read_bytes = 256 * 1024;  // a worker's share of an upload at a time

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

Connection::Connection(Server::Engine& engine, Reactor& reactor, std::unique_ptr<Stream> stream,
                       std::string address)
    : engine_(engine),
      reactor_(reactor),
      executor_(reactor.context.get_executor()),
      stream_(std::move(stream)),
      address_(std::move(address)),
      secure_(!stream_->is_plain()),
      watchdog_(executor_) {
  reactor_.connections.insert(this);
  ++engine_.open_connections;
}

Connection::~Connection() {
  reactor_.connections.erase(this);
  --engine_.open_connections;
  engine_.leave(address_);
}

void Connection::start() {
  expire_in(engine_.options.header_time);
  asio::co_spawn(executor_, watch(shared_from_this()), asio::detached);
  asio::co_spawn(executor_, run(shared_from_this()), asio::detached);
}

void Connection::drain() {
  draining_ = true;
  if (const auto queue = events_.lock()) queue->close();
  if (idle_) close();
}

void Connection::close() {
  if (closed_) return;
  closed_ = true;
  ErrorCode ignored;
  stream_->socket().close(ignored);
  watchdog_.cancel();
}

void Connection::expire_in(ServerOptions::Seconds time) {
  deadline_ = SteadyClock::now() + std::chrono::duration_cast<SteadyClock::duration>(time);
  if (deadline_ < armed_) watchdog_.cancel();  // it would sleep too long
}

/// Sleeps to the deadline it knew, then looks whether there is a later one: putting a deadline off is free.
Awaitable<void> Connection::watch(std::shared_ptr<Connection> self) {
  while (!self->closed_) {
    if (SteadyClock::now() >= self->deadline_) {
      self->close();
      co_return;
    }
    self->armed_ = self->deadline_;
    self->watchdog_.expires_at(self->armed_);
    ErrorCode ignored;
    co_await self->watchdog_.async_wait(into(ignored));
  }
}

Awaitable<void> Connection::run(std::shared_ptr<Connection> self) {
  co_await self->serve();
  self->close();
}

Awaitable<void> Connection::serve() {
  if (co_await stream_->handshake()) co_return;
  auto went = Went::on;
  while (!closed_ && went == Went::on) went = co_await serve_one();
  if (!closed_ && went == Went::over) co_await linger();
}

Awaitable<Connection::Went> Connection::serve_one() {
  Exchange exchange;
  if (!co_await read_header(exchange)) co_return Went::gone;
  idle_ = false;
  if (!exchange.answered && !co_await handle(exchange)) co_return Went::gone;
  if (draining_ || reactor_.draining) exchange.keep = false;
  ++engine_.requests;
  const bool written = co_await reply(exchange);
  if (!written || !events_.expired()) co_return Went::gone;
  idle_ = seasoned_ = true;
  co_return exchange.keep && !draining_ ? Went::on : Went::over;
}

/// Answers that close must not be lost to a reset: says that nothing follows, then reads a little of what the
/// other side still sends, so that its own buffers are not thrown away with our answer in them.
Awaitable<void> Connection::linger() {
  constexpr std::size_t bytes_max = 256 * 1024;
  expire_in(std::min(engine_.options.stall_time, ServerOptions::Seconds{2}));
  co_await stream_->finish();
  std::vector<char> ignored(16 * 1024);
  ErrorCode error;
  auto& socket = stream_->socket();
  for (std::size_t total = 0; total < bytes_max && !error;)
    total += co_await socket.async_read_some(asio::buffer(ignored), into(error));
}

Awaitable<bool> Connection::read_more() {
  if (have_ == buffer_.size()) buffer_.resize(std::max(first_read_bytes, buffer_.size() * 2));
  ErrorCode error;
  have_ += co_await stream_->read_some(buffer_.data() + have_, buffer_.size() - have_, error);
  co_return !error;
}

Awaitable<bool> Connection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    expire_in(engine_.options.stall_time);
    ErrorCode error;
    const auto size = co_await stream_->write_some(bytes.data(), bytes.size(), error);
    if (error) co_return false;
    bytes.remove_prefix(size);
  }
  co_return true;
}

Awaitable<bool> Connection::read_header(Exchange& exchange) {
  expire_in(have_ == 0 && seasoned_ ? engine_.options.idle_time : engine_.options.header_time);
  std::size_t seen = 0;
  for (;;) {
    // An empty line or two before a request is a habit of old clients (RFC 9112, 2.2).
    while (seen == 0 && have_ >= 2 && buffer_[0] == '\r' && buffer_[1] == '\n') {
      std::memmove(buffer_.data(), buffer_.data() + 2, have_ -= 2);
    }
    const std::string_view bytes{buffer_.data(), have_};
    const bool half_line = bytes == "\r";
    const auto scan = half_line ? wire::HeaderScan{} : wire::scan_header(bytes, seen);
    if (scan.state == wire::HeaderScan::State::complete) {
      read_request(exchange, scan.size);
      co_return true;
    }
    exchange.answered = scan.state == wire::HeaderScan::State::malformed || have_ >= wire::header_bytes_max;
    if (exchange.answered) {
      exchange.response = scan.state == wire::HeaderScan::State::malformed
                              ? problem(400, "request_malformed", "This is not HTTP/1.1.")
                              : problem(431, "header_too_large", "The header may have at most 16 KiB.");
      co_return true;
    }
    seen = half_line ? 0 : have_;
    const bool first = have_ == 0;
    if (!co_await read_more()) co_return false;
    if (first) {
      idle_ = false;
      expire_in(engine_.options.header_time);
    }
  }
}

void Connection::read_request(Exchange& exchange, std::size_t header_size) {
  exchange.parser.reset(new BodyParser);
  auto& parser = exchange.parser->parser;
  parser.header_limit(wire::header_bytes_max + 1);
  parser.body_limit(boost::none);
  ErrorCode error;
  const auto used = parser.put(asio::const_buffer(buffer_.data(), header_size), error);
  std::memmove(buffer_.data(), buffer_.data() + used, have_ -= used);
  const auto refuse = [&](Response response) {
    exchange.response = std::move(response);
    exchange.answered = true;
    exchange.keep = false;
  };
  if (error == beast::error::bad_version) return refuse(problem(505, "version_unknown", "Speak HTTP/1.1."));
  if ((error && error != beast::error::need_more) || !parser.is_header_done())
    return refuse(problem(400, "request_malformed", "The header of the request is malformed."));
  const auto& message = parser.get();
  auto& request = exchange.request;
  request.method = view(message.method_string());
  request.remote_address = address_;
  request.secure = secure_;
  for (const auto& field : message)
    request.fields.push_back({std::string{view(field.name_string())}, std::string{view(field.value())}});
  exchange.old_client = message.version() < 11;
  exchange.keep = message.keep_alive();
  if (const auto fault = wire::framing_fault(request, message.version()); !fault.empty())
    return refuse(problem(400, "framing_refused", fault));
  if (message.target().size() > target_bytes_max)
    return refuse(problem(414, "target_too_long", "The address of the request is too long."));
  auto target = read_target(view(message.target()));
  if (!target) return refuse(problem(target.error()));
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  if (const auto expect = request.header("expect"); !expect.empty() && !same_word(expect, "100-continue"))
    return refuse(problem(417, "expectation_unknown", "Only 100-continue can be expected."));
  if (engine_.is_trusted_proxy(address_)) believe_proxy(request);
}

void Connection::believe_proxy(Request& request) const {
  // The last entry is the one our own proxy wrote; those before it are hearsay.
  const auto list = request.header("x-forwarded-for");
  const auto comma = list.rfind(',');
  auto last = comma == std::string_view::npos ? list : list.substr(comma + 1);
  while (last.starts_with(' ')) last.remove_prefix(1);
  if (!last.empty() && last.size() <= 45) request.remote_address = last;
  if (request.header("x-forwarded-proto") == "https") request.secure = true;
}

void Connection::answer_busy(Exchange& exchange) {
  exchange.response = problem(503, "busy", "Too many calls at once. Try again soon.");
}

Awaitable<bool> Connection::handle(Exchange& exchange) {
  exchange.plan = engine_.dispatcher.plan(exchange.request);
  if (exchange.plan.refusal) {
    exchange.response = std::move(*exchange.plan.refusal);
    exchange.keep = exchange.keep && exchange.parser->parser.is_done();
    co_return true;
  }
  if (exchange.plan.streamed()) co_return co_await stream_body(exchange);
  if (!co_await read_whole_body(exchange)) co_return false;
  if (exchange.answered) co_return true;
  if (auto known = engine_.dispatcher.answer_shortly(exchange.plan, exchange.request)) {
    exchange.response = std::move(*known);
    co_return true;
  }
  auto work = [this, &exchange] {
    exchange.response = engine_.dispatcher.answer(exchange.plan, exchange.request);
  };
  // Nothing is read or written while the handler runs; its own time is not the client's fault.
  expire_in(ServerOptions::Seconds{3600});
  if (exchange.plan.at_once()) work();
  else if (!co_await engine_.on_worker(work, executor_)) answer_busy(exchange);
  co_return true;
}

Awaitable<bool> Connection::say_continue(const Exchange& exchange) {
  const bool waits = same_word(exchange.request.header("expect"), "100-continue");
  if (!waits || have_ > 0 || exchange.parser->parser.is_done()) co_return true;
  co_return co_await write("HTTP/1.1 100 Continue\r\n\r\n");
}

/// The next piece of the body; empty when it is over. False when the sender is gone or broke the framing
/// (then the exchange is answered).
Awaitable<bool> Connection::next_chunk(Exchange& exchange, std::string_view& chunk) {
  auto& parser = exchange.parser->parser;
  chunk = {};
  while (!parser.is_done()) {
    auto& body = parser.get().body();
    body.data = exchange.chunk.data();
    body.size = exchange.chunk.size();
    body.more = true;
    std::size_t used = 0;
    if (have_ > 0) {
      ErrorCode error;
      used = parser.put(asio::const_buffer(buffer_.data(), have_), error);
      const bool fine = !error || error == beast::error::need_more || error == beast::error::need_buffer;
      const bool stuck = used == 0 && have_ >= exchange.chunk.size() + wire::header_bytes_max;
      if (!fine || stuck) {
        exchange.response = problem(400, "framing_refused", "The body of the request is malformed.");
        exchange.answered = true;
        exchange.keep = false;
        co_return false;
      }
      std::memmove(buffer_.data(), buffer_.data() + used, have_ -= used);
    }
    if (const auto got = exchange.chunk.size() - body.size; got > 0) {
      chunk = {exchange.chunk.data(), got};
      exchange.body_size += got;
      co_return true;
    }
    if (parser.is_done()) break;
    if (used > 0 && have_ > 0) continue;
    const auto earned = static_cast<double>(exchange.body_size / engine_.options.body_bytes_per_second_min);
    const ServerOptions::Seconds spent = SteadyClock::now() - exchange.body_began;
    expire_in(engine_.options.stall_time + ServerOptions::Seconds{earned} - spent);
    if (!co_await read_more()) co_return false;
  }
  co_return true;
}

Awaitable<bool> Connection::read_whole_body(Exchange& exchange) {
  auto& parser = exchange.parser->parser;
  if (parser.is_done()) co_return true;
  const auto too_large = [&] {
    exchange.response =
        problem(413, "body_too_large",
                fmt::format("The body may have at most {} bytes.", exchange.plan.body_bytes_max()));
    exchange.answered = true;
    exchange.keep = false;
  };
  if (const auto length = parser.content_length(); length && *length > exchange.plan.body_bytes_max()) {
    too_large();
    co_return true;
  }
  if (!co_await say_continue(exchange)) co_return false;
  exchange.body_began = SteadyClock::now();
  exchange.chunk.resize(16 * 1024);
  for (std::string_view chunk;;) {
    if (!co_await next_chunk(exchange, chunk)) co_return exchange.answered;
    if (chunk.empty()) co_return true;
    if (exchange.body_size > exchange.plan.body_bytes_max()) {
      too_large();
      co_return true;
    }
    exchange.request.body += chunk;
  }
}

Awaitable<bool> Connection::stream_body(Exchange& exchange) {
  auto& parser = exchange.parser->parser;
  if (const auto length = parser.content_length(); length && *length > exchange.plan.body_bytes_max()) {
    exchange.response = problem(413, "body_too_large", "The body is larger than this server takes.");
    exchange.keep = false;
    co_return true;
  }
  expire_in(ServerOptions::Seconds{3600});
  auto reception = std::make_shared<Dispatcher::Reception>();
  auto begin = [&] { *reception = engine_.dispatcher.receive(exchange.plan, exchange.request); };
  if (!co_await engine_.on_worker(begin, executor_)) {
    answer_busy(exchange);
    exchange.keep = false;
    co_return true;
  }
  if (reception->refusal) {
    exchange.response = std::move(*reception->refusal);
    exchange.keep = exchange.keep && parser.is_done();
    co_return true;
  }
  exchange.reception = reception;
  const bool arrived = co_await say_continue(exchange) && co_await pump_body(exchange);
  expire_in(ServerOptions::Seconds{3600});
  auto end = [&] {
    if (arrived && !exchange.answered) exchange.response = engine_.dispatcher.finish(*reception);
    else reception->sink->abandon();
    reception->sink.reset();  // may have to wait for the disk
  };
  // Workers owe this one its end, however many others wait.
  while (!co_await engine_.on_worker(end, executor_)) {
    Timer pause{executor_, std::chrono::milliseconds{10}};
    ErrorCode ignored;
    co_await pause.async_wait(into(ignored));
  }
  co_return arrived || exchange.answered;
}

/// Every piece is on its way to the disk before the next one is read. False when the sender went away.
Awaitable<bool> Connection::pump_body(Exchange& exchange) {
  exchange.body_began = SteadyClock::now();
  exchange.chunk.resize(upload_read_bytes);
  if (buffer_.size() < upload_read_bytes && !exchange.parser->parser.is_done())
    buffer_.resize(upload_read_bytes);
  for (std::string_view chunk;;) {
    if (!co_await next_chunk(exchange, chunk)) co_return false;
    if (chunk.empty()) break;
    std::optional<Response> refusal;
    if (exchange.body_size > exchange.plan.body_bytes_max())
      refusal = problem(413, "body_too_large", "The body is larger than this server takes.");
    auto work = [&] { refusal = engine_.dispatcher.write(*exchange.reception, chunk); };
    expire_in(ServerOptions::Seconds{3600});
    if (!refusal && !co_await engine_.on_worker(work, executor_))
      refusal = problem(503, "busy", "Too many calls at once. Try again soon.");
    if (refusal) {
      exchange.response = std::move(*refusal);
      exchange.answered = true;
      exchange.keep = false;
      break;
    }
  }
  // What an upload needed to read fast is not kept for the rest of the connection.
  if (have_ == 0) buffer_ = {};
  co_return true;
}

}  // namespace vitrine::http
