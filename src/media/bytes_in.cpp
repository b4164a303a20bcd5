#include "media/bytes_in.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace vitrine::media {

using base::fail;
using base::Fault;

namespace {
constexpr std::size_t window_bytes = 64 * 1024;

base::Result<void> inside(std::uint64_t offset, std::size_t wanted, std::uint64_t size) {
  if (offset > size || wanted > size - offset)
    return fail(Fault::corrupt_input, "truncated",
                "The file ends before its video does. Copy it again from where it was made and upload that.");
  return {};
}
}  // namespace

base::Result<void> MemorySource::read(std::uint64_t offset, std::span<std::byte> out) {
  TRY(inside(offset, out.size(), bytes_.size()));
  std::ranges::copy(bytes_.subspan(offset, out.size()), out.begin());
  return {};
}

base::Result<FileSource> FileSource::open(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat about{};
  if (descriptor < 0 || ::fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
    if (descriptor >= 0) ::close(descriptor);
    return fail(Fault::not_available, "file_unreadable",
                "The uploaded file cannot be read; try again later.");
  }
  return FileSource{descriptor, static_cast<std::uint64_t>(about.st_size)};
}

FileSource::FileSource(FileSource&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      window_at_(other.window_at_),
      window_(std::move(other.window_)) {}

FileSource::~FileSource() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

base::Result<void> FileSource::read(std::uint64_t offset, std::span<std::byte> out) {
  TRY(inside(offset, out.size(), size_));
  if (out.size() > window_bytes) return read_at(offset, out);
  const bool held = offset >= window_at_ && offset + out.size() <= window_at_ + window_.size();
  if (!held) {
    window_.resize(std::min<std::uint64_t>(window_bytes, size_ - offset));
    window_at_ = offset;
    TRY(read_at(offset, window_));
  }
  std::ranges::copy(std::span{window_}.subspan(offset - window_at_, out.size()), out.begin());
  return {};
}

base::Result<void> FileSource::read_at(std::uint64_t offset, std::span<std::byte> out) const {
  while (!out.empty()) {
    const auto got = ::pread(descriptor_, out.data(), out.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0)
      return fail(Fault::not_available, "file_unreadable",
                  "The uploaded file cannot be read; try again later.");
    out = out.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

}  // namespace vitrine::media
