#pragma once
// Blobs as files of one folder: ROOT/ab/abcdef... under the hex of their SHA-256, 256 folders, so that a
// million files make about 4 000 in each. A file appears under its name only whole and synced, and put()
// answers only after the folder is synced too. Half-made files lie in ROOT/incoming, locked by whoever makes
// them; what a dead process left there goes at the next start. Thread-safe, also between processes.
#include <memory>

#include "ports/blob_store.hpp"

namespace vitrine::blob {

class FolderBlobStore final : public ports::BlobStore {
 public:
  /// Makes the folders and sweeps. Errors of everything here: not_available "blob_store".
  static base::Result<std::unique_ptr<FolderBlobStore>> open(const std::filesystem::path& root);

  /// Free of copying when `file` lies on the same file system. Nobody may write to it any more.
  base::Result<model::BlobKey> put_file(const std::filesystem::path& file) override;
  base::Result<model::BlobKey> put(base::ByteView bytes) override;
  base::Result<base::Bytes> read(const model::BlobKey& key, std::uint64_t offset,
                                 std::uint64_t length) const override;
  base::Result<std::uint64_t> size(const model::BlobKey& key) const override;
  [[nodiscard]] std::optional<std::filesystem::path> local_path(const model::BlobKey& key) const override;
  base::Result<void> remove(const model::BlobKey& key) override;
  base::Result<void> each(const std::function<void(const model::BlobKey&)>& visit) const override;

 private:
  explicit FolderBlobStore(std::filesystem::path root) : root_(std::move(root)) {}
  [[nodiscard]] std::filesystem::path path_of(const model::BlobKey& key) const;
  [[nodiscard]] std::filesystem::path incoming() const { return root_ / "incoming"; }
  base::Result<void> sweep() const;
  /// Moves a whole, synced file under its name.
  base::Result<void> settle(const std::filesystem::path& file, const model::BlobKey& key) const;

  std::filesystem::path root_;
};

}  // namespace vitrine::blob
