#include "adapters/checkpoint/checkpoint_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>

namespace vitrine::adapters {
namespace fs = std::filesystem;
using base::fail;
using base::Fault;
using base::Result;

namespace {
constexpr std::size_t kept = 2;
constexpr std::string_view checkpoints = ".checkpoint", anchors = ".anchor";

/// 0 for names that are no position.
model::LogPosition position_of(const fs::path& file) {
  const auto name = file.stem().string();
  model::LogPosition position = 0;
  std::from_chars(name.data(), name.data() + name.size(), position);
  return position;
}

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

std::vector<fs::path> CheckpointFolder::files(std::string_view kind) const {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error))
    if (entry.path().extension() == kind) found.push_back(entry.path());
  std::ranges::sort(found);  // names are positions of one width
  return found;
}

Result<void> CheckpointFolder::put_file(model::LogPosition at, std::string_view kind, base::ByteView bytes) {
  const auto name = folder_ / fmt::format("{:020}{}", at, kind);
  const auto aside = folder_ / fmt::format("writing{}", kind);
  {
    const File file{aside, O_WRONLY | O_CREAT | O_TRUNC};
    if (!file.is_open() || !file.write(bytes) || !file.sync()) return trouble("written");
  }
  std::error_code error;
  fs::rename(aside, name, error);
  if (error) return trouble("put in place");
  if (const File folder{folder_, O_RDONLY | O_DIRECTORY}; !folder.is_open() || !folder.sync())
    return trouble("put in place");
  return {};
}

Result<void> CheckpointFolder::put(model::LogPosition at, base::ByteView bytes) {
  TRY(put_file(at, checkpoints, bytes));
  std::error_code error;
  const auto all = files(checkpoints);
  for (std::size_t i = 0; i + kept < all.size(); ++i) fs::remove(all[i], error);
  return {};
}

Result<void> CheckpointFolder::put_anchor(model::LogPosition at, base::ByteView bytes) {
  TRY(put_file(at, anchors, bytes));
  std::error_code error;
  auto all = files(anchors);
  all.pop_back();
  for (const auto& older : all) fs::remove(older, error);
  return {};
}

Result<model::LogPosition> CheckpointFolder::anchor() {
  const auto all = files(anchors);
  return all.empty() ? model::LogPosition{0} : position_of(all.back());
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
  return newest_until(std::numeric_limits<model::LogPosition>::max());
}

Result<std::optional<base::Bytes>> CheckpointFolder::newest_until(model::LogPosition limit) {
  std::optional<fs::path> best;
  for (const auto kind : {anchors, checkpoints})
    for (const auto& file : files(kind))
      if (position_of(file) <= limit && (!best || position_of(*best) <= position_of(file))) best = file;
  if (!best) return std::nullopt;
  return content_of(*best);
}

Result<void> CheckpointFolder::remove_before(model::LogPosition at) {
  std::error_code error;
  for (const auto& file : files(checkpoints))
    if (position_of(file) == at) {
      TRY_LET(const auto bytes, content_of(file));
      TRY(put_anchor(at, *bytes));
    }
  for (const auto kind : {anchors, checkpoints})
    for (const auto& file : files(kind)) {
      if (position_of(file) >= at) continue;
      fs::remove(file, error);
      if (error) return trouble("removed");
    }
  for (const auto kind : {anchors, checkpoints}) fs::remove(folder_ / fmt::format("writing{}", kind), error);
  return {};
}

}  // namespace vitrine::adapters
