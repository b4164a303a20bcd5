#include "catalog/schedule.hpp"

#include <doctest/doctest.h>

#include "catalog/testing/fakes.hpp"

namespace vitrine::schedule_test {
using namespace vitrine::catalog;
using namespace vitrine::catalog::testing;

namespace {
const AccountId ada{1}, bob{2};

struct FakePlans final : ScheduleStore {
  std::map<VideoId, Planned> rows;
  Result<void> put(Transaction&, const Planned& planned) override {
    rows.insert_or_assign(planned.video, planned);
    return {};
  }
  Result<void> remove(Transaction&, VideoId video) override {
    rows.erase(video);
    return {};
  }
  Result<std::optional<Planned>> find(Transaction&, VideoId video) override {
    const auto at = rows.find(video);
    return at == rows.end() ? std::nullopt : std::optional{at->second};
  }
  Result<std::vector<Planned>> of_author(Transaction&, AccountId author) override {
    std::vector<Planned> found;
    for (const auto& [id, planned] : rows)
      if (planned.author == author) found.push_back(planned);
    return found;
  }
  Result<std::vector<Planned>> due(Transaction&, Instant now, int limit) override {
    std::vector<Planned> found;
    for (const auto& [id, planned] : rows)
      if (planned.at <= now && static_cast<int>(found.size()) < limit) found.push_back(planned);
    return found;
  }
};

struct World {
  FakeRecord record;
  FakeVideoStore store;
  FakePeople people;
  FakePlans plans;
  ports::FakeClock clock;
  Schedule schedule{{.record = record, .plans = plans, .videos = store, .people = people, .clock = clock}};

  VideoId add(std::uint64_t id, model::VideoState state) {
    REQUIRE(store.insert(record.tx, Video{.id = VideoId{id}, .author = ada, .state = state}));
    return VideoId{id};
  }
  Result<Planned> put(VideoId id, std::int64_t in_ms, AccountId who = ada) {
    return schedule.put(record.tx, who, id, clock.now() + model::Millis{in_ms});
  }
};
}  // namespace

TEST_CASE("schedule: a video comes out at its moment, not before, and once") {
  World w;
  const auto id = w.add(10, model::VideoState::ready);
  REQUIRE(w.put(id, 60'000));
  w.clock.advance(model::Millis{59'999});
  CHECK(*w.schedule.publish_due() == 0);
  CHECK_FALSE(w.store.rows.at(id).published_at);
  w.clock.advance(model::Millis{1});
  CHECK(*w.schedule.publish_due() == 1);
  CHECK(w.store.rows.at(id).published_at == w.clock.now());
  CHECK(w.record.tx.count<model::VideoPublished>() == 1);
  CHECK(w.plans.rows.empty());
  CHECK(*w.schedule.publish_due() == 0);
}

TEST_CASE("schedule: it can be moved and taken back") {
  World w;
  const auto id = w.add(10, model::VideoState::ready);
  REQUIRE(w.put(id, 60'000));
  REQUIRE(w.put(id, 120'000));
  w.clock.advance(model::Millis{60'000});
  CHECK(*w.schedule.publish_due() == 0);
  REQUIRE(w.schedule.remove(w.record.tx, ada, id));
  w.clock.advance(model::Millis{600'000});
  CHECK(*w.schedule.publish_due() == 0);
  CHECK_FALSE(w.store.rows.at(id).publish_wanted);
}

TEST_CASE("schedule: what cannot be played yet comes out when it can; what failed never does") {
  World w;
  const auto slow = w.add(10, model::VideoState::processing);
  const auto broken = w.add(11, model::VideoState::processing);
  REQUIRE(w.put(slow, 1'000));
  REQUIRE(w.put(broken, 1'000));
  w.store.rows.at(broken).state = model::VideoState::failed;
  w.clock.advance(model::Millis{1'000});
  CHECK(*w.schedule.publish_due() == 1);
  CHECK(w.store.rows.at(slow).publish_wanted);
  CHECK_FALSE(w.store.rows.at(slow).published_at);
  CHECK_FALSE(w.store.rows.at(broken).publish_wanted);
  CHECK(w.plans.rows.empty());
}

TEST_CASE("schedule: where an edit could not be rendered since, what it was cut from does not come out") {
  World w;
  const auto cut = w.add(10, model::VideoState::ready), knowing = w.add(11, model::VideoState::ready);
  REQUIRE(w.put(cut, 1'000));
  const Problem problem{"undecodable", "The pictures cannot be decoded."};
  w.store.rows.at(cut).problem = w.store.rows.at(knowing).problem = problem;
  REQUIRE(w.put(knowing, 1'000));
  CHECK_FALSE(w.store.rows.at(knowing).problem);
  w.clock.advance(model::Millis{1'000});
  CHECK(*w.schedule.publish_due() == 1);
  CHECK(w.store.rows.at(knowing).published_at);
  CHECK_FALSE(w.store.rows.at(cut).publish_wanted);
  CHECK(w.store.rows.at(cut).problem == problem);
  CHECK(w.plans.rows.empty());
}

TEST_CASE("schedule: another's video, the past, the far future and what is out are refused") {
  World w;
  const auto id = w.add(10, model::VideoState::ready);
  CHECK(w.put(id, 60'000, bob).error().code == "video_absent");
  CHECK(w.put(VideoId{99}, 60'000).error().code == "video_absent");
  CHECK(w.put(id, 0).error().code == "time_passed");
  CHECK(w.put(id, Schedule::ahead_max.count() + 1).error().code == "time_too_far");
  CHECK(w.schedule.remove(w.record.tx, bob, id).error().code == "video_absent");
  CHECK(w.put(w.add(11, model::VideoState::failed), 60'000).error().code == "video_failed");
  w.store.rows.at(id).publish_wanted = true;
  CHECK(w.put(id, 60'000).error().code == "video_is_out");
  for (std::uint64_t n = 0; n < Schedule::plans_max; ++n)
    REQUIRE(w.put(w.add(100 + n, model::VideoState::ready), 60'000));
  CHECK(w.put(w.add(1'000, model::VideoState::ready), 60'000).error().code == "plans_too_many");
  CHECK(w.put(VideoId{100}, 90'000));  // moving one of them is fine
}
}  // namespace vitrine::schedule_test
