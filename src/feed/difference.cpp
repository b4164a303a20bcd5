// Two pages compared stage by stage, so that a replay that fails says where to look.
#include <algorithm>
#include <bit>
#include <map>

#include "feed/receipt.hpp"

namespace vitrine::feed {
namespace {

/// What happened to one candidate.
struct Fate {
  const Item* item = nullptr;
  const Dropped* dropped = nullptr;
  [[nodiscard]] const AtFirstLook* first_look() const {
    return dropped == nullptr ? nullptr : std::get_if<AtFirstLook>(&dropped->reason);
  }
  [[nodiscard]] bool sieved() const {
    return dropped != nullptr && first_look() == nullptr &&
           !std::holds_alternative<BelowTheCut>(dropped->reason);
  }
  [[nodiscard]] double score() const {
    return item != nullptr ? item->score : std::get<BelowTheCut>(dropped->reason).score;
  }
};
using Fates = std::map<std::uint64_t, Fate>;

Fates fates_of(const Slate& slate) {
  Fates fates;
  for (const Item& item : slate.items) fates[item.video.raw()].item = &item;
  for (const Dropped& dropped : slate.dropped) fates[dropped.video.raw()].dropped = &dropped;
  return fates;
}

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool same_sieve(const Reason& a, const Reason& b) {
  if (a.index() != b.index()) return false;
  if (const auto* language = std::get_if<OtherLanguage>(&a))
    return language->language == std::get<OtherLanguage>(b).language;
  if (const auto* muted = std::get_if<Muted>(&a)) {
    const auto& other = std::get<Muted>(b);
    return muted->what == other.what && muted->word == other.word;
  }
  if (const auto* market = std::get_if<MarketRule>(&a)) return market->rule == std::get<MarketRule>(b).rule;
  if (const auto* seen = std::get_if<SeenLately>(&a)) return seen->at_s == std::get<SeenLately>(b).at_s;
  return true;
}

bool same_first_look(const Fate& a, const Fate& b) {
  const auto *one = a.first_look(), *other = b.first_look();
  if (one == nullptr || other == nullptr) return one == other;
  return same_bits(one->promise, other->promise);
}

bool same_score(const Fate& a, const Fate& b) {
  if (!same_bits(a.score(), b.score())) return false;
  if (a.item == nullptr || b.item == nullptr) return true;
  return a.item->predicted == b.item->predicted && a.item->readings.bytes == b.item->readings.bytes;
}

bool same_place(const Item& a, const Item& b) {
  return a.video == b.video && a.author == b.author && a.source == b.source && a.position == b.position &&
         a.rank == b.rank && a.move == b.move && a.propensity == b.propensity;
}

std::string of_video(std::uint64_t id) { return "video " + model::VideoId{id}.text(); }

}  // namespace

std::string_view stage_name(Stage stage) {
  static constexpr std::array<std::string_view, 9> names{"model",   "policy",      "position",
                                                         "sources", "sieves",      "first_look",
                                                         "scoring", "arrangement", "explanation"};
  return names[static_cast<std::size_t>(stage)];
}

std::optional<Difference> first_difference(const Slate& was, const Slate& is) {
  if (digest_of(was) == digest_of(is)) return std::nullopt;
  const Fates before = fates_of(was), after = fates_of(is);
  for (const auto& [id, fate] : before)
    if (!after.contains(id)) return Difference{Stage::sources, of_video(id) + " was a candidate"};
  for (const auto& [id, fate] : after)
    if (!before.contains(id)) return Difference{Stage::sources, of_video(id) + " was no candidate"};
  for (const auto& [id, fate] : before) {
    const Fate& other = after.at(id);
    if (fate.sieved() != other.sieved() ||
        (fate.sieved() && !same_sieve(fate.dropped->reason, other.dropped->reason)))
      return Difference{Stage::sieves, of_video(id)};
  }
  for (const auto& [id, fate] : before)
    if (!same_first_look(fate, after.at(id))) return Difference{Stage::first_look, of_video(id)};
  for (const auto& [id, fate] : before)
    if (!fate.sieved() && fate.first_look() == nullptr && !same_score(fate, after.at(id)))
      return Difference{Stage::scoring, of_video(id)};
  for (std::size_t i = 0; i < std::min(was.items.size(), is.items.size()); ++i) {
    if (!same_place(was.items[i], is.items[i]))
      return Difference{Stage::arrangement, of_video(was.items[i].video.raw())};
  }
  for (std::size_t i = 0; i < std::min(was.items.size(), is.items.size()); ++i)
    if (was.items[i].terms != is.items[i].terms)
      return Difference{Stage::explanation, of_video(was.items[i].video.raw())};
  if (was.items.size() != is.items.size())
    return Difference{Stage::arrangement, "the pages are not of one length"};
  return Difference{Stage::sources, "the candidates came in another order or from other sources"};
}

}  // namespace vitrine::feed
