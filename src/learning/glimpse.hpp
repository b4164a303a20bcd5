#pragma once
// A cheap estimate of Judging's score, by which a page of thousands of candidates chooses those that are
// judged at all (pre-ranking: Wang et al. 2020, COLD). Of the rows that lie all over the memory it reads the
// video's and its tags' for their latent factors and biases alone, and the author's and the sound's not at
// all. What stands in for their counters: what the viewer thinks of the topics and the author, how often the
// video was watched well, where the last good watches lead.
//
// Each head's logistic is replaced by its tangent at what this viewer usually does, so that all heads become
// one weighted sum. Each part of that is the difference of two sums of the same Judge, so what the model
// learns is in it at once. docs/experiments.md has how much of a page the best so many hold.
//
// For one page, one thread, while the model stands still. Cost: a fifth of a page (docs/performance.md).
#include <vector>

#include "base/id_map.hpp"
#include "base/numbering.hpp"
#include "learning/model.hpp"

namespace vitrine::learning {

class Glimpse {
 public:
  /// Of these videos, none of them nullptr. `weights`: what one certain event of each head is worth. The list
  /// of the videos outlives the object.
  Glimpse(const Model& model, const Viewer& viewer, std::uint32_t surface, std::uint32_t at_s,
          const PerHead<float>& weights, std::span<const Video* const> videos);

  /// What videos[i] promises more than what this viewer usually meets.
  [[nodiscard]] float of(std::size_t i) const;
  /// What that is worth: the weights times how likely each event usually is.
  [[nodiscard]] float usual() const { return usual_; }

 private:
  /// For so many showings, as they are counted in buckets: watched well as often as usual, and more often by
  /// a lift of 1.
  struct OfShown {
    float usual = 0, lift = 0;
  };
  class Line;
  void note_ties(const ItemGraph& graph, const Viewer& viewer);
  void note_factors(const Line& line, const Table& table, const Viewer& viewer);
  void note_topics(const Viewer& viewer);
  void note_authors(const Viewer& viewer);
  void note_lengths(const Line& line, const Model& model, std::uint32_t surface);
  void note_circumstances(const Line& line);
  void note_video(const Line& line, const Overall& overall);
  [[nodiscard]] float lift_of(float good, float shown) const;

  std::uint32_t at_s_;
  std::span<const Video* const> videos_;
  std::vector<float> ties_, affinities_, by_bias_;  ///< of each video
  /// Of each video its topics, as numbers of tags_.
  std::vector<std::array<std::uint32_t, Impression::tags_used>> topics_of_videos_;
  base::Numbering tags_;
  std::vector<Liking> topics_;  ///< by number
  base::IdMap authors_by_id_;
  std::vector<float> authors_;  ///< what the viewer thinks of them
  std::array<float, bucket_values> by_length_{}, by_age_{}, by_tie_{};
  std::array<float, numbers_count - first_taste> by_taste_{};  ///< for a number of 1
  std::array<OfShown, bucket_values> by_shown_{};
  float usual_ = 0, usually_good_, usual_lift_;
};

}  // namespace vitrine::learning
