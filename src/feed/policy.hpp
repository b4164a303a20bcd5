#pragma once
// What a feed is made of, as data: sources, sieves, weights, arrangement, and what a viewer may move. Public,
// versioned, named by its digest in every receipt. A weight says how much one certain event is worth: "one
// certain like is worth 1.5 certain views to the end".
//
// The house's own are files in policies/, carried in the binary; an operator may add more, in the same lines
// (parse_policy). Values; thread-safe.
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "base/result.hpp"
#include "learning/signals.hpp"
#include "model/feed_event.hpp"
#include "region/market.hpp"

namespace vitrine::feed {

using model::events::Source;

enum class Order { by_score, by_time };
enum class Profiling { uses_history, none };
/// `understood`: all; of what is popular, those that the browser asks for come first, if the policy uses
/// history. `declared`: those alone.
enum class Languages { understood, declared };

struct Take {
  Source source;
  int max;  ///< candidates
  friend bool operator==(const Take&, const Take&) = default;
};

/// What a viewer may move. Each stands between -100 and 100; 0 leaves the policy as it is.
enum class Slider : std::uint8_t {
  adventurous,  ///< familiar ... adventurous: variety and exploration
  newness,      ///< proven ... new
  length,       ///< short ... long
  following,    ///< weight of those one follows
  talk,         ///< quiet ... talked about: comments and shares
};
inline constexpr std::size_t sliders_count = 5;
[[nodiscard]] std::string_view slider_name(Slider slider);

struct SliderRange {
  Slider slider;
  int min, max;  ///< within -100 and 100, with 0 between
  friend bool operator==(const SliderRange&, const SliderRange&) = default;
};
/// Where one viewer has put one slider.
struct Setting {
  Slider slider = Slider::adventurous;
  int value = 0;
  friend bool operator==(const Setting&, const Setting&) = default;
};

/// How a policy is called in one language.
struct Title {
  std::string language, title, about;
  friend bool operator==(const Title&, const Title&) = default;
};

struct Policy {
  std::string name;  ///< "home"; the API's feed names map to it
  int version = 1;
  std::vector<Title> titles{};
  std::uint32_t surface = 0;  ///< which list it counts as when the model learns from it
  Order order = Order::by_score;
  Profiling profiling = Profiling::uses_history;
  Languages languages = Languages::understood;
  std::vector<Take> sources;  ///< earlier ones claim a video that several find
  learning::PerHead<float> weights{};
  float following_bonus = 0;  ///< added for authors the viewer follows
  float wish_bonus = 0;     ///< added for a tag the viewer asked for more of, taken for one they want less of
  float newness_bonus = 0;  ///< times newness(): added for new ones, below 0 for proven ones
  float length_bonus = 0;   ///< times longness(): added for long ones, below 0 for short ones
  float untried_bonus = 0;  ///< times doubt: added for those that few have seen yet (feed/doubt.hpp)
  /// By model::Integrity: so much of a score above 0 counts, where moderators found something. At most 1.
  std::array<float, model::integrity_count> integrity{1, 1, 1, 1};
  bool drop_seen = true;  ///< what was seen in the last 30 days (at most 2000: learning/viewer.hpp)
  int judged_max = 500;   ///< of more, a first look chooses who is judged (feed/first_look.cpp)
  int arrange_top = 150;  ///< the arrangement chooses among so many best
  /// Diversity: 0 none, towards 1 ever more (Chen, Zhang, Zhou 2018, theta of equation 11, complement).
  float diversity = 0.35F;
  int author_max_in_20 = 2;
  int topic_run_max = 2;  ///< so many of one topic (or one sound) in a row
  int explore_every = 8;  ///< one slot in so many; 0: none
  std::vector<SliderRange> sliders{};
  /// What none of the installation's feeds shows. Its policies all have the same (app/policies.hpp).
  region::Market market{};

  /// One line per parameter, the same for equal policies: what is hashed and what is published.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] base::Digest digest() const;
  /// The first 63 bits of the digest, as events carry it (receipts carry the whole): so it fits a signed
  /// column.
  [[nodiscard]] std::uint64_t mark() const;
  friend bool operator==(const Policy&, const Policy&) = default;
};

/// Half of it is gone after a day: 1 / (1 + age in days).
[[nodiscard]] double newness(std::uint32_t age_s);
/// -1 for the shortest, 0 for 20 seconds, towards 1 for the longest: (d - 20 s) / (d + 20 s).
[[nodiscard]] double longness(std::uint32_t duration_ms);

inline constexpr std::size_t policy_bytes_max = 16 * 1024 + region::market_bytes_max;

/// The reverse of text(), which is also how a policy is written by hand: a line each, `#` begins a remark,
/// what is left out stands as above. Of a policy that was parsed, parse_policy(p.text()) == p (one with
/// sliders in it may have more than the three digits that are written). What it takes is within its bounds.
/// Errors: invalid_input "policy_invalid", naming the line and the key.
[[nodiscard]] base::Result<Policy> parse_policy(std::string_view text);

/// `policy` with a viewer's sliders in it. Those the policy does not offer count for nothing, others stay in
/// their range. Same arguments, same policy.
[[nodiscard]] Policy tuned(const Policy& policy, std::span<const Setting> settings);

[[nodiscard]] const Policy& home();           ///< for you
[[nodiscard]] const Policy& following();      ///< only authors you follow, newest first
[[nodiscard]] const Policy& latest();         ///< everybody, newest first
[[nodiscard]] const Policy& local();          ///< the viewer's own languages
[[nodiscard]] const Policy& non_profiling();  ///< the same page for everybody

/// The policies of a house: those on offer, and old ones that pages were ranked with.
class Shelf {
 public:
  /// Those that come with the product.
  [[nodiscard]] static const Shelf& built_in();

  /// Puts one on offer; it takes the place of one of the same name.
  void offer(Policy policy);
  /// Keeps one for its digest alone.
  void keep(Policy policy) { keep(policy, policy.digest()); }
  /// The same for the digest of the text it was read from: a release that knows another key writes the same
  /// policy in other lines, and receipts name those of their time.
  void keep(Policy policy, const base::Digest& digest);

  [[nodiscard]] const std::vector<Policy>& offered() const { return offered_; }
  /// nullptr when there is no such policy. Good as long as the shelf is not changed.
  [[nodiscard]] const Policy* named(std::string_view name) const;
  /// What a viewer is ranked by who chose `name`; who chose nothing, or what is not on offer any more, gets
  /// the house's "home".
  [[nodiscard]] const Policy& chosen(std::string_view name) const;
  [[nodiscard]] const Policy* with_digest(const base::Digest& digest) const;

 private:
  struct Kept {
    base::Digest digest;
    Policy policy;
  };
  std::vector<Policy> offered_;
  std::vector<Kept> kept_;
};

/// "following", "item_graph" ...: as the API and the receipts spell them.
[[nodiscard]] std::string_view source_name(Source source);

}  // namespace vitrine::feed
