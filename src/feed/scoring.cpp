// Stage 4. The score is the sum of weight times probability over the heads, and the bonuses; where moderators
// found something, only a part of what is above 0 counts. Lists in order of time: minus the age in hours.
#include <algorithm>

#include "base/prefetch.hpp"
#include "feed/stages.hpp"
#include "learning/judging.hpp"

namespace vitrine::feed {
double leaning(const Context& context, const learning::Video& video, Evidence evidence) {
  const Policy& policy = context.policy;
  switch (evidence) {
    case Evidence::age:
      return policy.newness_bonus == 0
                 ? 0
                 : policy.newness_bonus * newness(context.at_s - std::min(context.at_s, video.published_s));
    case Evidence::length:
      return policy.length_bonus == 0 ? 0 : policy.length_bonus * longness(video.duration_ms);
    case Evidence::untried:
      return policy.untried_bonus == 0 ? 0 : policy.untried_bonus * context.doubt.of(video.shown);
    case Evidence::you_said: {
      using model::events::Wish;
      const Wish wish = context.wished(video).wish;
      return wish == Wish::neutral ? 0 : wish == Wish::more ? policy.wish_bonus : -policy.wish_bonus;
    }
    default:
      return 0;
  }
}

double bonus(const Context& context, const learning::Video& video) {
  return (context.follows(video.author) ? context.policy.following_bonus : 0) +
         leaning(context, video, Evidence::age) + leaning(context, video, Evidence::length) +
         leaning(context, video, Evidence::untried) + leaning(context, video, Evidence::you_said);
}

double sum_of(const Context& context, const learning::Video& video, const learning::LogOdds& log_odds) {
  double sum = bonus(context, video);
  const auto likely = learning::probabilities(log_odds);
  for (std::size_t h = 0; h < learning::heads_count; ++h)
    sum += static_cast<double>(context.policy.weights.data()[h]) * static_cast<double>(likely.data()[h]);
  return sum;
}

Finding finding(const Policy& policy, const learning::Video& video) {
  if (video.integrity == model::Integrity::whole) return {};
  const float factor = policy.integrity[static_cast<std::size_t>(video.integrity)];
  if (factor == 1) return {};
  const auto evidence = video.integrity == model::Integrity::unoriginal ? Evidence::unoriginal
                        : video.integrity == model::Integrity::disputed ? Evidence::disputed
                                                                        : Evidence::borderline;
  return {evidence, factor - 1};
}

namespace {

/// Lists in order of time are scored by it: minus the age in hours.
double by_time(const learning::Video& video, std::uint32_t at_s) {
  return -(static_cast<double>(at_s) - video.published_s) / 3600.0;
}

struct Judged {
  double score = 0, promised = 0;
  learning::LogOdds log_odds{};
};

Judged worth(const Context& context, const learning::Video& video, const learning::LogOdds& log_odds) {
  const Finding found = finding(context.policy, video);
  const double sum = sum_of(context, video, log_odds);
  const double tried = sum - leaning(context, video, Evidence::untried);
  return {.score = sum + found.of(sum), .promised = tried + found.of(tried), .log_odds = log_odds};
}

std::vector<Judged> judged(const Context& context, const std::vector<const learning::Video*>& videos) {
  std::vector<Judged> all(videos.size());
  if (context.policy.order == Order::by_time) {
    for (std::size_t i = 0; i < videos.size(); ++i)
      all[i].score = all[i].promised = by_time(*videos[i], context.at_s);
    return all;
  }
  learning::Judging judging{context.model, *context.viewer, context.query.surface, context.at_s,
                            videos.size()};
  std::vector<learning::LogOdds> log_odds(videos.size());
  judging.judge(videos, log_odds);
  for (std::size_t i = 0; i < videos.size(); ++i) {
    constexpr std::size_t ahead = 16;
    if (i + ahead < videos.size()) base::prefetch_whole(videos[i + ahead]);
    all[i] = worth(context, *videos[i], log_odds[i]);
  }
  return all;
}

/// What the order is decided by; the rest of a candidate is looked at in a tie.
struct Place {
  double score;
  std::uint32_t number;
  bool again;
};

}  // namespace

std::vector<Scored> score(const Context& context, const Sifted& sifted) {
  std::vector<Candidate> candidates = sifted.kept;
  candidates.insert(candidates.end(), sifted.again.begin(), sifted.again.end());
  std::vector<const learning::Video*> videos;
  videos.reserve(candidates.size());
  for (const Candidate& candidate : candidates) videos.push_back(candidate.video);
  const auto all = judged(context, videos);
  std::vector<Place> order;
  order.reserve(videos.size());
  for (std::size_t i = 0; i < videos.size(); ++i)
    order.push_back({all[i].score, static_cast<std::uint32_t>(i), i >= sifted.kept.size()});
  std::ranges::sort(order, [&](const Place& a, const Place& b) {
    if (a.again != b.again) return b.again;
    if (a.score != b.score) return a.score > b.score;
    const auto *va = videos[a.number], *vb = videos[b.number];
    return va->published_s != vb->published_s ? va->published_s > vb->published_s : va->key < vb->key;
  });
  std::vector<Scored> scored;
  scored.reserve(order.size());
  for (const Place& place : order)
    scored.push_back({.candidate = candidates[place.number],
                      .score = place.score,
                      .promised = all[place.number].promised,
                      .again = place.again,
                      .log_odds = all[place.number].log_odds});
  return scored;
}

}  // namespace vitrine::feed
