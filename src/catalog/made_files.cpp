#include "catalog/made_files.hpp"

#include <fstream>
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

Result<std::filesystem::path> at_hand(const ports::BlobStore& blobs, const BlobKey& blob,
                                      const std::filesystem::path& into) {
  if (auto here = blobs.local_path(blob)) return std::move(*here);
  constexpr std::uint64_t piece_bytes = 1 << 20;
  TRY_LET(const auto size, blobs.size(blob));
  std::ofstream out{into, std::ios::binary};
  for (std::uint64_t at = 0; at < size && out; at += piece_bytes) {
    TRY_LET(const auto piece, blobs.read(blob, at, piece_bytes));
    out.write(reinterpret_cast<const char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
  }
  if (!out.flush()) return fail(Fault::not_available, "work_dir", "The work directory cannot be written.");
  return into;
}

Result<void> check_stored(const ports::BlobStore& blobs, std::span<const MediaFile> files) {
  for (const auto& file : files) {
    TRY_LET(const auto size, blobs.size(file.blob));
    if (size != file.bytes) return fail(Fault::not_available, "blob_store", "A stored file is not whole.");
  }
  return {};
}

}  // namespace vitrine::catalog
