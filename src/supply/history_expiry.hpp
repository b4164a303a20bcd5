#pragma once
// What was watched goes when its term is over. Start here: run(), once a day.
//
// Events of a viewer that are older than their term (WatchHistory::kept_days) are emptied in place: the log
// keeps its positions, nobody can read any more what was watched, when and how long. What the model made of
// them stays until its owner resets it: numbers per topic and author, not viewings.
//
// The model is a fold of the log, and kept pages (30 days) must be ranked again to the same bytes, so the
// state at the beginning of those 30 days is kept first, as the anchor; later states are folded from there.
// If that state cannot be made any more (its files are lost, or of an earlier model_version), a later one is
// kept in its place and pages from before it cannot be ranked again: what was promised to go goes all the
// same.
//
// Cost: one pass over the log, a million events in a second or two, and the events of a day folded once more.
#include <cstdint>

#include "learning/model.hpp"
#include "ports/clock.hpp"
#include "supply/ports.hpp"

namespace vitrine::supply {

class HistoryExpiry {
 public:
  struct Needs {
    EventLog& log;
    CheckpointStore& checkpoints;
    ChoiceStore& choices;
    ports::Record& record;
    const ports::Clock& clock;
  };
  explicit HistoryExpiry(Needs needs) : needs_(needs) {}

  /// How many events were emptied. May be repeated at any time. One thread.
  base::Result<std::int64_t> run();

 private:
  base::Result<void> move_anchor(model::Instant limit);
  base::Result<void> move_anchor_beyond(model::LogPosition last);
  base::Result<void> put_anchor(const learning::Model& model);
  Needs needs_;
};

}  // namespace vitrine::supply
