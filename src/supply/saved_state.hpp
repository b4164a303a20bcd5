#pragma once
// The model and its checkpoints: which of them is a state of this log. Whoever saves or restores one does it
// here, so that live model, replay and history's expiry believe the same ones.
//
// A checkpoint outlives what it was made from when the log loses its tail or an older copy of it is put back;
// the log may then grow past it and the position alone would fit. So it carries marks of the last events it
// knows. Entries are emptied now and then (erasure, expiry), which proves nothing and is passed over: with so
// many some are left, or nobody has anything to compare with.
#include "learning/model.hpp"
#include "supply/ports.hpp"

namespace vitrine::supply {

/// Four bytes of each event's SHA-256, 0 of an emptied one, oldest first: of the last 32 until `at`. Enough
/// to tell logs apart, too few to find out what an event said that was erased since. Errors: as
/// EventLog::read.
base::Result<std::vector<std::uint32_t>> marks_until(const EventLog& log, model::LogPosition at);

/// Nothing that was not emptied says otherwise. Errors: as EventLog::read.
base::Result<bool> is_of(const EventLog& log, const Checkpoint& checkpoint);

struct Found {
  std::optional<learning::Model> model{};
  std::size_t bytes = 0;    ///< that it was restored from
  std::size_t refused = 0;  ///< newer ones: unreadable, of another version of the model, or of another log
};
/// The newest state of `log` until `limit` that can be restored. Errors: as EventLog::read.
base::Result<Found> newest_state(CheckpointStore& checkpoints, const EventLog& log, model::LogPosition limit);

}  // namespace vitrine::supply
