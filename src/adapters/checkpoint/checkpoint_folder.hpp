#pragma once
// The newest checkpoints of the model as files of the data folder: written aside, synced, renamed, so that a
// crash leaves the one before. Two are kept: if the newest turns out unreadable the other is there. Losing
// all of them costs a longer start, nothing else, unless the log has lost events: then the anchor is what
// later states begin at, and it stays. One thread puts; others may read and put the anchor.
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
  base::Result<void> put_anchor(model::LogPosition at, base::ByteView bytes) override;
  base::Result<model::LogPosition> anchor() override;

 private:
  /// Oldest first; `kind` is ".checkpoint" or ".anchor".
  [[nodiscard]] std::vector<std::filesystem::path> files(std::string_view kind) const;
  base::Result<void> put_file(model::LogPosition at, std::string_view kind, base::ByteView bytes);
  std::filesystem::path folder_;
};

}  // namespace vitrine::adapters
