// How fast the server is by itself: small answers from the I/O thread and from a worker, 1 MiB files by
// sendfile, over loopback with as many clients. Prints one line each. Client and server share the processors.
#include <fmt/format.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "base/assert.hpp"
#include "base/testing/bench.hpp"
#include "http/server/server.hpp"
#include "http/testing/house.hpp"
#include "http/testing/socket.hpp"

using namespace vitrine;
using namespace vitrine::http;
using namespace vitrine::http::testing;

namespace {

constexpr std::chrono::seconds each_for{3};

/// `clients` connections ask one after the other, each waiting for its answer; reports answers a second.
void measure(base::testing::Bench& bench, std::string_view what, std::uint16_t port, std::string_view path,
             int clients) {
  const auto ask = fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
  std::atomic<std::uint64_t> answers{0};
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i)
    threads.emplace_back([&] {
      RawClient client{port};
      while (std::chrono::steady_clock::now() - begin < each_for && client.ask(ask).status == 200) ++answers;
    });
  for (auto& thread : threads) thread.join();
  bench.report(static_cast<std::int64_t>(answers.load()), std::chrono::steady_clock::now() - begin, what);
}

}  // namespace

BENCH("http: answers a second") {
  House house;
  house.paces.switch_off();
  std::string name = (std::filesystem::temp_directory_path() / "vitrine_bench_XXXXXX").string();
  const int made = ::mkstemp(name.data());
  VITRINE_ASSERT(made >= 0, "the temporary folder can be written");
  ::close(made);
  std::ofstream{name, std::ios::binary} << std::string(1 << 20, 'x');
  const auto json = [](Call&) -> Result<Response> {
    return Response::json({{"id", "0000000000001"}, {"title", "hello"}, {"likes", 1234}});
  };
  house.table.add({.method = "GET", .path = "/at_once", .run = Run::at_once, .handler = json});
  house.table.add({.method = "GET", .path = "/worker", .handler = json});
  house.table.add(
      {.method = "GET", .path = "/file", .run = Run::at_once, .handler = [&](Call&) -> Result<Response> {
         return Response::file({name, "tag"}, "video/mp4");
       }});
  auto server = Server::open({.port = 0}, house.dispatcher, house.clock);
  VITRINE_ASSERT(server, "a free port is free");
  (*server)->start();
  const auto port = (*server)->port();
  measure(bench, "json at once, 32 clients", port, "/at_once", 32);
  measure(bench, "json on a worker, 32 clients", port, "/worker", 32);
  measure(bench, "1 MiB file, 8 clients", port, "/file", 8);
  (*server)->stop();
  std::error_code ignored;
  std::filesystem::remove(name, ignored);
}
