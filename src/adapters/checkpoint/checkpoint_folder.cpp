#include "adapters/checkpoint/checkpoint_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "base/hash.hpp"
#include "base/wire.hpp"

namespace vitrine::adapters {
namespace fs = std::filesystem;
using base::fail;
using base::Fault;
using base::Result;

namespace {
constexpr std::size_t kept = 2;
constexpr std::string_view checkpoints = ".checkpoint", anchors = ".anchor", writing = ".writing";

// A file: this, the SHA-256 of the rest, then position, number of marks, marks, state. What an earlier
// release wrote, the state alone, begins otherwise and counts as unreadable.
constexpr std::string_view magic = "vcheck 1";
constexpr std::size_t marks_max = 1024;

/// 0 for names that are no position, as those of files that are being written.
model::LogPosition position_of(const fs::path& file) {
  const auto name = file.stem().string();
  model::LogPosition position = 0;
  const auto read = std::from_chars(name.data(), name.data() + name.size(), position);
  return read.ec == std::errc{} && read.ptr == name.data() + name.size() ? position : 0;
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

Result<std::vector<fs::path>> CheckpointFolder::files(std::string_view kind) const {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry{folder_, error}, end; !error && entry != end; entry.increment(error))
    if (entry->path().extension() == kind && position_of(entry->path()) > 0) found.push_back(entry->path());
  // A folder that is not there is empty. One that cannot be looked into may hold an anchor.
  if (error && error != std::errc::no_such_file_or_directory) return trouble("looked for");
  std::ranges::sort(found);  // names are positions of one width
  return found;
}

Result<void> CheckpointFolder::put_file(const supply::Checkpoint& checkpoint, std::string_view kind) {
  base::WireWriter body;
  body.u64(checkpoint.at);
  body.u32(static_cast<std::uint32_t>(checkpoint.marks.size()));
  for (const std::uint32_t mark : checkpoint.marks) body.u32(mark);
  base::Sha256 hash;
  hash.add(body.bytes());
  hash.add(checkpoint.state);
  const base::Digest digest = hash.finish();

  const auto name = folder_ / fmt::format("{:020}{}", checkpoint.at, kind);
  const auto aside = folder_ / fmt::format("{}{}", kind.substr(1), writing);
  const auto written = [&] {
    const File file{aside, O_WRONLY | O_CREAT | O_TRUNC};
    return file.is_open() && file.write(base::as_bytes(magic)) && file.write(digest) &&
           file.write(body.bytes()) && file.write(checkpoint.state) && file.sync();
  }();
  std::error_code error;
  if (written) fs::rename(aside, name, error);
  if (!written || error) {
    fs::remove(aside, error);  // half of a state is of no use and may be what fills the disk
    return trouble("written");
  }
  if (const File folder{folder_, O_RDONLY | O_DIRECTORY}; !folder.is_open() || !folder.sync())
    return trouble("put in place");
  return {};
}

Result<void> CheckpointFolder::put(const supply::Checkpoint& checkpoint) {
  TRY(put_file(checkpoint, checkpoints));
  std::error_code error;
  TRY_LET(const auto all, files(checkpoints));
  for (std::size_t i = 0; i + kept < all.size(); ++i) fs::remove(all[i], error);
  return {};
}

Result<void> CheckpointFolder::put_anchor(const supply::Checkpoint& checkpoint) {
  TRY_LET(const auto standing, anchor());
  if (standing > checkpoint.at) return {};
  TRY(put_file(checkpoint, anchors));
  std::error_code error;
  TRY_LET(auto all, files(anchors));
  if (!all.empty()) all.pop_back();
  for (const auto& older : all) fs::remove(older, error);
  return {};
}

Result<model::LogPosition> CheckpointFolder::anchor() {
  TRY_LET(const auto all, files(anchors));
  return all.empty() ? model::LogPosition{0} : position_of(all.back());
}

namespace {
/// Whether `file` holds what was written under its name; then `bytes` is what it holds and `found` looks
/// into it.
bool read_file(const fs::path& file, base::Bytes& bytes, supply::Checkpoint& found) {
  std::error_code error;
  const auto size = fs::file_size(file, error);  // fails for what is no file
  if (error) return false;
  bytes.resize(size);
  std::ifstream stream{file, std::ios::binary};
  stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (!stream) return false;
  base::WireReader in{bytes};
  const auto begins = base::as_text(in.raw(magic.size()));
  const auto digest = in.raw(sizeof(base::Digest));
  if (!in.ok() || begins != magic) return false;
  const auto rest = base::ByteView{bytes}.last(in.left());
  if (!std::ranges::equal(base::sha256(rest), digest)) return false;
  found.at = in.u64();
  const std::size_t marks = in.u32();
  if (marks > marks_max) in.refuse();
  found.marks.clear();
  for (std::size_t i = 0; i < marks && in.ok(); ++i) found.marks.push_back(in.u32());
  found.state = in.raw(in.left());
  return in.ok() && found.at == position_of(file);
}
}  // namespace

std::size_t CheckpointFolder::offer(model::LogPosition limit,
                                    const std::function<bool(const supply::Checkpoint&)>& take) {
  std::vector<fs::path> all;
  for (const auto kind : {anchors, checkpoints})
    for (const auto& file : files(kind).value_or(std::vector<fs::path>{}))
      if (position_of(file) <= limit) all.push_back(file);
  std::ranges::stable_sort(all, std::greater{}, position_of);
  std::size_t unreadable = 0;
  base::Bytes bytes;
  for (const auto& file : all) {
    supply::Checkpoint checkpoint;
    if (!read_file(file, bytes, checkpoint)) ++unreadable;
    else if (take(checkpoint)) break;
  }
  return unreadable;
}

Result<void> CheckpointFolder::remove(const std::function<bool(model::LogPosition)>& goes,
                                      std::initializer_list<std::string_view> kinds) {
  std::error_code error;
  for (const auto kind : kinds) {
    TRY_LET(const auto all, files(kind));
    for (const auto& file : all) {
      if (!goes(position_of(file))) continue;
      fs::remove(file, error);
      if (error) return trouble("removed");
    }
  }
  return {};
}

Result<void> CheckpointFolder::remove_before(model::LogPosition at) {
  if (at > 0) {
    base::Bytes bytes;
    supply::Checkpoint checkpoint;
    const auto is_there = [&](std::string_view kind) {
      return read_file(folder_ / fmt::format("{:020}{}", at, kind), bytes, checkpoint);
    };
    if (is_there(checkpoints)) TRY(put_file(checkpoint, anchors));
    else if (!is_there(anchors)) return trouble("found");
  }
  TRY(remove([&](model::LogPosition position) { return position < at; }, {anchors, checkpoints}));
  // What a crash left half written, as this release and earlier ones call it.
  std::error_code error;
  for (const auto kind : {anchors, checkpoints}) {
    fs::remove(folder_ / fmt::format("{}{}", kind.substr(1), writing), error);
    fs::remove(folder_ / fmt::format("writing{}", kind), error);
  }
  return {};
}

Result<void> CheckpointFolder::remove_after(model::LogPosition at) {
  const auto is_beyond = [&](model::LogPosition position) { return position > at; };
  TRY(remove(is_beyond, {checkpoints}));
  TRY_LET(const auto all, files(anchors));
  // An empty log has lost nothing.
  if (at > 0 && (all.empty() || is_beyond(position_of(all.front())))) return {};
  return remove(is_beyond, {anchors});
}

}  // namespace vitrine::adapters
