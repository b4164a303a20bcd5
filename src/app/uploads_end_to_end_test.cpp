// Uploads over real sockets into a real folder and a real record: broken connections, a killed server, and
// the same bytes at the end. The server runs in a child process so that it can be killed as by kill -9.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "adapters/sql/catalog_store.hpp"
#include "adapters/sql/job_queue.hpp"
#include "adapters/sql/migrations.hpp"
#include "adapters/sql/testing/memory_keys.hpp"
#include "adapters/upload/incoming_folder.hpp"
#include "base/hash.hpp"
#include "http/server/server.hpp"
#include "http/testing/house.hpp"
#include "http/testing/socket.hpp"
#include "http/uploads_routes.hpp"

namespace vitrine::uploads_end_to_end_test {
using http::testing::RawClient;
namespace fs = std::filesystem;

namespace {
/// A server on a folder: everything uploads need, nothing else.
class House {
 public:
  explicit House(const fs::path& folder)
      : record_(*sql::open_sqlite({.file = folder / "vitrine.db"}, {clock_, ids_, &keys_})),
        files_(*upload::IncomingFolder::open_at(folder / "uploads", folder / "originals")) {
    (void)sql::migrate(*record_);
    paces_.switch_off();
    sessions_.viewers.emplace("token-ada", http::Viewer{model::AccountId{1}, model::SessionId{1},
                                                        model::ViewerId{1}, model::Role::creator, "ada"});
    http::add_uploads_routes(table_, {uploads_, *record_});
    server_ = *http::Server::open({.port = 0, .workers = 4}, dispatcher_, clock_);
    server_->start();
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

 private:
  ports::FakeClock clock_;
  ports::FakeRng rng_{static_cast<std::uint64_t>(::getpid())};
  ports::Ids ids_{clock_, rng_};
  sql::testing::MemoryKeys keys_;
  std::unique_ptr<sql::SqlRecord> record_;
  upload::IncomingFolder files_;
  sql::VideoStore videos_;
  sql::UploadStore rows_;
  sql::JobQueue jobs_{{clock_, ids_}};
  catalog::Uploads uploads_{{rows_, videos_, files_, jobs_, clock_, ids_}};
  http::RouteTable table_;
  http::testing::FakeIdempotency idempotency_;
  http::testing::FakeSessions sessions_;
  http::Cursors cursors_{base::sha256(base::as_bytes("cursors"))};
  http::Paces paces_{clock_, rng_};
  http::Dispatcher dispatcher_{table_, {{*record_, idempotency_, clock_, cursors_}, sessions_, paces_}};
  std::unique_ptr<http::Server> server_;
};

/// The server in a process of its own, until killed.
class Process {
 public:
  explicit Process(const fs::path& folder) {
    int pipe[2];
    REQUIRE(::pipe2(pipe, O_CLOEXEC) == 0);
    child_ = ::fork();
    REQUIRE(child_ >= 0);
    if (child_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      const House house{folder};
      const auto port = house.port();
      if (::write(pipe[1], &port, sizeof port) != sizeof port) ::_exit(1);
      for (;;) ::pause();
    }
    ::close(pipe[1]);
    const auto got = ::read(pipe[0], &port_, sizeof port_);
    ::close(pipe[0]);
    REQUIRE(got == sizeof port_);
  }
  ~Process() { kill(); }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  void kill() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(std::exchange(child_, 0), nullptr, 0);
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  pid_t child_ = 0;
  std::uint16_t port_ = 0;
};

struct Folder {
  fs::path path = fs::temp_directory_path() / ("vitrine_e2e_" + std::to_string(::getpid()));
  Folder() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Folder() { fs::remove_all(path); }
};

std::string head_of(const std::string& method, const std::string& target, const std::string& fields) {
  return method + " " + target + " HTTP/1.1\r\nHost: vitrine.example\r\nAuthorization: Bearer token-ada\r\n" +
         "Tus-Resumable: 1.0.0\r\n" + fields + "\r\n";
}

std::string create(std::uint16_t port, std::size_t length) {
  RawClient client{port};
  const auto made = client.ask(head_of(
      "POST", "/api/v1/uploads", "Content-Length: 0\r\nUpload-Length: " + std::to_string(length) + "\r\n"));
  REQUIRE(made.status == 201);
  REQUIRE(made.field("Tus-Resumable") == "1.0.0");
  return made.field("Location");
}

std::string patch_head(const std::string& url, std::size_t offset, std::size_t size,
                       const std::string& more = {}) {
  return head_of("PATCH", url,
                 "Content-Type: application/offset+octet-stream\r\nUpload-Offset: " + std::to_string(offset) +
                     "\r\nContent-Length: " + std::to_string(size) + "\r\n" + more);
}

/// Where it stands; asks again while the server has not yet noticed that the sender went away.
std::size_t offset_of(std::uint16_t port, const std::string& url) {
  for (int i = 0; i < 1000; ++i) {
    RawClient client{port};
    const auto told = client.ask(head_of("HEAD", url, ""), false);
    if (told.status == 423) {
      ::usleep(10'000);
      continue;
    }
    REQUIRE(told.status == 200);
    return static_cast<std::size_t>(*base::parse_number(told.field("Upload-Offset")));
  }
  FAIL("the upload stayed locked");
  return 0;
}

std::string random_bytes(std::size_t size) {
  base::Random random{9};
  std::string bytes(size, '\0');
  for (auto& c : bytes) c = static_cast<char>(random.next());
  return bytes;
}

std::string stored(const Folder& folder) {
  for (const auto& entry : fs::directory_iterator{folder.path / "uploads"}) {
    std::ifstream in{entry.path(), std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  return {};
}
}  // namespace

TEST_CASE("uploads end to end: a connection breaks, the server is killed, and every byte is there in order") {
  const Folder folder;
  const auto bytes = random_bytes(3'000'000);
  auto server = std::make_unique<Process>(folder.path);
  const auto url = create(server->port(), bytes.size());
  {
    RawClient broken{server->port()};
    broken.send(patch_head(url, 0, bytes.size()));
    broken.send(std::string_view{bytes}.substr(0, 1'000'000));
  }
  const auto first = offset_of(server->port(), url);
  CHECK(first <= 1'000'000);
  {
    RawClient sending{server->port()};
    sending.send(patch_head(url, first, bytes.size() - first));
    sending.send(std::string_view{bytes}.substr(first, 1'000'000));
    // What HEAD acknowledged before stays acknowledged whatever happens now.
    server->kill();
  }
  server = std::make_unique<Process>(folder.path);
  const auto second = offset_of(server->port(), url);
  CHECK(second >= first);
  CHECK(second <= first + 1'000'000);

  RawClient rest{server->port()};
  const auto part = bytes.substr(second);
  const auto sum = base::base64(base::sha256(base::as_bytes(part)));
  rest.send(patch_head(url, second, part.size(), "Upload-Checksum: sha256 " + sum + "\r\n"));
  const auto done = rest.ask(part);
  CHECK(done.status == 204);
  CHECK(done.field("Upload-Offset") == std::to_string(bytes.size()));
  server->kill();
  CHECK(stored(folder) == bytes);

  // The answer was committed: the next process knows, and has the job.
  server = std::make_unique<Process>(folder.path);
  CHECK(offset_of(server->port(), url) == bytes.size());
}

TEST_CASE("uploads end to end: a chunk whose checksum is wrong, or never checked, is taken back") {
  const Folder folder;
  const auto bytes = random_bytes(200'000);
  auto server = std::make_unique<Process>(folder.path);
  const auto url = create(server->port(), bytes.size());
  const auto sum = "Upload-Checksum: sha1 " + base::base64(base::Bytes(20)) + "\r\n";
  {
    RawClient client{server->port()};
    client.send(patch_head(url, 0, bytes.size(), sum));
    const auto refused = client.ask(bytes);
    CHECK(refused.status == 460);
  }
  CHECK(offset_of(server->port(), url) == 0);
  {
    RawClient client{server->port()};
    client.send(patch_head(url, 0, bytes.size(), sum));
    client.send(std::string_view{bytes}.substr(0, 150'000));
    server->kill();
  }
  server = std::make_unique<Process>(folder.path);
  CHECK(offset_of(server->port(), url) == 0);

  RawClient client{server->port()};
  CHECK(client.ask(head_of("DELETE", url, "")).status == 204);
  CHECK(client.ask(head_of("HEAD", url, ""), false).status == 404);
  CHECK(stored(folder).empty());
}

TEST_CASE("uploads end to end: refusals come before the body") {
  const Folder folder;
  const Process server{folder.path};
  const auto url = create(server.port(), 10);
  RawClient client{server.port()};
  client.send(patch_head(url, 4, 6));
  const auto refused = client.answer();  // not one byte of the body was sent
  CHECK(refused.status == 409);
  RawClient large{server.port()};
  const auto too_large =
      large.ask(head_of("POST", "/api/v1/uploads", "Content-Length: 0\r\nUpload-Length: 99999999999\r\n"));
  CHECK(too_large.status == 413);
  CHECK(too_large.body.find("2 GiB") != std::string::npos);
}
}  // namespace vitrine::uploads_end_to_end_test
