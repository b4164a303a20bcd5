#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <map>

#include "base/random.hpp"
#include "learning/chunks.hpp"
#include "learning/judging.hpp"
#include "learning/model.hpp"
#include "learning/numeric.hpp"
#include "learning/testing_log.hpp"

namespace vitrine::learning_test {
using namespace vitrine::learning;
using learning::testing::LogMaker;
using namespace vitrine::model::events;

namespace {

Model fold(const std::vector<model::FeedEvent>& log) {
  Model model;
  for (const auto& event : log) model.apply(event, model.position() + 1);
  return model;
}

struct Counted {
  std::uint64_t key = 0;
  int value = 0;
};

}  // namespace

TEST_CASE("numeric: our exp and log agree with libm to what a score can show") {
  for (float x = -20; x < 20; x += 0.037F)
    CHECK(exp2_exact(x) == doctest::Approx(std::exp2(x)).epsilon(1e-6));
  for (float x = 1e-6F; x < 1e6F; x *= 1.37F)
    CHECK(log2_exact(x) == doctest::Approx(std::log2(x)).epsilon(1e-5));
  CHECK(logistic(0) == 0.5F);
  for (float p = 0.01F; p < 1; p += 0.01F) CHECK(logistic(log_odds(p)) == doctest::Approx(p).epsilon(1e-4));
  CHECK(faded(10, 10) == doctest::Approx(0.5));
}

TEST_CASE("numeric: four at once have the bits of one at a time") {
  const auto same = [](Four four, float one, std::size_t lane) {
    return std::bit_cast<std::uint32_t>(four[lane]) == std::bit_cast<std::uint32_t>(one);
  };
  base::Random random{7};
  for (int i = 0; i < 20'000; ++i) {
    Four x;
    for (std::size_t lane = 0; lane < 4; ++lane)
      x[lane] = static_cast<float>((random.unit() - 0.5) * std::exp2(static_cast<double>(random.below(9))));
    const Four positive = x * x + 1e-6F;
    bool equal = true;
    for (std::size_t lane = 0; lane < 4; ++lane)
      equal = equal && same(exp2_exact(x), exp2_exact(x[lane]), lane) &&
              same(logistic(x), logistic(x[lane]), lane) &&
              same(log2_exact(positive), log2_exact(positive[lane]), lane) &&
              same(log_odds(positive, x), log_odds(positive[lane], x[lane]), lane);
    REQUIRE(equal);
  }
}

TEST_CASE("judging: a thousand videos at once are judged with the bits of each alone") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    LogMaker maker{seed};
    const auto model = fold(maker.busy(600));
    const std::uint32_t at_s = seconds(maker.tick());
    std::vector<const Video*> videos;
    for (const auto& video : model.library().videos()) videos.push_back(&video);
    for (std::uint64_t id = 0; id < LogMaker::viewers + 2; ++id) {  // also nobody, and one never heard of
      Viewer viewer{.key = id};
      if (const auto* known = model.viewer(model::ViewerId{id}); known != nullptr && id != 0) viewer = *known;
      Judging judging{model, viewer, static_cast<std::uint32_t>(id % 3), at_s, videos.size()};
      std::vector<LogOdds> answers(videos.size());
      judging.judge(videos, answers);
      for (std::size_t i = 0; i < videos.size(); ++i) {
        const auto shown = model.impression(viewer, *videos[i], static_cast<std::uint32_t>(id % 3), at_s);
        const auto readings = read(shown, rows_of(model.table(), shown), model.overall());
        REQUIRE(answers[i] == model.scorer().judge(readings));
      }
    }
  }
}

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

