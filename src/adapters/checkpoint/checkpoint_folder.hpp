#pragma once
// The newest checkpoints of the model as files of the data folder: written aside, synced, renamed, so that a
// crash leaves the one before. Two are kept: if the newest turns out unreadable the other is offered. A file
// carries the SHA-256 of what is in it; one that does not hold what it says counts as unreadable. Losing
// all of them costs a longer start, nothing else, unless the log has lost events: then the anchor is what
// later states begin at, and it stays. One thread puts; others may read and put the anchor.
#include <filesystem>
#include <initializer_list>

#include "supply/ports.hpp"

namespace vitrine::adapters {

class CheckpointFolder final : public supply::CheckpointStore {
 public:
  /// Makes the folder at need.
  explicit CheckpointFolder(std::filesystem::path folder);
  base::Result<void> put(const supply::Checkpoint& checkpoint) override;
  std::size_t offer(model::LogPosition limit,
                    const std::function<bool(const supply::Checkpoint&)>& take) override;
  base::Result<void> remove_before(model::LogPosition at) override;
  base::Result<void> remove_after(model::LogPosition at) override;
  base::Result<void> put_anchor(const supply::Checkpoint& checkpoint) override;
  base::Result<model::LogPosition> anchor() override;

 private:
  /// Oldest first; `kind` is ".checkpoint" or ".anchor".
  [[nodiscard]] base::Result<std::vector<std::filesystem::path>> files(std::string_view kind) const;
  base::Result<void> put_file(const supply::Checkpoint& checkpoint, std::string_view kind);
  base::Result<void> remove(const std::function<bool(model::LogPosition)>& goes,
                            std::initializer_list<std::string_view> kinds);
  std::filesystem::path folder_;
};

}  // namespace vitrine::adapters
