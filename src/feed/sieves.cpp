// Stage 2. The first test that fails is the reason that is told, so their order is public: withdrawn, a rule
// of the market (before "yours": its author is told as well), barred, for followers, for adults, muted,
// another language, in this sitting already, seen within 30 days.
#include <algorithm>

#include "base/prefetch.hpp"
#include "feed/market_rules.hpp"
#include "feed/mutes.hpp"
#include "feed/stages.hpp"

namespace vitrine::feed {
namespace {

class Sieves {
 public:
  explicit Sieves(const Context& context)
      : query_(context.query),
        context_(context),
        declared_only_(context.policy.languages == Languages::declared),
        mutes_(context.query, context.model.library()),
        drop_seen_(context.policy.drop_seen),
        barred_authors_(set_of(query_.barred_authors)),
        barred_videos_(set_of(query_.barred_videos)),
        on_page_(set_of(query_.on_page)),
        market_(context.policy.market) {}

  /// Why not, or nothing.
  [[nodiscard]] std::optional<Reason> against(const Candidate& candidate) const {
    const auto* video = candidate.video;
    if (video == nullptr || video->withdrawn || barred_videos_.has(candidate.id)) return Withdrawn{};
    const bool not_for_viewer = video->followers_only && !is_for_followers(candidate);
    if (const auto* withheld = market_.against(*video); withheld != nullptr && !not_for_viewer)
      return MarketRule{withheld->rule};
    if (barred_authors_.has(video->author)) return Barred{};
    if (not_for_viewer) return Withdrawn{};
    if (video->adult) return Adult{};
    if (auto muted = mutes_.against(*video)) return std::move(*muted);
    if (!query_.languages.empty() && (declared_only_ || !video->language.empty()) &&
        std::ranges::find(query_.languages, video->language) == query_.languages.end())
      return OtherLanguage{video->language};
    if (on_page_.has(candidate.id)) return OnPageAlready{};
    if (!drop_seen_) return std::nullopt;
    if (const auto* at_s = context_.seen.find(candidate.id)) return SeenLately{*at_s};
    return std::nullopt;
  }

 private:
  /// Feeds without profiling ignore whom the viewer follows, but for the source of just that.
  [[nodiscard]] bool is_for_followers(const Candidate& candidate) const {
    if (candidate.source == Source::following) return true;
    return context_.policy.profiling != Profiling::none && context_.follows(candidate.video->author);
  }

  const Query& query_;
  const Context& context_;
  bool declared_only_;
  Mutes mutes_;
  bool drop_seen_;
  IdMap barred_authors_, barred_videos_, on_page_;
  MarketRules market_;
};

}  // namespace

Sifted sift(const Context& context, std::vector<Candidate> candidates) {
  const Sieves sieves{context};
  Sifted sifted;
  sifted.kept.reserve(candidates.size());
  sifted.dropped.reserve(candidates.size());
  struct SeenOne {
    Candidate candidate;
    std::uint32_t at_s;
  };
  std::vector<SeenOne> seen;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    constexpr std::size_t ahead = 16;
    if (i + ahead < candidates.size() && candidates[i + ahead].video != nullptr)
      base::prefetch_whole(candidates[i + ahead].video);
    const Candidate& candidate = candidates[i];
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
