#pragma once
// Blobs in memory. One thread.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "base/hash.hpp"
#include "ports/blob_store.hpp"

namespace vitrine::catalog::testing {

struct FakeBlobs final : ports::BlobStore {
  std::map<model::BlobKey, base::Bytes> stored;
  bool on_this_machine = false;  ///< then blobs have paths, with nothing behind them

  base::Result<model::BlobKey> put(base::ByteView bytes) override {
    const auto key = base::sha256(bytes);
    stored.insert_or_assign(key, base::Bytes{bytes.begin(), bytes.end()});
    return key;
  }
  base::Result<model::BlobKey> put_file(const std::filesystem::path& file) override {
    std::ifstream in{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    std::filesystem::remove(file);
    return put(base::as_bytes(text));
  }
  static auto absent() { return base::fail(base::Fault::not_found, "blob_absent", "There is no such blob."); }
  base::Result<base::Bytes> read(const model::BlobKey& key, std::uint64_t offset,
                                 std::uint64_t length) const override {
    const auto at = stored.find(key);
    if (at == stored.end()) return absent();
    const auto whole = base::ByteView{at->second};
    const auto from = whole.subspan(std::min<std::size_t>(offset, whole.size()));
    const auto part = from.first(std::min<std::size_t>(length, from.size()));
    return base::Bytes{part.begin(), part.end()};
  }
  base::Result<std::uint64_t> size(const model::BlobKey& key) const override {
    const auto at = stored.find(key);
    if (at == stored.end()) return absent();
    return std::uint64_t{at->second.size()};
  }
  [[nodiscard]] std::optional<std::filesystem::path> local_path(const model::BlobKey& key) const override {
    if (!on_this_machine || !stored.contains(key)) return std::nullopt;
    return base::hex(key);
  }
  base::Result<void> remove(const model::BlobKey& key) override {
    stored.erase(key);
    return {};
  }
  base::Result<void> each(const std::function<void(const model::BlobKey&)>& visit) const override {
    for (const auto& [key, bytes] : stored) visit(key);
    return {};
  }
};

}  // namespace vitrine::catalog::testing
