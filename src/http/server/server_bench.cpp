// How fast the server is by itself: small answers from the I/O thread and from a worker, 1 MiB files by
// sendfile, over loopback with as many clients. Prints one line each. Client and server share the processors.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "http/server/server.hpp"
#include "http/testing/house.hpp"
#include "http/testing/socket.hpp"

using namespace vitrine;
using namespace vitrine::http;
using namespace vitrine::http::testing;

namespace {

constexpr std::chrono::seconds each_for{3};

/// `clients` connections ask one after the other, each waiting for its answer; answers a second.
double measure(std::uint16_t port, std::string_view path, int clients) {
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
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  return static_cast<double>(answers) / took.count();
}

void say(std::string_view what, double per_second) {
  fmt::print("{{\"bench\":\"http\",\"what\":\"{}\",\"per_second\":{:.0f}}}\n", what, per_second);
}

}  // namespace

TEST_CASE("http: answers a second") {
  House house;
  house.paces.switch_off();
  std::string name = (std::filesystem::temp_directory_path() / "vitrine_bench_XXXXXX").string();
  const int made = ::mkstemp(name.data());
  REQUIRE(made >= 0);
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
  REQUIRE(server);
  (*server)->start();
  const auto port = (*server)->port();
  say("json at once, 32 clients", measure(port, "/at_once", 32));
  say("json on a worker, 32 clients", measure(port, "/worker", 32));
  say("1 MiB file, 8 clients", measure(port, "/file", 8));
  (*server)->stop();
  std::error_code ignored;
  std::filesystem::remove(name, ignored);
}
