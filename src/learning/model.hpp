#pragma once
// The recommender's memory: a deterministic fold over the event log. Start here.
//
//   Model model;                       // the empty model: the same on every machine
//   model.apply(event, position);      // in the order of the log, by one thread
//   model.digest();                    // same log prefix, same digest: replayed, restored, elsewhere
//
// No I/O, no clock, no threads, no chance: time is in the events. Everything a page is made from can be read
// here at one exact log position. Readers may be many while nobody applies; supply/live_model keeps two
// copies for that.
#include <optional>

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "base/result.hpp"
#include "learning/first_sights.hpp"
#include "learning/item_graph.hpp"
#include "learning/keyed_ring.hpp"
#include "learning/library.hpp"
#include "learning/scorer.hpp"
#include "learning/viewer.hpp"
#include "learning/watch_ranks.hpp"
#include "model/feed_event.hpp"

namespace vitrine::learning {

[[nodiscard]] constexpr std::uint32_t seconds(model::Instant at) {
  const std::int64_t s = model::millis(at) / 1000;
  return s < 0 ? 0 : s > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(s);
}

/// Changes when the same log would teach something else, or the same state be judged otherwise. Checkpoints
/// and receipts name it: what an earlier one made is folded anew, or not ranked again.
inline constexpr std::uint8_t model_version = 17;

/// How well the predictions met what happened: for the operator's page.
struct Calibration {
  PerHead<float> predicted{};  ///< sums of probabilities, slowly forgetting
  PerHead<float> happened{};
  PerHead<float> n{};
};

/// Bytes that a model holds, by part: what was asked of the system, without the heap's own overhead.
struct Memory {
  std::size_t table = 0, viewers = 0, graph = 0, library = 0, pending = 0;
  [[nodiscard]] std::size_t total() const { return table + viewers + graph + library + pending; }
};

/// A showing and how it ended, from somewhere else than the log.
struct Imported {
  Impression shown;
  Outcome outcome;
};

/// What a showing will look up: the keys of its rows, and what was there when memory was asked for it (rows,
/// or nullptr; numbers of the viewer and of the video's node of the graph, or 0).
struct Foreseen {
  Keys keys;
  std::array<const Row*, Keys::max> likely{};
  std::uint32_t viewer = 0, node = 0;
  ItemGraph::Draws draws{};
};
/// What a model found out about the showings of a list of events ahead of their time, so that it is not found
/// out again. It belongs to whoever goes through that list with that one model; it changes nothing that is
/// learned. About 10 KiB.
class Foresight {
  friend class Model;
  struct Showing {
    Impression shown;
    Foreseen rows;
  };
  static constexpr std::size_t kept = 32, indexed = 256;
  [[nodiscard]] static std::size_t index_of(std::uint64_t viewer, std::uint64_t video) {
    return base::mix64(viewer ^ (video << 1)) % indexed;
  }
  /// That of event `i` of the list. Places are used again after `kept` events, so it may be another's: a
  /// hint, which is verified by whoever uses it.
  [[nodiscard]] Showing& likely(std::size_t i) { return all_.data()[i % kept]; }
  Showing& begin(std::size_t i, std::uint64_t viewer, std::uint64_t video) {
    index_[index_of(viewer, video)] = static_cast<std::uint8_t>(i % kept);
    return likely(i);
  }
  /// The newest whose viewer and video have this hash: again a hint.
  [[nodiscard]] Showing& likely(std::uint64_t viewer, std::uint64_t video) {
    return all_.data()[index_[index_of(viewer, video)]];
  }
  std::array<Showing, kept> all_;
  std::array<std::uint8_t, indexed> index_{};
};

class Model {
 public:
  /// While the table is smaller than this every key has a row at first sight, afterwards tags and sounds have
  /// theirs at second.
  static constexpr std::size_t rows_before_admission = 1U << 21;
  Model() = default;
  /// With another size than usual: for tests.
  explicit Model(std::size_t admits_all_below) : admits_all_below_(admits_all_below) {}

