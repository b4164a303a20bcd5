#include <algorithm>

#include "feed/mutes.hpp"
#include "feed/stages.hpp"

namespace vitrine::feed {
namespace {

template <class Id>
std::vector<std::uint64_t> sorted(const std::vector<Id>& ids) {
  std::vector<std::uint64_t> raw;
  for (const Id id : ids) raw.push_back(id.raw());
  std::ranges::sort(raw);
  return raw;
}
bool holds(const std::vector<std::uint64_t>& sorted_ids, std::uint64_t id) {
  return std::ranges::binary_search(sorted_ids, id);
}

/// When the viewer last saw each video, by id.
std::vector<learning::Seen> last_seen(const learning::Viewer& viewer, std::uint32_t at_s) {
  std::vector<learning::Seen> seen;
  for (const auto& one : viewer.seen)
    if (one.at_s + learning::Viewer::seen_s > at_s) seen.push_back(one);
  std::ranges::stable_sort(seen, [](const auto& a, const auto& b) {
    return a.video != b.video ? a.video < b.video : a.at_s > b.at_s;
  });
  return seen;
}

class Sieves {
 public:
  explicit Sieves(const Context& context)
      : query_(context.query),
        declared_only_(context.policy.languages == Languages::declared),
        mutes_(context.query, context.model.library()),
        drop_seen_(context.policy.drop_seen),
        barred_authors_(sorted(query_.barred_authors)),
        barred_videos_(sorted(query_.barred_videos)),
        on_page_(sorted(query_.on_page)),
        seen_(last_seen(*context.viewer, context.at_s)) {}

  /// Why not, or nothing.
  [[nodiscard]] std::optional<Reason> against(const Candidate& candidate) const {
    const auto* video = candidate.video;
    if (video == nullptr || video->withdrawn || holds(barred_videos_, candidate.id)) return Withdrawn{};
    if (holds(barred_authors_, video->author)) return Barred{};
    if (video->adult && !query_.adult) return Adult{};
    if (auto muted = mutes_.against(*video)) return std::move(*muted);
    if (!query_.languages.empty() && (declared_only_ || !video->language.empty()) &&
        std::ranges::find(query_.languages, video->language) == query_.languages.end())
      return OtherLanguage{video->language};
    if (holds(on_page_, candidate.id)) return OnPageAlready{};
    if (!drop_seen_) return std::nullopt;
    const auto seen = std::ranges::lower_bound(seen_, candidate.id, {}, &learning::Seen::video);
    if (seen != seen_.end() && seen->video == candidate.id) return SeenLately{seen->at_s};
    return std::nullopt;
  }

 private:
  const Query& query_;
  bool declared_only_;
  Mutes mutes_;
  bool drop_seen_;
  std::vector<std::uint64_t> barred_authors_, barred_videos_, on_page_;
  std::vector<learning::Seen> seen_;
};

}  // namespace

Sifted sift(const Context& context, std::vector<Candidate> candidates) {
  const Sieves sieves{context};
  Sifted sifted;
  struct SeenOne {
    Candidate candidate;
    std::uint32_t at_s;
  };
  std::vector<SeenOne> seen;
  for (const Candidate& candidate : candidates) {
    const auto reason = sieves.against(candidate);
    if (!reason) {
      sifted.kept.push_back(candidate);
    } else if (const auto* lately = std::get_if<SeenLately>(&*reason)) {
      seen.push_back({candidate, lately->at_s});
    } else {
      sifted.dropped.push_back({model::VideoId{candidate.id}, candidate.source, *reason});
    }
  }
  // A small instance runs out of the unseen: better again than nothing, the longest ago first.
  const auto wanted = static_cast<std::size_t>(std::clamp(context.query.count, 0, count_max));
  const std::size_t missing = sifted.kept.size() < wanted ? wanted - sifted.kept.size() : 0;
  std::ranges::stable_sort(seen, {}, &SeenOne::at_s);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const auto& [candidate, at_s] = seen[i];
    if (i < missing) sifted.again.push_back(candidate);
    else sifted.dropped.push_back({model::VideoId{candidate.id}, candidate.source, SeenLately{at_s}});
  }
  return sifted;
}

}  // namespace vitrine::feed
