#include "adapters/upload/incoming_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include "base/text.hpp"

namespace vitrine::upload {
namespace fs = std::filesystem;
using base::Result;
using model::UploadId;

namespace {
/// The system's word on what failed; the path stays out of it (it is logged by nobody and shown to nobody).
auto trouble(const char* what, int error = errno) {
  return base::fail(base::Fault::not_available, "upload_storage",
                    std::string{"Incoming files cannot be stored ("} + what + ": " +
                        std::system_category().message(error) + "); try again later.");
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

Result<void> sync_folder(const fs::path& folder) {
  const Descriptor fd{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!fd.valid() || ::fsync(fd.get()) != 0) return trouble("sync of the folder");
  return {};
}

Result<void> write_all(int fd, base::ByteView bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return trouble("write");
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<std::uint64_t> size_of(int fd) {
  struct stat info{};
  if (::fstat(fd, &info) != 0) return trouble("stat");
  return static_cast<std::uint64_t>(info.st_size);
}

fs::path held_path(fs::path part) { return part.replace_extension(".held"); }

/// The length to cut back to, if a checksummed chunk was not finished.
Result<std::optional<std::uint64_t>> held_length(const fs::path& held) {
  const Descriptor fd{::open(held.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!fd.valid()) {
    if (errno == ENOENT) return std::optional<std::uint64_t>{};
    return trouble("open");
  }
  char text[24];
  const auto got = ::read(fd.get(), text, sizeof text);
  if (got < 0) return trouble("read");
  // A file cut short by a crash before its own sync: nothing was appended after it.
  return base::parse_number({text, static_cast<std::size_t>(got)});
}

class Part final : public catalog::IncomingFile {
 public:
  Part(Descriptor fd, fs::path path) : fd_(std::move(fd)), path_(std::move(path)) {}

  Result<void> append(base::ByteView bytes) override { return write_all(fd_.get(), bytes); }

  Result<void> hold_back() override {
    TRY_LET(held_at_, size_of(fd_.get()));
    const auto held = held_path(path_);
    const Descriptor mark{::open(held.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (!mark.valid()) return trouble("open");
    TRY(write_all(mark.get(), base::as_bytes(std::to_string(held_at_))));
    if (::fdatasync(mark.get()) != 0) return trouble("sync");
    holding_ = true;
    return sync_folder(path_.parent_path());
  }

  Result<std::uint64_t> keep() override {
    if (::fdatasync(fd_.get()) != 0) return trouble("sync");
    TRY(let_go());
    return size_of(fd_.get());
  }

  Result<void> drop() override {
    if (!holding_) return {};
    if (::ftruncate(fd_.get(), static_cast<off_t>(held_at_)) != 0) return trouble("truncate");
    if (::fdatasync(fd_.get()) != 0) return trouble("sync");
    return let_go();
  }

  /// What a killed writer left behind its mark is not ours to keep.
  Result<void> settle() {
    TRY_LET(const auto length, held_length(held_path(path_)));
    if (!length) {
      // An unreadable mark was never synced, so nothing follows it: it only has to go.
      holding_ = fs::exists(held_path(path_));
      return let_go();
    }
    holding_ = true;
    held_at_ = *length;
    TRY_LET(const auto size, size_of(fd_.get()));
    if (size > held_at_) return drop();
    return let_go();
  }

 private:
  Result<void> let_go() {
    if (!std::exchange(holding_, false)) return {};
    if (::unlink(held_path(path_).c_str()) != 0 && errno != ENOENT) return trouble("remove");
    return sync_folder(path_.parent_path());
  }

  Descriptor fd_;
  fs::path path_;
  bool holding_ = false;
  std::uint64_t held_at_ = 0;
};

Result<void> make_private_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return trouble("make folder", error.value());
  fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return trouble("make folder private", error.value());
  return {};
}

/// Opens and locks. `create` makes the file at need and syncs its directory entry. Nothing: there is none.
Result<std::optional<Part>> open_part(const fs::path& path, bool create) {
  const bool was_there = fs::exists(path);
  if (!was_there && !create) return std::optional<Part>{};
  Descriptor fd{
      ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW | (create ? O_CREAT : 0), 0600)};
  if (!fd.valid()) {
    if (errno == ENOENT) return std::optional<Part>{};
    return trouble("open");
  }
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      return base::fail(base::Fault::conflict, "upload_locked",
                        "Another request is sending this upload; try again in a moment.");
    return trouble("lock");
  }
  if (!was_there) TRY(sync_folder(path.parent_path()));
  std::optional<Part> part{std::in_place, std::move(fd), path};
  TRY(part->settle());
  return part;
}
}  // namespace

Result<IncomingFolder> IncomingFolder::open_at(fs::path uploads, fs::path originals) {
  TRY(make_private_folder(uploads));
  TRY(make_private_folder(originals));
  return IncomingFolder{std::move(uploads), std::move(originals)};
}

fs::path IncomingFolder::path(UploadId id) const { return uploads_ / (id.text() + ".part"); }

Result<std::uint64_t> IncomingFolder::size(UploadId id) {
  TRY_LET(auto part, open_part(path(id), false));
  if (!part) return std::uint64_t{0};
  return part->keep();  // after a crash the bytes may be in memory only: they count once they are on disk
}

Result<std::unique_ptr<catalog::IncomingFile>> IncomingFolder::open(UploadId id) {
  TRY_LET(auto part, open_part(path(id), true));
  return std::make_unique<Part>(std::move(*part));
}

Result<void> IncomingFolder::remove(UploadId id) {
  for (const auto& file : {path(id), held_path(path(id))})
    if (::unlink(file.c_str()) != 0 && errno != ENOENT) return trouble("remove");
  return {};
}

Result<void> IncomingFolder::each(const std::function<void(UploadId)>& visit) {
  std::error_code error;
  for (fs::directory_iterator entry{uploads_, error}, end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() != ".part") continue;
    if (const auto id = UploadId::parse(entry->path().stem().string())) visit(*id);
  }
  if (error) return trouble("list", error.value());
  return {};
}

Result<void> IncomingFolder::keep_original(UploadId id, model::VideoId video) {
  std::error_code error;
  fs::rename(path(id), originals_ / (video.text() + ".original"), error);
  if (error && error != std::errc::no_such_file_or_directory)
    return trouble("keep the original", error.value());
  return sync_folder(originals_);
}

std::optional<fs::path> IncomingFolder::original(model::VideoId video) const {
  auto path = originals_ / (video.text() + ".original");
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(path, error))) return std::nullopt;
  return path;
}

Result<IncomingFolder::Space> IncomingFolder::space() {
  struct statvfs info{};
  if (::statvfs(uploads_.c_str(), &info) != 0) return trouble("free space");
  return Space{.total_bytes = static_cast<std::uint64_t>(info.f_blocks) * info.f_frsize,
               .free_bytes = static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize};
}

}  // namespace vitrine::upload
