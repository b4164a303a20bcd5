#pragma once
// What supply asks of the world. The event log itself is ports/event_log.hpp.
#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "model/feed_event.hpp"
#include "ports/event_log.hpp"
#include "ports/record.hpp"
#include "supply/figures.hpp"

namespace vitrine::supply {

using ports::EventLog;

/// The catalogue as the feed needs it. Implemented over catalog's tables by whoever owns them.
/// Errors: not_available.
class FeedCatalog {
 public:
  virtual ~FeedCatalog() = default;

  /// What the feed may know of a published, public video with a verdict; nothing when it must not be shown.
  virtual base::Result<std::optional<model::events::VideoFacts>> facts(ports::Transaction& tx,
                                                                       model::VideoId video) = 0;

  /// What facts() would answer for each of `videos` it would answer for, at once: a page is looked through
  /// before it is served, and all of the house at start. At most 500.
  virtual base::Result<std::vector<model::events::VideoFacts>> facts_of(
      ports::Transaction& tx, std::span<const model::VideoId> videos) = 0;

  /// Every video facts() would answer, in ascending id, after `after`, at most `max`: to mend the log at
  /// start.
  virtual base::Result<std::vector<model::VideoId>> published_after(ports::Transaction& tx,
                                                                    model::VideoId after,
                                                                    std::size_t max) = 0;

  /// Those of `videos` the record does not have at all: deleted, not only hidden. At most 500.
  virtual base::Result<std::vector<model::VideoId>> missing(ports::Transaction& tx,
                                                            std::span<const model::VideoId> videos) = 0;

  /// Those of `videos` whose title or description has one of `words` (lower case) in it. Asked once for all
  /// that may come onto a page.
  virtual base::Result<std::vector<model::VideoId>> saying(ports::Transaction& tx,
                                                           const std::vector<model::VideoId>& videos,
                                                           const std::vector<std::string>& words) = 0;
};

/// Pseudonyms: the one bridge between an account and what the log knows. Implemented over accounts.
class Viewers {
 public:
  virtual ~Viewers() = default;
  virtual base::Result<model::ViewerId> viewer_of(ports::Transaction& tx, model::AccountId account) = 0;
};

/// A page that was served, as bytes (feed::encode): kept so that it can be explained and ranked again.
struct StoredReceipt {
  model::ReceiptId id{0};
  model::ViewerId viewer{0};  ///< never 0: pages of viewers without account are not stored
  model::Instant at;
  base::Bytes bytes;  ///< at most receipt_bytes_max
};
inline constexpr std::size_t receipt_bytes_max = 512 * 1024;

/// Personal data of `viewer`; retention 30 days. Table supply_receipt.
class ReceiptStore {
 public:
  virtual ~ReceiptStore() = default;
  virtual base::Result<void> put(ports::Transaction& tx, const StoredReceipt& receipt) = 0;
  /// Errors: not_found "receipt_absent".
  virtual base::Result<StoredReceipt> get(ports::Transaction& tx, model::ReceiptId id) = 0;
  /// The newest `max` receipts, newest first: for sampling by `vitrine replay --sample`.
  virtual base::Result<std::vector<model::ReceiptId>> newest(ports::Transaction& tx, std::size_t max) = 0;
  /// The newest `max` of one viewer, newest first.
  virtual base::Result<std::vector<StoredReceipt>> newest_of(ports::Transaction& tx, model::ViewerId viewer,
                                                             std::size_t max) = 0;
  virtual base::Result<void> remove_older_than(ports::Transaction& tx, model::Instant limit) = 0;
  virtual base::Result<void> remove_of(ports::Transaction& tx, model::ViewerId viewer) = 0;
};

/// Something a viewer does not want to meet: a tag, a word in tags, titles and descriptions, a sound, or what
/// is said in a language.
struct Mute {
  enum class Kind { tag, word, sound, language } kind = Kind::tag;
  std::string word;  ///< lower case, without the #; of a sound its id; of a language "fr"
  friend bool operator==(const Mute&, const Mute&) = default;
};
[[nodiscard]] constexpr std::string_view text(Mute::Kind kind) {
  switch (kind) {
    case Mute::Kind::tag:
      return "tag";
    case Mute::Kind::word:
      return "word";
    case Mute::Kind::sound:
      return "sound";
    case Mute::Kind::language:
      return "language";
  }
  return {};
}
[[nodiscard]] constexpr Mute::Kind mute_kind(std::string_view text) {
  using enum Mute::Kind;
  return text == "tag" ? tag : text == "sound" ? sound : text == "language" ? language : word;
}
inline constexpr std::size_t mutes_max = 100;  ///< of each viewer

/// Where a viewer has put a slider (feed/policy.hpp knows the names).
struct SliderPlace {
  std::string slider;
  int value = 0;
  friend bool operator==(const SliderPlace&, const SliderPlace&) = default;
};

/// What a viewer chose about their feed.
struct Choices {
  std::string algorithm;  ///< name of a policy; empty: none chosen
  std::vector<SliderPlace> sliders;
  std::vector<Mute> mutes;  ///< oldest first
};

/// What becomes of what a viewer watches. Paused: it is told to the log as nobody's.
struct WatchHistory {
  bool paused = false;
  int kept_days = 365;  ///< one of history_terms
  friend bool operator==(const WatchHistory&, const WatchHistory&) = default;
};
/// The shortest is as long as pages are kept, so that every kept page can be ranked again.
inline constexpr std::array history_terms{30, 90, 365};

/// Personal data of the account. Tables supply_choice, supply_slider, supply_mute, supply_history.
class ChoiceStore {
 public:
  virtual ~ChoiceStore() = default;
  virtual base::Result<Choices> of(ports::Transaction& tx, model::AccountId account) = 0;
  virtual base::Result<void> choose(ports::Transaction& tx, model::AccountId account, std::string_view name,
                                    model::Instant at) = 0;
  /// 0 takes the setting back.
  virtual base::Result<void> set(ports::Transaction& tx, model::AccountId account,
                                 const SliderPlace& place) = 0;
  virtual base::Result<void> mute(ports::Transaction& tx, model::AccountId account, const Mute& mute,
                                  model::Instant at) = 0;
  virtual base::Result<void> unmute(ports::Transaction& tx, model::AccountId account, const Mute& mute) = 0;

