#include "supply/live_model.hpp"

#include <doctest/doctest.h>

#include <map>

#include "learning/testing_log.hpp"
#include "supply/refold.hpp"
#include "supply/saved_state.hpp"
#include "supply/testing/fake_checkpoints.hpp"

namespace vitrine::live_model_test {
using namespace vitrine::supply;
using learning::testing::LogMaker;
using testing::FakeCheckpoints;

namespace {

void append(ports::FakeEventLog& log, const std::vector<model::FeedEvent>& events) {
  std::vector<base::Bytes> bytes;
  for (const auto& event : events) bytes.push_back(model::encode(event));
  CHECK(log.append(bytes).has_value());
}

base::Digest digest_of(const LiveModel& live) {
  return live.read([](const learning::Model& model) { return model.digest(); });
}

/// Of a viewer and a video one in an hour; without account, one of each page.
std::size_t showings_in(const std::vector<model::FeedEvent>& log) {
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::int64_t> counted_ms;
  std::size_t showings = 0;
  for (const auto& event : log) {
    const auto* shown = std::get_if<model::events::Shown>(&event.what);
    if (shown == nullptr) continue;
    const auto who = shown->viewer.raw() != 0 ? shown->viewer.raw() : shown->receipt.raw() << 8;
    const auto [one, first] = counted_ms.try_emplace({who, shown->video.raw()}, 0);
    if (!first && model::millis(event.at) / 1000 - one->second / 1000 <= 3600) continue;
    one->second = model::millis(event.at);
    ++showings;
  }
  return showings;
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
    const model::Instant end = model::instant(maker.now_ms);
    for (const auto& hour : live.vitals(end).hours) counted += hour.events;
    CHECK(counted == events.size());  // those before the start and those after it, each once
    at_the_end = digest_of(live);
  }
  REQUIRE_FALSE(checkpoints.kept.empty());
  LiveModel recovered{{log, checkpoints}};
  REQUIRE(recovered.start().has_value());
  CHECK(digest_of(recovered) == at_the_end);
  FakeCheckpoints none;
  LiveModel replayed{{log, none}};
  REQUIRE(replayed.start().has_value());
  CHECK(digest_of(replayed) == at_the_end);
}

TEST_CASE("live_model: of what happened before a start there are counts, no new viewers and no drift") {
  ports::FakeEventLog log;
  FakeCheckpoints checkpoints;
  LogMaker maker{11};
  const auto before = maker.busy(200);
  append(log, before);
  LiveModel live{{log, checkpoints}};
  const model::Instant started = model::instant(maker.now_ms);
  REQUIRE(live.start(started).has_value());
  maker.now_ms += 3'600'000;
  std::vector<model::FeedEvent> more;
  maker.watch(more, model::ViewerId{3}, 4, true);
  maker.watch(more, model::ViewerId{0}, 4, true);
  append(log, more);
  live.stop();
  const auto report = live.vitals(model::instant(maker.now_ms));
  CHECK(report.measured_since_s == model::millis(started) / 1000);
  std::uint64_t by_source = 0, by_viewer = 0;
  for (const auto& tally : report.sources) by_source += tally.shown;
  for (const auto& tally : report.viewers) by_viewer += tally.shown;
  CHECK(by_source == showings_in(before) + 2);
  CHECK(by_viewer == 1);
  REQUIRE(report.hours.size() > 1);
  CHECK(report.hours.front().calibration.n == learning::PerHead<float>{});
  CHECK(report.hours.back().calibration.n[0] > 0);
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
  REQUIRE_FALSE(checkpoints.kept.empty());
  LiveModel live{{empty, checkpoints}};
  REQUIRE(live.start().has_value());
  CHECK(live.position() == 0);
  CHECK(checkpoints.kept.empty());
}

namespace {
/// As a release with another model_version leaves it, or a disk.
void spoil(FakeCheckpoints::Kept& one) { one.state[6] ^= std::byte{1}; }

base::Digest fold_of(const ports::FakeEventLog& log, CheckpointStore* checkpoints = nullptr) {
  Refold refold{{log, checkpoints}};
  const auto model = refold.at(*log.last());
  REQUIRE(model);
  return (*model)->digest();
}

/// Events of busy(), of which a test appends some.
struct House {
  void add(std::size_t until) {
    append(log, {events.begin() + static_cast<std::ptrdiff_t>(added),
                 events.begin() + static_cast<std::ptrdiff_t>(until)});
    added = until;
  }
  /// Serves until the end of the log and stops, as for an update; the digest it served at the end.
  base::Digest serve(std::size_t until = 0) {
    if (until > 0) add(until);
    LiveModel live{{log, checkpoints}};
    REQUIRE(live.start());
    live.stop();
    CHECK(live.position() == added);
    return digest_of(live);
  }
  void empty_first(std::size_t count) {
    std::size_t place = 0;
    const auto filled = [&](model::LogPosition at) { return !(*log.batch(at, 1))[0].empty(); };
    std::vector<bool> was(added);
    for (std::size_t i = 0; i < added; ++i) was[i] = filled(i + 1);
    REQUIRE(log.erase_if([&](base::ByteView) {
      while (!was[place]) ++place;
      return place++ < count;
    }));
  }
  /// The log has let go of what is before `at`.
  void anchor_at(model::LogPosition at) {
    Refold refold{{log}};
    const auto state = (*refold.at(at))->checkpoint();
    REQUIRE(checkpoints.put_anchor({.at = at, .marks = *marks_until(log, at), .state = state}));
    empty_first(at);
  }
  std::vector<model::FeedEvent> events = LogMaker{9}.busy(600);
  std::size_t added = 0;
  ports::FakeEventLog log;
  FakeCheckpoints checkpoints;
};
}  // namespace

TEST_CASE("live_model: a log that lost its end and grew again is folded, not what a stale checkpoint knows") {
  House house;
  house.serve(300);
  const auto stale = house.checkpoints.kept;
  ports::FakeEventLog shorter;
  append(shorter, {house.events.begin(), house.events.begin() + 200});
  SUBCASE("a start with the shorter log removes it") {
    LiveModel live{{shorter, house.checkpoints}};
    REQUIRE(live.start());
    CHECK_FALSE(house.checkpoints.kept.contains(300));
  }
  SUBCASE("without one its marks say so") { house.checkpoints.kept = stale; }
  append(shorter, {house.events.begin() + 350, house.events.begin() + 550});
  LiveModel live{{shorter, house.checkpoints}};
  REQUIRE(live.start());
  CHECK(live.position() == 400);
  CHECK(digest_of(live) == fold_of(shorter));
  CHECK(fold_of(shorter, &house.checkpoints) == fold_of(shorter));
}

TEST_CASE("live_model: what is emptied later takes no checkpoint away") {
  House house;
  const auto served = house.serve(300);
  house.empty_first(290);
  CHECK(house.serve() == served);
  house.empty_first(300);
  CHECK(house.serve() == served);
}

TEST_CASE("live_model: the second checkpoint is there for the day the first cannot be restored") {
  House house;
  house.serve(300);
  house.anchor_at(100);
  const auto served = house.serve(400);
  spoil(house.checkpoints.kept.at(400));
  house.add(500);
  const auto again = fold_of(house.log, &house.checkpoints);
  CHECK(house.serve() == again);
  CHECK(*house.checkpoints.anchor() == 100);
  Refold refold{{house.log, &house.checkpoints}};
  CHECK((*refold.at(400))->digest() == served);
}

TEST_CASE("live_model: where every state of a log with gaps is lost, the start ends in a new anchor") {
  House house;
  house.serve(300);
  house.anchor_at(100);
  house.serve(400);
  for (auto* some : {&house.checkpoints.kept, &house.checkpoints.anchors})
    for (auto& [at, one] : *some) spoil(one);
  const auto begun = house.serve();
  CHECK(*house.checkpoints.anchor() == 400);
  CHECK(house.checkpoints.anchors.size() == 1);
  const auto at_500 = house.serve(500), at_600 = house.serve(600), at_700 = house.serve(700);
  CHECK(*house.checkpoints.anchor() == 400);
  Refold refold{{house.log, &house.checkpoints}};
  CHECK((*refold.at(400))->digest() == begun);
  CHECK((*refold.at(500))->digest() == at_500);
  CHECK((*refold.at(600))->digest() == at_600);
  CHECK((*refold.at(700))->digest() == at_700);
  CHECK(refold.at(399).error().code == "state_gone");
}

TEST_CASE("live_model: an anchor beyond the end of the log is replaced, not taken away") {
  House house;
  house.serve(300);
  house.anchor_at(250);
  ports::FakeEventLog shorter;
  append(shorter, {house.events.begin(), house.events.begin() + 200});
  LiveModel live{{shorter, house.checkpoints}};
  REQUIRE(live.start());
  CHECK(*house.checkpoints.anchor() == 200);
  CHECK(house.checkpoints.anchors.size() == 1);
}

TEST_CASE("live_model: a store that cannot be looked into does not keep the house closed") {
  struct Broken final : CheckpointStore {
    static base::Result<void> no() {
      return base::fail(base::Fault::not_available, "checkpoint_storage", "");
    }
    base::Result<void> put(const Checkpoint&) override { return no(); }
    std::size_t offer(model::LogPosition, const std::function<bool(const Checkpoint&)>&) override {
      return 3;
    }
    base::Result<void> remove_before(model::LogPosition) override { return no(); }
    base::Result<void> remove_after(model::LogPosition) override { return no(); }
    base::Result<void> put_anchor(const Checkpoint&) override { return no(); }
    base::Result<model::LogPosition> anchor() override { return std::unexpected(no().error()); }
  } broken;
  House house;
  house.add(100);
  LiveModel live{{house.log, broken}};
  REQUIRE(live.start());
  CHECK(live.position() == 100);
  CHECK(live.renew_checkpoints(model::Millis{50}).error().code == "checkpoint_not_renewed");
}
}  // namespace vitrine::live_model_test
