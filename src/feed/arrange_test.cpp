// Who stands where: rules before what is new, and the same for everybody where nobody is profiled.
#include <doctest/doctest.h>

#include "feed/receipt.hpp"
#include "feed/testing/town.hpp"

namespace vitrine::arrange_test {
using namespace vitrine::feed;
using feed::testing::Town;

namespace {
Policy exploring_nothing() {
  Policy policy = home();
  policy.explore_every = 0;
  return policy;
}
}  // namespace

TEST_CASE("again: one seen before stands between two of one author, where no other can") {
  Town town;
  town.publish(1, 11, {"clay"});
  town.publish(2, 11, {"sea"});
  for (std::uint64_t n = 0; n < 6; ++n) {
    town.publish(10 + n, 20 + n, {"topic" + std::to_string(n)});
    town.watch(7, 10 + n, true);
  }
  const Query query{.viewer = model::ViewerId{7}, .at = town.now(), .count = 6};
  const Slate slate = rank(query, town.model, exploring_nothing());
  REQUIRE(slate.items.size() == 6);
  int of_eleven = 0;
  for (std::size_t i = 0; i < slate.items.size(); ++i) {
    const Item& item = slate.items[i];
    if (i > 0) CHECK(item.author != slate.items[i - 1].author);
    const bool unseen = item.author == model::AccountId{11};
    of_eleven += unseen ? 1 : 0;
    CHECK((item.move == Move::again) == !unseen);
    CHECK(item.move != Move::rule_relaxed);
  }
  CHECK(of_eleven == 2);
  CHECK(slate.items[0].author == model::AccountId{11});
  CHECK(slate.items[2].author == model::AccountId{11});
}

TEST_CASE("again: one that stands against a rule says so") {
  Town town;
  for (std::uint64_t n = 0; n < 4; ++n) {
    town.publish(10 + n, n < 3 ? 20 : 21, {"clay"});
    town.watch(7, 10 + n, true);
  }
  const Query query{.viewer = model::ViewerId{7}, .at = town.now(), .count = 4};
  const Slate slate = rank(query, town.model, home());
  REQUIRE(slate.items.size() == 4);
  int against = 0;
  for (std::size_t i = 0; i < slate.items.size(); ++i) {
    const bool neighbours = i > 0 && slate.items[i].author == slate.items[i - 1].author;
    const bool third_of_clay = i >= 2;
    CHECK(slate.items[i].move == (neighbours || third_of_clay ? Move::rule_relaxed : Move::again));
    against += neighbours ? 1 : 0;
  }
  CHECK(against == 1);
}

TEST_CASE("without profile: the same page in every sitting") {
  Town town;
  for (std::uint64_t n = 1; n <= 120; ++n) town.publish(n, 1 + n % 60, {"topic" + std::to_string(n % 15)});
  for (std::uint64_t n = 1; n <= 40; ++n)
    for (std::uint64_t times = 0; times < 70; ++times) town.watch(1 + times % 9, n, times % 3 != 0);
  for (const Policy& policy : Shelf::built_in().offered()) {
    if (policy.profiling != Profiling::none) continue;
    Query query{.viewer = model::ViewerId{1}, .at = town.now(), .seed = 5, .languages = {"en"}};
    const auto first = digest_of(rank(query, town.model, policy));
    for (std::uint64_t sitting = 0; sitting < 20; ++sitting) {
      query.viewer = model::ViewerId{sitting};
      query.lot = sitting == 0 ? 0 : base::mix64(sitting);
      CHECK(digest_of(rank(query, town.model, policy)) == first);
    }
  }
}
}  // namespace vitrine::arrange_test
