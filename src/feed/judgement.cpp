#include "feed/judgement.hpp"

#include <algorithm>

#include "feed/stages.hpp"

namespace vitrine::feed {

Judgement judge(const Query& query, const learning::Model& model, const Policy& policy,
                model::VideoId video) {
  const Context context{query, model, policy};
  Judgement judgement;
  judgement.known = model.library().find(video.raw()) != nullptr;
  if (!judgement.known) return judgement;
  auto candidates = gather(context);
  const auto place = std::ranges::find(candidates, video.raw(), &Candidate::id);
  judgement.found = place != candidates.end();
  if (judgement.found) judgement.source = place->source;
  else candidates.push_back({model.library().find(video.raw()), video.raw(), Source::direct});
  const Candidate asked = *std::ranges::find(candidates, video.raw(), &Candidate::id);
  const Sifted sifted = look_first(context, sift(context, std::move(candidates)));
  for (const Dropped& dropped : sifted.dropped)
    if (dropped.video == video) judgement.against = dropped.reason;
  const bool looked_at = judgement.against && std::holds_alternative<AtFirstLook>(*judgement.against);
  if (judgement.against && !looked_at) return judgement;
  const auto scored = score(context, sifted);
  const auto placed = arrange(context, scored);
  judgement.rivals = scored.size() + (looked_at ? 1 : 0);
  // Who fell at the first look is judged all the same, for whoever asks.
  const Scored mine =
      looked_at
          ? score(context, {.kept = {asked}, .again = {}, .dropped = {}}).front()
          : *std::ranges::find_if(scored, [&](const Scored& one) { return one.candidate.id == video.raw(); });
  const auto before_mine = [&](const Scored& one) {
    return one.candidate.id != video.raw() && (looked_at ? one.score > mine.score : true);
  };
  const auto rank = static_cast<std::size_t>(std::ranges::find_if_not(scored, before_mine) - scored.begin());
  judgement.rank = static_cast<std::uint32_t>(rank);
  judgement.last_shown_score = placed.empty() ? 0 : scored[placed.front().index].score;
  for (const Placed& one : placed) {
    judgement.shown = judgement.shown || (one.index == rank && !looked_at);
    if (one.move != Move::explored)
      judgement.last_shown_score = std::min(judgement.last_shown_score, scored[one.index].score);
  }
  Item item;
  explain(context, mine, item);
  judgement.score = item.score;
  judgement.terms = std::move(item.terms);
  return judgement;
}

}  // namespace vitrine::feed
