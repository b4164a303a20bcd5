#pragma once
// What may stand after what on a page. A part of the arrangement: neighbours never share an author, an author
// has at most so many of twenty places, and no topic or sound runs longer than the policy allows. The rules
// look back over what the viewer had before this page in the same sitting, and nothing can buy one: they give
// way only where no candidate would keep them, one after the other, and the item says so. What was seen
// before is a candidate only where too little unseen is left to fill the page.
//
// References outlive it. One thread. Cost of a question: about 50 ns.
#include <vector>

#include "feed/stages.hpp"

namespace vitrine::feed {

class Rules {
 public:
  /// From all of them to none.
  enum Strictness { all, topics_give_way, counts_give_way, none };

  Rules(const Context& context, const std::vector<Scored>& scored);

  [[nodiscard]] bool fits(const learning::Video& video, Strictness strictness = all) const;
  /// Where the candidates have too few authors to fill twenty places with the policy's number of each, every
  /// author may have an equal share. Whether this video takes more than that number.
  [[nodiscard]] bool takes_more(const learning::Video& video) const;
  void put(const learning::Video& video) { line_.push_back(&video); }

 private:
  [[nodiscard]] const learning::Video& before(std::size_t back) const { return *line_[line_.size() - back]; }
  [[nodiscard]] int shown_of(std::uint64_t author) const;
  [[nodiscard]] bool runs_on(const learning::Video& video) const;

  const Policy& policy_;
  std::vector<const learning::Video*> line_;  ///< what stood before, then the page so far
  int author_max_ = 0;
};

}  // namespace vitrine::feed
