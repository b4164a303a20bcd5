#pragma once
// What a feed is made of, as data: sources, sieves, weights, arrangement. Public, versioned, named by its
// digest in every receipt. A weight says how much one certain event is worth: "one certain like is worth 1.5
// certain views to the end". Values; thread-safe.
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "learning/signals.hpp"
#include "model/feed_event.hpp"

namespace vitrine::feed {

using model::events::Source;

enum class Order { by_score, by_time };
enum class Profiling { uses_history, none };

struct Take {
  Source source;
  int max;  ///< candidates
};

struct Policy {
  std::string name;  ///< "home"; the API's feed names map to it
  int version = 1;
  Order order = Order::by_score;
  Profiling profiling = Profiling::uses_history;
  std::vector<Take> sources;  ///< earlier ones claim a video that several find
  learning::PerHead<float> weights{};
  float following_bonus = 0;  ///< added for authors the viewer follows
  bool drop_seen = true;      ///< seen in the last 30 days
  int arrange_top = 150;      ///< the arrangement chooses among so many best
  /// Diversity: 0 none, towards 1 ever more (Chen, Zhang, Zhou 2018, theta of equation 11, complement).
  float diversity = 0.35F;
  int author_max_in_20 = 2;
  int topic_run_max = 2;  ///< so many of one topic (or one sound) in a row
  /// The two rules above give way when keeping them would cost more than this much score: then a topic may
  /// run one longer, and an author of a small house fill a fair share of it. Below it the rules hold.
  float rule_price = 0.5F;
  int explore_every = 8;  ///< one slot in so many; 0: none

  /// One line per parameter, the same for equal policies: what is hashed and what is published.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] base::Digest digest() const;
  /// The first 8 bytes of the digest, as events and receipts carry it.
  [[nodiscard]] std::uint64_t mark() const;
};

[[nodiscard]] Policy home();           ///< for you
[[nodiscard]] Policy following();      ///< only authors you follow, newest first
[[nodiscard]] Policy latest();         ///< everybody, newest first
[[nodiscard]] Policy non_profiling();  ///< the same page for everybody

/// nullptr when there is no such policy. Lives as long as the program.
[[nodiscard]] const Policy* policy_named(std::string_view name);
[[nodiscard]] const std::vector<Policy>& policies();

/// "following", "item_graph" ...: as the API and the receipts spell them.
[[nodiscard]] std::string_view source_name(Source source);

}  // namespace vitrine::feed
