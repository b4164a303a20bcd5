#pragma once
// What a viewer is shown next, and why. Start here: rank(). Pure: safe from any thread.
//
// Never: reads a store, a clock or the network; drops a candidate without a Reason.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "feed/policy.hpp"
#include "learning/model.hpp"
#include "model/feed_event.hpp"

namespace vitrine::feed {

// A page is 10 videos or so; a longer one could not be ranked again after each swipe in time.
inline constexpr int count_max = 30;
// Where more than the policy's judged_max are left, a first look compares them, and the best are scored
// (docs/performance.md).
inline constexpr std::size_t candidates_max = 2000;

/// Who asks, and every fact the answer may depend on besides the model. All of it is in the receipt.
struct Query {
  model::ViewerId viewer{0};
  /// The history of a viewer without account: this sitting's, held in memory by supply, never stored.
  std::optional<learning::Viewer> sitting{};
  model::Instant at{};
  std::uint64_t seed = 0;
  std::uint32_t place = 0;  ///< how many places of this sitting stand before the page
  std::uint64_t lot = 0;    ///< the sitting's, for where it explores; 0: as `seed`. Unread without profile
  std::uint32_t surface = 0;
  int count = 10;
  /// From the record, which is ahead of the log.
  std::vector<model::AccountId> follows{};
  /// Blocked or muted by the viewer, or blocking them; and the viewer's own account.
  std::vector<model::AccountId> barred_authors{};
  /// Not visible after all: the record knows first.
  std::vector<model::VideoId> barred_videos{};
  /// Shown in this sitting already, in their order: those of earlier pages, and of this one those that stay.
  std::vector<model::VideoId> on_page{};
  /// Of a feed of certain languages alone: which. Empty: all.
  std::vector<std::string> languages{};
  /// Asked for by the browser: what is popular comes in these first.
  std::vector<std::string> speaks{};
  std::vector<std::string> muted_tags{};
  std::vector<model::SoundId> muted_sounds{};
  /// Which a viewer does not want to hear; what says no language may come.
  std::vector<std::string> muted_languages{};
  /// Lower case. The model looks for them in tags, the record in titles and descriptions, and found these:
  std::vector<std::string> muted_words{};
  std::vector<model::VideoId> worded_videos{};
};

// --- reasons: data; the sentence is made in the page ---

struct Withdrawn {};  ///< deleted, hidden, not known any more, or for followers and you are none
struct Barred {};     ///< you blocked or muted the author, they blocked you, or it is yours
struct Adult {};      ///< for adults: found by search and on profiles, but in no feed
/// A rule of this market keeps it out of every feed (region/market.hpp).
struct MarketRule {
  std::string rule;
};
struct OtherLanguage {
  std::string language;
};
struct SeenLately {
  std::uint32_t at_s;
};  ///< within 30 days, of very many among the last 1750 to 2000
struct OnPageAlready {};
struct BelowTheCut {
  std::uint32_t rank;
  double score;
};  ///< others were better
/// You muted something it has.
struct Muted {
  enum class What : std::uint8_t { tag, sound, word, language } what = What::tag;
  std::string word{};  ///< the tag, the word or the language; empty for sounds and for words of a title
};
/// There were more than are judged, and others promised more at a first look.
struct AtFirstLook {
  double promise;  ///< comparable with that of others on this page alone
};
using Reason = std::variant<Withdrawn, Barred, Adult, OtherLanguage, SeenLately, OnPageAlready, BelowTheCut,
                            Muted, AtFirstLook, MarketRule>;
[[nodiscard]] std::string_view reason_name(const Reason& reason);

struct Dropped {
  model::VideoId video{0};
  Source source = Source::latest;
  Reason reason;
};

/// What a part of the score rests on.
enum class Evidence : std::uint8_t {
  base,        ///< what every video gets
  you_topic,   ///< you and its tags: word, and how often you were shown, finished, liked, skipped such videos
  you_author,  ///< you and its author
  watched,     ///< those who watched `video` well watched this next
  follows,     ///< you follow the author
  habits,      ///< what you do in general, with this length, on this surface
  video,       ///< how others took it: shown and finished counts
  author,      ///< how others take its author
  topic,       ///< how others take its tags
  sound,
  length,
  age,
  moment,      ///< hour, pause before, surface
  recency,     ///< lists in order of time: newer first
  untried,     ///< few have seen it: shown counts
  unoriginal,  ///< moderators found it copied or spam: x of its score, of which only a part counts
  disputed,    ///< ... misleading
  borderline,  ///< ... close to what the rules forbid
  you_said,    ///< as you_topic, where the viewer said more or less of it: word
  kindred,     ///< people whose taste is like the viewer's like it, or leave it
};
inline constexpr std::size_t evidence_count = 20;
[[nodiscard]] std::string_view evidence_name(Evidence evidence);

/// One addend of a score. The values of an item's terms sum to the score that ranked it (to double rounding).
struct Term {
  Evidence evidence = Evidence::base;
  /// The prediction it is told by: what the viewer did, where that is its ground; else the one it moves most.
  learning::Head signal = learning::Head::finish;
  /// By how much it changes that probability; of what moderators found, the score before; of `untried` the
  /// doubt. What a bonus adds to `age`, `length` and a wish is in their value alone; of a wish that changes
  /// no prediction it is 1 or -1, and `signal` says nothing.
  double x = 0;
  double weight = 0;  ///< what the policy says that prediction (or that doubt) is worth
  double value = 0;   ///< all it adds to the score, over all predictions
  // What the sentence needs; 0 or empty where it does not apply.
  std::string tag{};
  model::AccountId author{0};
  model::VideoId video{0};
  std::uint32_t shown = 0, finished = 0, liked = 0, skipped = 0;
  friend bool operator==(const Term&, const Term&) = default;
};

/// What the arrangement did with an item besides following the score.
enum class Move : std::uint8_t {
  none,
  varied,        ///< put before better ones that are like what stands above it
  explored,      ///< drawn from the new ones
  rule_relaxed,  ///< the author, topic or sound rule could not be kept with what there was
  again,         ///< seen before: too little unseen was left to fill the page
  opener,        ///< the sitting begins with it, as it is surest to please
};
[[nodiscard]] std::string_view move_name(Move move);

struct Item {
  model::VideoId video{0};
  model::AccountId author{0};
  Source source = Source::latest;
  std::uint16_t position = 0;
  std::uint16_t rank = 0;  ///< by score alone, from 0
  Move move = Move::none;
  float propensity = 1;  ///< probability of being put there, where it was drawn
  double score = 0;
  learning::PerHead<float> predicted{};
  std::vector<Term> terms;  ///< largest |value| first, base last
  learning::Readings readings;
};

struct Slate {
  std::vector<Item> items;
  std::vector<Dropped> dropped;  ///< with items: every candidate exactly once
  std::size_t received = 0;      ///< candidates, each counted once
};

/// Ranks for `query`. Same arguments, same slate, byte for byte. Cost: about 1.8 ms for candidates_max of
/// them, of which the policy's judged_max are judged in whole. Fails: never; an empty slate is an answer.
[[nodiscard]] Slate rank(const Query& query, const learning::Model& model, const Policy& policy);

}  // namespace vitrine::feed
