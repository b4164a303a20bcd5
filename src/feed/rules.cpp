#include "feed/rules.hpp"

#include <algorithm>

namespace vitrine::feed {
namespace {

constexpr std::size_t window = 20;  // places within which an author is counted
// Further tags are search words, not topics (learning/readings.hpp).
constexpr std::size_t topics_of_video = learning::Impression::tags_used;

/// Of twenty places, what one author may have where there are fewer than ten.
int fair_share(const std::vector<Scored>& scored) {
  std::vector<std::uint64_t> authors;
  authors.reserve(scored.size());
  for (const Scored& one : scored) authors.push_back(one.candidate.video->author);
  std::ranges::sort(authors);
  const auto repeats = std::ranges::unique(authors);
  const auto distinct = authors.size() - repeats.size();
  return distinct == 0 ? 0 : static_cast<int>((window - 1 + distinct) / distinct);
}

/// Does `video` belong to this topic?
bool about(const learning::Video& video, std::uint64_t topic) {
  const auto end =
      video.tags.begin() + static_cast<std::ptrdiff_t>(std::min(video.tags.size(), topics_of_video));
  return std::find(video.tags.begin(), end, topic) != end;
}

}  // namespace

Rules::Rules(const Context& context, const std::vector<Scored>& scored) : policy_(context.policy) {
  const auto& shown = context.query.on_page;
  for (std::size_t i = shown.size() - std::min(shown.size(), window - 1); i < shown.size(); ++i)
    if (const auto* video = context.model.library().find(shown[i].raw())) line_.push_back(video);
  author_max_ = std::max(policy_.author_max_in_20, fair_share(scored));
}

bool Rules::fits(const learning::Video& video, Strictness strictness) const {
  if (strictness == none || line_.empty()) return true;
  if (before(1).author == video.author) return false;
  if (strictness == counts_give_way) return true;
  return shown_of(video.author) < author_max_ && (strictness == topics_give_way || !runs_on(video));
}

bool Rules::takes_more(const learning::Video& video) const {
  return shown_of(video.author) >= policy_.author_max_in_20;
}

int Rules::shown_of(std::uint64_t author) const {
  int of_author = 0;
  for (std::size_t back = 1; back <= std::min(line_.size(), window - 1); ++back)
    of_author += before(back).author == author ? 1 : 0;
  return of_author;
}

/// Would it make a topic or a sound run longer than allowed?
bool Rules::runs_on(const learning::Video& video) const {
  const auto longest = static_cast<std::size_t>(policy_.topic_run_max);
  if (line_.size() < longest) return false;
  const auto all_before = [&](auto same) {
    for (std::size_t back = 1; back <= longest; ++back)
      if (!same(before(back))) return false;
    return true;
  };
  if (video.sound != 0 && all_before([&](const learning::Video& one) { return one.sound == video.sound; }))
    return true;
  for (std::size_t i = 0; i < std::min(video.tags.size(), topics_of_video); ++i)
    if (all_before([&](const learning::Video& one) { return about(one, video.tags[i]); })) return true;
  return false;
}

}  // namespace vitrine::feed
