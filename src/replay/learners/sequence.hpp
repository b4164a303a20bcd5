#pragma once
// What comes next after a sequence of items: a log-linear mixture of many kinds of evidence whose weights
// learn online. It extends ItemGraph (one strength per pair) by how far apart two items stood, by the way
// back, by what comes in the same second (a page that was sent in at once) and in the next, by popularity
// for ever and over five half-lives and by age, and it needs no setting: every step is predicted, then
// learned from.
//
//   Sequence sequence;
//   sequence.rank(before, at_s, Seen::left_out, desk);   // desk.ranked: candidates with scores
//   sequence.teach(desk, next);                          // mixes better next time
//   sequence.learn(before, {next, at_s});                // counts what happened
//
// Deterministic: same calls, same bits (numeric.hpp). One writer, or many readers with a Desk each.
// Memory: an edge is 44 bytes, at most edges_max of them an item; an item about 2 KB besides.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "learning/keyed_store.hpp"
#include "replay/learners/item_vectors.hpp"
#include "replay/learners/mixture.hpp"

namespace vitrine::replay {

class Sequence {
 public:
  static constexpr std::size_t window = 32;      ///< steps back that lead to a new one
  static constexpr std::size_t window_back = 8;  ///< ... and to which a new one leads back
  static constexpr std::size_t gaps = 6;         ///< 1, 2, 3-4, 5-8, 9-16, 17-32 steps apart
  static constexpr std::size_t edges_max = 1024;
  static constexpr std::size_t horizons = 5;
  static constexpr std::array<float, horizons> half_lives_s{600, 3600, 6 * 3600, 2 * 86400, 30 * 86400};
  static constexpr std::size_t candidates_max = 512;

  struct Step {
    std::uint64_t item;
    std::uint32_t at_s;
  };
  struct Ranked {
    std::uint64_t item;
    float score;
  };
  enum class Seen { left_out, ranked };

  /// Room to work in, reused from call to call; belongs to one thread.
  struct Desk {
    /// What leads from the history to one item, per kind of evidence.
    struct Sums {
      std::uint32_t node;
      std::array<float, gaps> ahead{};
      float back = 0, near = 0, same = 0, turn = 0;
    };
    std::vector<Ranked> ranked;      ///< the answer, in no particular order
    std::vector<Mixture::Row> rows;  ///< of each in `ranked`, what the mixture saw
    std::vector<Sums> sums;
    std::vector<std::uint32_t> place;  ///< of a node in `sums`, plus one
    std::array<float, gaps> base{};    ///< what an item would get of `ahead` by its popularity alone
    float base_back = 0, base_page = 0;
    Mixture::Circumstances circumstances;

    /// Where `item` came in the ranking: how many others are at least as good. Nothing: it is not in it.
    [[nodiscard]] std::optional<std::size_t> rank_of(std::uint64_t item) const;
  };

  Sequence();
  /// Scores what `before` (oldest first) leads to and what is popular or new: at most candidates_max items
  /// and a few hundred hot ones, in `desk.ranked`. Of a moment before the last one learned, what was hot then
  /// is no longer known and counts for nothing. Cost: about 0.1 ms, 0.5 ms after long histories.
  void rank(std::span<const Step> before, std::uint32_t at_s, Seen seen, Desk& desk) const;
  /// After rank() on the same desk: `next` was chosen.
  void teach(const Desk& desk, std::uint64_t next);
  /// Counts that `next` followed `before`. Cost: about 40 us after long histories.
  void learn(std::span<const Step> before, Step next);

  /// One step of the pass: sometimes ranks and teaches, always learns. Answers whether it taught.
  bool observe(std::span<const Step> before, Step next, Seen seen, Desk& desk);

  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

 private:
  struct Edge {
    std::array<float, gaps> ahead{};  ///< how often it came so many steps later
    float back = 0;                   ///< how often it came shortly before, nearer ones more
    float same = 0;                   ///< how often both came in the same second
    float turn = 0;                   ///< how often it came in the next second in which anything came
    float all = 0;                    ///< ahead and back, nearer ones more
  };
  struct Node {
    std::uint64_t key = 0;
    float n = 0;
    std::uint32_t first_s = 0, last_s = 0;
    std::array<float, horizons> heat{};  ///< how often, fading with each half-life; as of last_s
    std::vector<std::uint32_t> to;       ///< where the edges lead, by number: scanned, so kept together
    std::vector<Edge> edges;
  };
  /// The edge to `to`, made if there is room or the weakest is worn down; otherwise nothing.
  [[nodiscard]] static Edge* edge(Node& from, std::uint32_t to, float weight);
  void count(std::span<const Step> before, std::uint32_t to, std::uint32_t at_s);
  void refresh(std::uint32_t at_s);
  void learn_vectors(std::span<const Step> before, std::uint32_t to);
  [[nodiscard]] std::vector<std::uint32_t> numbers_of(std::span<const Step> steps) const;
  /// rank(), and `past`: as if the moment were over.
  void rank_as(std::span<const Step> before, std::uint32_t at_s, Seen seen, bool past, Desk& desk) const;
  void gather(std::span<const Step> before, Desk& desk) const;
  void narrow(std::span<const Step> before, Seen seen, Desk& desk) const;
  void describe(std::span<const Step> before, std::uint32_t at_s, Desk& desk) const;
  [[nodiscard]] std::uint32_t number_of(std::uint64_t item) const;

  learning::KeyedStore<Node> nodes_;
  std::uint64_t learned_ = 0;
  std::uint32_t clock_s_ = 0;             ///< the latest step
  std::vector<std::uint32_t> lately_;     ///< what came last, a ring
  std::vector<std::uint32_t> hot_;        ///< candidates whatever came before; sorted
  ItemVectors lasting_, passing_, last_;  ///< of a taste, of a mood, of the last few steps
  Mixture mixture_;
};

}  // namespace vitrine::replay
