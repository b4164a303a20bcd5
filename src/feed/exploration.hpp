#pragma once
// How a page finds out what nobody knows yet. One place in `explore_every` goes to a new video. Which one is
// drawn by Thompson sampling (Thompson 1933; Chapelle and Li 2011): each candidate's worth is drawn from what
// is believed of it, and the best draw is shown. What is believed: the model's score (which knows the author,
// the tags, the sound and the viewer), give or take its doubt (feed/doubt.hpp), so the nearest to the
// viewer's taste come first and the unknown get their chance. Beliefs are logistic: like a normal
// distribution, but with a distribution function that has the same bits on every machine.
//
// Pure; the draws are the seed's.
#include <optional>
#include <span>

#include "base/random.hpp"
#include "feed/stages.hpp"

namespace vitrine::feed {

struct Believed {
  std::size_t index = 0;  ///< whatever the caller knows it by
  double score = 0, deviation = 0;
};
struct Drawn {
  std::size_t index = 0;
  float propensity = 1;  ///< the probability of being drawn, within 1 %; at least a millionth is told
};
/// Nothing: nothing to draw from. Cost: 128 logistic functions a candidate, four at a time.
[[nodiscard]] std::optional<Drawn> draw(std::span<const Believed> pool, base::Random& random);

/// Is this place of the sitting (from 0) one that explores? One in every `every` in a row is, at a place that
/// `lot` tells; the first of a sitting never is. A place that finds nothing new leaves it to the next one of
/// its page. 0: none is; 1: all others are.
[[nodiscard]] bool explores_at(std::uint64_t place, std::uint64_t lot, int every);

}  // namespace vitrine::feed
