#pragma once
// Files under the SHA-256 of their bytes: written once, never changed, so every copy can be checked and every
// URL can be cached for ever. Implementations: adapters/blob (folder now, S3-compatible later),
// FakeBlobStore. All are thread-safe and pass the same contract suite.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "model/ids.hpp"

namespace vitrine::ports {

class BlobStore {
 public:
  virtual ~BlobStore() = default;

  /// Hashes `file`, moves or copies it in, and returns only when bytes and directory entry are on disk.
  /// Putting the same bytes twice is one blob. `file` is gone afterwards.
  /// Errors: not_available "blob_store".
  virtual base::Result<model::BlobKey> put_file(const std::filesystem::path& file) = 0;
  virtual base::Result<model::BlobKey> put(base::ByteView bytes) = 0;

  /// At most `length` bytes from `offset`. Errors: not_found "blob_absent", not_available.
  virtual base::Result<base::Bytes> read(const model::BlobKey& key, std::uint64_t offset,
                                         std::uint64_t length) const = 0;
  virtual base::Result<std::uint64_t> size(const model::BlobKey& key) const = 0;

  /// Where the bytes lie on this machine, if they do: lets the server hand them to the kernel (sendfile).
  [[nodiscard]] virtual std::optional<std::filesystem::path> local_path(const model::BlobKey& key) const = 0;

  /// Absent is fine: removing is idempotent.
  virtual base::Result<void> remove(const model::BlobKey& key) = 0;

  /// Every stored key, in no order: for scrubbing and for finding what no row names any more.
  virtual base::Result<void> each(const std::function<void(const model::BlobKey&)>& visit) const = 0;
};

}  // namespace vitrine::ports
