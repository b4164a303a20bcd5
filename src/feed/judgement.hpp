#pragma once
// "Why have I not been shown this?": one video judged for one viewer as if a page were made now, with all the
// others as its rivals. Pure, like rank(), and as costly: it is one whole ranking.
#include "feed/feed.hpp"

namespace vitrine::feed {

struct Judgement {
  bool known = false;              ///< the library has it
  bool found = false;              ///< a source brought it; otherwise it is judged all the same
  Source source = Source::direct;  ///< which one did
  std::optional<Reason> against;   ///< what stopped it; if anything but a first look did, the rest is unsaid
  bool shown = false;              ///< it would be on the page
  std::uint32_t rank = 0;          ///< by score alone, from 0
  std::size_t rivals = 0;          ///< how many were ranked, with this one
  double score = 0;
  double last_shown_score = 0;  ///< the lowest on that page, places that explore left aside
  std::vector<Term> terms;      ///< they sum to the score
};

[[nodiscard]] Judgement judge(const Query& query, const learning::Model& model, const Policy& policy,
                              model::VideoId video);

}  // namespace vitrine::feed
