#pragma once
// What the recommender learns from: a closed set of pseudonymous events, one ordered log per market.
// Everything the model will ever know arrives through these values; time is a field of the event.
//
// Viewers are pseudonyms (ViewerId); 0 is a viewer without account: such events move the counters of a video
// and nothing else. No text somebody typed travels here except public #tags.
//
// encode/decode are the bytes the EventLog port stores: compact, versioned, bounded, one spelling per event.
// Pure, thread-safe.
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/inline_vector.hpp"
#include "base/result.hpp"
#include "base/wire.hpp"
#include "model/ids.hpp"
#include "model/time.hpp"
#include "model/words.hpp"

namespace vitrine::model {

using TagId = base::Id<struct TagNameTag>;      ///< tag_id("pottery"); the model keeps the word beside it
using SoundId = base::Id<struct SoundNameTag>;  ///< a sound track shared by videos
using LogPosition = std::uint64_t;              ///< 1 is the first event; 0 means "before everything"

/// The first 63 bits of SHA-256 over the tag's bytes (lower-cased by whoever publishes it). Never 0.
[[nodiscard]] TagId tag_id(std::string_view tag);

namespace events {

// As many as a video may have: a tag that is not told here cannot be muted. Of a showing the first ones say
// what it was about. 128 bytes hold 32 characters of any script.
inline constexpr std::size_t tags_max = 20, shown_tags_max = 10;
inline constexpr std::size_t tag_bytes_max = 128;
inline constexpr std::size_t language_bytes_max = 12;  ///< BCP 47 primary and script, "zh-hant"
inline constexpr std::size_t features_max = 192;       ///< learning::readings_count fits
inline constexpr std::size_t event_bytes_max = 3072;   ///< the longest event above, rounded up

enum class Source : std::uint8_t {
  following,
  item_graph,
  taste,
  author,
  tag,
  sound,
  rising,
  fresh,
  explore,
  interest,
  popular,
  latest,
  direct,    ///< reached by a link, a profile or a search, not by the feed
  imported,  ///< an outcome logged elsewhere
};
inline constexpr std::size_t sources_count = 14;

/// What was known about a video when it was published or shown.
struct VideoFacts {
  VideoId video{0};
  AccountId author{0};
  std::vector<std::string> tags{};  ///< public words, lower case
  SoundId sound{0};                 ///< 0: its own sound
  std::string language{};           ///< empty: not said
  std::uint32_t duration_ms = 0;
  bool adult = false;
  bool followers_only = false;  ///< shown to nobody but whoever follows its author
  Integrity integrity = Integrity::whole;
  friend bool operator==(const VideoFacts&, const VideoFacts&) = default;
};

/// Also sent again when the facts change (tags edited, audience changed, moderators said something); the
/// first one fixes the age.
struct VideoPublished {
  VideoFacts facts;
  friend bool operator==(const VideoPublished&, const VideoPublished&) = default;
};
struct VideoWithdrawn {  ///< not shown any more; what was learned stays in case it returns
  VideoId video{0};
  friend bool operator==(const VideoWithdrawn&, const VideoWithdrawn&) = default;
};
struct VideoForgotten {  ///< deleted: every row about it goes
  VideoId video{0};
  friend bool operator==(const VideoForgotten&, const VideoForgotten&) = default;
};

/// A video reached the screen. Carries the facts and the features it was ranked with ("train on the features
/// as served"); an event without features is completed from the model's state at its place in the log.
/// Its lists lie within it: most of a log are these, and a block of the heap for each list cost more than to
/// decode them.
struct Shown {
  ViewerId viewer{0};
  VideoId video{0};
  AccountId author{0};
  ReceiptId receipt{0};                              ///< the page it came from; joins the outcome. 0: no page
  base::InlineVector<TagId, shown_tags_max> tags{};  ///< the first, as served
  SoundId sound{0};
  std::string language{};
  std::uint32_t duration_ms = 0;
  std::uint32_t surface = 0;  ///< which list: 0 for_you, 1 following, 2 latest, others as imported
  std::uint16_t position = 0;
  Source source = Source::direct;
  float propensity = 1;      ///< probability that the policy put it there; 1 where nothing was drawn
  std::uint64_t policy = 0;  ///< the first 63 bits of the policy's digest
  base::InlineVector<std::uint8_t, features_max> features{};
  friend bool operator==(const Shown&, const Shown&) = default;
};

/// The viewing ended. Closes the impression: what was liked or shared until now counts as its outcome.
struct Watched {
  ViewerId viewer{0};
  VideoId video{0};
  ReceiptId receipt{0};
  std::uint32_t watched_ms = 0;
  std::uint16_t loops = 0;
  bool finished = false;
  bool skipped = false;  ///< left within two seconds
  friend bool operator==(const Watched&, const Watched&) = default;
};

enum class Deed : std::uint8_t {
  opened,  ///< chosen from a grid or a list
  liked,
  unliked,
  shared,
  commented,
  followed_author,  ///< followed the author from this video
  not_interested,
  reported,
};
/// Something a viewer did to a video.
struct Done {
  ViewerId viewer{0};
  VideoId video{0};
  Deed deed = Deed::liked;
  friend bool operator==(const Done&, const Done&) = default;
};

/// Not written any more: whom one follows comes from the record. Old logs have it, so it can be read.
struct FollowChanged {
  ViewerId viewer{0};
  AccountId author{0};
  bool follows = true;
  friend bool operator==(const FollowChanged&, const FollowChanged&) = default;
};

/// What the viewer says about a topic: counts more than anything we infer.
enum class Wish : std::uint8_t { neutral, more, less };
struct TopicWished {
  ViewerId viewer{0};
  std::string tag{};
  Wish wish = Wish::neutral;
  friend bool operator==(const TopicWished&, const TopicWished&) = default;
};

struct ViewingForgotten {  ///< one video out of one viewer's history
  ViewerId viewer{0};
  VideoId video{0};
  friend bool operator==(const ViewingForgotten&, const ViewingForgotten&) = default;
};
struct ViewerReset {  ///< everything learned about this viewer goes; ranks like a new one
  ViewerId viewer{0};
  friend bool operator==(const ViewerReset&, const ViewerReset&) = default;
};
struct ViewerForgotten {  ///< the account is gone; same effect, and the pseudonym never returns
  ViewerId viewer{0};
  friend bool operator==(const ViewerForgotten&, const ViewerForgotten&) = default;
};

}  // namespace events

struct FeedEvent {
  Instant at;
  std::variant<events::VideoPublished, events::VideoWithdrawn, events::VideoForgotten, events::Shown,
               events::Watched, events::Done, events::FollowChanged, events::TopicWished,
               events::ViewingForgotten, events::ViewerReset, events::ViewerForgotten>
      what;
  friend bool operator==(const FeedEvent&, const FeedEvent&) = default;
};

/// At most events::event_bytes_max bytes as long as the lists keep their limits (VITRINE_ASSERTed).
[[nodiscard]] base::Bytes encode(const FeedEvent& event);
/// The same bytes behind what `out` holds.
void encode(const FeedEvent& event, base::WireWriter& out);

/// Errors: corrupt_input "feed_event_corrupt" for anything encode() would not have written.
[[nodiscard]] base::Result<FeedEvent> decode_feed_event(base::ByteView bytes);
/// The same into an event that may have been another: for whoever decodes thousands. False instead of the
/// error; then `event` is any event.
[[nodiscard]] bool decode_feed_event(base::ByteView bytes, FeedEvent& event);

}  // namespace vitrine::model
