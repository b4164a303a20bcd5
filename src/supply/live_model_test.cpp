#include "supply/live_model.hpp"

#include <doctest/doctest.h>

#include "learning/testing_log.hpp"

namespace vitrine::live_model_test {
using namespace vitrine::supply;
using learning::testing::LogMaker;

namespace {

class FakeCheckpoints final : public CheckpointStore {
 public:
  base::Result<void> remove_before(model::LogPosition) override { return {}; }
  base::Result<void> put(model::LogPosition, base::ByteView bytes) override {
    kept = base::Bytes{bytes.begin(), bytes.end()};
    return {};
  }
  base::Result<std::optional<base::Bytes>> newest() override { return kept; }
  base::Result<std::optional<base::Bytes>> newest_until(model::LogPosition) override { return kept; }
  std::optional<base::Bytes> kept;
};

void append(ports::FakeEventLog& log, const std::vector<model::FeedEvent>& events) {
  std::vector<base::Bytes> bytes;
  for (const auto& event : events) bytes.push_back(model::encode(event));
  CHECK(log.append(bytes).has_value());
}

base::Digest digest_of(const LiveModel& live) {
  return live.read([](const learning::Model& model) { return model.digest(); });
}

}  // namespace

TEST_CASE("live_model: what is appended is soon read, and a restart stands where the log does") {
  ports::FakeEventLog log;
  FakeCheckpoints checkpoints;
  LogMaker maker{5};
  const auto events = maker.busy(120);
  const std::vector<model::FeedEvent> first{events.begin(), events.begin() + 100};
  const std::vector<model::FeedEvent> rest{events.begin() + 100, events.end()};
  append(log, first);
  base::Digest at_the_end{};
  {
    LiveModel live{{log, checkpoints}};
    REQUIRE(live.start().has_value());
    CHECK(live.position() == 100);
    append(log, rest);
    live.nudge();
    CHECK(live.wait_for(events.size(), model::Millis{5000}));
    live.stop();
    std::uint64_t counted = 0;
    for (const auto& hour : live.vitals().hours) counted += hour.events;
    CHECK(counted == events.size());  // those before the start and those after it, each once
    at_the_end = digest_of(live);
  }
  REQUIRE(checkpoints.kept.has_value());
  LiveModel recovered{{log, checkpoints}};
  REQUIRE(recovered.start().has_value());
  CHECK(digest_of(recovered) == at_the_end);
  FakeCheckpoints none;
  LiveModel replayed{{log, none}};
  REQUIRE(replayed.start().has_value());
  CHECK(digest_of(replayed) == at_the_end);
}

TEST_CASE("live_model: erased and foreign entries keep their positions and teach nothing") {
  ports::FakeEventLog log;
  FakeCheckpoints checkpoints;
  CHECK(log.append(std::vector<base::Bytes>{{}, {std::byte{7}}}).has_value());
  LogMaker maker{6};
  append(log, maker.catalogue());
  LiveModel live{{log, checkpoints}};
  REQUIRE(live.start().has_value());
  CHECK(live.position() == 32);
  CHECK(live.unreadable() == 1);
  CHECK(live.read([](const learning::Model& model) { return model.library().size(); }) == 30);
}

TEST_CASE("live_model: a checkpoint from a log that was lost is not believed") {
  ports::FakeEventLog full, empty;
  FakeCheckpoints checkpoints;
  LogMaker maker{8};
  append(full, maker.catalogue());
  {
    LiveModel live{{full, checkpoints}};
    REQUIRE(live.start().has_value());
    live.stop();
  }
  REQUIRE(checkpoints.kept.has_value());
  LiveModel live{{empty, checkpoints}};
  REQUIRE(live.start().has_value());
  CHECK(live.position() == 0);
}
}  // namespace vitrine::live_model_test