  /// Learns from one event. Events must come in order without gaps (asserted). Cost: about 2 us for a watch.
  /// `foresight`: of the foresee() of the events before.
  void apply(const model::FeedEvent& event, model::LogPosition position, Foresight* foresight = nullptr);
  /// Many, which follow each other: fetches what the next ones need while it learns from this one.
  void apply(std::span<const model::FeedEvent> events, model::LogPosition first);
  /// Before events[i] is applied: asks memory for what those some places later will need. Changes nothing.
  void foresee(std::span<const model::FeedEvent> events, std::size_t i, Foresight& foresight) const;
  /// An erased event: the position counts, nothing is learned.
  void skip(model::LogPosition position);
  [[nodiscard]] model::LogPosition position() const { return position_; }

  // --- what a page reads ---------------------------------------------------------------------------------

  [[nodiscard]] const Library& library() const { return library_; }
  [[nodiscard]] const ItemGraph& graph() const { return graph_; }
  [[nodiscard]] const Table& table() const { return table_; }
  [[nodiscard]] const Overall& overall() const { return overall_; }
  [[nodiscard]] const WatchRanks& watch_ranks() const { return watch_ranks_; }
  [[nodiscard]] const Scorer& scorer() const { return scorer_; }
  [[nodiscard]] const Calibration& calibration() const { return calibration_; }
  [[nodiscard]] const KeyedStore<Viewer>& viewers() const { return viewers_; }
  /// Nothing: never heard of (a new viewer, or one that was reset).
  [[nodiscard]] const Viewer* viewer(model::ViewerId id) const { return viewers_.find(id.raw()); }

  /// The showing of `video` to `viewer`, who may be without account (its key is 0 then).
  [[nodiscard]] Impression impression(const Viewer& viewer, const Video& video, std::uint32_t surface,
                                      std::uint32_t at_s) const;

  // --- learning without a log: imported data, where showing and outcome are one line ---------------------

  /// Completes the impression, predicts, then learns. Counts count in full; `step` < 1 makes the weights
  /// follow less, for evidence whose outcomes are not quite the ones asked for. Answers what it had predicted
  /// of the known heads.
  PerHead<float> learn(const Impression& impression, const Outcome& outcome, float step = 1);
  /// Many, in order of time, each completed first.
  void learn(std::span<Imported> showings);
  /// The viewer's history made into an impression's taste and gap, as learn() does: for who only predicts.
  void complete(Impression& impression) const;

  /// A viewer without account, of whom nothing is kept here, ended a showing: moves the latent factors and
  /// the biases of their sitting; the model stays as it is. `served`: what the showing was ranked with. Cost:
  /// 2 us.
  void teach(Viewer& guest, const Impression& impression, const Readings& served,
             const Outcome& outcome) const;

  /// Cost: one pass over viewers, graph and library.
  [[nodiscard]] Memory memory() const;

  /// How long after its beginning it is learned what became of a showing; in that time it counts once.
  static constexpr std::uint32_t pending_s = 3600;

  // --- bytes ----------------------------------------------------------------------------------------------

  /// The whole state, versioned. Restored, it is the same state: same digest, same future. Room is made for
  /// `expected` bytes: without, a gigabyte is copied as it grows and takes two.
  [[nodiscard]] base::Bytes checkpoint(std::size_t expected = 0) const;
  /// Errors: corrupt_input "checkpoint_corrupt". Bounded: allocates at most some 256 times `bytes`, where
  /// they speak of a table of nearly empty pages; of a checkpoint of ours about as much as the model had.
  [[nodiscard]] static base::Result<Model> restore(base::ByteView bytes);
  [[nodiscard]] base::Digest digest() const;

 private:
  /// A showing whose outcome is awaited: joined by viewer and video, at most `pending_s` long.
  struct Pending {
    std::uint64_t key = 0;
    std::uint64_t receipt = 0;
    Impression impression;
    Readings readings;
    std::uint16_t deeds = 0;  ///< bit of each head that came true so far
    bool closed = false;      ///< learned; later deeds amend it
    [[nodiscard]] bool did(Head head) const { return ((deeds >> index(head)) & 1) != 0; }
    void note(Head head) { deeds = static_cast<std::uint16_t>(deeds | 1U << index(head)); }
  };
  static constexpr std::size_t showings_ahead = 8;  // about 10 us of learning; memory answers within one
  static constexpr std::size_t pending_max = 200'000;  // an hour of 50 showings a second
  static constexpr std::uint32_t rows_kept_s = 180 * 86400;
  // One event in so many looks at so many slots of the table, and one in so many at one viewer.
  static constexpr std::size_t expire_every = 256, expire_at_once = 128, visited_every = 16;

