// Pages ranked again: from a log alone, from the log and a checkpoint, from the file in the repository.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <fstream>
#include <iterator>

#include "feed/receipt.hpp"
#include "supply/public_log.hpp"
#include "supply/refold.hpp"
#include "supply/saved_state.hpp"
#include "supply/testing/fake_checkpoints.hpp"

namespace vitrine::replay_test {
using namespace vitrine::supply;

namespace {
ports::FakeEventLog& fill(ports::FakeEventLog& log, const PublicLog& from) {
  REQUIRE(log.append(from.events));
  return log;
}
}  // namespace

TEST_CASE("replay: every page of an invented house is ranked again bit for bit, from anywhere") {
  const PublicLog made = make_public_log(11);
  CHECK(made.receipts.size() == 12);
  ports::FakeEventLog log;
  fill(log, made);
  testing::FakeCheckpoints checkpoint;
  Refold forward{{log}};
  const auto state = (*forward.at(150))->checkpoint();
  REQUIRE(checkpoint.put({.at = 150, .marks = *marks_until(log, 150), .state = state}));
  Refold from_checkpoint{{log, &checkpoint}};
  for (auto receipt = made.receipts.rbegin(); receipt != made.receipts.rend(); ++receipt) {
    const auto page = *feed::decode_receipt(*receipt);
    CHECK(feed::same_again(page, **forward.at(page.log_position)));
    CHECK(feed::same_again(page, **from_checkpoint.at(page.log_position)));
  }
  CHECK((*from_checkpoint.at(made.events.size()))->digest() == made.digest);
  CHECK(from_checkpoint.at(made.events.size() + 1).error().code == "log_too_short");
}

TEST_CASE("replay: a page that is not the same says in which stage first") {
  const PublicLog made = make_public_log(12);
  ports::FakeEventLog log;
  Refold refold{{fill(log, made)}};
  const auto page = *feed::decode_receipt(made.receipts.back());
  const auto& model = **refold.at(page.log_position);
  const auto stage_of = [&](auto change) {
    auto forged = page;
    change(forged);
    const auto difference = feed::rank_again(forged, model);
    REQUIRE(difference);
    return feed::stage_name(difference->stage);
  };
  CHECK_FALSE(feed::rank_again(page, model));
  CHECK(stage_of([](auto& one) { one.policy_digest[0] ^= std::byte{1}; }) == "policy");
  CHECK(stage_of([](auto& one) { one.log_position += 1; }) == "position");
  CHECK(stage_of([](auto& one) { one.slate.dropped.pop_back(); }) == "sources");
  CHECK(stage_of([](auto& one) { one.slate.dropped.front().reason = feed::Barred{}; }) == "sieves");
  CHECK(stage_of([](auto& one) { one.slate.items[1].readings.bytes[5] ^= 1; }) == "scoring");
  CHECK(stage_of([](auto& one) { std::swap(one.slate.items[0], one.slate.items[1]); }) == "arrangement");
  CHECK(stage_of([](auto& one) { one.slate.items[2].terms[0].shown += 1; }) == "explanation");
}

TEST_CASE("replay: what cannot be ranked again says so before any state is looked for") {
  const PublicLog made = make_public_log(12);
  ports::FakeEventLog log;
  testing::FakeCheckpoints checkpoints;
  fill(log, made);
  // All states but the last are gone.
  REQUIRE(checkpoints.put_anchor({.at = made.events.size()}));
  Refold refold{{log, &checkpoints}};
  const auto page = *feed::decode_receipt(made.receipts.front());
  const auto stage_of = [&](auto change) {
    auto forged = page;
    change(forged);
    const auto difference = rank_again(refold, forged, feed::Shelf::built_in());
    REQUIRE(difference);
    REQUIRE(*difference);
    return feed::stage_name((*difference)->stage);
  };
  CHECK(stage_of([](auto& one) { one.model_version -= 1; }) == "model");
  CHECK(stage_of([](auto& one) { one.base_digest[0] ^= std::byte{1}; }) == "policy");
  CHECK(rank_again(refold, page, feed::Shelf::built_in()).error().code == "state_gone");
  Refold whole{{log}};
  CHECK_FALSE(*rank_again(whole, page, feed::Shelf::built_in()));
}

TEST_CASE("public_log: text and back, the same for the same seed, and nothing else is read") {
  const PublicLog made = make_public_log(13);
  CHECK(make_public_log(13) == made);
  CHECK(make_public_log(14).digest != made.digest);
  const std::string text = to_text(made);
  CHECK(text.size() < 400'000);
  CHECK(*parse_public_log(text) == made);
  for (const char* bad : {"", "vitrine log 2\n", "vitrine log 1\nevent !\n", "vitrine log 1\nnews AA==\n",
                          "vitrine log 1\ndigest 00\n", "event AA==\n"})
    CHECK(parse_public_log(bad).error().code == "public_log_corrupt");
}

TEST_CASE("public_log: the one in the repository folds and replays") {
  std::ifstream in{VITRINE_SMALL_LOG, std::ios::binary};
  const auto shipped = parse_public_log(std::string{std::istreambuf_iterator<char>{in}, {}});
  REQUIRE(shipped);
  ports::FakeEventLog log;
  Refold refold{{fill(log, *shipped)}};
  int different = 0;
  for (const auto& bytes : shipped->receipts) {
    const auto page = feed::decode_receipt(bytes);
    REQUIRE(page);
    different += feed::same_again(*page, **refold.at(page->log_position)) ? 0 : 1;
  }
  // Who changes the model or a policy writes the file anew; that it is due is news, not a broken build.
  const bool current = (*refold.at(shipped->events.size()))->digest() == shipped->digest && different == 0;
  WARN_MESSAGE(current, "write it anew: vitrine replay --write-example docs/example/small.vlog");
}
}  // namespace vitrine::replay_test
