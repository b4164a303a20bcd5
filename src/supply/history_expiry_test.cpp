#include "supply/history_expiry.hpp"

#include <doctest/doctest.h>

#include "learning/testing_log.hpp"
#include "supply/live_model.hpp"
#include "supply/refold.hpp"
#include "supply/testing/fake_checkpoints.hpp"

namespace vitrine::history_expiry_test {
using namespace vitrine::supply;
using learning::testing::LogMaker;

namespace {
class NoTransaction final : public ports::Transaction {
 public:
  NoTransaction() = default;
  base::Result<void> announce(decltype(model::News::what)) override { return {}; }
};

class NoRecord final : public ports::Record {
 protected:
  base::Result<void> run_write(const Body& body) override { return run_read(body); }
  base::Result<void> run_read(const Body& body) override {
    NoTransaction tx;
    return body(tx);
  }
};

/// Everybody wants their history kept for 30 days.
class ThirtyDays final : public ChoiceStore {
 public:
  base::Result<Choices> of(ports::Transaction&, model::AccountId) override { return Choices{}; }
  base::Result<void> choose(ports::Transaction&, model::AccountId, std::string_view,
                            model::Instant) override {
    return {};
  }
  base::Result<void> set(ports::Transaction&, model::AccountId, const SliderPlace&) override { return {}; }
  base::Result<void> mute(ports::Transaction&, model::AccountId, const Mute&, model::Instant) override {
    return {};
  }
  base::Result<void> unmute(ports::Transaction&, model::AccountId, const Mute&) override { return {}; }
  base::Result<WatchHistory> history(ports::Transaction&, model::ViewerId) override { return WatchHistory{}; }
  base::Result<void> set_history(ports::Transaction&, model::ViewerId, const WatchHistory&,
                                 model::Instant) override {
    return {};
  }
  base::Result<std::vector<std::pair<model::ViewerId, int>>> history_terms(ports::Transaction&) override {
    std::vector<std::pair<model::ViewerId, int>> all;
    for (std::uint64_t viewer = 1; viewer < LogMaker::viewers; ++viewer)
      all.emplace_back(model::ViewerId{viewer}, 30);
    return all;
  }
};

constexpr std::size_t days_count = 100;

/// A house of so many days, each with its part of the events.
struct House {
  House() {
    for (std::size_t i = 0; i < events.size(); ++i)
      events[i].at =
          begin + model::Millis{static_cast<std::int64_t>(i * days_count * 86'400'000 / events.size())};
  }
  void start() {
    live.reset();
    live.emplace(LiveModel::Needs{log, checkpoints});
    REQUIRE(live->start());
  }
  /// Until the evening of day `day`, when histories expire.
  base::Result<std::int64_t> pass(std::size_t day) {
    const std::size_t until = (day + 1) * events.size() / days_count;
    std::vector<base::Bytes> bytes;
    for (; added < until; ++added) bytes.push_back(model::encode(events[added]));
    REQUIRE(log.append(bytes));
    live->nudge();
    REQUIRE(live->wait_for(until, model::Millis{5000}));
    clock.advance(std::chrono::days{1});
    return expiry.run();
  }
  /// Watches of people that are older than `age`.
  [[nodiscard]] std::size_t older(std::chrono::days age) const {
    std::size_t count = 0;
    const auto all = *log.batch(1, added);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto event = model::decode_feed_event(all[i]);
      if (!event || event->at > clock.now() - age) continue;
      const auto* watched = std::get_if<model::events::Watched>(&event->what);
      count += watched != nullptr && watched->viewer.raw() != 0;
    }
    return count;
  }
  /// As a release with another model_version finds them.
  void spoil_checkpoints() {
    for (auto* some : {&checkpoints.kept, &checkpoints.anchors})
      for (auto& [at, one] : *some) one.state[6] ^= std::byte{1};
  }

  model::Instant begin{std::chrono::days{20'000}};
  std::vector<model::FeedEvent> events = LogMaker{5}.busy(500);
  std::size_t added = 0;
  ports::FakeEventLog log;
  testing::FakeCheckpoints checkpoints;
  ThirtyDays choices;
  NoRecord record;
  ports::FakeClock clock{begin};
  std::optional<LiveModel> live{};
  HistoryExpiry expiry{
      {.log = log, .checkpoints = checkpoints, .choices = choices, .record = record, .clock = clock}};
};
}  // namespace

TEST_CASE("history_expiry: goes on after a release that can read none of the states before") {
  House house;
  bool spoiled_while_running = false;
  SUBCASE("the release says where it begins") {}
  SUBCASE("the anchor is lost beside a running server") { spoiled_while_running = true; }
  for (std::size_t day = 0; day < days_count; ++day) {
    if (day == 50 && !spoiled_while_running) {
      house.live.reset();
      house.spoil_checkpoints();
    }
    if (day % 5 == 0) house.start();
    if (day == 52 && spoiled_while_running) house.spoil_checkpoints();
    const auto expired = house.pass(day);
    REQUIRE_MESSAGE(expired, "day " << day << ": " << expired.error().code);
    CHECK(house.older(std::chrono::days{31}) == 0);
  }
  CHECK(house.older(std::chrono::days{20}) > 0);
  // The anchor moves on again, and what is served can be folded from it.
  const auto anchor = *house.checkpoints.anchor();
  CHECK(anchor > 60 * house.events.size() / days_count);
  CHECK(anchor < 75 * house.events.size() / days_count);
  house.live->stop();
  const auto served = house.live->read([](const learning::Model& model) { return model.digest(); });
  house.checkpoints.kept.clear();
  Refold refold{{house.log, &house.checkpoints}};
  const auto again = refold.at(house.added);
  REQUIRE(again);
  CHECK((*again)->digest() == served);
}

TEST_CASE("history_expiry: what was to go goes also where no state of the model is left") {
  House house;
  house.start();
  for (std::size_t day = 0; day < 40; ++day) REQUIRE(house.pass(day));
  house.spoil_checkpoints();
  house.checkpoints.kept.clear();
  for (std::size_t day = 40; day < 45; ++day) REQUIRE(house.pass(day));
  CHECK(house.older(std::chrono::days{31}) == 0);
}
}  // namespace vitrine::history_expiry_test
