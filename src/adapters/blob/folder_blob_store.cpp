#include "adapters/blob/folder_blob_store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "base/hash.hpp"

namespace vitrine::blob {

namespace fs = std::filesystem;
using namespace base::sizes;
using base::Fault;
using base::Result;
using model::BlobKey;

namespace {

constexpr std::size_t piece = 1_MiB;  // large enough that the calls do not count, small enough for any thread

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] bool good() const { return number_ >= 0; }

 private:
  int number_;
};

std::unexpected<base::Error> trouble(const char* what, int code = errno) {
  return base::fail(
      Fault::not_available, "blob_store",
      std::string("The blob store could not ") + what + ": " + std::generic_category().message(code) + ".");
}

std::unexpected<base::Error> absent() {
  return base::fail(Fault::not_found, "blob_absent", "There is no such file.");
}

Descriptor open_file(const fs::path& path, int flags, mode_t mode = 0) {
  return Descriptor{::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, mode)};
}

Result<void> sync_folder(const fs::path& folder) {
  const auto opened = open_file(folder, O_RDONLY | O_DIRECTORY);
  if (!opened.good() || ::fsync(opened.get()) != 0) return trouble("sync a folder");
  return {};
}

Result<void> make_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0750) != 0 && errno != EEXIST) return trouble("make a folder");
  return {};
}