  virtual base::Result<WatchHistory> history(ports::Transaction& tx, model::ViewerId viewer) = 0;
  virtual base::Result<void> set_history(ports::Transaction& tx, model::ViewerId viewer,
                                         const WatchHistory& history, model::Instant at) = 0;
  /// Of everybody who chose one, for how many days.
  virtual base::Result<std::vector<std::pair<model::ViewerId, int>>> history_terms(
      ports::Transaction& tx) = 0;
};

/// Texts of the policies that pages were ranked with, by digest. Table supply_policy.
class PolicyStore {
 public:
  virtual ~PolicyStore() = default;
  /// Repeatable.
  virtual base::Result<void> keep(ports::Transaction& tx, const base::Digest& digest, std::string_view text,
                                  model::Instant at) = 0;
  virtual base::Result<std::vector<std::string>> texts(ports::Transaction& tx) = 0;
};

/// What creators are told of the watching of their videos: cells with noise, never what was counted. Personal
/// data of the author. Table supply_figure.
class FigureStore {
 public:
  virtual ~FigureStore() = default;
  /// A cell that is there already (same subject, same beginning) stays as it is.
  virtual base::Result<void> put(ports::Transaction& tx, const FigureCell& cell) = 0;
  /// Where the last cell of each subject ends, if after `after`.
  virtual base::Result<Figures::Ends> ends(ports::Transaction& tx, model::Instant after) = 0;
  /// Of one video, or of all together (0), oldest first, those that end after `after`.
  virtual base::Result<std::vector<FigureCell>> of(ports::Transaction& tx, const Figures::Subject& subject,
                                                   model::Instant after) = 0;
  /// Of each of an author's videos, by video and oldest first.
  virtual base::Result<std::vector<FigureCell>> of_videos(ports::Transaction& tx, model::AccountId author,
                                                          model::Instant after) = 0;
  virtual base::Result<void> forget_video(ports::Transaction& tx, model::VideoId video) = 0;
};

/// The model's bytes as they were at one position of one log.
struct Checkpoint {
  model::LogPosition at = 0;
  std::vector<std::uint32_t>
      marks{};             ///< of the last events it knows: which log it belongs to (saved_state.hpp)
  base::ByteView state{};  ///< belongs to whoever made this
};

/// Checkpoints of the model: files of the data folder, the two newest and the anchor, each replaced whole
/// (written aside, then renamed) and with a digest of what is in it. One thread puts; others may read and put
/// the anchor. Errors: not_available "checkpoint_storage".
class CheckpointStore {
 public:
  virtual ~CheckpointStore() = default;
  virtual base::Result<void> put(const Checkpoint& checkpoint) = 0;
  /// Offers the states at or before `limit`, the anchor too, newest first, until `take` answers true. Files
  /// that cannot be read are skipped: a missing state costs time, a wrong one would falsify the model.
  /// Answers how many were skipped.
  virtual std::size_t offer(model::LogPosition limit, const std::function<bool(const Checkpoint&)>& take) = 0;
  /// Removes the states before `at`, which still hold what was erased since, and makes that of `at` the
  /// anchor. If there is none of `at`, nothing is removed and that is an error.
  virtual base::Result<void> remove_before(model::LogPosition at) = 0;
  /// Removes those of positions after `at`, where the log ends: it has lost what they know. An anchor there
  /// stays until there is another: without one the log would be taken for whole.
  virtual base::Result<void> remove_after(model::LogPosition at) = 0;

  // The anchor: the state before which the log has lost events. Whoever wants a later state begins at it or
  // later (offer), never at the first event. There is one; it stays until the next.

  /// Nothing happens if there is a later one.
  virtual base::Result<void> put_anchor(const Checkpoint& checkpoint) = 0;
  /// Its position; 0: the log is whole.
  virtual base::Result<model::LogPosition> anchor() = 0;
};

}  // namespace vitrine::supply
