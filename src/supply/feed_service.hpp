#pragma once
// The feed as the rest of the house knows it. Start here: page().
//
// Handlers open the transaction and hand it in. Before that they call settle(), which may wait up to 200 ms
// for the viewer's own last swipes to be learned: never inside a transaction, which would keep others waiting
// too.
//
// A viewer without account is known by the chain of pages alone (each cursor names the page before): what
// they do in this sitting changes their next page and is kept in memory only; the log learns no more than
// that somebody watched the video. Thread-safe.
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/guarded.hpp"
#include "feed/judgement.hpp"
#include "feed/receipt.hpp"
#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "social/ports.hpp"
#include "supply/live_model.hpp"
#include "supply/ports.hpp"
#include "supply/receipt_writer.hpp"

namespace vitrine::supply {

using base::Result;
using ports::Transaction;

/// Who asks. Both, or neither for a viewer without account.
struct Asker {
  std::optional<model::AccountId> account;
  model::ViewerId viewer{0};
  std::vector<std::string> languages{};  ///< as declared, never by place: for policies that ask
  /// Tags somebody without account chose: wished for in their sitting, and kept nowhere else.
  std::vector<std::string> interests{};
  /// Who it is while their history is paused and `viewer` is nobody; the service sets it.
  model::ViewerId paused{0};
};

/// What a page reports; a closed set, checked by http's shapes.
struct Happened {
  enum class Kind { shown, watched, not_interested, shared };
  Kind kind = Kind::shown;
  model::VideoId video{0};
  std::optional<model::ReceiptId> receipt;
  int position = 0;
  std::uint32_t watched_ms = 0;
  std::uint16_t loops = 0;
  bool finished = false;
  bool skipped = false;
};

struct Why {
  bool shown = false;
  feed::Item item;                       ///< when shown
  std::optional<feed::Dropped> dropped;  ///< when not; nothing: it was not considered
};

/// Why a video was not shown: what its last page said, and how it would be judged now.
struct WhyNot {
  std::optional<model::ReceiptId> page;  ///< the newest page it was a candidate of
  model::Instant at{};
  Why then;             ///< on that page
  feed::Judgement now;  ///< by the algorithm the viewer uses
  std::string policy;   ///< its name
};

/// One video of a viewer's history.
struct Viewing {
  model::VideoId video{0};
  std::uint32_t at_s = 0;
};

struct AuthorBelief {
  model::AccountId author{0};
  float value = 0;  ///< [-1, 1]
  std::uint32_t shown = 0, finished = 0, liked = 0, skipped = 0;
};

/// What the model believes about a viewer, in words.
struct Belief {
  std::string tag;
  float value = 0;  ///< [-1, 1]
  std::uint32_t shown = 0, finished = 0, liked = 0, skipped = 0;
  model::events::Wish wish = model::events::Wish::neutral;
};

/// Whom a viewer's taste is like: the latent factors, and what they say, told by topics.
struct Kindred {
  std::vector<std::string> toward, away;  ///< what people of this taste watch well, or leave; strongest first
  std::vector<float> numbers;             ///< none: nothing learned yet
};

/// What a viewer does more or less often than is foretold for everybody at the same clips
/// (learning/biases.hpp).
struct Habit {
  learning::Head deed;
  float value = 0;  ///< in log-odds
};

class FeedService {
 public:
  struct Needs {
    LiveModel& live;
    EventLog& log;
    FeedCatalog& catalog;
    ReceiptStore& receipts;
    ChoiceStore& choices;
    Viewers& viewers;
    social::RelationStore& relations;
    ports::Record& record;  ///< for news, which brings no transaction
    const ports::Clock& clock;
    ports::Ids& ids;
    const feed::Shelf& shelf = feed::Shelf::built_in();
    model::Millis erase_wait_max{60'000};  ///< for the model to read an erasure
  };
  explicit FeedService(Needs needs) : needs_(needs), receipts_(needs.record, needs.receipts) {}

