#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>

#include "base/random.hpp"
#include "learning/chunks.hpp"
#include "learning/keyed_ring.hpp"
#include "learning/keyed_store.hpp"
#include "learning/short_list.hpp"

namespace vitrine::containers_test {
using namespace vitrine::learning;

namespace {

struct Counted {
  std::uint64_t key = 0;
  int value = 0;
};

}  // namespace

TEST_CASE("keyed_store: it is a map, in an order that only the calls decide") {
  CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, bool>>& calls) {
    KeyedStore<Counted> store;
    std::map<std::uint64_t, int> plain;
    int value = 0;
    for (const auto& [k, insert] : calls) {
      const std::uint64_t key = k % 64 + 1;
      if (insert) {
        store.at(key).value = ++value;
        plain[key] = value;
      } else {
        RC_ASSERT(store.erase(key) == (plain.erase(key) > 0));
      }
    }
    RC_ASSERT(store.size() == plain.size());
    for (const auto& [key, wanted] : plain) {
      RC_ASSERT(store.find(key) != nullptr);
      RC_ASSERT(store.find(key)->value == wanted);
      RC_ASSERT(store.values()[store.place_of(key)].key == key);
    }
    RC_ASSERT(store.find(1000) == nullptr);
    RC_ASSERT(store.place_of(1000) == store.size());
  }));
}

TEST_CASE("chunks: a list as long as a vector holds what the vector holds, and does not move it") {
  struct One {
    std::uint64_t value = 0;
  };
  CHECK(rc::check([](const std::vector<std::pair<std::uint64_t, bool>>& calls) {
    Chunks<One, 4 * sizeof(One)> list;
    std::vector<std::uint64_t> plain;
    for (const auto& [value, adds] : calls) {
      if (adds || plain.empty()) {
        list.emplace_back().value = value;
        plain.push_back(value);
      } else {
        list.pop_back();
        plain.pop_back();
      }
    }
    RC_ASSERT(list.size() == plain.size());
    RC_ASSERT(list.empty() == plain.empty());
    RC_ASSERT(list.capacity() >= list.size());
    std::size_t i = 0;
    for (const One& one : list) RC_ASSERT(one.value == plain[i++]);
    RC_ASSERT(i == plain.size());
    for (std::size_t k = 0; k < plain.size(); ++k) RC_ASSERT(list[k].value == plain[k]);
    if (!plain.empty()) RC_ASSERT(list.back().value == plain.back());
    const Chunks<One, 4 * sizeof(One)> copy = list;
    RC_ASSERT(copy.size() == list.size());
    if (!plain.empty()) RC_ASSERT(copy[0].value == plain[0]);
  }));
  Chunks<One, 4 * sizeof(One)> list;
  for (int i = 0; i < 5; ++i) list.emplace_back();
  const One *first = &list[0], *fifth = &list[4];
  for (int i = 0; i < 50; ++i) list.emplace_back();
  CHECK(first == &list[0]);
  CHECK(fifth == &list[4]);
}

TEST_CASE("short_list: it holds what a vector holds, with a mark beside each, also as a copy and moved") {
  CHECK(rc::check([](const std::vector<std::pair<std::uint32_t, std::uint8_t>>& calls) {
    ShortList<std::uint32_t, std::uint16_t> list;
    std::vector<std::uint32_t> plain;
    const auto beside = [](std::uint32_t value) { return static_cast<std::uint16_t>(value * 3); };
    for (const auto& [value, call] : calls) {
      const std::size_t place = plain.empty() ? 0 : value % plain.size();
      const auto there = plain.begin() + static_cast<std::ptrdiff_t>(place);
      if (call % 4 != 0 || plain.empty()) {
        list.push_back(value % 50, beside(value % 50));
        plain.push_back(value % 50);
      } else if (call == 4) {
        list.forget(*there);
        std::erase(plain, std::uint32_t{*there});
      } else {
        list.erase(place, plain.size() - place > 1 ? 2 : 1);
        plain.erase(there, there + (plain.size() - place > 1 ? 2 : 1));
      }
    }
    ShortList<std::uint32_t, std::uint16_t> copy = list;
    auto moved = std::move(list);
    for (const auto* one : {&copy, &moved}) {
      RC_ASSERT(std::ranges::equal(*one, plain));
      for (std::size_t i = 0; i < plain.size(); ++i) RC_ASSERT(one->beside()[i] == beside(plain[i]));
    }
    copy = {};
    RC_ASSERT(copy.empty() && copy.bytes() == 0);
  }));
}

TEST_CASE("short_list: it takes little more than what is in it") {
  ShortList<std::uint64_t> list;
  CHECK(list.bytes() == 0);
  for (std::size_t n = 1; n <= 3000; ++n) {
    list.push_back(n);
    REQUIRE(list.bytes() >= n * 8);
    REQUIRE(list.bytes() <= std::max<std::size_t>(128, n * 8 * 3 / 2));
  }
}

TEST_CASE("keyed_ring: it is a map whose oldest go first, wherever it stands in its memory") {
  struct Big {
    std::uint64_t key;
    std::array<std::byte, 60'000> much;  // 34 to a piece of memory
  };
  base::Random random{5};
  KeyedRing<Big> ring;
  std::vector<std::uint64_t> plain;  // oldest first
  for (int i = 0; i < 4000; ++i) {
    const std::uint64_t key = 1 + random.below(300);
    const std::uint64_t deed = random.below(8);
    if (deed < 4 || plain.empty()) {
      std::erase(plain, key);
      plain.push_back(key);
      ring.add(key).much[7] = static_cast<std::byte>(key);
    } else if (deed < 6) {
      REQUIRE(ring.erase(key) == (std::erase(plain, key) > 0));
    } else {
      REQUIRE(ring.front().key == plain.front());
      ring.pop_front();
      plain.erase(plain.begin());
    }
    REQUIRE(ring.size() == plain.size());
    const Big* found = ring.find(key);
    REQUIRE((found != nullptr) == (std::ranges::find(plain, key) != plain.end()));
    if (found != nullptr) REQUIRE(found->much[7] == static_cast<std::byte>(key));
    if (i % 100 != 0) continue;
    std::vector<std::uint64_t> all;
    const KeyedRing<Big> copy = ring;
    copy.each([&](const Big& value) { all.push_back(value.key); });
    REQUIRE(all == plain);
  }
  CHECK(ring.bytes() < 40 * base::large_pages::page_bytes);  // 300 of them are 9 pieces
}

TEST_CASE("keyed_ring: closing gaps keeps what is there, in its order") {
  struct Small {
    std::uint64_t key;
    std::uint64_t value;
  };
  KeyedRing<Small> ring;
  for (std::uint64_t key = 1; key <= 5; ++key) ring.add(key).value = 10 * key;
  for (int i = 0; i < 300'000; ++i) ring.add(4).value = 44;  // each stands where the last one's gap is not
  ring.erase(2);
  CHECK(ring.places() > 300'000);
  ring.close_gaps();
  CHECK(ring.places() == ring.size());
  std::vector<std::pair<std::uint64_t, std::uint64_t>> all;
  ring.each([&](const Small& one) { all.emplace_back(one.key, one.value); });
  CHECK(all == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{1, 10}, {3, 30}, {5, 50}, {4, 44}});
  CHECK(ring.find(3)->value == 30);
  CHECK(ring.find(2) == nullptr);
}

}  // namespace vitrine::containers_test
