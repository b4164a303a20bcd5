// What a viewer may see and change about their feed.
#include <algorithm>
#include <ranges>

#include "catalog/search_entry.hpp"
#include "catalog/tags.hpp"
#include "feed/market_rules.hpp"
#include "supply/feed_service.hpp"

namespace vitrine::supply {
namespace {
constexpr std::size_t pages_looked_through = 20;
constexpr std::size_t word_bytes_min = 2;  // one letter would silence half of all words
}  // namespace

Result<Choices> FeedService::choices(Transaction& tx, const Asker& asker) {
  if (!asker.account) return Choices{};
  return needs_.choices.of(tx, *asker.account);
}

Result<void> FeedService::choose(Transaction& tx, const Asker& asker, std::string_view algorithm) {
  if (needs_.shelf.named(algorithm) == nullptr)
    return base::fail(base::Fault::not_found, "feed_absent", "There is no algorithm of this name.");
  return asker.account ? needs_.choices.choose(tx, *asker.account, algorithm, needs_.clock.now())
                       : Result<void>{};
}

Result<void> FeedService::set_slider(Transaction& tx, const Asker& asker, std::string_view name, int value) {
  for (std::size_t s = 0; s < feed::sliders_count; ++s)
    if (feed::slider_name(static_cast<feed::Slider>(s)) == name)
      return asker.account
                 ? needs_.choices.set(tx, *asker.account, {std::string{name}, std::clamp(value, -100, 100)})
                 : Result<void>{};
  return base::fail(base::Fault::invalid_input, "slider_unknown", "There is no slider of this name.");
}

Result<void> FeedService::reset_sliders(Transaction& tx, const Asker& asker) {
  for (std::size_t s = 0; s < feed::sliders_count; ++s)
    TRY(set_slider(tx, asker, feed::slider_name(static_cast<feed::Slider>(s)), 0));
  return {};
}

Result<void> FeedService::mute(Transaction& tx, const Asker& asker, Mute mute, bool on) {
  if (!asker.account) return {};
  if (mute.word.starts_with('#')) mute.word.erase(0, 1);
  if (mute.kind == Mute::Kind::sound && !model::SoundId::parse(mute.word)) mute.word.clear();
  if (mute.kind == Mute::Kind::tag) mute.word = catalog::fold_tag(mute.word).value_or("");
  else mute.word = catalog::fold_text(mute.word);
  if (mute.kind == Mute::Kind::language && !catalog::is_language(mute.word)) mute.word.clear();
  if (mute.word.size() < word_bytes_min || mute.word.size() > model::events::tag_bytes_max)
    return base::fail(base::Fault::invalid_input, "mute_invalid",
                      "A tag or a word of at least two letters can be muted, a sound, or a language.");
  if (!on) return needs_.choices.unmute(tx, *asker.account, mute);
  TRY_LET(const auto known, needs_.choices.of(tx, *asker.account));
  if (known.mutes.size() >= mutes_max)
    return base::fail(base::Fault::over_limit, "mutes_too_many",
                      "A hundred mutes are the most; take one back first.");
  return needs_.choices.mute(tx, *asker.account, mute, needs_.clock.now());
}

std::vector<Viewing> FeedService::history(const Asker& asker, std::size_t max) const {
  const std::uint32_t now_s = learning::seconds(needs_.clock.now());
  return needs_.live.read([&](const learning::Model& model) {
    std::vector<Viewing> found;
    const auto* viewer = asker.viewer.raw() == 0 ? nullptr : model.viewer(asker.viewer);
    if (viewer == nullptr) return found;
    for (auto seen = viewer->seen.rbegin(); seen != viewer->seen.rend() && found.size() < max; ++seen) {
      if (seen->at_s + learning::Viewer::seen_s <= now_s) break;  // the model, too, is about to let go of it
      if (std::ranges::find(found, model::VideoId{seen->video}, &Viewing::video) == found.end())
        found.push_back({model::VideoId{seen->video}, seen->at_s});
    }
    return found;
  });
}

Result<void> FeedService::forget_viewing(const Asker& asker, model::VideoId video) {
  if (asker.viewer.raw() == 0) return {};
  memory_.with([&](Memory& memory) {
    for (auto& [id, sitting] : memory.sittings)
      if (sitting.paused == asker.viewer) {
        learning::forget_viewing(sitting.viewer, video.raw());
        sitting.shown.erase(video.raw());
      }
  });
  return append(asker.viewer, {{needs_.clock.now(), model::events::ViewingForgotten{asker.viewer, video}}});
}

Result<WatchHistory> FeedService::history_choice(Transaction& tx, const Asker& asker) {
  return needs_.choices.history(tx, asker.viewer);
}

Result<void> FeedService::choose_history(Transaction& tx, const Asker& asker, const WatchHistory& history) {
  if (std::ranges::find(history_terms, history.kept_days) == history_terms.end())
    return base::fail_in("kept_days", base::Fault::invalid_input, "history_term_unknown",
                         "A history is kept for 30, 90 or 365 days.");
  if (asker.viewer.raw() == 0) return {};
  if (!history.paused) memory_.with([&](Memory& memory) { memory.end_paused(asker.viewer); });
  return needs_.choices.set_history(tx, asker.viewer, history, needs_.clock.now());
}

std::vector<AuthorBelief> FeedService::author_beliefs(const Asker& asker) const {
  auto beliefs = needs_.live.read([&](const learning::Model& model) {
    std::vector<AuthorBelief> found;
    const auto* viewer = asker.viewer.raw() == 0 ? nullptr : model.viewer(asker.viewer);
    if (viewer == nullptr) return found;
    for (const auto& author : viewer->authors)
      found.push_back({model::AccountId{author.author}, author.value, author.shown, author.finished,
                       author.liked, author.skipped});
    return found;
  });
  std::ranges::stable_sort(beliefs, std::ranges::greater{}, &AuthorBelief::value);
  return beliefs;
}

Kindred FeedService::kindred(const Asker& asker) const {
  constexpr std::size_t told_max = 6;
  constexpr float least = 0.1F;      // log-odds: less changes a chance by less than 3 in 100
  constexpr float least_shown = 10;  // of a topic of fewer showings little is known
  return needs_.live.read([&](const learning::Model& model) {
    Kindred kindred;
    const auto* viewer = asker.viewer.raw() == 0 ? nullptr : model.viewer(asker.viewer);
    if (viewer == nullptr || viewer->factors.numbers == learning::LatentFactors::Numbers{}) return kindred;
    kindred.numbers.assign(viewer->factors.numbers.begin(), viewer->factors.numbers.end());
    std::vector<std::pair<float, const std::string*>> topics;
    for (const auto& topic : model.library().tags()) {
      const auto* row = model.table().find(learning::key_of(learning::Aspect::tag, topic.key));
      const auto* factors = model.table().factors_of(row);
      if (factors == nullptr || row->n < least_shown || topic.word.empty()) continue;
      topics.emplace_back(affinity(viewer->factors, nullptr, factors), &topic.word);
    }
    std::ranges::sort(topics, std::ranges::greater{}, [](const auto& one) {
      return std::pair<float, std::string_view>{one.first, *one.second};
    });
    for (const auto& [value, word] : topics)
      if (value >= least && kindred.toward.size() < told_max) kindred.toward.push_back(*word);
    for (const auto& [value, word] : topics | std::views::reverse)
      if (value <= -least && kindred.away.size() < told_max) kindred.away.push_back(*word);
    return kindred;
  });
}

std::vector<Habit> FeedService::habits(const Asker& asker) const {
  return needs_.live.read([&](const learning::Model& model) {
    std::vector<Habit> found;
    const auto* viewer = asker.viewer.raw() == 0 ? nullptr : model.viewer(asker.viewer);
    if (viewer == nullptr || viewer->factors.biases == learning::Biases{}) return found;
    for (std::size_t h = 0; h < learning::heads_count; ++h)
      if (const auto head = static_cast<learning::Head>(h); learning::has_bias(head))
        found.push_back({head, viewer->factors.biases.of(head)});
    return found;
  });
}

std::vector<std::string> FeedService::market_rules(std::span<const model::VideoId> videos) const {
  std::vector<std::string> rules(videos.size());
  const region::Market& market = needs_.shelf.chosen("home").market;  // all policies have the same
  if (market.withheld.empty()) return rules;
  const feed::MarketRules index{market};
  needs_.live.read([&](const learning::Model& model) {
    for (std::size_t i = 0; i < videos.size(); ++i)
      if (const auto* video = model.library().find(videos[i].raw()))
        if (const auto* withheld = index.against(*video)) rules[i] = withheld->rule;
  });
  return rules;
}

std::vector<FeedPage> FeedService::pages_of(std::uint64_t sitting) const {
  std::vector<FeedPage> pages;
  if (sitting == 0) return pages;
  memory_.with([&](const Memory& memory) {
    if (const auto one = memory.sittings.find(sitting); one != memory.sittings.end())
      if (const auto last = memory.last_pages.find(one->second.last_page); last != memory.last_pages.end())
        pages.push_back(last->second);
    for (const std::uint64_t id : memory.guest_pages.order | std::views::reverse)
      if (const auto page = memory.guest_pages.kept.find(id);
          page != memory.guest_pages.kept.end() && page->second->sitting == sitting)
        pages.push_back(page->second);
  });
  return pages;
}

Result<WhyNot> FeedService::why_not(Transaction& tx, const Asker& asker, model::VideoId video) {
  WhyNot answer;
  std::size_t looked_through = 0;
  const auto look_through = [&](const feed::Receipt& page) {
    ++looked_through;
    const Why then = why_on(page, video);
    if (!then.shown && !then.dropped) return;
    answer.page = page.id;
    answer.at = page.query.at;
    answer.then = then;
  };
  const auto more = [&] { return !answer.page && looked_through < pages_looked_through; };
  TRY_LET(const Asker known, unless_paused(tx, asker));
  const std::uint64_t sitting = known.paused.raw() == 0 ? 0 : paused_sitting(known.paused);
  for (const FeedPage& page : pages_of(sitting))
    if (more()) look_through(page->receipt);
  for (const FeedPage& page : receipts_.of(asker.viewer))  // not on the disk yet
    if (more()) look_through(page->receipt);
  if (more()) {
    TRY_LET(const auto stored, needs_.receipts.newest_of(tx, asker.viewer, pages_looked_through));
    for (const auto& one : stored) {
      if (!more()) break;
      if (const auto receipt = feed::decode_receipt(one.bytes))  // an older version's says nothing any more
        look_through(*receipt);
    }
  }
  TRY_LET(const auto chosen, choices(tx, asker));
  const feed::Policy& base = needs_.shelf.chosen(chosen.algorithm);
  feed::Receipt receipt;
  feed::Query query{.viewer = known.viewer, .at = needs_.clock.now(), .surface = base.surface};
  if (known.paused.raw() != 0) query.sitting = viewer_in(sitting, known, query.at);
  query.seed = base::mix64(video.raw());
  TRY_LET(const feed::Policy policy, tune(tx, asker, base, receipt, query));
  TRY(add_relations(tx, asker, query));
  // To an author their clips for followers are like those of one they follow: a rule that keeps one out is
  // told.
  if (asker.account) query.follows.push_back(*asker.account);
  if (!query.muted_words.empty()) {
    TRY_LET(query.worded_videos, needs_.catalog.saying(tx, {video}, query.muted_words));
  }
  answer.policy = base.name;
  answer.now = needs_.live.read(
      [&](const learning::Model& model) { return feed::judge(query, model, policy, video); });
  if (!answer.now.known)
    return base::fail(base::Fault::not_found, "video_absent", "The feed knows no such video.");
  return answer;
}

}  // namespace vitrine::supply