  /// Makes the log agree with the record: what was published or removed while nobody listened. At start-up.
  Result<void> mend();
  /// Waits until the asker's own last events are learned, at most 200 ms. Outside any transaction.
  void settle(const Asker& asker) const;

  // A page is a question: a transaction that reads is enough. Its receipt is found from now on and is on the
  // disk a moment later.

  /// A page of `feed`: the name of a policy on the shelf, "for_you" for "home". `after`: the page before it,
  /// from its cursor; one that is not known (any more) is as good as none. Errors: not_found "feed_absent".
  Result<FeedPage> page(Transaction& tx, const Asker& asker, std::string_view feed,
                        std::optional<model::ReceiptId> after, int count = 10);
  /// What is still unseen of a page of `feed`, chosen and ordered again with what was learned since. Of a
  /// page that is not known any more: a new page.
  Result<FeedPage> rerank(Transaction& tx, const Asker& asker, std::string_view feed,
                          model::ReceiptId receipt, const std::vector<model::VideoId>& unseen);
  /// One's own receipt. Errors: not_found "receipt_absent" (also for somebody else's).
  Result<FeedPage> receipt(Transaction& tx, const Asker& asker, model::ReceiptId id);
  /// Why this video, or why not, on that page.
  Result<Why> why(Transaction& tx, const Asker& asker, model::ReceiptId receipt, model::VideoId video);

  /// For a viewer with an account. The newest 20 pages are looked through. Errors: not_found "video_absent".
  Result<WhyNot> why_not(Transaction& tx, const Asker& asker, model::VideoId video);

  /// By which rule of the market each of these is kept out of every feed, for its author; empty: by none.
  /// Cost: the rules once, then a few places of memory each.
  [[nodiscard]] std::vector<std::string> market_rules(std::span<const model::VideoId> videos) const;

  /// What happened on the asker's screen, at most 100 at a time. Unknown receipts and videos are harmless.
  /// Opens its own transaction and appends after it: a transaction may be run again, and to the log each
  /// event is told once.
  Result<void> record(const Asker& asker, const std::vector<Happened>& events);

  /// Everything learned about the viewer goes; receipts too. In the log when this returns; a page that is
  /// asked for before the model has read so far, which settle() waits for, may still know of before.
  Result<void> reset(Transaction& tx, const Asker& asker);
  /// The account is being erased: what its viewer did and what its author published goes out of the model,
  /// its older states and the log, and the receipts with it. How many events were emptied. Opens its own
  /// transaction; reads the whole log (a million events a second or two). Bears being called again. Viewer 0
  /// is somebody whose number nobody knows any more: then what they published is all that goes.
  /// Errors: not_available "model_behind", "checkpoint_not_renewed", those of the log.
  Result<std::int64_t> erase(model::ViewerId viewer, model::AccountId author);

  // --- what a viewer chooses: with an account, counts from the next page on ---

  [[nodiscard]] const feed::Shelf& shelf() const { return needs_.shelf; }
  Result<Choices> choices(Transaction& tx, const Asker& asker);
  /// Errors: not_found "feed_absent".
  Result<void> choose(Transaction& tx, const Asker& asker, std::string_view algorithm);
  /// Errors: invalid_input "slider_unknown". 0 takes it back.
  Result<void> set_slider(Transaction& tx, const Asker& asker, std::string_view name, int value);
  Result<void> reset_sliders(Transaction& tx, const Asker& asker);
  /// Errors: invalid_input "mute_invalid", over_limit "mutes_too_many".
  Result<void> mute(Transaction& tx, const Asker& asker, Mute mute, bool on);
  /// Newest first, at most `max`.
  [[nodiscard]] std::vector<Viewing> history(const Asker& asker, std::size_t max) const;
  /// One video out of the history: as if it had never been seen, as far as it was written down by name.
  Result<void> forget_viewing(const Asker& asker, model::VideoId video);
  [[nodiscard]] std::vector<AuthorBelief> author_beliefs(const Asker& asker) const;
  /// Cost: one look at each topic of the house.
  [[nodiscard]] Kindred kindred(const Asker& asker) const;
  /// In the order of the heads; none: nothing learned yet.
  [[nodiscard]] std::vector<Habit> habits(const Asker& asker) const;

