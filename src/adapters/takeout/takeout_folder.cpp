#include "adapters/takeout/takeout_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace vitrine::adapters {
namespace fs = std::filesystem;
using base::Fault;
using base::Result;
using model::TakeoutId;

namespace {
std::unexpected<base::Error> trouble(const char* what, int code = errno) {
  return base::fail(Fault::not_available, "takeout_storage",
                    std::string("The folder of exports could not ") + what + ": " +
                        std::generic_category().message(code) + ".");
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

class Written final : public takeout::NewFile {
 public:
  Written(int number, fs::path aside, fs::path whole)
      : file_(number), aside_(std::move(aside)), whole_(std::move(whole)) {}
  Written(const Written&) = delete;
  Written& operator=(const Written&) = delete;
  ~Written() override {
    if (!kept_) ::unlink(aside_.c_str());
  }

  Result<void> append(base::ByteView bytes) override {
    while (!bytes.empty()) {
      const auto written = ::write(file_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return trouble("write");
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
  }

  Result<void> keep() override {
    if (::fsync(file_.get()) != 0) return trouble("write");
    if (::rename(aside_.c_str(), whole_.c_str()) != 0) return trouble("name a file");
    kept_ = true;
    const Descriptor folder{::open(whole_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (folder.get() < 0 || ::fsync(folder.get()) != 0) return trouble("sync");
    return {};
  }

 private:
  Descriptor file_;
  fs::path aside_, whole_;
  bool kept_ = false;
};
}  // namespace

Result<takeout::ZipSource> zip_file(const fs::path& path) {
  const auto file = std::make_shared<Descriptor>(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info{};
  if (file->get() < 0 || ::fstat(file->get(), &info) != 0)
    return base::fail(Fault::not_found, "takeout_file_absent", "There is no such ZIP file.");
  const auto read = [file](std::uint64_t offset, std::uint64_t length) -> Result<base::Bytes> {
    base::Bytes bytes(length);
    std::size_t got = 0;
    while (got < length) {
      const auto count =
          ::pread(file->get(), bytes.data() + got, length - got, static_cast<off_t>(offset + got));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return trouble("read");
      if (count == 0) break;
      got += static_cast<std::size_t>(count);
    }
    bytes.resize(got);
    return bytes;
  };
  return takeout::ZipSource{static_cast<std::uint64_t>(info.st_size), read};
}

Result<TakeoutFolder> TakeoutFolder::open_at(fs::path folder) {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return trouble("be made");
  ::chmod(folder.c_str(), 0700);
  std::error_code error;
  for (fs::directory_iterator entry{folder, error}, end; !error && entry != end; entry.increment(error))
    if (entry->path().extension() == ".new") ::unlink(entry->path().c_str());
  if (error) return trouble("be listed", error.value());
  return TakeoutFolder{std::move(folder)};
}

fs::path TakeoutFolder::path(TakeoutId id) const { return folder_ / (id.text() + ".zip"); }

Result<std::unique_ptr<takeout::NewFile>> TakeoutFolder::create(TakeoutId id) {
  auto aside = folder_ / (id.text() + ".new");
  const int file = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return trouble("make a file");
  return std::make_unique<Written>(file, std::move(aside), path(id));
}

Result<takeout::ZipSource> TakeoutFolder::open(TakeoutId id) const { return zip_file(path(id)); }

Result<void> TakeoutFolder::remove(TakeoutId id) {
  if (::unlink(path(id).c_str()) != 0 && errno != ENOENT) return trouble("remove a file");
  return {};
}

Result<void> TakeoutFolder::each(const std::function<void(TakeoutId)>& visit) const {
  std::error_code error;
  for (fs::directory_iterator entry{folder_, error}, end; !error && entry != end; entry.increment(error))
    if (entry->path().extension() == ".zip")
      if (const auto id = TakeoutId::parse(entry->path().stem().string())) visit(*id);
  if (error) return trouble("be listed", error.value());
  return {};
}

}  // namespace vitrine::adapters
