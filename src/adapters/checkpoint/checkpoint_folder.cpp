#include "adapters/checkpoint/checkpoint_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace vitrine::adapters {
namespace fs = std::filesystem;
using base::fail;
using base::Fault;
using base::Result;

namespace {
constexpr std::size_t kept = 2;

auto trouble(std::string_view what) {
  return fail(Fault::not_available, "checkpoint_storage",
              fmt::format("The model's checkpoint could not be {}; is the disk full?", what));
}

class File {
 public:
  File(const fs::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] bool write(base::ByteView bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
  }
  [[nodiscard]] bool sync() const { return ::fsync(descriptor_) == 0; }

 private:
  int descriptor_;
};
}  // namespace

CheckpointFolder::CheckpointFolder(fs::path folder) : folder_(std::move(folder)) {
  std::error_code ignored;  // put() says it if the folder is not there
  fs::create_directories(folder_, ignored);
}

std::vector<fs::path> CheckpointFolder::files() const {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error))
    if (entry.path().extension() == ".checkpoint") found.push_back(entry.path());
  std::ranges::sort(found);  // names are positions of one width
  return found;
}

Result<void> CheckpointFolder::put(model::LogPosition at, base::ByteView bytes) {
  const auto name = folder_ / fmt::format("{:020}.checkpoint", at);
  const auto aside = folder_ / "writing";
  {
    const File file{aside, O_WRONLY | O_CREAT | O_TRUNC};
    if (!file.is_open() || !file.write(bytes) || !file.sync()) return trouble("written");
  }
  std::error_code error;
  fs::rename(aside, name, error);
  if (error) return trouble("put in place");
  if (const File folder{folder_, O_RDONLY | O_DIRECTORY}; !folder.is_open() || !folder.sync())
    return trouble("put in place");
  const auto all = files();
  for (std::size_t i = 0; i + kept < all.size(); ++i) fs::remove(all[i], error);
  return {};
}

namespace {
Result<std::optional<base::Bytes>> content_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary | std::ios::ate};
  if (!in) return trouble("read");
  base::Bytes bytes(static_cast<std::size_t>(in.tellg()));
  in.seekg(0);
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!in) return trouble("read");
  return bytes;
}
}  // namespace

Result<std::optional<base::Bytes>> CheckpointFolder::newest() {
  const auto all = files();
  if (all.empty()) return std::nullopt;
  return content_of(all.back());
}

Result<std::optional<base::Bytes>> CheckpointFolder::newest_until(model::LogPosition limit) {
  const auto all = files();
  const auto last_name = fmt::format("{:020}.checkpoint", limit);
  const auto after = std::ranges::upper_bound(all, last_name, {},
                                              [](const fs::path& file) { return file.filename().string(); });
  if (after == all.begin()) return std::nullopt;
  return content_of(*std::prev(after));
}

Result<void> CheckpointFolder::remove_before(model::LogPosition at) {
  const auto first_kept = fmt::format("{:020}.checkpoint", at);
  std::error_code error;
  for (const auto& file : files()) {
    if (file.filename().string() >= first_kept) break;
    fs::remove(file, error);
    if (error) return trouble("removed");
  }
  fs::remove(folder_ / "writing", error);
  return {};
}

}  // namespace vitrine::adapters
