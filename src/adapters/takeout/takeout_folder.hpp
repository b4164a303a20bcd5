#pragma once
// Exports and imports as files of a private folder: DIR/takeouts/<id>.zip, mode 0600. What is being written
// is called <id>.new until it is whole and on disk. Thread-safe.
#include <filesystem>

#include "takeout/ports.hpp"

namespace vitrine::adapters {

/// Any ZIP file of this machine. The file may be removed meanwhile; the source stays good.
/// Errors: not_found "takeout_file_absent".
base::Result<takeout::ZipSource> zip_file(const std::filesystem::path& path);

class TakeoutFolder final : public takeout::TakeoutFiles {
 public:
  /// Makes the folder with mode 0700, and removes what a killed process left half-written.
  static base::Result<TakeoutFolder> open_at(std::filesystem::path folder);

  base::Result<std::unique_ptr<takeout::NewFile>> create(model::TakeoutId id) override;
  [[nodiscard]] std::filesystem::path path(model::TakeoutId id) const override;
  base::Result<takeout::ZipSource> open(model::TakeoutId id) const override;
  base::Result<void> remove(model::TakeoutId id) override;
  base::Result<void> each(const std::function<void(model::TakeoutId)>& visit) const override;

 private:
  explicit TakeoutFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

}  // namespace vitrine::adapters
