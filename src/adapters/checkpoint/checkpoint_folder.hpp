#pragma once
// The newest checkpoints of the model as files of the data folder: written aside, synced, renamed, so that a
// crash leaves the one before. Two are kept: if the newest turns out unreadable the other is there. Losing
// all of them costs a longer start, nothing else. Used by one thread.
#include <filesystem>

#include "supply/ports.hpp"

namespace vitrine::adapters {

class CheckpointFolder final : public supply::CheckpointStore {
 public:
  /// Makes the folder at need.
  explicit CheckpointFolder(std::filesystem::path folder);
  /// Errors: not_available "checkpoint_storage".
  base::Result<void> put(model::LogPosition at, base::ByteView bytes) override;
  base::Result<std::optional<base::Bytes>> newest() override;
  base::Result<std::optional<base::Bytes>> newest_until(model::LogPosition limit) override;
  base::Result<void> remove_before(model::LogPosition at) override;

 private:
  [[nodiscard]] std::vector<std::filesystem::path> files() const;  ///< oldest first
  std::filesystem::path folder_;
};

}  // namespace vitrine::adapters
