#include "replay/mass.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/assert.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "feed/receipt.hpp"
#include "replay/house.hpp"

namespace vitrine::replay {
namespace {

using namespace model::events;

// A batch is served, replayed and forgotten; each begins with a checkpoint.
constexpr std::uint32_t batch_pages = 500;
constexpr std::array topics{"pottery", "tides", "bread", "trains", "chess", "birds", "knots", "maps"};
constexpr std::array languages{"en", "de", ""};

/// The house's own policies; one that judges so few that the first look decides of most; and one of a market
/// with rules.
const feed::Shelf& policies() {
  static const feed::Shelf shelf = [] {
    feed::Shelf all = feed::Shelf::built_in();
    feed::Policy choosy = feed::home();
    choosy.name = "choosy";
    choosy.judged_max = 20;
    all.offer(std::move(choosy));
    feed::Policy ruled = feed::home();
    ruled.name = "ruled";
    auto rules = region::parse_market("market DE\nwithhold tag knots by Act 5\nwithhold sound " +
                                      model::SoundId{3}.text() + " by a court\n");
    VITRINE_ASSERT(rules.has_value(), "these lines are as the header of region/market says");
    ruled.market = std::move(*rules);
    all.offer(std::move(ruled));
    return all;
  }();
  return shelf;
}

/// A house whose people do everything that can be done, and some of whom have no account.
class BusyHouse {
 public:
  explicit BusyHouse(const MassOptions& options) : options_(options), random_(options.seed) {
    for (std::uint32_t i = 0; i < options.videos; ++i) publish();
  }

  struct Batch {
    base::Bytes checkpoint;             ///< before its first event
    std::vector<base::Bytes> log;       ///< its events
    std::vector<base::Bytes> receipts;  ///< in the order of their positions
  };
  Batch serve(std::uint32_t pages) {
    Batch batch{.checkpoint = house_.model().checkpoint(), .log = {}, .receipts = {}};
    (void)house_.take_log();
    for (std::uint32_t i = 0; i < pages; ++i) {
      if (chance(0.1)) visit_of_a_guest();
      batch.receipts.push_back(visit());
    }
    batch.log = house_.take_log();
    return batch;
  }
  /// The events before the first batch.
  std::vector<base::Bytes> opening() { return house_.take_log(); }
  [[nodiscard]] const learning::Model& model() const { return house_.model(); }