  void on(const model::events::VideoPublished& event);
  void on(const model::events::VideoWithdrawn& event);
  void on(const model::events::VideoForgotten& event);
  void on(const model::events::Shown& event, Foresight* foresight);
  void on(const model::events::Watched& event, Foresight* foresight);
  void on(const model::events::Done& event);
  void on(const model::events::TopicWished& event);
  void on(const model::events::ViewingForgotten& event);
  void on(const model::events::ViewerReset& event);
  void on(const model::events::ViewerForgotten& event);

  [[nodiscard]] static std::uint64_t pending_key(std::uint64_t viewer, std::uint64_t video,
                                                 std::uint64_t receipt);
  /// What an event says of a showing, without what the model knows.
  [[nodiscard]] static Impression impression_of(const model::events::Shown& event, std::uint32_t at_s);
  // What learning a showing reads is found through what it reads before. Memory is asked for each in turn,
  // while other showings are learned:
  void foresee_searches(std::uint64_t viewer, const Keys& keys) const;   ///< what finds rows and the viewer
  void foresee_rows(std::uint64_t viewer, Foreseen& rows) const;         ///< these
  void foresee_lists(std::uint64_t viewer, const Foreseen& rows) const;  ///< what the viewer points to
  enum class Nodes : std::uint8_t { slots, nodes, edges };
  /// Of the graph: the video's, and those it will be tied to if it is watched well.
  void foresee_node(std::uint64_t video, Foreseen& rows, Nodes what) const;
  void foresee_ties(std::uint64_t viewer, std::uint64_t video, std::uint32_t at_s, Foreseen& rows,
                    Nodes what) const;
  /// Lets go of rows that nothing touched for half a year.
  void expire_rows();
  /// Lets go of what one viewer, each in turn, saw more than Viewer::seen_s ago, also if they never come
  /// back.
  void expire_viewings();
  void forget_pending(auto belongs);
  void expire_pending();
  /// All but what follows. `likely_node`: as in ItemGraph::tie().
  void complete(Impression& impression, const Viewer& viewer, std::uint32_t likely_node = 0) const;
  /// Its affinity and its biases. The rows of the video and its topic, or nullptr.
  void note_factors(Impression& impression, const LatentFactors& of_viewer, const Row* video,
                    const Row* topic) const;
  void note_factors(Impression& impression, const Viewer& viewer) const;
  /// Made if new; nullptr: without account. `likely`: its number, as foreseen.
  [[nodiscard]] Viewer* viewer_of(const Impression& impression, std::uint32_t likely = 0);
  PerHead<float> learn(Impression& impression, const Foreseen& foreseen, Viewer* viewer,
                       const Outcome& outcome, float step);
  /// Of a showing's keys: their rows, or nullptr and the slot in the table where one would be.
  struct Found {
    std::array<const Row*, Keys::max> rows;
    std::array<std::uint16_t, Keys::max> slots;
  };
  [[nodiscard]] bool admits(Aspect aspect, std::uint64_t key);
  [[nodiscard]] Row* admit(Aspect aspect, std::uint64_t key, std::size_t slot);
  PerHead<float> learn_from(const Impression& impression, const Readings& readings, const Foreseen& foreseen,
                            const Found& found, Viewer* viewer, const Outcome& outcome, float step);
  void learn_factors(const Keys& keys, const std::array<Row*, Keys::max>& rows, Viewer* viewer,
                     const Outcome& outcome, const PerHead<float>& predicted);
  void count_all(const PerHead<float>& predicted, const Outcome& outcome,
                 const std::array<float, signals_count>& values);
  [[nodiscard]] Counting counting_of(const std::array<float, signals_count>& values,
                                     std::uint32_t at_s) const;
  void amend(Pending& pending, Head head);
  void leave_out(const model::events::Done& event);
  void forget_viewer(std::uint64_t viewer);

  model::LogPosition position_ = 0;
  std::uint32_t now_s_ = 0;  ///< of the newest event
  Table table_;
  std::size_t admits_all_below_ = rows_before_admission;
  FirstSights first_sights_;
  Overall overall_;
  WatchRanks watch_ranks_;
  Scorer scorer_;
  ItemGraph graph_;
  Library library_;
  KeyedStore<Viewer> viewers_;
  KeyedRing<Pending> pending_;
  Calibration calibration_;
};

}  // namespace vitrine::learning
