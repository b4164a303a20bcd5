// The first look: a page finds up to 2000 candidates, and judging one in whole takes some ten rows from
// all over the memory. So where there are more than the policy's judged_max they are compared first at a
// glimpse (learning/glimpse.hpp), by the same weights and policy; those that promise most are judged.
#include <algorithm>

#include "base/prefetch.hpp"
#include "feed/stages.hpp"
#include "learning/glimpse.hpp"

namespace vitrine::feed {
namespace {

/// One in so many of those that go on is new, where there are enough: exploration chooses among them.
constexpr std::size_t new_share = 5;

struct Promise {
  double of;
  std::uint32_t number;
  bool is_new;
};

/// Puts the `count` that promise most first; of equals those found earlier.
void put_first(std::span<Promise> promises, std::size_t count) {
  if (count >= promises.size()) return;
  std::ranges::nth_element(
      promises, promises.begin() + static_cast<std::ptrdiff_t>(count),
      [](const Promise& a, const Promise& b) { return a.of != b.of ? a.of > b.of : a.number < b.number; });
}

std::vector<Promise> promises_of(const Context& context, const std::vector<Candidate>& candidates) {
  std::vector<const learning::Video*> videos;
  videos.reserve(candidates.size());
  for (const Candidate& candidate : candidates) videos.push_back(candidate.video);
  const learning::Glimpse glimpse{context.model, *context.viewer,        context.query.surface,
                                  context.at_s,  context.policy.weights, videos};
  std::vector<Promise> promises;
  promises.reserve(candidates.size());
  for (std::size_t i = 0; i < videos.size(); ++i) {
    constexpr std::size_t ahead = 16;
    if (i + ahead < videos.size()) base::prefetch_whole(videos[i + ahead]);
    const learning::Video* video = videos[i];
    const double sum = static_cast<double>(glimpse.usual() + glimpse.of(i)) + bonus(context, *video);
    promises.push_back({sum + finding(context.policy, *video).of(sum),
                        static_cast<std::uint32_t>(promises.size()),
                        video->shown < learning::Library::fresh_shown});
  }
  return promises;
}

}  // namespace

Sifted look_first(const Context& context, Sifted sifted) {
  const auto judged = static_cast<std::size_t>(context.policy.judged_max);
  if (context.policy.order != Order::by_score || sifted.kept.size() <= judged) return sifted;
  std::vector<Promise> promises = promises_of(context, sifted.kept);
  // The best of all; then of the others the best new ones; then whoever is best of the rest.
  const std::size_t best = judged - judged / new_share;
  put_first(promises, best);
  const auto others = std::span{promises}.subspan(best);
  const auto old = std::ranges::partition(others, &Promise::is_new);
  const std::size_t new_count = others.size() - old.size();
  put_first(others.first(new_count), judged - best);
  if (new_count < judged - best) put_first(others.subspan(new_count), judged - best - new_count);
  std::vector<double> promise_of(promises.size());
  std::vector<char> falls(promises.size());
  for (std::size_t i = 0; i < promises.size(); ++i) {
    promise_of[promises[i].number] = promises[i].of;
    falls[promises[i].number] = i < judged ? 0 : 1;
  }
  std::vector<Candidate> kept;
  kept.reserve(judged);
  for (std::size_t i = 0; i < promises.size(); ++i) {
    const Candidate& candidate = sifted.kept[i];
    if (falls[i] == 0) kept.push_back(candidate);
    else
      sifted.dropped.push_back({model::VideoId{candidate.id}, candidate.source, AtFirstLook{promise_of[i]}});
  }
  sifted.kept = std::move(kept);
  return sifted;
}

}  // namespace vitrine::feed