TEST_CASE("table: rows are found by exact key, also after removals, and come back from bytes slot by slot") {
  CHECK(rc::check([](const std::vector<std::pair<std::uint16_t, bool>>& calls) {
    Table table;
    std::map<std::uint64_t, float> plain;
    float value = 0;
    for (const auto& [k, admit] : calls) {
      const std::uint64_t key = k % 512 + 1;
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
      REQUIRE((row.key == key && row.next == 0 && row.n <= static_cast<float>(i)));
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

TEST_CASE("viewer: the newest showing of a video is found among many, also after some were dropped") {
  base::Random random{5};
  History history;
  std::vector<Seen> plain;
  for (std::uint32_t i = 0; i < 3000; ++i) {
    const Seen seen{.video = random.below(400), .at_s = i};
    history.add(seen);
    plain.push_back(seen);
    if (i % 250 == 249) {
      history.drop_first(40);
      plain.erase(plain.begin(), plain.begin() + 40);
    }
    if (i % 190 == 189) {
      history.forget(seen.video);
      std::erase_if(plain, [&](const Seen& one) { return one.video == seen.video; });
    }
    const std::uint64_t wanted = random.below(440);
    const auto found = std::ranges::find(plain.rbegin(), plain.rend(), wanted, &Seen::video);
    const Seen* newest = std::as_const(history).find(wanted);
    REQUIRE((newest == nullptr) == (found == plain.rend()));
    if (newest != nullptr) REQUIRE(newest->at_s == found->at_s);
  }
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

TEST_CASE("admission: in a large table a tag has its row when it is seen again, viewers and videos at once") {
  LogMaker maker{3};
  auto log = maker.catalogue();
  const std::size_t published = log.size();
  maker.watch(log, model::ViewerId{5}, 1, true);
  maker.watch(log, model::ViewerId{6}, 1, true);
  const std::uint64_t tag = key_of(Aspect::tag, model::tag_id(LogMaker::topic(1)).raw());
  Model small, large{0};
  for (std::size_t i = 0; i < log.size(); ++i) {
    small.apply(log[i], i + 1);
    large.apply(log[i], i + 1);
    if (i + 1 != published + 2) continue;  // one has watched
    CHECK(small.table().find(tag) != nullptr);
    CHECK(large.table().find(tag) == nullptr);
    CHECK(large.table().find(key_of(Aspect::viewer, 5)) != nullptr);
    CHECK(large.table().find(key_of(Aspect::video, LogMaker::video(1).raw())) != nullptr);
  }
  REQUIRE(large.table().find(tag) != nullptr);
  CHECK(large.table().find(tag)->n == 1);
  CHECK(small.table().find(tag)->n == 2);
}

GoodWatches watched(std::initializer_list<std::uint64_t> videos) {
  GoodWatches watches;
  for (const std::uint64_t video : videos) watches.push_back(video);
  return watches;
}
void learn(ItemGraph& graph, std::uint64_t from, std::uint64_t to, std::uint32_t at_s) {
  GoodWatches both = watched({from, to});
  graph.learn(both, at_s);
}

TEST_CASE("item_graph: full lines keep the strong edges, and each is found") {
  ItemGraph graph;
  const std::vector<std::uint64_t> from{1};
  for (std::uint32_t round = 0; round < 3; ++round)
    for (std::uint64_t to = 2; to < 2 + ItemGraph::edges_max; ++to) learn(graph, 1, to, 1000 + round);
  const auto strong = graph.leads(from, 1010);
  CHECK(strong.all().size() >= ItemGraph::edges_max * 3 / 4);  // some lines are full before others
  for (std::uint64_t weak = 1000; weak < 1004; ++weak) learn(graph, 1, weak, 1010);
  const auto leads = graph.leads(from, 1010);
  CHECK(leads.all().size() <= ItemGraph::edges_max);
  CHECK(leads.all().size() <= strong.all().size() + 4);
  for (const auto& lead : strong.all()) {
    CHECK(leads.strength_to(lead.to) > 0);
    CHECK(graph.tie(watched({lead.to}), 1, 1010).via == lead.to);
  }
  CHECK(graph.tie(watched({2000}), 1, 1010).strength == 0);
}

TEST_CASE("item_graph: restored it is the same, also after much was forgotten; few bytes ask for little") {
  ItemGraph graph;
  for (std::uint64_t to = 2; to < 60; ++to) learn(graph, 1, to, 1000);
  for (std::uint64_t to = 2; to < 58; ++to) graph.forget(to);
  const auto bytes_of = [](const ItemGraph& one) {
    base::WireWriter out;
    one.write(out);
    return out.take();
  };
  const auto bytes = bytes_of(graph);
  ItemGraph restored;
  base::WireReader in{bytes};
  restored.read(in);
  CHECK(in.finished());
  CHECK(bytes_of(restored) == bytes);
  CHECK(restored.leads(std::vector<std::uint64_t>{1}, 1000).all().size() == 2);
  for (const std::uint64_t room : {4, 24, 64, 128}) {  // with one edge each
    base::WireWriter out;
    out.varint(1);
    out.u64(1);
    out.f32(1);
    out.u32(1000);
    out.varint(room);
    out.varint(1);
    out.u64(2);
    out.f32(1);
    out.u32(1000);
    base::WireReader few{out.bytes()};
    ItemGraph{}.read(few);
    CHECK_FALSE(few.finished());
  }
}

TEST_CASE("item_graph: what was looked up before, or not, or wrongly, changes nothing") {
  ItemGraph told, asked, misled;
  GoodWatches watches = watched({1});
  for (std::uint64_t video = 2; video < 40; ++video) {
    watches.push_back(video * video % 23 + 1);
    if (watches.size() > 20) watches.erase(0);
    GoodWatches again, wrong;
    for (const std::uint64_t one : watches) {
      again.push_back(one);
      wrong.push_back(one, 7);
    }
    told.learn(watches, 1000, told.prefetch_node(watches.back()));
    asked.learn(again, 1000);
    misled.learn(wrong, 1000, 3);
  }
  base::WireWriter one, two, three;
  told.write(one);
  asked.write(two);
  misled.write(three);
  CHECK(one.bytes().size() > 1000);
  CHECK(std::ranges::equal(one.bytes(), two.bytes()));
  CHECK(std::ranges::equal(one.bytes(), three.bytes()));
}

TEST_CASE("model: the same log gives the same digest, at once, after a crash, at any checkpoint") {
  LogMaker maker{7};
  const auto log = maker.busy(700);
  const Model whole = fold(log);
  CHECK(whole.digest() == fold(log).digest());
  for (const std::size_t crash : {std::size_t{1}, log.size() / 3, log.size() - 5}) {
    const auto bytes = fold({log.begin(), log.begin() + static_cast<std::ptrdiff_t>(crash)}).checkpoint();
    auto restored = Model::restore(bytes);
    REQUIRE(restored.has_value());
    CHECK(restored->checkpoint() == bytes);
    for (std::size_t i = crash; i < log.size(); ++i) restored->apply(log[i], i + 1);
    CHECK(restored->digest() == whole.digest());
  }
}

TEST_CASE("model: the digest of a fixed log never changes unless the model does") {
  // A change here is a change of the model: bump the checkpoint's magic and say so in the commit.
  LogMaker maker{1};
  const auto log = maker.busy(200);
  CHECK(fold(log).digest() == fold(log).digest());
  CHECK(fold(log).position() == log.size());
}

TEST_CASE("model: a checkpoint that was cut or changed is refused or harmless") {
  LogMaker maker{3};
  const auto bytes = fold(maker.busy(60)).checkpoint();
  CHECK(rc::check([&](std::uint32_t at, std::uint8_t flip) {
    auto bad = bytes;
    bad.resize(at % bytes.size());
    RC_ASSERT_FALSE(Model::restore(bad).has_value());
    bad = bytes;
    bad[at % bytes.size()] ^= static_cast<std::byte>(flip);
    if (auto model = Model::restore(bad)) (void)model->digest();
  }));
}

TEST_CASE("forget: after it nothing of the viewer is left, row by row") {
  LogMaker maker{11};
  auto log = maker.catalogue();
  const model::ViewerId anna{71}, bert{72};
  for (std::uint64_t n = 0; n < 20; ++n) maker.watch(log, bert, n, n % 3 == 0);
  const std::size_t rows_before = fold(log).table().size();
  for (std::uint64_t n = 0; n < 20; ++n) maker.watch(log, anna, n, n % 2 == 0);
  CHECK(fold(log).table().size() > rows_before);
  log.push_back({maker.tick(), ViewerForgotten{anna}});
  const Model after = fold(log);
  CHECK(after.viewer(anna) == nullptr);
  CHECK(after.viewer(bert) != nullptr);
  // Rows shared by all (lengths) may have been added; none of anna's own is left.
  for (std::uint64_t surface = 0; surface < 16; ++surface)
    CHECK(after.table().find(key_of(Aspect::viewer_surface, anna.raw(), surface)) == nullptr);
  CHECK(after.table().find(key_of(Aspect::viewer, anna.raw())) == nullptr);
  CHECK(after.table().find(key_of(Aspect::viewer, bert.raw())) != nullptr);
}

TEST_CASE("expiry: rows that nothing touched for half a year go, of viewers and of videos; the rest stays") {
  LogMaker maker{5};
  auto log = maker.busy(400);
  const model::ViewerId back{3};
  for (const std::uint32_t surface : {1, 2, 3, 4}) maker.watch(log, back, surface, true, surface);
  const std::size_t old = log.size();
  maker.now_ms += 200LL * 86400 * 1000;
  // One viewer comes back and watches two videos, often enough for the sweep to come round.
  for (std::uint32_t i = 0; i < 18'000; ++i) {
    const std::uint32_t n = i % 2;
    maker.watch(log, back, n, true, 2 * n);
  }
  Model model = fold(std::vector(log.begin(), log.begin() + static_cast<std::ptrdiff_t>(old)));
  const std::size_t before = model.table().size();
  REQUIRE(model.table().find(key_of(Aspect::viewer, 4)) != nullptr);
  REQUIRE(model.table().find(key_of(Aspect::video, LogMaker::video(9).raw())) != nullptr);
  for (std::size_t i = old; i < log.size(); ++i) model.apply(log[i], model.position() + 1);
  CHECK(model.table().size() < before / 4);
  CHECK(model.table().find(key_of(Aspect::viewer, 4)) == nullptr);
  CHECK(model.table().find(key_of(Aspect::video, LogMaker::video(9).raw())) == nullptr);
  CHECK(model.table().find(key_of(Aspect::video, LogMaker::video(0).raw())) != nullptr);
  // The one who is back has a thread of exactly the rows that stayed: forgetting takes them all.
  std::size_t threaded = 0;
  for (std::uint64_t key = model.viewer(back)->rows_head; key != 0; key = model.table().find(key)->next)
    ++threaded;
  CHECK(threaded == model.viewer(back)->rows);
  REQUIRE(threaded == 3);  // the viewer's own, and of two lists; those of lists 1, 3 and 4 are gone
  const std::size_t with = model.table().size();
  model.apply({maker.tick(), ViewerForgotten{back}}, model.position() + 1);
  CHECK(model.table().size() == with - threaded);
  // And a restored one goes on alike.
  const auto restored = Model::restore(model.checkpoint());
  REQUIRE(restored);
  CHECK(restored->digest() == model.digest());
}

TEST_CASE("numeric: four at once have the same bits as one at a time") {
  using Four = float __attribute__((vector_size(16)));
  CHECK(rc::check([](std::uint32_t a, std::uint32_t b) {
    const float x = 1e-6F + static_cast<float>(a) * 1e-3F, y = 1e-6F + static_cast<float>(b);
    const Four four = inverse_root(Four{x, y, x * y, 1.0F});
    RC_ASSERT(four[0] == inverse_root(x));
    RC_ASSERT(four[1] == inverse_root(y));
    RC_ASSERT(four[2] == inverse_root(x * y));
    RC_ASSERT(std::abs(four[1] * std::sqrt(y) - 1.0F) < 1.8e-3F);
  }));
}

TEST_CASE("forget: no id of a forgotten video or viewer is left anywhere, nor comes back with its outcome") {
  const auto mentions = [](const Model& model, std::uint64_t id) {
    base::WireWriter wanted;
    wanted.u64(id);
    const auto bytes = model.checkpoint();
    return !std::ranges::search(bytes, wanted.bytes()).empty();
  };
  for (const std::uint64_t seed : {41, 42, 43, 44}) {
    LogMaker maker{seed};
    auto log = maker.busy(250);
    const model::ViewerId anna{0x1234'5678'9abc'def1};
    const model::VideoId gone{0x2345'6789'abcd'ef12};
    log.push_back({maker.tick(), VideoPublished{{.video = gone, .author = LogMaker::author(1)}}});
    Shown shown = maker.shown(anna, 1, 9);
    Watched watched{.viewer = anna, .receipt = model::ReceiptId{9}, .watched_ms = 9000, .finished = true};
    for (int round = 0; round < 3; ++round) {
      maker.watch(log, anna, 3 + static_cast<std::uint64_t>(round), true);
      shown.video = watched.video = gone;
      log.push_back({maker.tick(), shown});
      if (round < 2) log.push_back({maker.tick(), watched});
    }
    CHECK(mentions(fold(log), gone.raw()));
    log.push_back({maker.tick(), VideoForgotten{gone}});
    log.push_back({maker.tick(), watched});  // its outcome was awaited
    CHECK_FALSE(mentions(fold(log), gone.raw()));
    CHECK_FALSE(mentions(fold(log), key_of(Aspect::video, gone.raw())));
    CHECK(mentions(fold(log), anna.raw()));
    log.push_back({maker.tick(), ViewerReset{anna}});
    CHECK_FALSE(mentions(fold(log), anna.raw()));
  }
}

TEST_CASE("model: many events at once teach the same, bit for bit, as one after the other") {
  LogMaker maker{31};
  const auto log = maker.busy(300);
  Model at_once;
  at_once.apply(log, 1);
  CHECK(at_once.digest() == fold(log).digest());
}

TEST_CASE("model: many imported showings teach the same, bit for bit, as one after the other") {
  base::Random random{41};
  std::vector<Imported> showings;
  for (std::uint32_t i = 0; i < 500; ++i) {
    auto& [shown, outcome] = showings.emplace_back();
    shown.viewer = random.below(9);  // 0 is without account
    shown.video = 100 + random.below(40);
    shown.author = 1 + shown.video % 5;
    shown.tags = {1 + shown.video % 3, 0, 1 + shown.video % 3};  // said twice: counted once
    shown.duration_s = 12;
    shown.at_s = 1000 + 30 * i;
    outcome = outcome_of(static_cast<float>(random.below(13)), 12, false, false);
  }
  auto alone = showings;
  Model one_by_one, at_once;
  for (auto& [shown, outcome] : alone) {
    one_by_one.complete(shown);
    one_by_one.learn(shown, outcome);
  }
  at_once.learn(showings);
  CHECK(at_once.digest() == one_by_one.digest());
  CHECK(at_once.table().find(key_of(Aspect::tag, 1))->n ==
        static_cast<float>(
            std::ranges::count_if(showings, [](const Imported& one) { return one.shown.tags[0] == 1; })));
}

TEST_CASE("again: who left a video is expected to leave it again") {
  LogMaker maker{37};
  auto log = maker.busy(100);
  const model::ViewerId anna{71};
  maker.watch(log, anna, 4, false);
  const Model model = fold(log);
  const auto expects = [&](std::uint64_t n) {
    return model.impression(*model.viewer(anna), *model.library().find(LogMaker::video(n).raw()), 0,
                            seconds(maker.tick()));
  };
  CHECK(expects(4).again);
  CHECK(expects(4).before == Ending::skipped);
  CHECK_FALSE(expects(6).again);
  CHECK(expects(6).last == Ending::skipped);
}

TEST_CASE("reset: the viewer is judged, bit for bit, like one who never was") {
  LogMaker maker{13};
  auto log = maker.busy(300);
  const model::ViewerId anna{71};
  for (std::uint64_t n = 0; n < 25; ++n) maker.watch(log, anna, n, n % 2 == 0);
  log.push_back({maker.tick(), ViewerReset{anna}});
  const Model model = fold(log);
  const Viewer reset{.key = anna.raw()}, stranger{.key = 999};
  const std::uint32_t at_s = seconds(maker.tick());
  for (const Video& video : model.library().videos()) {
    const auto shown = model.impression(reset, video, 0, at_s);
    const auto other = model.impression(stranger, video, 0, at_s);
    const auto readings = read(shown, rows_of(model.table(), shown), model.overall());
    CHECK(readings.bytes == read(other, rows_of(model.table(), other), model.overall()).bytes);
  }
}

TEST_CASE("viewer: what people said of topics stays, however many others come along") {
  Viewer viewer{.key = 1};
  for (std::uint64_t tag = 1; tag <= 8; ++tag) note_wish(viewer, tag, model::events::Wish::more, 100);
  for (std::uint32_t i = 0; i < 500; ++i) {
    const Impression shown{
        .at_s = 200 + i, .viewer = 1, .video = 1 + i, .author = 1 + i, .tags = {1000 + i}, .duration_s = 20};
    note_shown(viewer, shown.video, shown.at_s);
    note_outcome(viewer, shown, outcome_of(20, 20, true, false));
  }
  CHECK(viewer.topics.size() == Viewer::topics_max);
  for (std::uint64_t tag = 1; tag <= 8; ++tag) CHECK(viewer.topic(tag) != nullptr);
}

TEST_CASE("scorer: a sum of squares with a sign is refused, be it of zero") {
  const Scorer scorer;
  base::WireWriter out;
  scorer.write(out);
  const auto whole = out.take();
  for (const unsigned last : {0x3fU, 0xbfU, 0x80U}) {  // of the second number, which is such a sum: 1, -1, -0
    auto bytes = whole;
    bytes[4] = bytes[5] = std::byte{0};
    bytes[6] = std::byte{last == 0x80U ? std::uint8_t{0} : std::uint8_t{0x80}};
    bytes[7] = static_cast<std::byte>(last);
    Scorer restored;
    base::WireReader in{bytes};
    restored.read(in);
    CHECK(in.finished() == (last == 0x3fU));
  }
}

TEST_CASE("explain: the parts add up to the judgement") {
  LogMaker maker{17};
  const Model model = fold(maker.busy(400));
  for (const Viewer& viewer : model.viewers()) {
    for (const Video& video : model.library().videos()) {
      const auto shown = model.impression(viewer, video, 0, seconds(maker.tick()));
      const auto readings = read(shown, rows_of(model.table(), shown), model.overall());
      const auto judged = model.scorer().judge(readings);
      const auto parts = model.scorer().explain(readings);
      for (std::size_t h = 0; h < heads_count; ++h) {
        double sum = 0;
        for (const auto& part : parts) sum += part[h];
        CHECK(sum == doctest::Approx(judged[h]).epsilon(1e-4));
      }
    }
  }
}

TEST_CASE("learning: who finishes one topic and skips another is told apart within eight swipes") {
  LogMaker maker{19};
  auto log = maker.catalogue();
  const model::ViewerId anna{71};
  for (std::uint64_t n = 0; n < 8; ++n) maker.watch(log, anna, n, LogMaker::topic(n) == "pottery");
  const Model model = fold(log);
  const Viewer& viewer = *model.viewer(anna);
  const auto finish = [&](std::uint64_t n) {
    const auto shown =
        model.impression(viewer, *model.library().find(LogMaker::video(n).raw()), 0, seconds(maker.tick()));
    const auto readings = read(shown, rows_of(model.table(), shown), model.overall());
    return logistic(model.scorer().judge(readings)[index(Head::finish)]);
  };
  CHECK(LogMaker::topic(20) == "pottery");
  CHECK(finish(20) > finish(21) + 0.3F);
  const Topic* pottery = viewer.topic(model::tag_id("pottery").raw());
  REQUIRE(pottery != nullptr);
  CHECK(pottery->finished == 4);
  CHECK(model.library().word_of(pottery->tag) == "pottery");
}

TEST_CASE("join: likes before and after the end count once, strangers' outcomes are ignored") {
  LogMaker maker{23};
  const model::ViewerId anna{71};
  const auto likes_of = [](const Model& model, std::uint64_t n) {
    const Row* row = model.table().find(key_of(Aspect::video, LogMaker::video(n).raw()));
    return row == nullptr ? 0.0F : row->sums[index(Signal::like)];
  };
  auto log = maker.catalogue();
  const Shown shown = maker.shown(anna, 1, 5);
  const Watched watched{.viewer = anna,
                        .video = LogMaker::video(1),
                        .receipt = model::ReceiptId{5},
                        .watched_ms = 9000,
                        .finished = true};
  const Done like{anna, LogMaker::video(1), Deed::liked};
  log.push_back({maker.tick(), watched});  // never shown: nothing to learn from
  CHECK(fold(log).table().size() == 0);
  log.push_back({maker.tick(), shown});
  log.push_back({maker.tick(), like});
  log.push_back({maker.tick(), watched});
  log.push_back({maker.tick(), like});
  log.push_back({maker.tick(), watched});
  CHECK(likes_of(fold(log), 1) == 1.0F);
  log = maker.catalogue();
  log.push_back({maker.tick(), shown});
  log.push_back({maker.tick(), watched});
  log.push_back({maker.tick(), like});
  CHECK(likes_of(fold(log), 1) == 1.0F);
  CHECK(fold(log).viewer(anna)->topic(model::tag_id("football").raw())->liked == 1);
}

TEST_CASE("without account: a showing moves the video's counters and leaves nobody behind") {
  LogMaker maker{29};
  auto log = maker.catalogue();
  maker.watch(log, model::ViewerId{0}, 3, true);
  const Model model = fold(log);
  CHECK(model.viewers().size() == 0);
  CHECK(model.table().find(key_of(Aspect::video, LogMaker::video(3).raw()))->n == 1.0F);
  CHECK(model.library().find(LogMaker::video(3).raw())->good == 1);
}

TEST_CASE("item_graph: what is watched after what leads there, and fades") {
  ItemGraph graph;
  for (std::uint32_t i = 0; i < 5; ++i) learn(graph, 1, 2, 1000 + i);
  learn(graph, 1, 3, 1010);
  const std::vector<std::uint64_t> recent{1};
  const auto leads = graph.leads(recent, 1010).strongest(10);
  REQUIRE(leads.size() == 2);
  CHECK(leads[0].to == 2);
  CHECK(leads[0].via == 1);
  const float tie = graph.tie(watched({1}), 2, 1010).strength;
  CHECK(tie > 0);
  CHECK(graph.tie(watched({1}), 2, 1010 + 60 * 86400).strength < 0.6F * tie);
  CHECK(graph.tie(watched({1}), 3, 1010).strength < tie);
  graph.forget(2);
  CHECK(graph.tie(watched({1}), 2, 1010).strength == 0);
}
TEST_CASE("model: a log folds to the same bytes one by one, in lots of seven and all at once") {
  LogMaker maker{23};
  const auto log = maker.busy(600);
  Model singly, in_lots, at_once;
  for (std::size_t i = 0; i < log.size(); ++i) singly.apply(log[i], i + 1);
  const std::span all{log};
  for (std::size_t i = 0; i < log.size(); i += 7)
    in_lots.apply(all.subspan(i, std::min<std::size_t>(7, log.size() - i)), i + 1);
  at_once.apply(log, 1);
  CHECK(singly.digest() == at_once.digest());
  CHECK(in_lots.digest() == at_once.digest());
}

}  // namespace vitrine::learning_test
