#include "catalog/made_files.hpp"

#include <system_error>

namespace vitrine::catalog {
using base::fail;
using base::Fault;

Result<MediaFile> stored(ports::BlobStore& blobs, MediaFile file, const std::filesystem::path& path) {
  std::error_code error;
  file.bytes = std::filesystem::file_size(path, error);
  if (error) return fail(Fault::not_available, "work_dir", "A processed file has gone: " + error.message());
  TRY_LET(file.blob, blobs.put_file(path));
  return file;
}

Result<void> check_stored(const ports::BlobStore& blobs, std::span<const MediaFile> files) {
  for (const auto& file : files) {
    TRY_LET(const auto size, blobs.size(file.blob));
    if (size != file.bytes) return fail(Fault::not_available, "blob_store", "A stored file is not whole.");
  }
  return {};
}

}  // namespace vitrine::catalog
