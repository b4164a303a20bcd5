#include "supply/refold.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "supply/live_model.hpp"
#include "supply/saved_state.hpp"

namespace vitrine::supply {

base::Result<void> Refold::begin(model::LogPosition position) {
  model_.emplace();
  if (needs_.checkpoints == nullptr) return {};
  TRY_LET(const auto anchor, needs_.checkpoints->anchor());
  if (!needs_.from_the_start) {
    TRY_LET(auto found, newest_state(*needs_.checkpoints, needs_.log, position));
    if (found.model) model_ = *std::move(found.model);
  }
  if (model_->position() >= anchor) return {};
  model_.reset();
  return base::fail(base::Fault::not_found, "state_gone",
                    fmt::format("The model of that moment cannot be made again: the log has let go of what "
                                "viewers wanted kept no longer, up to position {}.",
                                anchor));
}

base::Result<const learning::Model*> Refold::at(model::LogPosition position) {
  constexpr std::size_t batch_max = 4096;
  if (!model_ || model_->position() > position) TRY(begin(position));
  Decoded batch;
  while (model_->position() < position) {
    const std::size_t wanted = std::min<std::size_t>(batch_max, position - model_->position());
    TRY(batch.read(needs_.log, model_->position() + 1, wanted));
    if (batch.events.empty())
      return base::fail(base::Fault::not_found, "log_too_short", "The event log ends before that position.");
    fold(*model_, batch);
  }
  return &*model_;
}

base::Result<std::optional<feed::Difference>> rank_again(Refold& refold, const feed::Receipt& receipt,
                                                         const feed::Shelf& shelf) {
  // Of a model that stands elsewhere only what comes before its position is said.
  static const learning::Model empty;
  auto early = feed::rank_again(receipt, empty, shelf);
  if (early && early->stage < feed::Stage::position) return early;
  TRY_LET(const auto* model, refold.at(receipt.log_position));
  return feed::rank_again(receipt, *model, shelf);
}

}  // namespace vitrine::supply
