#include "supply/live_model.hpp"

#include "base/log.hpp"
#include "supply/saved_state.hpp"

namespace vitrine::supply {

base::Result<void> LiveModel::start(model::Instant now) {
  vitals_.with([&](Vitals& vitals) { vitals.begin(model::millis(now) / 1000); });
  TRY(recover());
  for (;;) {
    TRY_LET(const std::size_t found, fold_once());
    if (found == 0) break;
  }
  if (anchor_lost_) write_checkpoint();
  thread_ = std::jthread{[this](const std::stop_token& stop) {
    recover_vitals();
    following_ = true;
    follow(stop);
  }};
  return {};
}

void LiveModel::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  while (true) {
    const auto found = fold_once();
    if (!found || *found == 0) break;
  }
  write_checkpoint();
}

base::Result<void> LiveModel::recover() {
  following_ = false;
  TRY_LET(const model::LogPosition last, needs_.log.last());
  // Those from a log that has since lost its end would fit again once it has grown.
  if (const auto removed = needs_.checkpoints.remove_after(last); !removed)
    base::log(base::Level::warning, "checkpoint_not_removed", {{"code", removed.error().code}});
  const auto anchor = needs_.checkpoints.anchor();
  if (!anchor) base::log(base::Level::warning, "anchor_unreadable", {{"code", anchor.error().code}});
  TRY_LET(auto found, newest_state(needs_.checkpoints, needs_.log, last));
  if (found.refused > 0)
    base::log(base::Level::warning, "checkpoint_ignored",
              {{"count", static_cast<std::int64_t>(found.refused)}});
  const model::LogPosition begin = found.model ? found.model->position() : 0;
  anchor_lost_ = anchor.value_or(0) > begin;
  if (anchor_lost_)
    base::log(base::Level::warning, "model_begins_anew", {{"position", static_cast<std::int64_t>(begin)}});
  if (!found.model) return {};
  saved_ = begin;
  saved_bytes_ = found.bytes;
  folded_.store(begin, std::memory_order_release);
  sides_[0].model = *found.model;
  sides_[1].model = *std::move(found.model);
  return {};
}

void fold(learning::Model& model, const Decoded& entries, Vitals* vitals) {
  learning::Foresight ahead;
  for (std::size_t i = 0; i < entries.events.size(); ++i) {
    model.foresee(entries.events, i, ahead);
    if (!entries.readable[i]) {
      model.skip(entries.first + i);
      continue;
    }
    model.apply(entries.events[i], entries.first + i, &ahead);
    if (vitals != nullptr) vitals->apply(entries.events[i], model);
  }
}

base::Result<std::size_t> LiveModel::fold_once() {
  TRY(batch_.read(needs_.log, folded_.load() + 1, batch_max));
  const std::size_t found = batch_.events.size();
  if (found == 0) return 0;
  unreadable_ += batch_.unreadable;
  const std::size_t front = front_.load();
  for (const std::size_t side : {1 - front, front}) {
    {
      const std::scoped_lock hold{sides_[side].lock};
      learning::Model& model = sides_[side].model;
      if (side != front && following_)  // before that, recover_vitals() looks back
        vitals_.with([&](Vitals& vitals) { fold(model, batch_, &vitals); });
      else fold(model, batch_);
    }
    if (side == front) continue;
    front_.store(side, std::memory_order_release);
    {
      const std::scoped_lock hold{wake_mutex_};
      folded_.store(batch_.first + found - 1, std::memory_order_release);
    }
    moved_.notify_all();
  }
  if (checkpoint_is_due()) write_checkpoint();
  return found;
}

void LiveModel::recover_vitals() {
  const model::LogPosition end = folded_.load();
  Decoded batch;
  for (model::LogPosition next = end > vitals_back ? end - vitals_back + 1 : 1; next <= end;) {
    const auto read = batch.read(needs_.log, next, std::min<std::size_t>(batch_max, end - next + 1));
    if (!read || batch.events.empty()) return;
    // Only this thread changes the models, so the one in front stands still without a lock.
    const learning::Model& model = sides_[front_.load()].model;
    vitals_.with([&](Vitals& vitals) {
      for (std::size_t i = 0; i < batch.events.size(); ++i)
        if (batch.readable[i]) vitals.recall(batch.events[i], model);
    });
    next += batch.events.size();
  }
}

