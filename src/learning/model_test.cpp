#include "learning/model.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>

#include "base/random.hpp"
#include "learning/judging.hpp"
#include "learning/testing_log.hpp"

namespace vitrine::model_test {
using namespace vitrine::learning;
using learning::testing::LogMaker;
using namespace vitrine::model::events;

namespace {

Model fold(const std::vector<model::FeedEvent>& log) {
  Model model;
  for (const auto& event : log) model.apply(event, model.position() + 1);
  return model;
}

}  // namespace

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
  // The one who is back has the rows that were touched since: forgetting takes them all.
  std::size_t personal = model.table().find(key_of(Aspect::viewer, back.raw())) != nullptr ? 1 : 0;
  for (std::uint32_t surface = 0; surface <= last_surface; ++surface)
    personal += model.table().find(key_of(Aspect::viewer_surface, back.raw(), surface)) != nullptr ? 1 : 0;
  REQUIRE(personal == 3);  // the viewer's own, and of two lists; those of lists 1, 3 and 4 are gone
  const std::size_t with = model.table().size();
  model.apply({maker.tick(), ViewerForgotten{back}}, model.position() + 1);
  CHECK(model.table().size() == with - personal);
  // And a restored one goes on alike.
  const auto restored = Model::restore(model.checkpoint());
  REQUIRE(restored);
  CHECK(restored->digest() == model.digest());
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

TEST_CASE("watched: a video is compared with those of its length, so no length is favoured by itself") {
  base::Random random{43};
  std::vector<Imported> showings;
  for (std::uint32_t i = 0; i < 12'000; ++i) {  // most see nine tenths of the short ones, a third of the long
    auto& [shown, outcome] = showings.emplace_back();
    const bool is_long = i % 2 == 0;
    shown.viewer = 1 + random.below(40);
    shown.video = (is_long ? 1000 : 2000) + random.below(60);
    shown.duration_s = is_long ? 90 : 9;
    shown.at_s = 1000 + 20 * i;
    const auto share = static_cast<float>((is_long ? 0.33 : 0.9) + 0.1 * (random.unit() - 0.5));
    outcome = outcome_of(share * shown.duration_s, shown.duration_s, false, false);
  }
  Model model;
  model.learn(showings);
  const auto judged = [&](std::uint64_t video, float duration_s) {
    Impression shown;
    shown.video = video;
    shown.duration_s = duration_s;
    shown.at_s = showings.back().shown.at_s;
    const auto answers = model.scorer().judge(read(shown, rows_of(model.table(), shown), model.overall()));
    return logistic(answers[index(Head::watched)]);
  };
  for (std::uint64_t i = 0; i < 10; ++i) {
    CHECK(judged(1000 + i, 90) == doctest::Approx(0.5).epsilon(0.2));
    CHECK(judged(2000 + i, 9) == doctest::Approx(0.5).epsilon(0.2));
  }
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

TEST_CASE("calibration: what came true after the end counts as having happened") {
  LogMaker maker{41};
  auto log = maker.catalogue();
  const model::ViewerId anna{1};
  for (std::uint64_t n = 0; n < 20; ++n) {
    maker.watch(log, anna, n, true);
    log.push_back({maker.tick(), Done{anna, LogMaker::video(n), Deed::liked}});
  }
  CHECK(fold(log).calibration().happened[index(Head::like)] == 20);
}

TEST_CASE("surface: lists beyond the last that is told apart count as it, and are judged by it") {
  LogMaker maker{43};
  auto log = maker.catalogue();
  const model::ViewerId anna{1};
  for (std::uint64_t n = 0; n < 10; ++n) maker.watch(log, anna, n, true, 1000);
  const Model model = fold(log);
  const auto shown = model.impression(*model.viewer(anna), *model.library().find(LogMaker::video(20).raw()),
                                      1000, seconds(maker.tick()));
  const Rows rows = rows_of(model.table(), shown);
  CHECK(rows.of(index(Aspect::viewer_surface))[0]->n == 10);
}

TEST_CASE("model: a showing of nothing teaches one by one what it teaches at once") {
  const std::vector<model::FeedEvent> log{{model::instant(0), Shown{}},
                                          {model::instant(0), Watched{.watched_ms = 5000, .finished = true}}};
  Model at_once;
  at_once.apply(log, 1);
  CHECK(at_once.digest() == fold(log).digest());
}

TEST_CASE("model: an event of a far future does not end learning, nor does one hour's end join the next") {
  LogMaker maker{47};
  auto log = maker.catalogue();
  const model::ViewerId anna{1};
  log.push_back({model::instant(6'700'000'000'000), VideoWithdrawn{LogMaker::video(29)}});  // in 2182
  maker.watch(log, anna, 1, true);
  CHECK(fold(log).viewer(anna)->good.size() == 1);

  LogMaker slow{53};
  auto quiet = slow.catalogue();
  quiet.push_back({slow.tick(), slow.shown(anna, 1, 9)});
  slow.now_ms += 2LL * 3600 * 1000;
  quiet.push_back({slow.tick(), Watched{.viewer = anna,
                                        .video = LogMaker::video(1),
                                        .receipt = model::ReceiptId{9},
                                        .watched_ms = 9000,
                                        .finished = true}});
  CHECK(fold(quiet).viewer(anna)->good.empty());
}

TEST_CASE("model: who never comes back is forgotten as a viewer of videos, not as one with a taste") {
  LogMaker maker{9};
  auto log = maker.catalogue();
  const model::ViewerId gone{5};
  for (std::uint64_t n = 0; n < 12; ++n) maker.watch(log, gone, n % LogMaker::videos, true);
  Model model = fold(log);
  REQUIRE_FALSE(model.viewer(gone)->seen.empty());
  REQUIRE_FALSE(model.viewer(gone)->good.empty());
  log.clear();
  maker.now_ms += std::int64_t{Viewer::seen_s} * 1000;
  for (int i = 0; i < 200; ++i)
    maker.watch(log, model::ViewerId{6 + static_cast<std::uint64_t>(i) % 3}, 1, true);
  for (const auto& event : log) model.apply(event, model.position() + 1);
  CHECK(model.viewer(gone)->seen.empty());
  CHECK(model.viewer(gone)->good.empty());
  CHECK_FALSE(model.viewer(gone)->topics.empty());
}

TEST_CASE("model: a showing counts once an hour, by however many pages it is told in turn") {
  LogMaker maker{12};
  auto log = maker.catalogue();
  const auto tell = [&](std::uint64_t receipt) {
    log.push_back({maker.tick(), maker.shown(model::ViewerId{5}, 1, receipt)});
    log.push_back({maker.tick(), Watched{.viewer = model::ViewerId{5},
                                         .video = LogMaker::video(1),
                                         .receipt = model::ReceiptId{receipt},
                                         .watched_ms = 8000,
                                         .finished = true}});
  };
  const auto counted = [&] {
    const Model model = fold(log);
    return model.table().find(key_of(Aspect::video, LogMaker::video(1).raw()))->n;
  };
  for (std::uint64_t i = 0; i < 20; ++i) tell(9 + i % 2);
  CHECK(counted() == 1);
  maker.now_ms += std::int64_t{Model::pending_s + 1} * 1000;
  tell(11);
  CHECK(counted() == 2);
}

TEST_CASE("model: who sees much and resets shortens nobody's wait, nor does a restart") {
  Model running;
  std::int64_t now_ms = 1'700'000'000'000;
  const auto shown = [](std::uint64_t viewer, std::uint64_t video, std::uint64_t receipt) {
    Shown event{.viewer = model::ViewerId{viewer},
                .video = model::VideoId{video},
                .author = model::AccountId{5},
                .receipt = model::ReceiptId{receipt},
                .duration_ms = 10'000};
    for (std::size_t i = 0; i < readings_count; ++i) event.features.push_back(0);
    return event;
  };
  const auto say = [&](Model& to, auto what) {
    to.apply(model::FeedEvent{model::instant(now_ms), what}, to.position() + 1);
  };
  say(running, shown(77, 1, 1));
  for (int round = 0; round < 3; ++round) {
    for (std::uint64_t i = 0; i < 140'000; ++i) {
      now_ms += 8;
      say(running, shown(78, 2 + i, 10 + i));
    }
    say(running, ViewerReset{model::ViewerId{78}});  // leaves as many gaps
  }
  auto restored = Model::restore(running.checkpoint());
  REQUIRE(restored);
  for (Model* one : {&running, &*restored})
    say(*one, Watched{.viewer = model::ViewerId{77},
                      .video = model::VideoId{1},
                      .receipt = model::ReceiptId{1},
                      .watched_ms = 10'000,
                      .finished = true});
  CHECK(running.viewer(model::ViewerId{77})->good.size() == 1);
  CHECK(running.digest() == restored->digest());
}

TEST_CASE("model: who shares, comments and follows is engaged once, before the end or after it") {
  const auto engaged = [](bool before_the_end) {
    LogMaker maker{4};
    auto log = maker.catalogue();
    const model::ViewerId viewer{5};
    log.push_back({maker.tick(), maker.shown(viewer, 1, 9)});
    const auto deeds = [&] {
      for (const Deed deed : {Deed::shared, Deed::commented, Deed::followed_author})
        log.push_back({maker.tick(), Done{viewer, LogMaker::video(1), deed}});
    };
    if (before_the_end) deeds();
    log.push_back({maker.tick(), Watched{.viewer = viewer,
                                         .video = LogMaker::video(1),
                                         .receipt = model::ReceiptId{9},
                                         .watched_ms = 8000,
                                         .finished = true}});
    if (!before_the_end) deeds();
    const Model model = fold(log);
    const Row* row = model.table().find(key_of(Aspect::video, LogMaker::video(1).raw()));
    REQUIRE(row != nullptr);
    return std::pair{row->sums[index(Signal::engaged)], model.overall().sums[index(Signal::engaged)]};
  };
  CHECK(engaged(false) == engaged(true));
}

TEST_CASE("model: who shows and forgets in turn is counted once an hour, and nothing more is learned of it") {
  LogMaker maker{12};
  auto log = maker.catalogue();
  const model::ViewerId viewer{5};
  const auto watched = [&](std::uint64_t receipt) {
    log.push_back({maker.tick(), maker.shown(viewer, 1, receipt)});
    log.push_back({maker.tick(), Watched{.viewer = viewer,
                                         .video = LogMaker::video(1),
                                         .receipt = model::ReceiptId{receipt},
                                         .watched_ms = 8000,
                                         .finished = true}});
  };
  for (std::uint64_t i = 0; i < 5; ++i) {
    watched(9 + i);
    log.push_back({maker.tick(), ViewingForgotten{viewer, LogMaker::video(1)}});
    log.push_back({maker.tick(), Done{viewer, LogMaker::video(1), Deed::liked}});
  }
  const Model model = fold(log);
  const Row* row = model.table().find(key_of(Aspect::video, LogMaker::video(1).raw()));
  CHECK(row->n == 1);
  CHECK(row->sums[index(Signal::like)] == 0);
  CHECK(model.viewer(viewer)->seen.empty());
  log.push_back({maker.tick(), maker.shown(viewer, 1, 99)});
  const Model again = fold(log);
  CHECK(again.viewer(viewer)->seen.size() == 1);  // it is in the history, and does not come at once
  CHECK(again.library().find(LogMaker::video(1).raw())->shown == 1);
}
}  // namespace vitrine::model_test
