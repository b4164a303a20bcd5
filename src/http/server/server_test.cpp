// The server over real loopback sockets.
#include "http/server/server.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "http/live.hpp"
#include "http/testing/house.hpp"
#include "http/testing/socket.hpp"

namespace vitrine::server_test {
using namespace vitrine::http;
using namespace vitrine::http::testing;

namespace {

/// Set once, waited for by others.
class Flag {
 public:
  void set() {
    const std::scoped_lock hold{mutex_};
    is_set_ = true;
    changed_.notify_all();
  }
  bool wait() {
    std::unique_lock hold{mutex_};
    return changed_.wait_for(hold, std::chrono::seconds{10}, [this] { return is_set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_set_ = false;
};

struct CountingSink final : BodySink {
  std::atomic<std::uint64_t>& total;
  Flag& abandoned;
  base::Sha256 hash;
  std::size_t largest = 0;
  CountingSink(std::atomic<std::uint64_t>& t, Flag& a) : total(t), abandoned(a) {}
  Result<void> write(std::string_view chunk) override {
    if (chunk.starts_with("REFUSE")) return base::fail(Fault::conflict, "offset_wrong", "Ask where we are.");
    hash.add(base::as_bytes(chunk));
    total += chunk.size();
    largest = std::max(largest, chunk.size());
    return {};
  }
  Result<Response> finish() override {
    return Response::json({{"sha256", base::hex(hash.finish())}, {"largest", largest}});
  }
  void abandon() override { abandoned.set(); }
};

class Running {
 public:
  House house;
  LiveHub hub;
  std::filesystem::path file;
  std::string file_bytes;
  std::atomic<std::uint64_t> uploaded{0};
  Flag abandoned, entered, leave;
  std::unique_ptr<Server> server;

  explicit Running(ServerOptions options = {}) {
    house.paces.switch_off();
    house.person("ann");
    make_file();
    add_routes();
    options.port = 0;
    options.workers = 4;
    auto opened = Server::open(options, house.dispatcher, house.clock);
    REQUIRE_MESSAGE(opened, opened.error().detail);
    server = std::move(*opened);
    server->start();
  }
  ~Running() {
    leave.set();
    server->stop();
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
  }
  [[nodiscard]] std::uint16_t port() const { return server->port(); }

 private:
  void make_file() {
    base::Random random{5};
    file_bytes.resize(3'000'000);
    for (auto& c : file_bytes) c = static_cast<char>(random.next());
    std::string name = (std::filesystem::temp_directory_path() / "vitrine_file_XXXXXX").string();
    const int made = ::mkstemp(name.data());
    REQUIRE(made >= 0);
    ::close(made);
    file = name;
    std::ofstream{file, std::ios::binary} << file_bytes;
  }
  void add(std::string method, std::string path, Handler handler, Run run = Run::worker) {
    house.table.add(
        {.method = std::move(method), .path = std::move(path), .run = run, .handler = std::move(handler)});
  }
  void add_routes() {
    add(
        "GET", "/hello", [](Call&) -> Result<Response> { return Response::text("hello", "text/plain"); },
        Run::at_once);
    add("GET", "/worker", [](Call& call) -> Result<Response> {
      return Response::json({{"secure", call.request().secure}, {"from", call.request().remote_address}});
    });
    add("GET", "/long",
        [](Call&) -> Result<Response> { return Response::text(std::string(8'000'000, 'x'), "text/plain"); });
    add("GET", "/slow", [this](Call&) -> Result<Response> {
      entered.set();
      leave.wait();
      return Response::text("slow", "text/plain");
    });
    add("GET", "/file",
        [this](Call&) -> Result<Response> { return Response::file({file, "tag-1"}, "video/mp4"); });
    add("GET", "/gone", [this](Call&) -> Result<Response> {
      return Response::file({file.string() + ".none", "tag-2"}, "video/mp4");
    });
    add("GET", "/remote", [this](Call&) -> Result<Response> {
      auto response = Response::text({}, "video/mp4");
      response.body =
          RemoteBody{file_bytes.size(), "tag-3", [this](std::uint64_t from, std::uint64_t length) {
                       const auto part = std::string_view{file_bytes}.substr(from, length);
                       const auto bytes = base::as_bytes(part);
                       return Result<base::Bytes>{base::Bytes{bytes.begin(), bytes.end()}};
                     }};
      return response;
    });
    house.table.add(
        {.method = "POST",
         .path = "/echo",
         .body = shape::open_object(),
         .body_bytes_max = 1000,
         .handler = [](Call& call) -> Result<Response> { return Response::json(call.body().json()); }});
    house.table.add({.method = "PUT",
                     .path = "/upload",
                     .body_bytes_max = 64 << 20,
                     .receiver = [this](Call&) -> Result<std::unique_ptr<BodySink>> {
                       return std::make_unique<CountingSink>(uploaded, abandoned);
                     }});
    add_live_route(house.table, hub, house.sessions);
  }
};

std::string get(std::string_view path, std::string_view more = {}) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n{}\r\n", path, more);
}

template <class Done>
bool soon(Done done) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace

TEST_CASE("server: what could be read in two ways is refused, and the connection ends") {
  Running running;
  const std::pair<const char*, int> probes[] = {
      {"GET /hello HTTP/1.1\r\n\r\n", 400},  // no Host
      {"GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\nHost: a\n\n", 400},  // bare LF
      {"GET /hello HTTP/1.1\rHost: a\r\r", 400},  // bare CR
      {"GET /hello HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\nHost : a\r\n\r\n", 400},
      {"GET /hello HTTP/9.9\r\nHost: a\r\n\r\n", 505},
      {"GET /hello\r\n\r\n", 400},
      {"GET http://a/hello HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET /%2e%2e/x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400},  // a TLS hello
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\n{}", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0x2\r\n\r\n{}", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n{}", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
       400},
      {"POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nExpect: a-miracle\r\nContent-Length: 2\r\n\r\n", 417},
  };
  for (const auto& [bytes, status] : probes) {
    RawClient client{running.port()};
    client.send(bytes);
    const auto answer = client.answer();
    CHECK_MESSAGE(answer.status == status, bytes);
    CHECK_MESSAGE(answer.field("connection") == "close", bytes);
    CHECK_MESSAGE(answer.field("content-type") == "application/problem+json", bytes);
    CHECK_FALSE(client.receive());
  }
  RawClient nul{running.port()};
  CHECK(nul.ask(std::string_view{"GET /hello HTTP/1.1\r\nHost: a\0b\r\n\r\n", 34}).status == 400);
}

TEST_CASE("server: sizes have limits and the limits have answers") {
  Running running;
  RawClient header{running.port()};
  CHECK(header.ask(get("/hello", "X: " + std::string(20'000, 'a') + "\r\n")).status == 431);
  RawClient target{running.port()};
  CHECK(target.ask(get("/" + std::string(9'000, 'a'))).status == 414);
  RawClient fields{running.port()};
  std::string many;
  for (int i = 0; i < 101; ++i) many += fmt::format("X-{}: 1\r\n", i);
  CHECK(fields.ask(get("/hello", many)).status == 400);
  RawClient body{running.port()};
  CHECK(body.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n").status == 413);
  RawClient chunked{running.port()};
  chunked.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" +
               std::string(1001, ' '));
  CHECK(chunked.answer().status == 413);
}

TEST_CASE("server: one connection answers many requests, also those sent at once") {
  Running running;
  RawClient client{running.port()};
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.ask(get("/hello"));
    CHECK(answer.status == 200);
    CHECK(answer.body == "hello");
    CHECK(answer.field("connection").empty());
  }
  client.send(
      "\r\n" + get("/hello") + get("/worker") +
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
      "7\r\n\r\n{\"a\":1}" +
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\n{\"b\r\n4;x=y\r\n\":2}\r\n0\r\nTrailer: 1\r\n\r\n" +
      get("/nothing") + get("/hello", "Connection: close\r\n") + get("/hello"));
  CHECK(client.answer().body == "hello");
  CHECK(client.answer().body == R"({"secure":false,"from":"127.0.0.1"})");
  CHECK(client.answer().body == R"({"a":1})");
  CHECK(client.answer().body == R"({"b":2})");
  CHECK(client.answer().status == 404);
  CHECK(client.answer().field("connection") == "close");
  CHECK(client.answer().status == 0);
  RawClient old{running.port()};
  CHECK(old.ask("GET /hello HTTP/1.0\r\n\r\n").field("connection") == "close");
  CHECK_FALSE(old.receive());
  RawClient slow{running.port()};  // a byte at a time
  for (const char c : get("/hello")) slow.send({&c, 1});
  CHECK(slow.answer().status == 200);
}

TEST_CASE("server: every answer carries the security fields") {
  Running running;
  RawClient client{running.port()};
  for (const auto* path : {"/hello", "/nothing", "/file"}) {
    const auto answer = client.ask(get(path));
    CHECK(answer.field("x-content-type-options") == "nosniff");
    CHECK(answer.field("content-security-policy") == "default-src 'none'; frame-ancestors 'none'");
    CHECK(answer.field("cross-origin-opener-policy") == "same-origin");
    CHECK(answer.field("referrer-policy") == "no-referrer");
    CHECK(answer.field("date") == "Tue, 14 Nov 2023 22:13:20 GMT");
  }
}

TEST_CASE("server: files by range, by validator, without body") {
  Running running;
  RawClient client{running.port()};
  for (const std::string path : {"/file", "/remote"}) {
    const std::string tag = path == "/file" ? "\"tag-1\"" : "\"tag-3\"";
    const auto whole = client.ask(get(path));
    CHECK(whole.status == 200);
    CHECK(whole.body == running.file_bytes);
    CHECK(whole.field("etag") == tag);
    CHECK(whole.field("accept-ranges") == "bytes");
    const auto part = client.ask(get(path, "Range: bytes=100-299\r\n"));
    CHECK(part.status == 206);
    CHECK(part.body == running.file_bytes.substr(100, 200));
    CHECK(part.field("content-range") == "bytes 100-299/3000000");
    CHECK(client.ask(get(path, "Range: bytes=-10\r\n")).body == running.file_bytes.substr(2'999'990));
    CHECK(client.ask(get(path, "Range: bytes=2999999-\r\n")).body.size() == 1);
    const auto beyond = client.ask(get(path, "Range: bytes=3000000-\r\n"));
    CHECK(beyond.status == 416);
    CHECK(beyond.field("content-range") == "bytes */3000000");
    CHECK(client.ask(get(path, "Range: bytes=0-1,5-6\r\n")).status == 200);
    CHECK(client.ask(get(path, "Range: bytes=0-1\r\nIf-Range: " + tag + "\r\n")).status == 206);
    CHECK(client.ask(get(path, "Range: bytes=0-1\r\nIf-Range: \"old\"\r\n")).status == 200);
    CHECK(client.ask(get(path, "If-None-Match: \"x\", " + tag + "\r\n")).status == 304);
    const auto head = client.ask("HEAD " + path + " HTTP/1.1\r\nHost: a\r\n\r\n", false);
    CHECK(head.status == 200);
    CHECK(head.field("content-length") == "3000000");
  }
  CHECK(client.ask(get("/gone")).status == 404);
  CHECK(client.ask("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n", false).field("content-length") == "5");
  CHECK(client.ask(get("/hello")).body == "hello");
}

TEST_CASE("server: uploads are streamed, checked, and abandoned when the sender goes") {
  Running running;
  RawClient client{running.port()};
  const auto& bytes = running.file_bytes;
  const auto want = base::hex(base::sha256(base::as_bytes(bytes)));
  client.send(fmt::format("PUT /upload HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n", bytes.size()));
  client.send(bytes);
  const auto plain = json_of(Response::text(client.answer().body, ""));
  CHECK(plain.at("sha256").as_string() == want);
  CHECK(plain.at("largest").as_int64() <= 256 * 1024);
  client.send("PUT /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (std::size_t at = 0; at < bytes.size(); at += 70'000) {
    const auto piece = bytes.substr(at, 70'000);
    client.send(fmt::format("{:x}\r\n", piece.size()) + piece + "\r\n");
  }
  client.send("0\r\n\r\n");
  CHECK(json_of(Response::text(client.answer().body, "")).at("sha256").as_string() == want);
  CHECK(running.uploaded == 2 * bytes.size());

  RawClient polite{running.port()};
  polite.send("PUT /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  CHECK(polite.receive_until("100 Continue\r\n\r\n"));
  polite.received.clear();
  CHECK(polite.ask("ab").status == 200);

  RawClient wrong{running.port()};
  wrong.send("PUT /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nREFUSE");
  CHECK(wrong.answer().status == 409);
  RawClient large{running.port()};
  CHECK(large.ask("PUT /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n").status == 413);

  RawClient gone{running.port()};
  gone.send("PUT /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");
  CHECK(soon([&] { return running.uploaded == 2 * bytes.size() + 2 + 3; }));
  gone.close();
  CHECK(running.abandoned.wait());
}

TEST_CASE("server: events arrive, and end with the session") {
  Running running;
  RawClient client{running.port()};
  const auto ask = get("/api/v1/live", "Authorization: Bearer token-ann\r\n");
  client.send(ask);
  CHECK(client.receive_until("text/event-stream"));
  CHECK(client.receive_until("retry: 2000\n\n"));
  const auto ann = running.house.sessions.viewers.at("token-ann");
  REQUIRE(soon([&] { return running.hub.send(ann.account, "video", {{"progress", 40}}) == 1; }));
  CHECK(client.receive_until("event: video\ndata: {\"progress\":40}\n\n"));
  CHECK(running.server->counts().streams == 1);
  const auto begin = std::chrono::steady_clock::now();
  running.hub.hear({model::NewsId{1}, model::instant(0), model::SessionEnded{ann.account, ann.session}});
  CHECK(client.receive_all().find("event: session\ndata: {\"ended\":true}\n\n") != std::string::npos);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{1});
  CHECK(soon([&] { return running.hub.streams() == 0; }));

  RawClient other{running.port()};
  other.send(ask);
  REQUIRE(other.receive_until("retry"));
  REQUIRE(soon([&] { return running.hub.streams() == 1; }));
  other.close();  // noticed without sending anything
  CHECK(soon([&] { return running.hub.streams() == 0; }));
  RawClient nobody{running.port()};
  CHECK(nobody.ask(get("/api/v1/live")).status == 401);
}

TEST_CASE("server: a reader who does not keep up is let go, the newest streams of one person stay") {
  Running running{{.event_queue_bytes_max = 4096}};
  const auto ask = get("/api/v1/live", "Authorization: Bearer token-ann\r\n");
  const auto ann = running.house.sessions.viewers.at("token-ann");
  RawClient lazy{running.port(), 4096};
  lazy.send(ask);
  REQUIRE(lazy.receive_until("retry"));
  const base::json::value news{{"text", std::string(1000, 'x')}};
  CHECK(soon([&] {
    running.hub.send(ann.account, "video", news);
    return running.hub.streams() == 0;
  }));
  std::vector<std::unique_ptr<RawClient>> tabs;
  for (std::size_t i = 0; i < LiveHub::streams_per_account_max + 2; ++i) {
    tabs.push_back(std::make_unique<RawClient>(running.port()));
    tabs.back()->send(ask);
    REQUIRE(tabs.back()->receive_until("retry"));
  }
  CHECK(tabs.front()->receive_all().find("\"ended\":true") != std::string::npos);
  CHECK(soon([&] { return running.hub.streams() == LiveHub::streams_per_account_max; }));
}

TEST_CASE("server: those who dawdle are cut off") {
  using Seconds = ServerOptions::Seconds;
  Running running{{.header_time = Seconds{0.2}, .idle_time = Seconds{0.2}, .stall_time = Seconds{0.2}}};
  RawClient silent{running.port()};
  CHECK_FALSE(silent.receive());
  RawClient half{running.port()};
  half.send("GET /hello HTTP/1.1\r\nHos");
  CHECK_FALSE(half.receive());
  RawClient idle{running.port()};
  CHECK(idle.ask(get("/hello")).status == 200);
  CHECK_FALSE(idle.receive());
  RawClient body{running.port()};
  body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{");
  CHECK_FALSE(body.receive());
  RawClient deaf{running.port(), 4096};  // asks for 8 MB and does not read them
  deaf.send(get("/long"));
  CHECK(soon([&] { return running.server->counts().connections == 0; }));
}

TEST_CASE("server: too many of anything is refused") {
  Running running{{.connections_per_address_max = 3}};
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<RawClient>(running.port()));
    REQUIRE(clients.back()->ask(get("/hello")).status == 200);
  }
  RawClient fourth{running.port()};
  CHECK(fourth.ask(get("/hello")).status == 0);
  CHECK(running.server->counts().refused == 1);
  clients.clear();
  CHECK(soon([&] { return running.server->counts().connections == 0; }));
  RawClient again{running.port()};
  CHECK(again.ask(get("/hello")).status == 200);

  Running busy{{.waiting_calls_max = 1}};
  RawClient slow{busy.port()};
  slow.send(get("/slow"));
  REQUIRE(busy.entered.wait());
  RawClient refused{busy.port()};
  const auto answer = refused.ask(get("/worker"));
  CHECK(answer.status == 503);
  CHECK(answer.field("retry-after") == "2");
  CHECK(refused.ask(get("/hello")).status == 200);  // needs no worker
}

TEST_CASE("server: stopping finishes what was begun and says goodbye to the rest") {
  Running running;
  RawClient slow{running.port()}, idle{running.port()}, live{running.port()};
  REQUIRE(idle.ask(get("/hello")).status == 200);
  live.send(get("/api/v1/live", "Authorization: Bearer token-ann\r\n"));
  REQUIRE(live.receive_until("retry"));
  slow.send(get("/slow"));
  REQUIRE(running.entered.wait());
  std::thread stopping{[&] { running.server->stop(); }};
  CHECK_FALSE(idle.receive());
  live.receive_all();
  running.leave.set();
  const auto answer = slow.answer();
  CHECK(answer.body == "slow");
  CHECK(answer.field("connection") == "close");
  slow.close();
  stopping.join();
  CHECK(running.server->counts().connections == 0);
  CHECK_FALSE(RawClient{running.port()}.connected());
}

TEST_CASE("server: a proxy is believed only where it is trusted") {
  Running plain;
  const auto forwarded =
      get("/worker", "X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\nX-Forwarded-Proto: https\r\n");
  CHECK(RawClient{plain.port()}.ask(forwarded).body == R"({"secure":false,"from":"127.0.0.1"})");
  Running behind{{.trusted_proxies = {"127.0.0.1"}}};
  const auto answer = RawClient{behind.port()}.ask(forwarded);
  CHECK(answer.body == R"({"secure":true,"from":"203.0.113.9"})");
  CHECK(answer.field("strict-transport-security").starts_with("max-age=31536000"));
}

TEST_CASE("server: a port that is taken is said, not shared") {
  Running running;
  const auto second = Server::open({.port = running.port()}, running.house.dispatcher, running.house.clock);
  REQUIRE_FALSE(second);
  CHECK(second.error().code == "address_in_use");
  CHECK(Server::open({.address = "localhost"}, running.house.dispatcher, running.house.clock).error().code ==
        "address_invalid");
  CHECK(Server::open({.port = 0, .tls_certificate_file = "/none", .tls_key_file = "/none"},
                     running.house.dispatcher, running.house.clock)
            .error()
            .code == "tls_invalid");
}
}  // namespace vitrine::server_test