bool LiveModel::checkpoint_is_due() const {
  // It will be the anchor, which is to stand behind everything that was served before.
  if (anchor_lost_ && !following_) return false;
  const std::size_t rows = sides_[front_.load()].model.table().size();
  return folded_.load() - saved_ >= std::max<model::LogPosition>(checkpoint_every, rows / rows_per_event);
}

void LiveModel::write_checkpoint() {
  const auto at = folded_.load();
  if (at == 0 || (at == saved_ && !anchor_lost_)) return;
  const auto put = [&]() -> base::Result<void> {
    TRY_LET(auto marks, marks_until(needs_.log, at));
    // Only this thread writes, so the side behind is still: no reader is delayed.
    // It has grown by less than an eighth since the last time, or is copied once.
    const auto state = sides_[1 - front_.load()].model.checkpoint(saved_bytes_ + saved_bytes_ / 8);
    saved_bytes_ = state.size();
    return needs_.checkpoints.put({.at = at, .marks = std::move(marks), .state = state});
  }();
  if (!put) {
    base::log(base::Level::warning, "checkpoint_not_written", {{"code", put.error().code}});
    return;
  }
  saved_ = at;
  if (anchor_lost_) begin_here();
}

/// The log has lost events and no state that knows them could be read: what it folds to now is where later
/// states begin, or none of them could be made again.
void LiveModel::begin_here() {
  auto moved = needs_.checkpoints.remove_before(saved_);
  if (moved) moved = needs_.checkpoints.remove_after(saved_);
  anchor_lost_ = !moved;
  if (moved)
    base::log(base::Level::warning, "anchor_set_anew", {{"position", static_cast<std::int64_t>(saved_)}});
  else base::log(base::Level::error, "anchor_not_set", {{"code", moved.error().code}});
}

base::Result<void> LiveModel::renew_checkpoints(model::Millis limit) {
  std::unique_lock hold{wake_mutex_};
  const auto mine = ++renewals_wanted_;
  nudged_ = true;
  wake_.notify_one();
  if (moved_.wait_for(hold, limit, [&] { return renewals_done_ >= mine; })) return {};
  return base::fail(base::Fault::not_available, "checkpoint_not_renewed",
                    "The model's state could not be written anew; is the disk full?");
}

/// On the folding thread, when nothing is left to fold.
void LiveModel::renew() {
  std::uint64_t wanted = 0;
  {
    const std::scoped_lock hold{wake_mutex_};
    if (renewals_wanted_ == renewals_done_) return;
    wanted = renewals_wanted_;
  }
  write_checkpoint();
  if (saved_ != folded_.load()) return;  // the next round tries again
  if (!needs_.checkpoints.remove_before(saved_)) {
    saved_ = 0;  // and writes it again, should somebody have taken the file away
    return;
  }
  {
    const std::scoped_lock hold{wake_mutex_};
    renewals_done_ = wanted;
  }
  moved_.notify_all();
}

void LiveModel::nudge() {
  {
    const std::scoped_lock hold{wake_mutex_};
    nudged_ = true;
  }
  wake_.notify_one();
}

bool LiveModel::wait_for(model::LogPosition position, model::Millis limit) const {
  std::unique_lock hold{wake_mutex_};
  return moved_.wait_for(hold, limit, [&] { return folded_.load() >= position; });
}

void LiveModel::follow(const std::stop_token& stop) {
  bool troubled = false;
  while (!stop.stop_requested()) {
    const auto found = fold_once();
    if (!found && !troubled) base::log(base::Level::error, "event_log", {{"code", found.error().code}});
    troubled = !found;
    if (found && *found > 0) continue;
    renew();
    std::unique_lock hold{wake_mutex_};
    // Nudged by every append of this process; the look twice a second is for appends of others.
    wake_.wait_for(hold, stop, std::chrono::milliseconds{500}, [&] { return nudged_; });
    nudged_ = false;
  }
}

}  // namespace vitrine::supply
