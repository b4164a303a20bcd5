#include "learning/table.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

#include "base/random.hpp"
#include "learning/first_sights.hpp"
#include "learning/readings.hpp"

namespace vitrine::table_test {
using namespace vitrine::learning;

TEST_CASE("table: rows are found by exact key, also after removals, and come back from bytes slot by slot") {
  CHECK(rc::check([](const std::vector<std::pair<std::uint16_t, bool>>& calls) {
    Table table;
    std::map<std::uint64_t, float> plain;
    float value = 0;
    for (const auto& [k, admit] : calls) {
      const std::uint64_t key = 2 * (k % 512) + 1;
      if (admit) {
        table.admit(key).n = ++value;
        plain[key] = value;
      } else {
        RC_ASSERT(table.erase(key) == (plain.erase(key) > 0));
      }
    }
    RC_ASSERT(table.size() == plain.size());
    for (const auto& [key, wanted] : plain)
      RC_ASSERT(table.find(key) != nullptr && table.find(key)->n == wanted);
    base::WireWriter out;
    table.write(out);
    Table restored;
    base::WireReader in{out.bytes()};
    restored.read(in, 1 << 20);
    RC_ASSERT(in.finished());
    base::WireWriter again;
    restored.write(again);
    RC_ASSERT(again.take() == out.take());
  }));
}

TEST_CASE("table: pages that fill up are split, and every row is found afterwards, removed or restored") {
  Table table;
  const auto key = [](std::uint64_t i) { return key_of(Aspect::video, i); };
  constexpr std::uint64_t many = 60'000;  // five pages' worth
  for (std::uint64_t i = 1; i <= many; ++i) table.admit(key(i)).n = static_cast<float>(i);
  CHECK(table.size() == many);
  CHECK(table.bytes() > many * sizeof(Row));
  CHECK(table.bytes() < (many + 16'384 + 16'384) * sizeof(Row));  // free places take no rows
  for (std::uint64_t i = 1; i <= many; i += 3) REQUIRE(table.erase(key(i)));
  base::WireWriter out;
  table.write(out);
  Table restored;
  base::WireReader in{out.bytes()};
  restored.read(in, 1 << 20);
  REQUIRE(in.finished());
  const Table copy = table;
  for (const Table* one : {&std::as_const(table), &std::as_const(restored), &copy})
    for (std::uint64_t i = 1; i <= many; ++i) {
      const Row* row = one->find(key(i));
      REQUIRE((row != nullptr) == (i % 3 != 1));
      if (row != nullptr) REQUIRE(row->n == static_cast<float>(i));
    }
  for (std::uint64_t i = 1; i <= many; ++i) {  // the same future
    table.admit(key(many + i));
    restored.admit(key(many + i));
  }
  base::WireWriter one, other;
  table.write(one);
  restored.write(other);
  CHECK(one.take() == other.take());
}

TEST_CASE("table: wherever its rows lie, it is the same table, and what was removed leaves room") {
  base::Random random{11};
  Table usual, other{2};  // pools of two pages: a split moves rows from one to the next
  for (int i = 0; i < 120'000; ++i) {
    const std::uint64_t key = key_of(Aspect::video, random.below(60'000));
    if (random.below(4) == 0) {
      REQUIRE(usual.erase(key) == other.erase(key));
      continue;
    }
    for (Table* table : {&usual, &other}) {
      Row& row = table->admit(key);
      if (row.n == 0) row.touched_day = static_cast<std::uint16_t>(i / 2);
      REQUIRE((row.key == key && row.n <= static_cast<float>(i)));
      row.n += 1;
    }
  }
  for (std::size_t place = 0; place < 1000; ++place)
    for (Table* table : {&usual, &other}) table->expire(place, 256, 20'000);
  base::WireWriter one, two;
  usual.write(one);
  other.write(two);
  CHECK(one.take() == two.take());
  const std::size_t bytes = usual.bytes();
  for (std::uint64_t i = 60'000; usual.size() < 40'000; ++i) usual.admit(key_of(Aspect::video, i));
  CHECK(usual.bytes() == bytes);
}

TEST_CASE("table: while there is room for all, none of them moves") {
  Table table;
  base::Random random{3};
  for (int round = 0; round < 3000; ++round) {
    std::array<std::uint64_t, 20> keys;
    for (auto& key : keys) key = random.next() | 1;
    for (const auto key : keys) table.make_room(key, keys.size());
    std::array<Row*, 20> rows{};
    for (std::size_t i = 0; i < keys.size(); ++i) rows[i] = &table.admit(keys[i]);
    for (std::size_t i = 0; i < keys.size(); ++i) REQUIRE(&table.own(*table.find(keys[i])) == rows[i]);
  }
}

TEST_CASE("table: what prefetch() answered before changes no answer and no byte") {
  Table told, searched;
  base::Random random{9};
  const auto key = [&] { return base::mix64(random.below(60'000)) | 1; };
  constexpr std::array<const Row*, 12> nothing{};
  for (int round = 0; round < 9000; ++round) {
    std::array<std::uint64_t, 12> keys;
    std::array<const Row*, 12> likely;
    for (std::size_t i = 0; i < keys.size(); ++i) likely[i] = told.prefetch(keys[i] = key());
    for (std::uint64_t some = random.below(3); some > 0; --some) {  // meanwhile
      const std::uint64_t other = key();
      if (random.below(4) == 0) REQUIRE(told.erase(other) == searched.erase(other));
      else told.admit(other), searched.admit(other);
    }
    std::array<const Row*, 12> found, others;
    std::array<std::uint16_t, 12> slots, unused;
    told.find_with_room(keys, likely.data(), found.data(), slots.data());
    searched.find_with_room(keys, nothing.data(), others.data(), unused.data());
    for (std::size_t i = 0; i < keys.size(); ++i) {
      REQUIRE((found[i] == nullptr) == (others[i] == nullptr));
      REQUIRE((found[i] == nullptr || found[i]->key == keys[i]));
      if (random.below(3) == 0 || found[i] != nullptr) continue;
      told.admit(keys[i], slots[i]).n = 1;
      searched.admit(keys[i]).n = 1;
    }
  }
  base::WireWriter one, other;
  told.write(one);
  searched.write(other);
  CHECK(one.take() == other.take());
}

TEST_CASE("admission: a key comes again when it came before and no other took its place") {
  constexpr std::uint64_t key = 7ULL << 48 | 9, beside = 8ULL << 48 | 9;
  FirstSights sights;
  CHECK_FALSE(sights.again(key));
  CHECK(sights.again(key));
  CHECK_FALSE(sights.again(key));  // it had its row since: nothing of it was kept
  CHECK_FALSE(sights.again(beside));
  CHECK_FALSE(sights.again(key));
  base::WireWriter out, same;
  sights.write(out);
  FirstSights restored;
  base::WireReader in{out.bytes()};
  restored.read(in);
  REQUIRE(in.finished());
  restored.write(same);
  CHECK(same.take() == out.take());
  CHECK(restored.again(key));
}

TEST_CASE("table: a row that was counted in for years tells the same rates") {
  Row row;
  Counting showing;
  for (std::uint32_t k = 1; k <= 5'000'000; ++k) {
    showing.values[index(Signal::finish)] = k % 5 < 2 ? 1 : 0;
    showing.values[index(Signal::watch_log)] = 3;
    count(std::array{&row}, showing);
  }
  CHECK(row.n <= 1U << 20);
  CHECK(row.sums[index(Signal::finish)] / row.n == doctest::Approx(0.4).epsilon(1e-3));
  CHECK(row.sums[index(Signal::watch_log)] / row.n == doctest::Approx(3).epsilon(1e-3));
}

TEST_CASE("table: rows that no search would come to are refused") {
  Table table;
  for (std::uint64_t i = 0; i < 100; ++i) table.admit(key_of(Aspect::video, i)).n = 1;
  base::WireWriter out;
  table.write(out);
  const auto whole = out.take();
  const auto restores = [](base::ByteView bytes) {
    Table restored;
    base::WireReader in{bytes};
    restored.read(in, 1U << 20);
    return in.finished();
  };
  REQUIRE(restores(whole));
  // Somewhere within stands the key of the first row: another one there has its home elsewhere.
  const std::uint64_t key = key_of(Aspect::video, 0);
  const auto place = std::ranges::search(whole, std::as_bytes(std::span{&key, 1})).begin() - whole.begin();
  REQUIRE(place < static_cast<std::ptrdiff_t>(whole.size()));
  auto elsewhere = whole;
  elsewhere[static_cast<std::size_t>(place) + 1] ^= std::byte{0x10};
  CHECK_FALSE(restores(elsewhere));
  auto even = whole;
  even[static_cast<std::size_t>(place)] ^= std::byte{1};
  CHECK_FALSE(restores(even));
}

TEST_CASE("table: thousands of keys that begin alike fill one page, and then there is room for others only") {
  Table table;
  constexpr std::uint64_t alike = 0xabcdeULL << 44;  // the first twenty bits
  std::uint64_t admitted = 0;
  for (; admitted < 20'000 && table.has_room(alike + 2 * admitted + 1); ++admitted) {
    table.admit(alike + 2 * admitted + 1).n = static_cast<float>(admitted);
  }
  CHECK(admitted > 10'000);
  CHECK(admitted < 20'000);
  for (std::uint64_t i = 0; i < admitted; ++i)
    REQUIRE(table.find(alike + 2 * i + 1)->n == static_cast<float>(i));
  const std::array keys{alike + 99'999, ~alike | 1, alike + 1};
  const std::array<const Row*, 3> hints{};
  std::array<const Row*, 3> found{};
  std::array<std::uint16_t, 3> slots{};
  table.find_with_room(keys, hints.data(), found.data(), slots.data());
  CHECK(found[0] == nullptr);
  CHECK_FALSE(table.has_room(keys[0]));
  CHECK(found[1] == nullptr);
  CHECK(table.has_room(keys[1]));
  CHECK(found[2] == table.find(alike + 1));
  base::WireWriter out;
  table.write(out);
  Table restored;
  base::WireReader in{out.bytes()};
  restored.read(in, 1ULL << 31);
  CHECK(in.finished());
  CHECK(restored.size() == admitted);
}

}  // namespace vitrine::table_test
