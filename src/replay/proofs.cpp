#include "replay/proofs.hpp"

#include <ranges>

#include <fmt/format.h>

#include "base/random.hpp"
#include "feed/receipt.hpp"
#include "replay/house.hpp"

namespace vitrine::replay {
namespace {

using namespace model::events;

constexpr std::array topics{"pottery", "tides", "bread", "trains", "chess", "birds"};
constexpr std::uint64_t regulars = 20;  // viewers who stay, so that videos have a reputation
constexpr std::uint64_t nobody = 999'999'999;

class Village {
 public:
  explicit Village(const ProofOptions& options) : options_(options), random_(options.seed) {
    for (std::uint64_t n = 0; n < options.videos; ++n)
      house_.tell(tick(), VideoPublished{{.video = video(n),
                                          .author = model::AccountId{1 + n % 17},
                                          .tags = {topics[n % topics.size()]},
                                          .language = n % 3 == 0 ? "de" : "en",
                                          .duration_ms = static_cast<std::uint32_t>(4000 + 900 * (n % 40))}});
    for (int i = 0; i < 600; ++i)
      watch(model::ViewerId{1 + random_.below(regulars)}, some_video(), random_.unit() < 0.4);
  }

  Proofs run() {
    for (std::uint32_t pair = 0; pair < options_.pairs; ++pair) {
      const model::ViewerId anna{1000 + 2ULL * pair}, bert{1001 + 2ULL * pair};
      live_opposite(anna, bert);
      compare(anna, bert);
      watch(model::ViewerId{1 + random_.below(regulars)}, some_video(), random_.unit() < 0.4);
      for (const auto viewer : {anna, bert}) house_.tell(tick(), ViewerForgotten{viewer});
    }
    return std::move(proofs_);
  }

 private:
  static model::VideoId video(std::uint64_t n) { return model::VideoId{1000 + n}; }
  model::VideoId some_video() { return video(random_.below(options_.videos)); }
  model::Instant tick() {
    return model::instant(now_ms_ += 500 + static_cast<std::int64_t>(random_.below(9'000)));
  }

  void watch(model::ViewerId viewer, model::VideoId id, bool finishes) {
    const auto& known = *house_.model().library().find(id.raw());
    Shown shown{.viewer = viewer, .video = id, .author = model::AccountId{known.author}};
    shown.receipt = model::ReceiptId{1 + random_.below(1ULL << 60)};
    for (const auto tag : known.tags | std::views::take(model::events::shown_tags_max))
      shown.tags.push_back(model::TagId{tag});
    shown.duration_ms = known.duration_ms;
    const auto receipt = shown.receipt;
    const std::uint32_t length = shown.duration_ms;
    house_.tell(tick(), std::move(shown));
    house_.tell(tick(), Watched{.viewer = viewer,
                                .video = id,
                                .receipt = receipt,
                                .watched_ms = finishes ? length : 800,
                                .finished = finishes,
                                .skipped = !finishes});
  }
  /// What one finishes, likes, follows and asks for, the other leaves, turns down, unfollows and refuses.
  void live_opposite(model::ViewerId anna, model::ViewerId bert) {
    const std::uint64_t liked = random_.below(topics.size());
    for (int i = 0; i < 6; ++i) {
      const std::uint64_t n = random_.below(options_.videos);
      const bool annas = n % topics.size() == liked || random_.unit() < 0.3;
      watch(anna, video(n), annas);
      watch(bert, video(n), !annas);
      if (random_.unit() < 0.5) continue;
      house_.tell(tick(), Done{annas ? anna : bert, video(n), Deed::liked});
      house_.tell(tick(), Done{annas ? bert : anna, video(n), Deed::not_interested});
    }
    const model::AccountId author{1 + random_.below(17)};
    house_.tell(tick(), FollowChanged{anna, author, true});
    house_.tell(tick(), FollowChanged{bert, author, false});
    house_.tell(tick(), TopicWished{anna, topics[liked], Wish::more});
    house_.tell(tick(), TopicWished{bert, topics[liked], Wish::less});
  }

  void compare(model::ViewerId anna, model::ViewerId bert) {
    feed::Query query{.at = tick(),
                      .seed = random_.next(),
                      .place = static_cast<std::uint32_t>(random_.below(20)),
                      .count = static_cast<int>(4 + random_.below(7))};
    if (query.place > 0) query.on_page = {some_video()};
    if (random_.unit() < 0.3) query.languages = {"en"};
    const auto page = [&](model::ViewerId viewer, const feed::Policy& policy) {
      query.viewer = viewer;
      query.surface = policy.surface;
      // Everybody has a sitting of their own, which must not show either where nobody is profiled.
      query.lot = policy.profiling == feed::Profiling::none ? base::mix64(viewer.raw()) : 0;
      ++proofs_.pages;
      return feed::digest_of(feed::rank(query, house_.model(), policy));
    };
    ++proofs_.pairs;
    const auto& offered = feed::Shelf::built_in().offered();
    bool same = true;
    for (const feed::Policy& policy : offered)
      if (policy.profiling == feed::Profiling::none)
        same = (page(anna, policy) == page(bert, policy) || fail(policy, "knows who asks")) && same;
    proofs_.same_without_profile += same ? 1 : 0;
    proofs_.different_by_home += page(anna, feed::home()) != page(bert, feed::home()) ? 1 : 0;
    house_.tell(query.at, ViewerReset{anna});
    bool gone = true;
    for (const feed::Policy& policy : offered)
      gone =
          (page(anna, policy) == page(model::ViewerId{nobody}, policy) || fail(policy, "remembers")) && gone;
    proofs_.new_after_reset += gone ? 1 : 0;
  }
  bool fail(const feed::Policy& policy, std::string_view how) {
    if (proofs_.failures.size() < 10)
      proofs_.failures.push_back(fmt::format("pair {}: {} {}", proofs_.pairs, policy.name, how));
    return false;
  }

  ProofOptions options_;
  base::Random random_;
  House house_;
  Proofs proofs_;
  std::int64_t now_ms_ = 1'790'000'000'000;
};

}  // namespace

Proofs prove(const ProofOptions& options) { return Village{options}.run(); }

base::json::object to_json(const Proofs& proofs) {
  base::json::array failures;
  for (const auto& line : proofs.failures) failures.emplace_back(line);
  return {{"pairs", proofs.pairs},
          {"pages", proofs.pages},
          {"same_without_profile", proofs.same_without_profile},
          {"different_by_home", proofs.different_by_home},
          {"new_after_reset", proofs.new_after_reset},
          {"hold", proofs.hold()},
          {"failures", std::move(failures)}};
}

}  // namespace vitrine::replay