Result<void> write_all(int file, base::ByteView bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return trouble("write");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

/// Calls `use(piece)` for the whole file in order.
template <class Use>
Result<void> read_all(int file, Use use) {
  base::Bytes buffer(piece);
  for (;;) {
    const auto count = ::read(file, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return trouble("read");
    if (count == 0) return {};
    TRY(use(base::ByteView{buffer.data(), static_cast<std::size_t>(count)}));
  }
}

/// A file of our own in `folder`, locked while it is made, so that no sweep takes it; gone unless it is kept.
class Draft {
 public:
  static Result<Draft> make(const fs::path& folder) {
    auto pattern = (folder / "XXXXXX").string();
    Descriptor file{::mkostemp(pattern.data(), O_CLOEXEC)};
    if (!file.good()) return trouble("make a file");
    Draft draft{std::move(file), pattern};
    if (::flock(draft.file(), LOCK_EX | LOCK_NB) != 0) return trouble("lock a file");
    return draft;
  }
  Draft(Draft&& other) noexcept : file_(std::move(other.file_)), path_(std::exchange(other.path_, {})) {}
  Draft& operator=(Draft&&) = delete;
  ~Draft() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  [[nodiscard]] int file() const { return file_.get(); }
  [[nodiscard]] const fs::path& path() const { return path_; }
  void kept() { path_.clear(); }

 private:
  Draft(Descriptor file, fs::path path) : file_(std::move(file)), path_(std::move(path)) {}
  Descriptor file_;
  fs::path path_;
};

Result<void> make_durable(int file) {
  if (::fchmod(file, 0640) != 0) return trouble("set a file's mode");
  if (::fsync(file) != 0) return trouble("sync a file");
  return {};
}

}  // namespace

Result<std::unique_ptr<FolderBlobStore>> FolderBlobStore::open(const fs::path& root) {
  std::error_code code;
  fs::create_directories(root, code);
  if (code) return trouble("make its folder", code.value());
  std::unique_ptr<FolderBlobStore> store{new FolderBlobStore(root)};
  TRY(make_folder(store->incoming()));
  for (int i = 0; i < 256; ++i) {
    const auto byte = static_cast<std::byte>(i);
    TRY(make_folder(root / base::hex({&byte, 1})));
  }
  TRY(sync_folder(root));
  TRY(store->sweep());
  return store;
}

Result<void> FolderBlobStore::sweep() const {
  std::error_code code;
  for (fs::directory_iterator entry{incoming(), code}, end; !code && entry != end; entry.increment(code)) {
    const auto file = open_file(entry->path(), O_RDONLY);
    if (file.good() && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0) ::unlink(entry->path().c_str());
  }
  if (code) return trouble("look for half-made files", code.value());
  return {};
}

fs::path FolderBlobStore::path_of(const BlobKey& key) const {
  const auto name = base::hex(key);
  return root_ / name.substr(0, 2) / name;
}

Result<void> FolderBlobStore::settle(const fs::path& file, const BlobKey& key) const {
  const auto path = path_of(key);
  if (::rename(file.c_str(), path.c_str()) != 0) return trouble("name a file");
  return sync_folder(path.parent_path());
}

Result<BlobKey> FolderBlobStore::put(base::ByteView bytes) {
  const auto key = base::sha256(bytes);
  TRY_LET(auto draft, Draft::make(incoming()));
  TRY(write_all(draft.file(), bytes));
  TRY(make_durable(draft.file()));
  TRY(settle(draft.path(), key));
  draft.kept();
  return key;
}

Result<BlobKey> FolderBlobStore::put_file(const fs::path& file) {
  const auto source = open_file(file, O_RDONLY);
  if (!source.good()) return trouble("open the file to keep");
  struct stat about{};
  if (::fstat(source.get(), &about) != 0 || !S_ISREG(about.st_mode))
    return trouble("keep what is no plain file", EINVAL);

  base::Sha256 hash;
  const auto add = [&](base::ByteView part) -> Result<void> {
    hash.add(part);
    return {};
  };
  TRY(read_all(source.get(), add));
  const auto key = hash.finish();

  TRY(make_durable(source.get()));
  if (settle(file, key)) return key;

  // Another file system, then: copied, and what is named is the hash of what was written.
  if (::lseek(source.get(), 0, SEEK_SET) != 0) return trouble("read a file again");
  TRY_LET(auto draft, Draft::make(incoming()));
  base::Sha256 copied;
  TRY(read_all(source.get(), [&](base::ByteView part) {
    copied.add(part);
    return write_all(draft.file(), part);
  }));
  TRY(make_durable(draft.file()));
  const auto copied_key = copied.finish();
  TRY(settle(draft.path(), copied_key));
  draft.kept();
  if (::unlink(file.c_str()) != 0) return trouble("remove the file that was kept");
  return copied_key;
}

Result<base::Bytes> FolderBlobStore::read(const BlobKey& key, std::uint64_t offset,
                                          std::uint64_t length) const {
  const auto file = open_file(path_of(key), O_RDONLY);
  if (!file.good()) return errno == ENOENT ? absent() : trouble("open a file");
  struct stat about{};
  if (::fstat(file.get(), &about) != 0) return trouble("look at a file");
  const auto size = static_cast<std::uint64_t>(about.st_size);
  const auto from = std::min(offset, size);
  base::Bytes bytes(std::min(length, size - from));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto count =
        ::pread(file.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(from + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return trouble("read", count == 0 ? EIO : errno);
    done += static_cast<std::size_t>(count);
  }
  return bytes;
}

Result<std::uint64_t> FolderBlobStore::size(const BlobKey& key) const {
  struct stat about{};
  if (::stat(path_of(key).c_str(), &about) != 0)
    return errno == ENOENT ? absent() : trouble("look at a file");
  return static_cast<std::uint64_t>(about.st_size);
}

std::optional<fs::path> FolderBlobStore::local_path(const BlobKey& key) const {
  auto path = path_of(key);
  struct stat about{};
  if (::stat(path.c_str(), &about) != 0) return std::nullopt;
  return path;
}

Result<void> FolderBlobStore::remove(const BlobKey& key) {
  const auto path = path_of(key);
  if (::unlink(path.c_str()) != 0) {
    if (errno == ENOENT) return {};
    return trouble("remove a file");
  }
  return sync_folder(path.parent_path());  // removed is removed, also after a power cut
}

Result<void> FolderBlobStore::each(const std::function<void(const BlobKey&)>& visit) const {
  for (int i = 0; i < 256; ++i) {
    const auto byte = static_cast<std::byte>(i);
    std::error_code code;
    fs::directory_iterator entry{root_ / base::hex({&byte, 1}), code};
    for (; !code && entry != fs::directory_iterator{}; entry.increment(code)) {
      const auto bytes = base::from_hex(entry->path().filename().string());
      BlobKey key;
      if (!bytes || bytes->size() != key.size() || bytes->front() != byte) continue;  // not one of ours
      std::ranges::copy(*bytes, key.begin());
      visit(key);
    }
    if (code) return trouble("list a folder", code.value());
  }
  return {};
}

}  // namespace vitrine::blob
