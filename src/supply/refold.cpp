#include "supply/refold.hpp"

#include <algorithm>

#include "supply/live_model.hpp"

namespace vitrine::supply {

base::Result<void> Refold::begin(model::LogPosition position) {
  model_.emplace();
  if (needs_.checkpoints == nullptr) return {};
  TRY_LET(const auto bytes, needs_.checkpoints->newest_until(position));
  if (!bytes) return {};
  // One that cannot be read, or lies about its position, is no reason to give up: the log is the truth.
  if (auto restored = learning::Model::restore(*bytes); restored && restored->position() <= position)
    model_ = *std::move(restored);
  return {};
}

base::Result<const learning::Model*> Refold::at(model::LogPosition position) {
  constexpr std::size_t batch_max = 4096;
  if (!model_ || model_->position() > position) TRY(begin(position));
  while (model_->position() < position) {
    const std::size_t wanted = std::min<std::size_t>(batch_max, position - model_->position());
    TRY_LET(const auto batch, needs_.log.read(model_->position() + 1, wanted));
    if (batch.empty())
      return base::fail(base::Fault::not_found, "log_too_short", "The event log ends before that position.");
    fold(*model_, Decoded{batch});
  }
  return &*model_;
}

}  // namespace vitrine::supply
