#pragma once
// The stages of rank(), in order. Each takes what the one before returned; nothing vanishes on the way.
#include <vector>

#include "base/id_map.hpp"
#include "feed/doubt.hpp"
#include "feed/feed.hpp"

namespace vitrine::feed {

using base::IdMap;
using base::set_of;

struct Candidate {
  const learning::Video* video = nullptr;
  std::uint64_t id = 0;  ///< also when the library does not know it any more
  Source source = Source::latest;
};

/// What all stages read: the query with the viewer's history looked up.
struct Context {
  const Query& query;
  const learning::Model& model;
  const Policy& policy;
  learning::Viewer nobody{};  ///< stands in for viewers without history
  const learning::Viewer* viewer = nullptr;
  std::uint32_t at_s = 0;
  Doubt doubt;
  IdMap follows_by_id;
  std::vector<std::uint64_t> wanted, unwanted;  ///< tags the viewer asked for more of, and less
  IdMap seen;                                   ///< lately, and when last
  learning::ItemGraph::Leads leads;             ///< where the viewer's good watches lead

  Context(const Query& query, const learning::Model& model, const Policy& policy);
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  [[nodiscard]] bool follows(std::uint64_t author) const;
  /// The tag of the video that the viewer said something about: one they want less of before one they want
  /// more of. `wish` neutral: none.
  struct Wished {
    std::uint64_t tag = 0;
    model::events::Wish wish = model::events::Wish::neutral;
  };
  [[nodiscard]] Wished wished(const learning::Video& video) const;
};

// 1. Sources: who could be shown. Each video once, claimed by the first source that found it; at most
// candidates_max, in the order found.
[[nodiscard]] std::vector<Candidate> gather(const Context& context);

// 2. Sieves: who must not be. kept + dropped = received. When too little unseen is left, what was seen
// longest ago comes back, marked `again`.
struct Sifted {
  std::vector<Candidate> kept;
  std::vector<Candidate> again;
  std::vector<Dropped> dropped;
};
[[nodiscard]] Sifted sift(const Context& context, std::vector<Candidate> candidates);

// 3. A first look: of more than the policy's judged_max, those that promise most go on, by what is known of
// them without the table. The others are dropped.
[[nodiscard]] Sifted look_first(const Context& context, Sifted sifted);

// 4. Scoring: what each is worth, by the policy's weights over the model's predictions.
struct Scored {
  Candidate candidate;
  double score = 0;
  double promised = 0;  ///< the score without what was added for being untried
  bool again = false;
  learning::LogOdds log_odds{};  ///< of each prediction; lists in order of time have none
};
/// Best first; equal scores by the newer, then by id. Those seen before stand behind all others.
[[nodiscard]] std::vector<Scored> score(const Context& context, const Sifted& sifted);

/// What the policy adds for what the video is: by whom, how new, how long, how little tried, how much wished.
[[nodiscard]] double bonus(const Context& context, const learning::Video& video);

/// What the policy adds for being new, long, untried or wished for, by what it is told as; 0 for all other
/// evidence.
[[nodiscard]] double leaning(const Context& context, const learning::Video& video, Evidence evidence);

/// The policy's weights over the predictions, and the bonus: the score before what moderators found counts.
[[nodiscard]] double sum_of(const Context& context, const learning::Video& video,
                            const learning::LogOdds& log_odds);

/// What moderators found of a video, as the policy counts it.
struct Finding {
  Evidence evidence = Evidence::base;  ///< base: nothing, or the policy counts it in full
  float weight = 0;                    ///< the factor less 1
  /// What it takes from a sum; 0 below 0, where a factor would lift.
  [[nodiscard]] double of(double sum) const { return sum > 0 ? sum * static_cast<double>(weight) : 0; }
};
[[nodiscard]] Finding finding(const Policy& policy, const learning::Video& video);

// 5. Arrangement: which of the best, in which order. The answer names positions in `scored`.
struct Placed {
  std::size_t index = 0;
  Move move = Move::none;
  float propensity = 1;
};
[[nodiscard]] std::vector<Placed> arrange(const Context& context, const std::vector<Scored>& scored);

// 6. Explanation: what one was judged by, its predictions, and its score told as terms.
void explain(const Context& context, const Scored& scored, Item& item);

}  // namespace vitrine::feed