  /// Whether what the asker watches is written down, and for how long (see WatchHistory).
  Result<WatchHistory> history_choice(Transaction& tx, const Asker& asker);
  /// Errors: invalid_input "history_term_unknown".
  Result<void> choose_history(Transaction& tx, const Asker& asker, const WatchHistory& history);

  /// Errors: invalid_input "tag_invalid".
  Result<void> wish(const Asker& asker, std::string_view tag, model::events::Wish wish);
  [[nodiscard]] std::vector<Belief> beliefs(const Asker& asker) const;

  /// A listener of the bus: publishes, removals, likes, comments, follows. Bears repeats.
  void hear(const model::News& news);
  /// Somebody with an account did what no news carries. Nothing while their history is paused. Opens its own
  /// transaction; what is lost is a lesson, so nothing here fails.
  void did(model::ViewerId viewer, model::VideoId video, model::events::Deed deed);
  /// Receipts older than 30 days go. Call now and then.
  Result<void> sweep(Transaction& tx);
  /// Every receipt is on the disk when this returns. At the end, after the last page.
  void stop() { receipts_.stop(); }

 private:
  struct Sitting {
    learning::Viewer viewer;
    std::map<std::uint64_t, learning::Impression> shown;  ///< awaiting their end, by video
    std::uint64_t last_page = 0;
    model::Instant touched;
    model::ViewerId paused{0};  ///< whose, if their history is paused
  };
  struct Pages {  ///< the newest, by receipt
    std::map<std::uint64_t, FeedPage> kept;
    std::deque<std::uint64_t> order;
    void add(const FeedPage& page);
  };
  struct Memory {
    Pages pages;                                   ///< of accounts; the disk has them too
    Pages guest_pages;                             ///< apart: neither pushes the other out
    std::map<std::uint64_t, FeedPage> last_pages;  ///< of each sitting: it goes on however many others came
    std::map<std::uint64_t, Sitting> sittings;     ///< the longest untouched goes first
    std::map<std::uint64_t, model::LogPosition> appended;  ///< last own event, by viewer; 0: the house's
    std::map<std::uint64_t, model::LogPosition> erasing;   ///< what the erasure of an author told, until done
    std::deque<std::uint64_t> heard;                       ///< ids of news, newest last

    /// Ends it: nothing of it is left. Answers the next one.
    std::map<std::uint64_t, Sitting>::iterator end(std::map<std::uint64_t, Sitting>::iterator sitting);
    /// Whatever the viewer did while their history was paused.
    void end_paused(model::ViewerId viewer);
    /// That, and their pages.
    void forget(model::ViewerId viewer);
  };
  // 300 pages of a hundred candidates are 15 MB: enough to join the outcomes of the last minutes without a
  // read. The last pages of a thousand sittings are 50 MB, of two thousand candidates each 200.
  static constexpr std::size_t pages_max = 300, sittings_max = 1000, appended_max = 10'000, heard_max = 2000;
  /// As many as a page may choose from: whoever goes through a list in order of time comes to its end.
  static constexpr std::size_t on_page_max = feed::candidates_max;

