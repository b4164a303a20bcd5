#pragma once
// From files that media made to blobs that rows may name.
#include <filesystem>
#include <span>

#include "catalog/ports.hpp"
#include "ports/blob_store.hpp"

namespace vitrine::catalog {

/// Moves the file at `path` into the store; `file` gets its blob and size.
/// Errors: not_available "work_dir", those of the store.
Result<MediaFile> stored(ports::BlobStore& blobs, MediaFile file, const std::filesystem::path& path);

/// To be asked in the transaction that names them: the sweep may have removed a blob between storing and
/// naming it (catalog/ports.hpp, garbage). Errors: not_available "blob_store".
Result<void> check_stored(const ports::BlobStore& blobs, std::span<const MediaFile> files);

/// A blob as a file on this machine: where it lies, or copied to `into`. Errors: not_available "work_dir",
/// those of the store.
Result<std::filesystem::path> at_hand(const ports::BlobStore& blobs, const BlobKey& blob,
                                      const std::filesystem::path& into);

}  // namespace vitrine::catalog