 private:
  model::AccountId some_author() { return model::AccountId{1 + random_.below(options_.videos / 5 + 1)}; }
  model::ViewerId some_viewer() { return model::ViewerId{1 + random_.below(options_.viewers)}; }
  model::VideoId some_video() { return model::VideoId{newest_ - random_.below(options_.videos)}; }
  std::string some_topic() { return topics[random_.below(topics.size())]; }
  bool chance(double p) { return random_.unit() < p; }
  template <class What>
  void tell(What what) {
    house_.tell(tick(), std::move(what));
  }
  model::Instant tick() {
    return model::instant(now_ms_ += 1 + static_cast<std::int64_t>(random_.below(30'000)));
  }

  void publish() {
    VideoFacts facts{.video = model::VideoId{++newest_},
                     .author = some_author(),
                     .tags = {some_topic()},
                     .sound = model::SoundId{chance(0.3) ? 1 + random_.below(9) : 0},
                     .language = languages[random_.below(languages.size())],
                     .duration_ms = static_cast<std::uint32_t>(3000 + random_.below(90'000)),
                     .adult = chance(0.05),
                     .followers_only = chance(0.1),
                     .integrity = chance(0.1) ? static_cast<model::Integrity>(1 + random_.below(3))
                                              : model::Integrity::whole};
    if (chance(0.5)) facts.tags.push_back(some_topic());
    tell(VideoPublished{std::move(facts)});
  }

  base::Bytes visit() {
    feed::Query query = query_of(some_viewer());
    const auto& all = policies().offered();
    const feed::Policy& policy = chance(0.5) ? all.front() : all[random_.below(all.size())];
    query.surface = static_cast<std::uint32_t>(&policy - all.data());
    const auto page =
        house_.serve(query, policy, model::ReceiptId{1 + random_.below(1ULL << 62)}, some_settings());
    auto bytes = feed::encode(page);
    const std::size_t watched = random_.below(4);
    for (std::size_t i = 0; i < std::min(watched, page.slate.items.size()); ++i)
      watch(page, page.slate.items[i], nullptr);
    happen(query.viewer);
    return bytes;
  }
  /// Somebody without account: nothing of their page is kept, but the log has what became of it.
  void visit_of_a_guest() {
    learning::Viewer& sitting = sittings_[random_.below(sittings_.size())];
    feed::Query query = query_of(model::ViewerId{0});
    if (chance(0.1)) sitting = {};  // somebody else comes
    if (chance(0.1))
      learning::note_wish(sitting, model::tag_id(some_topic()).raw(), static_cast<Wish>(random_.below(3)),
                          learning::seconds(query.at));
    query.sitting = sitting;
    const auto page = house_.serve(query, feed::home(), model::ReceiptId{1 + random_.below(1ULL << 62)}, {});
    for (std::size_t i = 0; i < std::min<std::size_t>(2, page.slate.items.size()); ++i)
      watch(page, page.slate.items[i], &sitting);
  }
  feed::Query query_of(model::ViewerId viewer) {
    feed::Query query{.viewer = viewer,
                      .at = tick(),
                      .seed = random_.next(),
                      .place = static_cast<std::uint32_t>(chance(0.5) ? random_.below(40) : 0),
                      .lot = chance(0.5) ? random_.next() : 0,
                      .count = static_cast<int>(1 + random_.below(12))};
    for (auto n = random_.below(4); n > 0; --n) query.follows.push_back(some_author());
    for (auto n = random_.below(3); n > 0; --n) query.barred_authors.push_back(some_author());
    for (auto n = random_.below(6); n > 0; --n) query.on_page.push_back(some_video());
    if (chance(0.1)) query.barred_videos.push_back(some_video());
    if (chance(0.2)) query.languages.emplace_back("en");
    if (chance(0.1)) query.muted_tags.push_back(some_topic());
    if (chance(0.1)) query.muted_words.push_back(some_topic().substr(0, 3));
    if (chance(0.1)) query.worded_videos.push_back(some_video());
    if (chance(0.1)) query.muted_languages.emplace_back("de");
    if (chance(0.3)) query.speaks.emplace_back(chance(0.5) ? "de" : "en");
    if (chance(0.1)) query.muted_sounds.push_back(model::SoundId{1 + random_.below(9)});
    return query;
  }
  /// Sliders, sometimes.
  std::vector<feed::Setting> some_settings() {
    std::vector<feed::Setting> settings;
    for (std::size_t i = 0; i < feed::sliders_count; ++i)
      if (chance(0.1))
        settings.push_back({static_cast<feed::Slider>(i), static_cast<int>(random_.below(201)) - 100});
    return settings;
  }
  /// `sitting`: of whoever has no account; the log learns of nobody.
  void watch(const feed::Receipt& page, const feed::Item& item, learning::Viewer* sitting) {
    const auto viewer = page.query.viewer;
    const Shown shown = house_.shown_event(page, item);
    tell(shown);
    const bool likes = (viewer.raw() + item.video.raw()) % 3 == 0;
    const bool finishes = chance(likes ? 0.7 : 0.2);
    if (sitting == nullptr && chance(0.1))
      tell(Done{viewer, item.video, static_cast<Deed>(random_.below(8))});
    const double share = finishes ? 1 : random_.unit() * random_.unit();
    const auto watched_ms = static_cast<std::uint32_t>(share * shown.duration_ms);
    tell(Watched{.viewer = viewer,
                 .video = item.video,
                 .receipt = page.id,
                 .watched_ms = watched_ms,
                 .loops = static_cast<std::uint16_t>(finishes && chance(0.2) ? 1 : 0),
                 .finished = finishes,
                 .skipped = watched_ms < 2000});
    if (sitting != nullptr) sit(*sitting, page, item, watched_ms, finishes);
  }
  void sit(learning::Viewer& sitting, const feed::Receipt& page, const feed::Item& item,
           std::uint32_t watched_ms, bool finishes) {
    const auto* video = house_.model().library().find(item.video.raw());
    if (video == nullptr) return;
    const auto shown =
        house_.model().impression({}, *video, page.query.surface, learning::seconds(page.query.at));
    learning::note_shown(sitting, shown.video, shown.at_s);
    const auto outcome = learning::outcome_of(static_cast<float>(watched_ms) * 0.001F, shown.duration_s,
                                              finishes, watched_ms < 2000);
    learning::note_outcome(sitting, shown, outcome);
    house_.model().teach(sitting, shown, item.readings, outcome);
  }
  void happen(model::ViewerId viewer) {
    if (chance(0.05)) tell(FollowChanged{viewer, some_author(), chance(0.7)});
    if (chance(0.05)) tell(TopicWished{viewer, some_topic(), static_cast<Wish>(random_.below(3))});
    if (chance(0.02)) tell(ViewingForgotten{viewer, some_video()});
    if (chance(0.004)) tell(ViewerReset{viewer});
    if (chance(0.001)) tell(ViewerForgotten{viewer});
    if (chance(0.01)) tell(VideoWithdrawn{some_video()});
    if (!chance(0.02)) return;
    publish();
    if (newest_ > options_.videos) tell(VideoForgotten{model::VideoId{newest_ - options_.videos}});
  }

  MassOptions options_;
  base::Random random_;
  House house_{Keep::log};
  std::array<learning::Viewer, 8> sittings_{};
  std::int64_t now_ms_ = 1'790'000'000'000;
  std::uint64_t newest_ = 0;
};

base::Result<void> fold(learning::Model& model, const base::Bytes& bytes) {
  TRY_LET(const auto event, model::decode_feed_event(bytes));
  model.apply(event, model.position() + 1);
  return {};
}

/// Folds a batch into `model` and ranks its pages again on the way; answers how many were equal.
base::Result<std::uint64_t> replay_batch(const BusyHouse::Batch& batch, learning::Model& model,
                                         std::string_view from, MassReplay& figures) {
  std::uint64_t equal = 0;
  auto next = batch.receipts.begin();
  const auto rank_due = [&]() -> base::Result<void> {
    for (; next != batch.receipts.end(); ++next) {
      TRY_LET(const auto receipt, feed::decode_receipt(*next));
      if (receipt.log_position != model.position()) break;
      const auto difference = feed::rank_again(receipt, model, policies());
      equal += difference ? 0 : 1;
      if (difference && figures.differences.size() < 10)
        figures.differences.push_back(fmt::format("page at {}, {}: {}: {}", receipt.log_position, from,
                                                  feed::stage_name(difference->stage), difference->detail));
    }
    return {};
  };
  TRY(rank_due());
  for (const auto& bytes : batch.log) {
    TRY(fold(model, bytes));
    TRY(rank_due());
  }
  return equal;
}

}  // namespace

base::Digest MassReplay::digest() const {
  base::Sha256 both;
  both.add(slates);
  both.add(model);
  return both.finish();
}

base::Result<MassReplay> mass_replay(const MassOptions& options) {
  MassReplay figures;
  BusyHouse house{options};
  learning::Model from_the_start;
  for (const auto& bytes : house.opening()) TRY(fold(from_the_start, bytes));
  base::Sha256 slates;
  base::Digest from_checkpoint{};
  while (figures.pages < options.pages) {
    const auto wanted = std::min<std::uint64_t>(batch_pages, options.pages - figures.pages);
    const auto batch = house.serve(static_cast<std::uint32_t>(wanted));
    for (const auto& bytes : batch.receipts) {
      TRY_LET(const auto receipt, feed::decode_receipt(bytes));
      slates.add(feed::digest_of(receipt.slate));
      figures.items += receipt.slate.items.size();
      figures.candidates += receipt.slate.received;
    }
    TRY_LET(auto restored, learning::Model::restore(batch.checkpoint));
    TRY_LET(const auto equal, replay_batch(batch, restored, "from the checkpoint", figures));
    TRY_LET(const auto again, replay_batch(batch, from_the_start, "from the start", figures));
    figures.from_checkpoint += equal;
    figures.from_the_start += again;
    figures.pages += wanted;
    if (figures.pages == options.pages) from_checkpoint = restored.digest();
  }
  figures.events = house.model().position();
  figures.slates = slates.finish();
  figures.model = house.model().digest();
  figures.models_agree = from_the_start.digest() == figures.model && from_checkpoint == figures.model;
  return figures;
}

base::json::object to_json(const MassReplay& replay) {
  base::json::array differences;
  for (const auto& line : replay.differences) differences.emplace_back(line);
  return {{"pages", replay.pages},
          {"events", replay.events},
          {"items", replay.items},
          {"candidates", replay.candidates},
          {"equal_from_checkpoint", replay.from_checkpoint},
          {"equal_from_the_start", replay.from_the_start},
          {"models_agree", replay.models_agree},
          {"equal", replay.equal()},
          {"differences", std::move(differences)},
          {"slates_digest", base::hex(replay.slates)},
          {"model_digest", base::hex(replay.model)},
          {"digest", base::hex(replay.digest())}};
}

}  // namespace vitrine::replay