  /// Of the last event that was appended for `viewer`; 0: for nobody, or the house.
  [[nodiscard]] model::LogPosition position_of(model::ViewerId viewer) const;
  Result<bool> is_paused(Transaction& tx, model::ViewerId viewer);
  /// Whoever paused their history is, to the log and to the ranking, somebody without account: the sitting
  /// counts and is forgotten with it. What they chose and whom they follow still counts.
  Result<Asker> unless_paused(Transaction& tx, const Asker& person);
  Result<FeedPage> serve(Transaction& tx, const Asker& asker, const feed::Policy& policy, feed::Query query,
                         std::uint64_t sitting);
  /// The policy as this viewer has set it, into `receipt`, and what they muted into `query`.
  Result<feed::Policy> tune(Transaction& tx, const Asker& asker, const feed::Policy& base,
                            feed::Receipt& receipt, feed::Query& query);
  Result<void> add_relations(Transaction& tx, const Asker& asker, feed::Query& query);
  [[nodiscard]] Result<FeedPage> find_before(Transaction& tx, const Asker& asker,
                                             std::optional<model::ReceiptId> id);
  /// Ranks into `receipt`: again with more barred while the record knows better than the log what may be
  /// seen.
  Result<void> rank(Transaction& tx, const Asker& asker, const feed::Policy& policy, feed::Query query,
                    feed::Receipt& receipt);
  /// Adds those candidates that say a muted word; answers whether one stands on the page. `read`: candidates
  /// whose words are known, in their order.
  Result<bool> bar_words(Transaction& tx, const feed::Slate& slate, feed::Query& query,
                         std::vector<model::VideoId>& read);
  /// Bars what the record knows better than the log; answers whether there was any.
  Result<bool> bar(Transaction& tx, const Asker& asker, const feed::Slate& slate, feed::Query& query);
  Result<FeedPage> find(Transaction& tx, const Asker& asker, model::ReceiptId id);
  static Why why_on(const feed::Receipt& receipt, model::VideoId video);
  /// What the log is told of an erasure.
  Result<void> tell_of_erasure(model::ViewerId viewer, model::AccountId author);
  void remember(const FeedPage& page);
  /// The sitting that goes on after `before`; a new one where it is not known any more.
  [[nodiscard]] std::uint64_t sitting_of(const FeedPage& before, model::ViewerId paused);
  /// The newest of whoever paused their history; 0: none.
  [[nodiscard]] std::uint64_t paused_sitting(model::ViewerId paused) const;
  /// Its pages of the last minutes, newest first; the newest may come twice.
  [[nodiscard]] std::vector<FeedPage> pages_of(std::uint64_t sitting) const;
  /// Who it is to the ranking, with what they wish for now.
  [[nodiscard]] learning::Viewer viewer_in(std::uint64_t sitting, const Asker& asker, model::Instant at);
  /// What counts in a sitting without having been watched: interests of a guest, wishes of who paused.
  [[nodiscard]] std::vector<std::pair<std::uint64_t, model::events::Wish>> wishes_of(
      const Asker& asker) const;
  model::events::Shown shown_event(const Asker& asker, const Happened& what, const FeedPage& page) const;
  [[nodiscard]] bool is_told_again(const Asker& asker, const model::events::Shown& shown,
                                   const FeedPage& page, model::Instant now) const;
  void sit(const FeedPage& page, const Happened& what, const model::events::Shown& shown);
  Result<void> append(model::ViewerId viewer, const std::vector<model::FeedEvent>& events);
  Result<std::vector<model::FeedEvent>> events_of(Transaction& tx, const model::News& news);
  Result<void> refresh(Transaction& tx, model::VideoId video, model::Instant at,
                       std::vector<model::FeedEvent>& events);
  /// What a viewer saw of an author last, while the model still waits for what becomes of it; 0: nothing.
  /// Whom one follows comes with each page's query, from the record: the log is told which video led to it.
  [[nodiscard]] model::VideoId last_seen_of(model::ViewerId viewer, model::AccountId author,
                                            model::Instant at) const;
  /// Those the record does not have at all, in ascending order.
  Result<std::vector<model::VideoId>> missing_of(std::span<const model::VideoId> videos);

  Needs needs_;
  mutable base::Guarded<Memory> memory_;
  ReceiptWriter receipts_;
};

}  // namespace vitrine::supply
