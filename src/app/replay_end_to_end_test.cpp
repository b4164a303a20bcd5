// The fold, proven: a server process killed with -9 in the middle of events, started again, folded a second
// time in another process, and its pages ranked again bit for bit.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/testing/feed_house.hpp"
#include "base/testing/temporary_folder.hpp"
#include "http/server/server.hpp"
#include "http/testing/socket.hpp"
#include "supply/refold.hpp"

namespace vitrine::replay_end_to_end_test {
using app::testing::FeedHouse;
namespace json = base::json;
namespace fs = std::filesystem;

namespace {
/// What a child writes to its parent once it is up.
struct Greeting {
  std::uint16_t port = 0;
  model::LogPosition position = 0;
  base::Digest digest{};
};

void furnish(FeedHouse& house) {
  const auto cleo = house.person("cleo"), carl = house.person("carl");
  for (std::uint64_t n = 0; n < 24; ++n) house.publish(1000 + n, n % 2 == 0 ? cleo : carl, {"pottery"});
}

/// A server on `folder` in a process of its own; furnished if it is new.
class Process {
 public:
  explicit Process(const fs::path& folder, bool first = false) {
    int pipe[2];
    REQUIRE(::pipe2(pipe, O_CLOEXEC) == 0);
    child_ = ::fork();
    REQUIRE(child_ >= 0);
    if (child_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      serve(folder, first, pipe[1]);
    }
    ::close(pipe[1]);
    const auto got = ::read(pipe[0], &greeting, sizeof greeting);
    ::close(pipe[0]);
    REQUIRE(got == sizeof greeting);
  }
  ~Process() { kill(); }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  void kill() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(std::exchange(child_, 0), nullptr, 0);
  }
  Greeting greeting;

 private:
  [[noreturn]] static void serve(const fs::path& folder, bool first, int to) {
    FeedHouse house{folder};
    if (first) furnish(house);
    else
      for (const auto* known : {"cleo", "carl"}) house.person(known);
    house.person("ann");
    house.open();
    if (first) {  // so that the next recovers from a checkpoint and a tail
      house.live.stop();
      REQUIRE(house.live.start());
    }
    const auto server = *http::Server::open({.port = 0, .workers = 4}, house.dispatcher, house.clock);
    server->start();
    Greeting greeting{.port = server->port()};
    house.live.read([&](const learning::Model& model) {
      greeting.position = model.position();
      greeting.digest = model.digest();
    });
    if (::write(to, &greeting, sizeof greeting) != sizeof greeting) ::_exit(1);
    for (;;) ::pause();
  }
  pid_t child_ = 0;
};

std::string request(const std::string& method, const std::string& target, const std::string& body) {
  return method + " /api/v1" + target + " HTTP/1.1\r\nHost: vitrine.example\r\n" +
         "Authorization: Bearer token-ann\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// A page is asked for and half of it watched; false once the server is gone.
bool look(std::uint16_t port) {
  http::testing::RawClient client{port};
  if (!client.connected()) return false;
  const auto page = client.ask(request("GET", "/feed", ""));
  if (page.status != 200) return false;
  const auto answer = *base::parse_json(page.body, 1 << 20);
  json::array events;
  for (std::size_t i = 0; i < answer.at("items").as_array().size(); i += 2) {
    json::object event;
    event["video"] = answer.at("items").at(i).at("id");
    event["receipt"] = answer.at("receipt").at("id");
    event["position"] = i;
    event["kind"] = "shown";
    events.push_back(event);
    event["kind"] = "watched";
    event["watched_ms"] = 9000;
    event["loops"] = 0;
    event["finished"] = i % 4 == 0;
    event["skipped"] = false;
    events.push_back(event);
  }
  json::object body;
  body["session"] = "0123456789abc";
  body["events"] = std::move(events);
  return client.ask(request("POST", "/events", base::to_text(body))).status == 204;
}

/// The log of `folder` folded here and now; `checkpoints` or from the first event.
Greeting fold(const fs::path& folder, bool with_checkpoints) {
  ports::FakeClock clock;
  ports::FakeRng rng{3};
  ports::Ids ids{clock, rng};
  const auto log = *sql::SqlEventLog::open_file(folder / "events.sqlite", {clock, ids});
  adapters::CheckpointFolder checkpoints{folder / "checkpoints"};
  supply::Refold refold{{*log, with_checkpoints ? &checkpoints : nullptr}};
  const auto last = *log->last();
  return {.position = last, .digest = (*refold.at(last))->digest()};
}
}  // namespace

TEST_CASE(
    "replay end to end: killed while events arrive, started again, folded elsewhere: one digest, equal "
    "pages") {
  const base::testing::TemporaryFolder folder;
  auto server = std::make_unique<Process>(folder.path(), true);
  const auto port = server->greeting.port;
  REQUIRE(look(port));
  REQUIRE(look(port));
  {
    // Half a request is on its way and another not answered yet when the process dies.
    http::testing::RawClient half{port}, whole{port};
    half.send(request("POST", "/events", std::string(400, ' ')).substr(0, 300));
    whole.send(request("GET", "/feed", ""));
    server->kill();
  }
  server = std::make_unique<Process>(folder.path());
  const Greeting recovered = server->greeting;
  CHECK(recovered.position > 24);
  server->kill();
  const Greeting replayed = fold(folder.path(), false);
  CHECK(replayed.position == recovered.position);
  CHECK(replayed.digest == recovered.digest);
  CHECK(fold(folder.path(), true).digest == recovered.digest);

  // Pages served after all that, and those whose receipts the kills left, can be ranked again.
  FeedHouse house{folder.path()};
  for (const auto* known : {"cleo", "carl", "ann"}) house.person(known);
  house.open();
  for (int page = 0; page < 2; ++page) house.watch(house.get("/feed", "ann"), 0, true, "ann");
  house.feed.stop();
  const auto ids =
      *house.record->read([&](ports::Transaction& tx) { return house.receipts.newest(tx, 100); });
  CHECK(ids.size() >= 2);
  supply::Refold refold{{*house.log, nullptr}};
  for (const auto id : ids) {
    const auto stored =
        *house.record->read([&](ports::Transaction& tx) { return house.receipts.get(tx, id); });
    const auto receipt = feed::decode_receipt(stored.bytes);
    REQUIRE(receipt);
    const auto difference = feed::rank_again(*receipt, **refold.at(receipt->log_position));
    CHECK_MESSAGE(!difference, feed::stage_name(difference->stage) << " " << difference->detail);
  }
}
}  // namespace vitrine::replay_end_to_end_test
