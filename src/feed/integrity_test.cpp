// What moderators found of a video: it is ranked lower and says so, and nothing can make that a gain.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>

#include "feed/judgement.hpp"
#include "feed/receipt.hpp"
#include "feed/stages.hpp"
#include "learning/testing_log.hpp"

namespace vitrine::integrity_test {
using namespace vitrine::feed;
using learning::testing::LogMaker;
using model::Integrity;

namespace {

constexpr std::array findings{Integrity::unoriginal, Integrity::disputed, Integrity::borderline};
constexpr std::array told_as{Evidence::unoriginal, Evidence::disputed, Evidence::borderline};

learning::Model fold(const std::vector<model::FeedEvent>& log) {
  learning::Model model;
  for (const auto& event : log) model.apply(event, model.position() + 1);
  return model;
}

/// The facts of LogMaker's catalogue, with what moderators found.
model::FeedEvent found(LogMaker& maker, std::uint64_t n, Integrity integrity) {
  return {maker.tick(),
          model::events::VideoPublished{{.video = LogMaker::video(n),
                                         .author = LogMaker::author(n),
                                         .tags = {LogMaker::topic(n), "clip" + std::to_string(n % 5)},
                                         .language = "en",
                                         .duration_ms = static_cast<std::uint32_t>(8000 + 500 * n),
                                         .integrity = integrity}}};
}

struct Standing {
  std::size_t place = 0;
  double score = 0;
};
/// Every candidate by its score alone.
std::map<std::uint64_t, Standing> standing(const Query& query, const learning::Model& model,
                                           const Policy& policy) {
  const Context context{query, model, policy};
  std::map<std::uint64_t, Standing> out;
  const auto scored = score(context, look_first(context, sift(context, gather(context))));
  for (std::size_t i = 0; i < scored.size(); ++i) out[scored[i].candidate.id] = {i, scored[i].score};
  return out;
}

double sum_of(const std::vector<Term>& terms) {
  double sum = 0;
  for (const Term& term : terms) sum += term.value;
  return sum;
}
const Term* told(const std::vector<Term>& terms, Evidence evidence) {
  const auto term = std::ranges::find(terms, evidence, &Term::evidence);
  return term == terms.end() ? nullptr : &*term;
}

}  // namespace

TEST_CASE("integrity: a factor never lifts a video, and leaves all others as they are") {
  CHECK(rc::check([](std::uint64_t seed) {
    LogMaker maker{seed};
    auto log = maker.busy(150);
    const std::uint64_t n = *rc::gen::inRange(0, LogMaker::videos);
    log.push_back(found(maker, n, Integrity::whole));  // also where it was withdrawn or forgotten
    const auto before = fold(log);
    log.push_back(found(maker, n, *rc::gen::elementOf(findings)));
    const auto after = fold(log);
    Policy policy = *rc::gen::element(home(), local(), non_profiling());
    for (std::size_t i = 1; i < policy.integrity.size(); ++i)
      policy.integrity[i] = static_cast<float>(*rc::gen::inRange(0, 1001)) / 1000.0F;
    // Where all dislike what they see there are scores below 0.
    if (*rc::gen::arbitrary<bool>())
      for (std::size_t h = 0; h < learning::heads_count; ++h) policy.weights[h] = -policy.weights[h];
    const Query query{.viewer = model::ViewerId{seed % 14}, .at = maker.tick(), .seed = seed};
    const auto was = standing(query, before, policy), is = standing(query, after, policy);
    RC_ASSERT(was.size() == is.size());
    for (const auto& [video, stood] : was) {
      const Standing& stands = is.at(video);
      if (video != LogMaker::video(n).raw()) RC_ASSERT(stands.score == stood.score);
      else {
        RC_ASSERT(stands.score <= stood.score);
        RC_ASSERT(stands.place >= stood.place);
        RC_ASSERT(stood.score > 0 || stands.score == stood.score);
      }
    }
  }));
}

TEST_CASE("integrity: the page says why, and its terms still add up to the score") {
  LogMaker maker{43};
  auto log = maker.busy(200);
  for (std::uint64_t n = 0; n < LogMaker::videos; ++n)
    if (n % 4 != 0) log.push_back(found(maker, n, static_cast<Integrity>(n % 4)));
  const auto model = fold(log);
  Query query{.viewer = model::ViewerId{3}, .at = maker.tick(), .seed = 5, .count = count_max};
  for (const Policy* policy : {&home(), &local(), &non_profiling()}) {
    const Slate slate = rank(query, model, *policy);
    int said = 0;
    for (const Item& item : slate.items) {
      CHECK(std::abs(sum_of(item.terms) - item.score) < 1e-6);
      const auto kind = static_cast<std::size_t>(model.library().find(item.video.raw())->integrity);
      for (std::size_t i = 0; i < told_as.size(); ++i) {
        const Term* term = told(item.terms, told_as[i]);
        if (i + 1 != kind || item.score <= 0) {
          CHECK(term == nullptr);
          continue;
        }
        REQUIRE(term != nullptr);
        ++said;
        CHECK(term->weight == doctest::Approx(policy->integrity[kind] - 1));
        CHECK(term->value == term->x * term->weight);
        CHECK(item.score == doctest::Approx(term->x * static_cast<double>(policy->integrity[kind])));
      }
      CHECK(item.terms.back().evidence == Evidence::base);
    }
    CHECK(said > 5);
    const Receipt receipt{.policy = policy->name,
                          .policy_digest = policy->digest(),
                          .base_digest = policy->digest(),
                          .log_position = model.position(),
                          .query = query,
                          .slate = slate};
    const auto back = decode_receipt(encode(receipt));
    REQUIRE(back.has_value());
    CHECK(same_again(*back, model));
  }
}

TEST_CASE("integrity: lists in order of time stay, and the same page is for everybody") {
  LogMaker maker{45};
  auto log = maker.busy(200);
  const auto before = fold(log);
  for (std::uint64_t n = 20; n < 30; ++n) log.push_back(found(maker, n, findings[n % 3]));
  const auto after = fold(log);
  Query query{.viewer = model::ViewerId{3}, .at = maker.tick(), .seed = 5};
  CHECK(digest_of(rank(query, before, latest())) == digest_of(rank(query, after, latest())));
  CHECK(digest_of(rank(query, before, home())) != digest_of(rank(query, after, home())));
  const auto first = digest_of(rank(query, after, non_profiling()));
  for (std::uint64_t viewer = 0; viewer < 20; ++viewer) {
    query.viewer = model::ViewerId{viewer};
    CHECK(digest_of(rank(query, after, non_profiling())) == first);
  }
}

TEST_CASE("integrity: why not says it too; lifted, everything is as it was") {
  LogMaker maker{47};
  auto log = maker.busy(200);
  const auto before = fold(log);
  const Query query{.viewer = model::ViewerId{3}, .at = maker.tick(), .seed = 5};
  const auto best = standing(query, before, home());
  const auto top = std::ranges::min_element(best, {}, [](const auto& one) { return one.second.place; });
  const std::uint64_t n = top->first - LogMaker::video(0).raw();
  const auto was = judge(query, before, home(), LogMaker::video(n));
  REQUIRE(was.score > 0);
  CHECK(told(was.terms, Evidence::disputed) == nullptr);

  log.push_back(found(maker, n, Integrity::disputed));
  const auto disputed = fold(log);
  const auto is = judge(query, disputed, home(), LogMaker::video(n));
  CHECK(is.rank > was.rank);
  CHECK(is.score == doctest::Approx(was.score * static_cast<double>(home().integrity[2])));
  REQUIRE(told(is.terms, Evidence::disputed) != nullptr);
  CHECK(told(is.terms, Evidence::disputed)->x == doctest::Approx(was.score));
  CHECK(std::abs(sum_of(is.terms) - is.score) < 1e-6);
  const auto again = learning::Model::restore(disputed.checkpoint());
  REQUIRE(again);
  CHECK(again->library().find(LogMaker::video(n).raw())->integrity == Integrity::disputed);
  // What moderators say is no news of the clip: it does not come up among the newest again.
  CHECK(disputed.library().newest() == before.library().newest());

  log.push_back(found(maker, n, Integrity::whole));
  const auto lifted = fold(log);
  CHECK(digest_of(rank(query, before, home())) == digest_of(rank(query, lifted, home())));
}
}  // namespace vitrine::integrity_test
