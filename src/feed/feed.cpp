#include "feed/feed.hpp"

#include "feed/stages.hpp"

namespace vitrine::feed {

std::string_view reason_name(const Reason& reason) {
  static constexpr std::array<std::string_view, std::variant_size_v<Reason>> names{
      "withdrawn", "barred", "adult", "other_language", "seen_lately", "on_page", "below_the_cut",
      "muted",     "at_first_look", "market_rule"};
  return names[reason.index()];
}

std::string_view move_name(Move move) {
  static constexpr std::array<std::string_view, 6> names{"none",  "varied", "explored", "rule_relaxed",
                                                         "again", "opener"};
  return names[static_cast<std::size_t>(move)];
}

Slate rank(const Query& query, const learning::Model& model, const Policy& policy) {
  const Context context{query, model, policy};
  std::vector<Candidate> candidates = gather(context);
  Slate slate;
  slate.received = candidates.size();
  Sifted sifted = look_first(context, sift(context, std::move(candidates)));
  const std::vector<Scored> scored = score(context, sifted);
  const std::vector<Placed> placed = arrange(context, scored);
  slate.dropped = std::move(sifted.dropped);

  std::vector<bool> shown(scored.size(), false);
  for (const Placed& place : placed) {
    const Scored& one = scored[place.index];
    shown[place.index] = true;
    Item item;
    item.video = model::VideoId{one.candidate.id};
    item.author = model::AccountId{one.candidate.video->author};
    item.source = place.move == Move::explored ? Source::explore : one.candidate.source;
    item.position = static_cast<std::uint16_t>(slate.items.size());
    item.rank = static_cast<std::uint16_t>(place.index);
    item.move = place.move;
    item.propensity = place.propensity;
    explain(context, one, item);
    slate.items.push_back(std::move(item));
  }
  slate.dropped.reserve(slate.received - placed.size());
  for (std::size_t i = 0; i < scored.size(); ++i) {
    if (shown[i]) continue;
    slate.dropped.push_back({model::VideoId{scored[i].candidate.id}, scored[i].candidate.source,
                             BelowTheCut{static_cast<std::uint32_t>(i), scored[i].score}});
  }
  return slate;
}

}  // namespace vitrine::feed
