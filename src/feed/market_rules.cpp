#include "feed/market_rules.hpp"

namespace vitrine::feed {

MarketRules::MarketRules(const region::Market& market)
    : rules_(market.withheld),
      by_kind_{base::IdMap{rules_.size()}, base::IdMap{rules_.size()}, base::IdMap{rules_.size()}} {
  for (std::uint32_t i = 0; i < rules_.size(); ++i) of(rules_[i].what).put(rules_[i].id, i);
}

const region::Withheld* MarketRules::against(const learning::Video& video) const {
  if (rules_.empty()) return nullptr;
  const std::uint32_t* found = of(What::author).find(video.author);
  if (found == nullptr) found = of(What::sound).find(video.sound);
  for (std::size_t i = 0; i < video.tags.size() && found == nullptr; ++i)
    found = of(What::tag).find(video.tags[i]);
  return found == nullptr ? nullptr : &rules_[*found];
}

}  // namespace vitrine::feed
