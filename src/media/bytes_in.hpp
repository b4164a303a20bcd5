#pragma once
// Reading files we do not trust: a source that never loads the file, and a cursor that cannot leave its
// bytes. A source belongs to one thread.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace vitrine::media {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  /// Fills all of `out` or says why not. Errors: corrupt_input "truncated" beyond the end; not_available.
  virtual base::Result<void> read(std::uint64_t offset, std::span<std::byte> out) = 0;
};

/// Bytes that lie in memory: tests, fuzzing, and boxes already read.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(base::ByteView bytes) : bytes_(bytes) {}
  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
  base::Result<void> read(std::uint64_t offset, std::span<std::byte> out) override;

 private:
  base::ByteView bytes_;
};

/// A regular file through one 64 KiB window: a walk makes many small reads close to each other.
class FileSource final : public ByteSource {
 public:
  /// Errors: not_available "file_unreadable" (absent, a link, not a regular file).
  static base::Result<FileSource> open(const std::filesystem::path& path);
  FileSource(FileSource&& other) noexcept;
  FileSource& operator=(FileSource&&) = delete;
  ~FileSource() override;
  [[nodiscard]] std::uint64_t size() const override { return size_; }
  base::Result<void> read(std::uint64_t offset, std::span<std::byte> out) override;

 private:
  FileSource(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}
  base::Result<void> read_at(std::uint64_t offset, std::span<std::byte> out) const;

  int descriptor_;
  std::uint64_t size_;
  std::uint64_t window_at_ = 0;
  base::Bytes window_;
};

/// Big-endian fields one after the other. Reading past the end yields zeros and remembers it: a parser reads
/// a whole structure and asks once whether it was there.
class Cursor {
 public:
  explicit Cursor(base::ByteView bytes) : rest_(bytes) {}
  std::uint64_t be(std::size_t bytes) { return base::read_be(take(bytes)); }
  std::uint8_t u8() { return static_cast<std::uint8_t>(be(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(be(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(be(4)); }
  std::uint64_t u64() { return be(8); }
  std::int32_t i32() { return static_cast<std::int32_t>(u32()); }
  void skip(std::size_t bytes) { take(bytes); }
  base::ByteView take(std::size_t bytes) {
    if (bytes > rest_.size()) {
      short_ = true;
      rest_ = {};
      return {};
    }
    const auto taken = rest_.first(bytes);
    rest_ = rest_.subspan(bytes);
    return taken;
  }
  [[nodiscard]] base::ByteView rest() const { return rest_; }
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] bool ran_short() const { return short_; }

 private:
  base::ByteView rest_;
  bool short_ = false;
};

}  // namespace vitrine::media
