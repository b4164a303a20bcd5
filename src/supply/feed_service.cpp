#include "supply/feed_service.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "catalog/tags.hpp"

namespace vitrine::supply {
namespace {

using namespace model::events;

constexpr model::Millis settle_limit{200};
constexpr model::Millis receipt_life{std::chrono::hours{24 * 30}};
/// A sitting that nobody goes on with.
constexpr model::Millis sitting_life{std::chrono::hours{12}};

/// The one feed whose name is not its policy's.
std::string_view policy_name_of(std::string_view feed) { return feed == "for_you" ? "home" : feed; }

auto feed_absent() {
  return base::fail(base::Fault::not_found, "feed_absent", "There is no feed of this name.");
}
auto receipt_absent() {
  return base::fail(base::Fault::not_found, "receipt_absent", "There is no such page, or it is too old.");
}

/// Whether what was dropped for it may be on the page when others are barred.
bool may_come(const feed::Reason& reason) {
  return std::holds_alternative<feed::BelowTheCut>(reason) ||
         std::holds_alternative<feed::AtFirstLook>(reason) ||
         std::holds_alternative<feed::SeenLately>(reason);
}

}  // namespace

// --- pages ---

void FeedService::settle(const Asker& asker) const {
  if (asker.viewer.raw() == 0) return;  // what a sitting without account learned is at hand already
  const auto wanted = position_of(asker.viewer);
  if (wanted > needs_.live.position()) (void)needs_.live.wait_for(wanted, settle_limit);
}

model::LogPosition FeedService::position_of(model::ViewerId viewer) const {
  return memory_.with([&](const Memory& memory) {
    const auto found = memory.appended.find(viewer.raw());
    return found == memory.appended.end() ? model::LogPosition{0} : found->second;
  });
}

Result<bool> FeedService::is_paused(Transaction& tx, model::ViewerId viewer) {
  TRY_LET(const auto history, needs_.choices.history(tx, viewer));
  return history.paused;
}

Result<Asker> FeedService::unless_paused(Transaction& tx, const Asker& person) {
  if (person.viewer.raw() == 0) return person;
  TRY_LET(const bool paused, is_paused(tx, person.viewer));
  Asker asker = person;
  if (paused) asker.paused = std::exchange(asker.viewer, model::ViewerId{0});
  return asker;
}

Result<FeedPage> FeedService::page(Transaction& tx, const Asker& person, std::string_view feed,
                                   std::optional<model::ReceiptId> after, int count) {
  TRY_LET(const Asker asker, unless_paused(tx, person));
  const feed::Policy* policy = needs_.shelf.named(policy_name_of(feed));
  if (policy == nullptr) return feed_absent();
  feed::Query query{
      .viewer = asker.viewer, .surface = policy->surface, .count = std::clamp(count, 1, feed::count_max)};
  TRY_LET(const FeedPage before, find_before(tx, asker, after));
  if (before) {
    const feed::Receipt& old = before->receipt;
    query.place = old.query.place + static_cast<std::uint32_t>(old.slate.items.size());
    query.lot = old.query.lot;
    query.on_page = old.query.on_page;
    for (const auto& item : old.slate.items) query.on_page.push_back(item.video);
    if (query.on_page.size() > on_page_max)
      query.on_page.erase(query.on_page.begin(),
                          query.on_page.end() - static_cast<std::ptrdiff_t>(on_page_max));
  }
  const std::uint64_t sitting = asker.viewer.raw() == 0 ? sitting_of(before, asker.paused) : 0;
  return serve(tx, asker, *policy, std::move(query), sitting);
}

Result<FeedPage> FeedService::rerank(Transaction& tx, const Asker& person, std::string_view feed,
                                     model::ReceiptId id, const std::vector<model::VideoId>& unseen) {
  TRY_LET(const Asker asker, unless_paused(tx, person));
  TRY_LET(const FeedPage before, find_before(tx, asker, id));
  if (!before) return page(tx, asker, feed, std::nullopt, static_cast<int>(unseen.size()));
  const feed::Receipt& old = before->receipt;
  feed::Query query{.viewer = asker.viewer,
                    .lot = old.query.lot,
                    .surface = old.query.surface,
                    .count = std::clamp(static_cast<int>(unseen.size()), 1, feed::count_max)};
  query.on_page = old.query.on_page;
  for (const auto& item : old.slate.items) query.on_page.push_back(item.video);
  // Some that are unseen may be of the page before: their places, too, are filled anew.
  const std::size_t ahead = std::erase_if(
      query.on_page, [&](model::VideoId video) { return std::ranges::find(unseen, video) != unseen.end(); });
  const std::size_t places = old.query.place + old.slate.items.size();
  query.place = static_cast<std::uint32_t>(places - std::min(ahead, places));
  const feed::Policy* policy = needs_.shelf.named(old.policy);
  if (policy == nullptr) return receipt_absent();
  const std::uint64_t sitting = asker.viewer.raw() == 0 ? sitting_of(before, asker.paused) : 0;
  return serve(tx, asker, *policy, std::move(query), sitting);
}

Result<FeedPage> FeedService::serve(Transaction& tx, const Asker& asker, const feed::Policy& base,
                                    feed::Query query, std::uint64_t sitting) {
  const auto generation = receipts_.generation();
  auto served = std::make_shared<Served>();
  served->sitting = sitting;
  feed::Receipt& receipt = served->receipt;
  receipt.id = needs_.ids.unguessable<model::ReceiptId>();
  TRY_LET(const feed::Policy policy, tune(tx, asker, base, receipt, query));
  query.at = needs_.clock.now();
  query.seed = base::mix64(receipt.id.raw());
  if (query.lot == 0) query.lot = query.seed;
  if (asker.viewer.raw() == 0) query.sitting = viewer_in(sitting, asker, query.at);
  TRY(add_relations(tx, asker, query));
  TRY(rank(tx, asker, policy, std::move(query), receipt));
  remember(served);
  // Of somebody whose reset came meanwhile nothing from before it is kept.
  if (asker.viewer.raw() != 0 && !receipts_.put(served, generation))
    memory_.with([&](Memory& memory) { memory.pages.kept.erase(receipt.id.raw()); });
  return served;
}

std::vector<std::pair<std::uint64_t, Wish>> FeedService::wishes_of(const Asker& asker) const {
  std::vector<std::pair<std::uint64_t, Wish>> wishes;
  for (const auto& tag : asker.interests) wishes.emplace_back(model::tag_id(tag).raw(), Wish::more);
  if (asker.paused.raw() == 0) return wishes;
  needs_.live.read([&](const learning::Model& model) {
    if (const auto* viewer = model.viewer(asker.paused))
      for (const auto& topic : viewer->topics)
        if (topic.wish != Wish::neutral) wishes.emplace_back(topic.tag, topic.wish);
  });
  return wishes;
}

Result<void> FeedService::rank(Transaction& tx, const Asker& asker, const feed::Policy& policy,
                               feed::Query query, feed::Receipt& receipt) {
  // Each round bars somebody, and a page has 30 places: five rounds are more than a race can need. Muted
  // words are looked for in the first, in all that could come onto the page.
  constexpr int rounds = 5;
  std::vector<model::VideoId> read;
  for (int round = 1;; ++round) {
    feed::fit_for_receipt(query);
    needs_.live.read([&](const learning::Model& model) {
      receipt.log_position = model.position();
      // A page that is the same for everybody must not differ by the luck of the draw either.
      if (policy.profiling == feed::Profiling::none) query.seed = base::mix64(receipt.log_position);
      receipt.slate = feed::rank(query, model, policy);
    });
    receipt.query = query;  // what this slate came of, whatever is barred now
    if (query.count == 0) return {};
    TRY_LET(const bool barred, bar(tx, asker, receipt.slate, query));
    TRY_LET(const bool worded, bar_words(tx, receipt.slate, query, read));
    if (!barred && !worded) return {};
    if (round == rounds) query.count = 0;  // never show what must not be seen
  }
}

Result<feed::Policy> FeedService::tune(Transaction& tx, const Asker& asker, const feed::Policy& base,
                                       feed::Receipt& receipt, feed::Query& query) {
  receipt.policy = base.name;
  receipt.base_digest = base.digest();
  if (base.languages == feed::Languages::declared) query.languages = asker.languages;
  // What is the same for everybody must not depend on whose browser asks.
  else if (base.profiling == feed::Profiling::uses_history) query.speaks = asker.languages;
  if (asker.account) {
    TRY_LET(auto chosen, needs_.choices.of(tx, *asker.account));
    for (const auto& range : base.sliders) {
      const auto place =
          std::ranges::find(chosen.sliders, feed::slider_name(range.slider), &SliderPlace::slider);
      if (place != chosen.sliders.end())
        receipt.settings.push_back({range.slider, std::clamp(place->value, range.min, range.max)});
    }
    for (auto& mute : chosen.mutes) {
      if (mute.kind == Mute::Kind::tag) query.muted_tags.push_back(std::move(mute.word));
      if (mute.kind == Mute::Kind::word) query.muted_words.push_back(std::move(mute.word));
      if (mute.kind == Mute::Kind::language) query.muted_languages.push_back(std::move(mute.word));
      if (mute.kind != Mute::Kind::sound) continue;
      if (const auto sound = model::SoundId::parse(mute.word)) query.muted_sounds.push_back(*sound);
    }
  }
  feed::Policy policy = feed::tuned(base, receipt.settings);
  receipt.policy_digest = policy.digest();
  return policy;
}

Result<void> FeedService::add_relations(Transaction& tx, const Asker& asker, feed::Query& query) {
  if (!asker.account) return {};
  TRY_LET(query.follows, needs_.relations.followed_ids(tx, *asker.account));
  // Whom these leave out, and who was blocked meanwhile, is looked for on the page (bar).
  constexpr std::size_t most = feed::ids_max - 1000;
  TRY_LET(query.barred_authors, needs_.relations.unseen_ids(tx, *asker.account, most));
  query.barred_authors.push_back(*asker.account);  // one's own videos are on one's profile
  return {};
}

Result<bool> FeedService::bar(Transaction& tx, const Asker& asker, const feed::Slate& slate,
                              feed::Query& query) {
  const auto barred = [&] { return query.barred_videos.size() + query.barred_authors.size(); };
  const std::size_t before = barred();
  std::vector<model::AccountId> authors;
  std::vector<model::VideoId> videos;
  for (const auto& item : slate.items) {
    videos.push_back(item.video);
    authors.push_back(item.author);
  }
  TRY_LET(const auto visible, needs_.catalog.facts_of(tx, videos));
  for (std::size_t i = 0; i < videos.size(); ++i) {
    const auto facts = std::ranges::find(visible, videos[i], &VideoFacts::video);
    const bool follows = std::ranges::find(query.follows, authors[i]) != query.follows.end();
    if (facts == visible.end() || facts->adult || (facts->followers_only && !follows))
      query.barred_videos.push_back(videos[i]);
  }
  if (asker.account && !authors.empty()) {
    TRY_LET(const auto relations, needs_.relations.of(tx, *asker.account, authors));
    for (std::size_t i = 0; i < relations.size(); ++i)
      if (relations[i].apart() || relations[i].mutes) query.barred_authors.push_back(authors[i]);
  }
  return barred() != before;
}

Result<bool> FeedService::bar_words(Transaction& tx, const feed::Slate& slate, feed::Query& query,
                                    std::vector<model::VideoId>& read) {
  if (query.muted_words.empty()) return false;
  std::vector<model::VideoId> unread;
  const auto look_at = [&](model::VideoId video) {
    if (!std::ranges::binary_search(read, video)) unread.push_back(video);
  };
  for (const auto& item : slate.items) look_at(item.video);
  for (const auto& dropped : slate.dropped)
    if (may_come(dropped.reason)) look_at(dropped.video);
  TRY_LET(auto saying, needs_.catalog.saying(tx, unread, query.muted_words));
  query.worded_videos.insert(query.worded_videos.end(), saying.begin(), saying.end());
  read.insert(read.end(), unread.begin(), unread.end());
  std::ranges::sort(read);
  std::ranges::sort(saying);
  return std::ranges::any_of(
      slate.items, [&](const feed::Item& item) { return std::ranges::binary_search(saying, item.video); });
}

std::uint64_t FeedService::sitting_of(const FeedPage& before, model::ViewerId paused) {
  const std::uint64_t fresh = needs_.ids.unguessable<model::SessionId>().raw();
  return memory_.with([&](Memory& memory) {
    if (before)
      if (const auto known = memory.sittings.find(before->sitting);
          known != memory.sittings.end() && known->second.paused == paused)
        return before->sitting;
    const auto now = needs_.clock.now();
    for (auto one = memory.sittings.begin(); one != memory.sittings.end();)
      one = one->second.touched + sitting_life < now ? memory.end(one) : std::next(one);
    if (memory.sittings.size() >= sittings_max)
      memory.end(std::ranges::min_element(memory.sittings, {}, [](auto& one) { return one.second.touched; }));
    Sitting& sitting = memory.sittings[fresh];
    sitting.touched = now;
    sitting.paused = paused;
    return fresh;
  });
}

std::uint64_t FeedService::paused_sitting(model::ViewerId paused) const {
  return memory_.with([&](const Memory& memory) {
    const std::pair<const std::uint64_t, Sitting>* newest = nullptr;
    for (const auto& one : memory.sittings)
      if (one.second.paused == paused && (newest == nullptr || one.second.touched > newest->second.touched))
        newest = &one;
    return newest == nullptr ? std::uint64_t{0} : newest->first;
  });
}

learning::Viewer FeedService::viewer_in(std::uint64_t sitting, const Asker& asker, model::Instant at) {
  const auto wishes = wishes_of(asker);
  return memory_.with([&](Memory& memory) {
    const auto found = memory.sittings.find(sitting);
    learning::Viewer nobody_yet;
    learning::Viewer& viewer = found == memory.sittings.end() ? nobody_yet : found->second.viewer;
    if (asker.paused.raw() != 0)
      for (auto& topic : viewer.topics) topic.wish = Wish::neutral;  // some may have been taken back
    for (const auto& [tag, wish] : wishes) learning::note_wish(viewer, tag, wish, learning::seconds(at));
    return viewer;
  });
}

void FeedService::Pages::add(const FeedPage& page) {
  const auto id = page->receipt.id.raw();
  kept[id] = page;
  order.push_back(id);
  for (; order.size() > pages_max; order.pop_front()) kept.erase(order.front());
}

void FeedService::remember(const FeedPage& page) {
  memory_.with([&](Memory& memory) {
    if (page->sitting == 0) return memory.pages.add(page);
    const auto sitting = memory.sittings.find(page->sitting);
    if (sitting == memory.sittings.end()) return;  // ended meanwhile, perhaps by a reset
    memory.guest_pages.add(page);
    memory.last_pages.erase(std::exchange(sitting->second.last_page, page->receipt.id.raw()));
    memory.last_pages[page->receipt.id.raw()] = page;
    sitting->second.touched = needs_.clock.now();
  });
}

Result<FeedPage> FeedService::find(Transaction& tx, const Asker& asker, model::ReceiptId id) {
  FeedPage page = memory_.with([&](const Memory& memory) -> FeedPage {
    for (const auto* pages : {&memory.pages.kept, &memory.guest_pages.kept, &memory.last_pages})
      if (const auto found = pages->find(id.raw()); found != pages->end()) return found->second;
    return nullptr;
  });
  if (!page) page = receipts_.find(id);
  if (!page) {
    if (asker.viewer.raw() == 0) return receipt_absent();
    TRY_LET(const StoredReceipt stored, needs_.receipts.get(tx, id));
    TRY_LET(auto receipt, feed::decode_receipt(stored.bytes));
    page = std::make_shared<Served>(Served{std::move(receipt), 0});
  }
  if (page->receipt.query.viewer != asker.viewer) return receipt_absent();  // somebody else's
  return page;
}

/// A page that came before is a help, not a condition: a process that was killed may have lost it.
Result<FeedPage> FeedService::find_before(Transaction& tx, const Asker& asker,
                                          std::optional<model::ReceiptId> id) {
  if (!id) return nullptr;
  auto found = find(tx, asker, *id);
  if (!found && found.error().fault == base::Fault::not_found) return nullptr;
  return found;
}

Result<FeedPage> FeedService::receipt(Transaction& tx, const Asker& person, model::ReceiptId id) {
  TRY_LET(const Asker asker, unless_paused(tx, person));
  auto found = find(tx, asker, id);
  if (found || asker.viewer == person.viewer) return found;
  return find(tx, person, id);  // a page from before the pause
}

Result<Why> FeedService::why(Transaction& tx, const Asker& asker, model::ReceiptId id, model::VideoId video) {
  TRY_LET(const FeedPage page, receipt(tx, asker, id));
  return why_on(page->receipt, video);
}

Why FeedService::why_on(const feed::Receipt& receipt, model::VideoId video) {
  Why why;
  for (const auto& item : receipt.slate.items) {
    if (item.video != video) continue;
    why.shown = true;
    why.item = item;
    return why;
  }
  for (const auto& dropped : receipt.slate.dropped)
    if (dropped.video == video) why.dropped = dropped;
  return why;
}

// --- control ---

Result<void> FeedService::reset(Transaction& tx, const Asker& asker) {
  if (asker.viewer.raw() == 0) return {};
  // In this order: whoever asks for a page after forget() waits for the reset to be learned (settle).
  TRY(append(asker.viewer, {{needs_.clock.now(), ViewerReset{asker.viewer}}}));
  receipts_.forget(asker.viewer);
  TRY(needs_.receipts.remove_of(tx, asker.viewer));
  memory_.with([&](Memory& memory) { memory.forget(asker.viewer); });
  return {};
}

std::map<std::uint64_t, FeedService::Sitting>::iterator FeedService::Memory::end(
    std::map<std::uint64_t, Sitting>::iterator sitting) {
  last_pages.erase(sitting->second.last_page);
  std::erase_if(guest_pages.kept, [&](const auto& one) { return one.second->sitting == sitting->first; });
  return sittings.erase(sitting);
}

void FeedService::Memory::forget(model::ViewerId viewer) {
  std::erase_if(pages.kept, [&](const auto& one) { return one.second->receipt.query.viewer == viewer; });
  end_paused(viewer);
}

void FeedService::Memory::end_paused(model::ViewerId viewer) {
  for (auto one = sittings.begin(); one != sittings.end();)
    one = one->second.paused == viewer ? end(one) : std::next(one);
}

namespace {
/// Whether the event speaks of this viewer, or of a video this author published.
bool speaks_of(base::ByteView bytes, model::ViewerId viewer, model::AccountId author) {
  const auto event = model::decode_feed_event(bytes);
  if (!event) return false;
  if (const auto* published = std::get_if<VideoPublished>(&event->what))
    return published->facts.author == author;
  return std::visit(
      [&](const auto& what) {
        if constexpr (requires { what.viewer; }) return viewer.raw() != 0 && what.viewer == viewer;
        else return false;
      },
      event->what);
}
}  // namespace

Result<void> FeedService::tell_of_erasure(model::ViewerId viewer, model::AccountId author) {
  // Tried again before the model has read what the first try told: once is enough.
  const auto told = memory_.with([&](const Memory& memory) {
    const auto found = memory.erasing.find(author.raw());
    return found == memory.erasing.end() ? model::LogPosition{0} : found->second;
  });
  if (told > needs_.live.position()) return {};
  std::vector<model::FeedEvent> events;
  const auto now = needs_.clock.now();
  needs_.live.read([&](const learning::Model& model) {
    for (const auto& video : model.library().videos())
      if (video.author == author.raw()) events.push_back({now, VideoForgotten{model::VideoId{video.key}}});
  });
  if (viewer.raw() != 0) events.push_back({now, ViewerForgotten{viewer}});
  if (events.empty()) return {};
  TRY(append(model::ViewerId{0}, events));
  TRY_LET(const auto last, needs_.log.last());
  memory_.with([&](Memory& memory) { memory.erasing[author.raw()] = last; });
  return {};
}

Result<std::int64_t> FeedService::erase(model::ViewerId viewer, model::AccountId author) {
  const bool known = viewer.raw() != 0;
  const auto forgotten = needs_.record.write([&](Transaction& tx) -> Result<void> {
    if (!known) return {};
    receipts_.forget(viewer);
    return needs_.receipts.remove_of(tx, viewer);
  });
  if (!forgotten) return std::unexpected(forgotten.error());
  if (known)
    memory_.with([&](Memory& memory) {
      memory.forget(viewer);
      memory.appended.erase(viewer.raw());
    });
  receipts_.flush();  // pages of theirs that were being written meanwhile go with the next batch
  TRY(tell_of_erasure(viewer, author));
  TRY_LET(const auto last, needs_.log.last());
  if (!needs_.live.wait_for(last, needs_.erase_wait_max))
    return base::fail(base::Fault::not_available, "model_behind",
                      "The model has not read the log to its end.");
  TRY(needs_.live.renew_checkpoints(needs_.erase_wait_max));
  memory_.with([&](Memory& memory) { memory.erasing.erase(author.raw()); });
  return needs_.log.erase_if([&](base::ByteView bytes) { return speaks_of(bytes, viewer, author); });
}

Result<void> FeedService::wish(const Asker& asker, std::string_view tag, Wish wish) {
  if (asker.viewer.raw() == 0) return {};
  auto folded = catalog::fold_tag(tag);
  if (!folded || folded->size() > tag_bytes_max)
    return base::fail(base::Fault::invalid_input, "tag_invalid",
                      "A wish is about a tag: letters and digits.");
  return append(asker.viewer, {{needs_.clock.now(), TopicWished{asker.viewer, std::move(*folded), wish}}});
}

std::vector<Belief> FeedService::beliefs(const Asker& asker) const {
  std::vector<Belief> beliefs = needs_.live.read([&](const learning::Model& model) {
    std::vector<Belief> found;
    const auto* viewer = model.viewer(asker.viewer);
    if (viewer == nullptr || asker.viewer.raw() == 0) return found;
    for (const auto& topic : viewer->topics)
      found.push_back({model.library().word_of(topic.tag), topic.value, topic.shown, topic.finished,
                       topic.liked, topic.skipped, topic.wish});
    return found;
  });
  std::ranges::stable_sort(beliefs, [](const Belief& a, const Belief& b) { return a.value > b.value; });
  std::erase_if(beliefs, [](const Belief& belief) { return belief.tag.empty(); });
  return beliefs;
}

Result<void> FeedService::sweep(Transaction& tx) {
  return needs_.receipts.remove_older_than(tx, needs_.clock.now() - receipt_life);
}

}  // namespace vitrine::supply
