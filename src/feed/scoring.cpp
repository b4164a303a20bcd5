#include <algorithm>

#include "feed/stages.hpp"
#include "learning/numeric.hpp"

namespace vitrine::feed {
namespace {

using learning::heads_count;

}  // namespace

double leaning(const Context& context, const learning::Video& video, Evidence evidence) {
  const Policy& policy = context.policy;
  if (evidence == Evidence::age && policy.newness_bonus != 0)
    return policy.newness_bonus * newness(context.at_s - std::min(context.at_s, video.published_s));
  if (evidence == Evidence::length && policy.length_bonus != 0)
    return policy.length_bonus * longness(video.duration_ms);
  return 0;
}

namespace {

/// Lists in order of time are scored by it: minus the age in hours.
double by_time(const learning::Video& video, std::uint32_t at_s) {
  return -(static_cast<double>(at_s) - video.published_s) / 3600.0;
}

double worth(const Context& context, const Scored& scored) {
  const auto& video = *scored.candidate.video;
  if (context.policy.order == Order::by_time) return by_time(video, context.at_s);
  double sum = context.follows(video.author) ? context.policy.following_bonus : 0;
  sum += leaning(context, video, Evidence::age) + leaning(context, video, Evidence::length);
  for (std::size_t h = 0; h < heads_count; ++h)
    if (context.policy.weights[h] != 0)
      sum += static_cast<double>(context.policy.weights[h]) * learning::logistic(scored.log_odds[h]);
  return sum;
}

}  // namespace

std::vector<Scored> score(const Context& context, const Sifted& sifted) {
  const auto& model = context.model;
  std::vector<Scored> scored;
  scored.reserve(sifted.kept.size() + sifted.again.size());
  const auto judge = [&](const Candidate& candidate, bool again) {
    Scored one{.candidate = candidate, .again = again, .readings = {}};
    const auto shown =
        model.impression(*context.viewer, *candidate.video, context.query.surface, context.at_s);
    const auto rows = learning::rows_of(model.table(), shown);
    one.readings = learning::read(shown, rows, model.overall());
    if (context.policy.order == Order::by_score) one.log_odds = model.scorer().judge(one.readings, rows);
    one.score = worth(context, one);
    scored.push_back(one);
  };
  for (const Candidate& candidate : sifted.kept) judge(candidate, false);
  for (const Candidate& candidate : sifted.again) judge(candidate, true);
  std::ranges::sort(scored, [](const Scored& a, const Scored& b) {
    if (a.again != b.again) return b.again;
    if (a.score != b.score) return a.score > b.score;
    const auto& [va, vb] = std::pair{a.candidate.video, b.candidate.video};
    return va->published_s != vb->published_s ? va->published_s > vb->published_s : va->key < vb->key;
  });
  return scored;
}

}  // namespace vitrine::feed
