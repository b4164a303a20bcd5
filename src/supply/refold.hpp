#pragma once
// The model as it was at any position of the log: from the newest checkpoint that is old enough and the tail
// of the log, or from the empty model. Going on to a later position folds only what lies between, so ask in
// ascending order. Cost: a few microseconds an event. One thread.
#include "feed/receipt.hpp"
#include "learning/model.hpp"
#include "supply/ports.hpp"

namespace vitrine::supply {

class Refold {
 public:
  struct Needs {
    const EventLog& log;
    CheckpointStore* checkpoints = nullptr;  ///< none: from the first event, of a log that lost none
    bool from_the_start = false;             ///< believe no checkpoint
  };
  explicit Refold(Needs needs) : needs_(needs) {}

  /// Good until the next call. Errors: not_found "log_too_short", "state_gone" (the log has let go of events
  /// that state knew: what viewers did is kept for as long as they chose), not_available.
  base::Result<const learning::Model*> at(model::LogPosition position);

 private:
  /// Begins anew at the newest state that is not beyond `position`.
  base::Result<void> begin(model::LogPosition position);

  Needs needs_;
  std::optional<learning::Model> model_;
};

/// feed::rank_again() at the state the page was ranked at. What says by itself that it cannot be ranked
/// (another version of the model, a policy that is gone) is answered before anything is folded for it.
/// Errors: as Refold::at.
base::Result<std::optional<feed::Difference>> rank_again(Refold& refold, const feed::Receipt& receipt,
                                                         const feed::Shelf& shelf);

}  // namespace vitrine::supply
