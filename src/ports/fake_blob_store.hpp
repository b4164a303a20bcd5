#pragma once
// A BlobStore in memory, for tests. Thread-safe.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <vector>

#include "base/hash.hpp"
#include "ports/blob_store.hpp"

namespace vitrine::ports {

class FakeBlobStore final : public BlobStore {
 public:
  base::Result<model::BlobKey> put_file(const std::filesystem::path& file) override {
    std::ifstream in{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in) return base::fail(base::Fault::not_available, "blob_store", "The file to keep cannot be read.");
    std::filesystem::remove(file);
    return put(base::as_bytes(text));
  }
  base::Result<model::BlobKey> put(base::ByteView bytes) override {
    const auto key = base::sha256(bytes);
    const std::scoped_lock hold{mutex_};
    blobs_.try_emplace(key, bytes.begin(), bytes.end());
    return key;
  }
  base::Result<base::Bytes> read(const model::BlobKey& key, std::uint64_t offset,
                                 std::uint64_t length) const override {
    const std::scoped_lock hold{mutex_};
    const auto found = blobs_.find(key);
    if (found == blobs_.end()) return absent();
    const base::ByteView all{found->second};
    const auto from = std::min<std::uint64_t>(offset, all.size());
    const auto part = all.subspan(from, std::min<std::uint64_t>(length, all.size() - from));
    return base::Bytes{part.begin(), part.end()};
  }
  base::Result<std::uint64_t> size(const model::BlobKey& key) const override {
    const std::scoped_lock hold{mutex_};
    const auto found = blobs_.find(key);
    if (found == blobs_.end()) return absent();
    return found->second.size();
  }
  [[nodiscard]] std::optional<std::filesystem::path> local_path(const model::BlobKey&) const override {
    return std::nullopt;
  }
  base::Result<void> remove(const model::BlobKey& key) override {
    const std::scoped_lock hold{mutex_};
    blobs_.erase(key);
    return {};
  }
  base::Result<void> each(const std::function<void(const model::BlobKey&)>& visit) const override {
    std::vector<model::BlobKey> keys;
    {
      const std::scoped_lock hold{mutex_};
      for (const auto& [key, bytes] : blobs_) keys.push_back(key);
    }
    for (const auto& key : keys) visit(key);
    return {};
  }

 private:
  static std::unexpected<base::Error> absent() {
    return base::fail(base::Fault::not_found, "blob_absent", "There is no such file.");
  }
  mutable std::mutex mutex_;
  std::map<model::BlobKey, base::Bytes> blobs_;
};

}  // namespace vitrine::ports
