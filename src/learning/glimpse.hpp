#pragma once
// What a video promises a viewer, at a glimpse: a score without the rows of the video, its author and its
// tags, which lie all over the memory. What stands in for them: what the viewer thinks of its topics and its
// author, how often it was watched well, where the last good watches lead. A page compares thousands by it
// and judges the best in whole (pre-ranking: Wang et al. 2020, COLD).
//
// The sum is Judging's, made straight: each prediction is taken as a line through what this viewer usually
// does, so all heads become one number. Every part is the difference of two sums of the same Judge, so what
// the model learns is in it at once. Of pages of 2000, the best 500 by it hold 98 % of what would have been
// shown (docs/algorithm.md).
//
// For one page, one thread, while the model stands still. Cost: about 50 us once, then 0.05 us a video.
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

  /// What videos[i] promises; comparable among the videos of one Glimpse.
  [[nodiscard]] float of(std::size_t i) const;

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
  float usually_good_, usual_lift_;
};

}  // namespace vitrine::learning
