#pragma once
// What a video promises a viewer, at a glimpse: a score without the rows of the video, its author and its
// tags, which lie all over the memory. What stands in for them: the viewer's own rows about its topics and
// author, how often it was watched well, where the last good watches lead. A page compares thousands by it
// and judges the best in whole (pre-ranking: Wang et al. 2020, COLD).
//
// The sum is Judging's, made straight: each prediction is taken as a line through what this viewer usually
// does, so all heads become one number. Every part is the difference of two sums of the same Judge, so what
// the model learns is in it at once. Of pages of 2000, the best 500 by it hold 99 % of what would have been
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
  /// Of these videos, none of them nullptr. `weights`: what one certain event of each head is worth. `leads`,
  /// where the viewer's good watches lead, and the list of the videos outlive the object.
  Glimpse(const Model& model, const Viewer& viewer, const ItemGraph::Leads& leads, std::uint32_t surface,
          std::uint32_t at_s, const PerHead<float>& weights, std::span<const Video* const> videos);

  /// What videos[i] promises; comparable among the videos of one Glimpse.
  [[nodiscard]] float of(std::size_t i) const;

 private:
  struct OfTopic {
    float adds = 0, showings = 0;  ///< the viewer's row about it: what it adds, and of how many showings
    Liking liking{};
  };
  struct OfAuthor {
    float adds = 0, taste = 0;
  };
  class Line;
  void note_topics(const Line& line, const Model& model, const Viewer& viewer);
  void note_authors(const Line& line, const Model& model, const Viewer& viewer);
  void note_lengths(const Line& line, const Model& model, const Viewer& viewer, std::uint32_t surface);
  void note_circumstances(const Line& line);
  void note_video(const Line& line, const Overall& overall);

  const ItemGraph::Leads& leads_;
  std::uint32_t at_s_;
  std::span<const Video* const> videos_;
  /// Of each video its topics, as numbers of tags_.
  std::vector<std::array<std::uint32_t, Impression::tags_used>> topics_of_videos_;
  base::Numbering tags_;
  std::vector<OfTopic> topics_;  ///< by number
  base::IdMap authors_by_id_;
  std::vector<OfAuthor> authors_;
  std::array<float, bucket_values> by_length_{}, by_age_{}, by_lead_{};
  std::array<float, numbers_count - first_taste> by_taste_{};  ///< for a number of 1
  float by_lift_ = 0;  ///< for being watched well more often than usual, by 1 in log-odds
  float usually_good_, usual_lift_;
};

}  // namespace vitrine::learning
