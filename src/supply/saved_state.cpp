#include "supply/saved_state.hpp"

namespace vitrine::supply {
namespace {
constexpr model::LogPosition marks_count = 32;

std::uint32_t mark_of(base::ByteView event) {
  if (event.empty()) return 0;
  const auto digest = base::sha256(event);
  return static_cast<std::uint32_t>(base::read_be(base::ByteView{digest}.first(4)));
}
}  // namespace

base::Result<std::vector<std::uint32_t>> marks_until(const EventLog& log, model::LogPosition at) {
  const model::LogPosition count = std::min(at, marks_count);
  std::vector<std::uint32_t> marks;
  if (count == 0) return marks;
  TRY_LET(const auto events, log.batch(at - count + 1, count));
  for (std::size_t i = 0; i < events.size(); ++i) marks.push_back(mark_of(events[i]));
  return marks;
}

base::Result<bool> is_of(const EventLog& log, const Checkpoint& checkpoint) {
  TRY_LET(const auto marks, marks_until(log, checkpoint.at));
  // Fewer: the log ends before that position.
  return std::ranges::equal(marks, checkpoint.marks, [](std::uint32_t is, std::uint32_t was) {
    return is == was || is == 0 || was == 0;
  });
}

base::Result<Found> newest_state(CheckpointStore& checkpoints, const EventLog& log,
                                 model::LogPosition limit) {
  Found found;
  base::Result<void> read{};
  const auto unreadable = checkpoints.offer(limit, [&](const Checkpoint& one) {
    const auto ours = is_of(log, one);
    if (!ours) {
      read = std::unexpected(ours.error());
      return true;
    }
    auto model = *ours ? learning::Model::restore(one.state)
                       : base::fail(base::Fault::not_found, "checkpoint_foreign", "Of another log.");
    if (model && model->position() == one.at) {
      found.model = *std::move(model);
      found.bytes = one.state.size();
      return true;
    }
    ++found.refused;
    return false;
  });
  TRY(read);
  found.refused += unreadable;
  return found;
}

}  // namespace vitrine::supply
