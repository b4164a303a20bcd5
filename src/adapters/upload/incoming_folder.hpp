#pragma once
// Incoming uploads as files of a private folder: DIR/uploads/<id>.part, mode 0600, never served.
//
// What counts is on disk: keep() returns after fdatasync, and a new file's directory entry is synced before
// its first byte counts. hold_back() writes DIR/uploads/<id>.held with the length so far and syncs it; until
// keep() removes it, whoever opens the file next cuts it back to that length. One writer at a time: flock on
// the open file, so it also holds between processes and ends with a killed one.
// Thread-safe. Errors of all: not_available "upload_storage".
#include <filesystem>

#include "catalog/ports.hpp"

namespace vitrine::upload {

class IncomingFolder final : public catalog::IncomingFiles {
 public:
  /// Makes the folders with mode 0700. `originals` is where kept originals go.
  static base::Result<IncomingFolder> open_at(std::filesystem::path uploads, std::filesystem::path originals);

  base::Result<std::uint64_t> size(model::UploadId id) override;
  base::Result<std::unique_ptr<catalog::IncomingFile>> open(model::UploadId id) override;
  base::Result<void> remove(model::UploadId id) override;
  [[nodiscard]] std::filesystem::path path(model::UploadId id) const override;
  base::Result<void> each(const std::function<void(model::UploadId)>& visit) override;
  base::Result<void> keep_original(model::UploadId id, model::VideoId video) override;
  [[nodiscard]] std::optional<std::filesystem::path> original(model::VideoId video) const override;
  base::Result<Space> space() override;

 private:
  IncomingFolder(std::filesystem::path uploads, std::filesystem::path originals)
      : uploads_(std::move(uploads)), originals_(std::move(originals)) {}
  std::filesystem::path uploads_;
  std::filesystem::path originals_;
};

}  // namespace vitrine::upload
