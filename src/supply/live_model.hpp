#pragma once
// The model, alive: one thread folds the log, everybody reads. Two copies take turns (left-right, Ramalhete
// and Correia 2013): readers use one while events are applied to the other; then they change places and the
// same events are applied to the first. So readers wait for nobody, and each read is of one exact log
// position.
//
// At the start the model is restored from the newest checkpoint that can be read and belongs to this log, and
// the rest of the log is folded. If the log has lost events (erased or expired) and no state from before that
// can be read, as after a release with another model_version, the model is what the remaining log teaches.
// The position reached then becomes the new anchor: later pages can be ranked again, earlier ones cannot.
// Thread-safe.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "base/guarded.hpp"
#include "learning/model.hpp"
#include "supply/decoded.hpp"
#include "supply/ports.hpp"
#include "supply/vitals.hpp"

namespace vitrine::supply {

/// Applies them in order: erased and unreadable ones count their position and teach nothing. `vitals` sees
/// each event just after the model has.
void fold(learning::Model& model, const Decoded& entries, Vitals* vitals = nullptr);

class LiveModel {
 public:
  /// Events folded at once: a few milliseconds, how far behind a reader's snapshot can be while catching up.
  static constexpr std::size_t batch_max = 2000;

  struct Needs {
    EventLog& log;
    CheckpointStore& checkpoints;
  };
  explicit LiveModel(Needs needs) : needs_(needs) {}
  ~LiveModel() { stop(); }
  LiveModel(const LiveModel&) = delete;
  LiveModel& operator=(const LiveModel&) = delete;

  /// Recovers and folds what is there, on the caller's thread; then begins to follow the log on its own. A
  /// checkpoint that cannot be read is ignored: the log is the truth. `now`: for vitals(), which measures
  /// some things only from the start on. Errors: not_available.
  base::Result<void> start(model::Instant now = {});
  /// Folds what is there, writes a checkpoint, ends the thread. Repeatable.
  void stop();

  /// `use(const learning::Model&)`; the model stands still meanwhile. Keep `use` under a few
  /// milliseconds: while it runs the writer cannot finish its batch.
  template <class Use>
  decltype(auto) read(Use&& use) const {
    for (;;) {
      const Side& side = sides_[front_.load(std::memory_order_acquire)];
      // Fails only in the instant of a change of sides; then the other side is in front.
      if (const std::shared_lock hold{side.lock, std::try_to_lock}; hold.owns_lock())
        return std::forward<Use>(use)(std::as_const(side.model));
      std::this_thread::yield();
    }
  }

  /// Something was appended: fold it now rather than at the next look.
  void nudge();
  /// Folds what is there, writes a checkpoint and removes every older one: after it no state of the model is
  /// left that knows what was forgotten. Waits for the folding thread, at most `limit`. Errors: not_available
  /// "checkpoint_not_renewed".
  base::Result<void> renew_checkpoints(model::Millis limit);
  /// Waits until `position` can be read, at most `limit`. Answers whether it can.
  bool wait_for(model::LogPosition position, model::Millis limit) const;
  [[nodiscard]] model::LogPosition position() const { return folded_.load(std::memory_order_acquire); }
  /// Events that were in the log but are no events; counted and skipped.
  [[nodiscard]] std::uint64_t unreadable() const { return unreadable_.load(); }
  /// The day that ends now, for the operator. Of what happened before the start it has counts alone: neither
  /// how new the viewers were nor how promises were kept (vitals.hpp).
  [[nodiscard]] Vitals::Report vitals(model::Instant now) const {
    return vitals_.with([&](const Vitals& vitals) { return vitals.report(model::millis(now) / 1000); });
  }

 private:
  struct Side {
    mutable std::shared_mutex lock;
    learning::Model model;
  };
  // What a start after kill -9 may have to fold again: half a second of events while the model is small.
  // A large one takes longer to write than to fold that many, so it is written after as many as pay for it.
  static constexpr model::LogPosition checkpoint_every = 20'000;
  static constexpr std::size_t rows_per_event = 5;

  // What a start looks back at for the vitals: a quarter of a second of reading, on the following thread.
  static constexpr model::LogPosition vitals_back = 100'000;

  base::Result<void> recover();
  void recover_vitals();
  /// Folds one batch into both sides. Answers how many events it found.
  base::Result<std::size_t> fold_once();
  [[nodiscard]] bool checkpoint_is_due() const;
  void write_checkpoint();
  void begin_here();
  void renew();
  void follow(const std::stop_token& stop);

  Needs needs_;
  std::array<Side, 2> sides_;
  Decoded batch_;  ///< of fold_once
  std::atomic<std::size_t> front_{0};
  std::atomic<model::LogPosition> folded_{0};
  std::atomic<std::uint64_t> unreadable_{0};
  base::Guarded<Vitals> vitals_;
  model::LogPosition saved_ = 0;
  std::size_t saved_bytes_ = 0;  ///< of that state
  mutable std::mutex wake_mutex_;
  mutable std::condition_variable_any wake_, moved_;
  bool nudged_ = false;
  std::uint64_t renewals_wanted_ = 0, renewals_done_ = 0;  ///< under wake_mutex_
  bool following_ = false;    ///< touched by the folding thread alone, as is the next
  bool anchor_lost_ = false;  ///< the next checkpoint becomes the anchor
  std::jthread thread_;
};

}  // namespace vitrine::supply
