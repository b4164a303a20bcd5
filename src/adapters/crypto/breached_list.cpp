#include "adapters/crypto/breached_list.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

namespace vitrine::crypto {
namespace fs = std::filesystem;
using base::fail;
using base::Fault;
using base::Result;

namespace {
constexpr std::size_t hash_chars = 40, prefix_chars = 5;
/// A hash, a colon, a count and the end of the line, rounded up.
constexpr std::size_t line_bytes_max = 64;
/// The fullest range of the list has about 1 500 lines.
constexpr std::size_t range_bytes_max = 1 << 20;

bool is_hash(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); });
}

auto unreadable(const fs::path& path) {
  return fail(
      Fault::invalid_input, "breached_list_unreadable",
      fmt::format("{} is no list of breached passwords: a sorted file of SHA-1 hashes, or a folder of range "
                  "files, as Have I Been Pwned distributes them.",
                  path.string()));
}
auto lost(const fs::path& path) {
  return fail(Fault::not_available, "breached_list_lost",
              fmt::format("The list of breached passwords, {}, cannot be read any more.", path.string()));
}

/// What is there from `at`, at most one line and a little.
Result<std::string_view> read_at(int file, std::uint64_t at, std::array<char, 2 * line_bytes_max>& into,
                                 const fs::path& path) {
  const auto got = ::pread(file, into.data(), into.size(), static_cast<off_t>(at));
  if (got < 0) return lost(path);
  return std::string_view{into.data(), static_cast<std::size_t>(got)};
}
}  // namespace

std::string sha1_hex(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02X}", digest[i]);
  return hex;
}

Result<BreachedList> BreachedList::open(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return BreachedList{path, -1, 0};
  const auto bytes = fs::file_size(path, error);
  if (error) return unreadable(path);
  BreachedList list{path, ::open(path.c_str(), O_RDONLY | O_CLOEXEC), bytes};
  if (list.file_ < 0) return unreadable(path);
  std::array<char, 2 * line_bytes_max> buffer{};
  TRY_LET(const auto first, read_at(list.file_, 0, buffer, path));
  if (first.size() < hash_chars || !is_hash(first.substr(0, hash_chars))) return unreadable(path);
  return list;
}

BreachedList::BreachedList(BreachedList&& other) noexcept
    : path_(std::move(other.path_)), file_(std::exchange(other.file_, -1)), bytes_(other.bytes_) {}
BreachedList::~BreachedList() {
  if (file_ >= 0) ::close(file_);
}

Result<bool> BreachedList::holds(std::string_view password) const {
  const auto hash = sha1_hex(password);
  return file_ >= 0 ? in_file(hash) : in_folder(hash);
}

/// Halving by bytes: the first whole line after the middle says on which side the hash is.
Result<bool> BreachedList::in_file(std::string_view hash) const {
  std::array<char, 2 * line_bytes_max> buffer{};
  std::uint64_t low = 0, high = bytes_;  // the line, if any, begins in [low, high)
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    // From one byte before: a line that begins exactly in the middle is seen whole.
    const auto from = middle == 0 ? 0 : middle - 1;
    TRY_LET(auto text, read_at(file_, from, buffer, path_));
    std::uint64_t begin = from;
    if (middle != 0) {
      const auto end = text.find('\n');
      if (end == std::string_view::npos) {
        high = middle;  // the rest of the last line
        continue;
      }
      begin += end + 1;
      text.remove_prefix(end + 1);
    }
    if (begin >= high || text.size() < hash_chars) {
      high = middle;
      continue;
    }
    const auto found = text.substr(0, hash_chars);
    if (found == hash) return true;
    if (found < hash) low = begin + 1;
    else high = middle;
  }
  return false;
}

Result<bool> BreachedList::in_folder(std::string_view hash) const {
  const auto prefix = std::string{hash.substr(0, prefix_chars)};
  for (const auto& name : {prefix + ".txt", prefix}) {
    std::ifstream in{path_ / name, std::ios::binary};
    if (!in) continue;
    std::string text(range_bytes_max, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    const auto rest = hash.substr(prefix_chars);
    for (auto at = text.find(rest); at != std::string::npos; at = text.find(rest, at + 1))
      if (at == 0 || text[at - 1] == '\n') return true;
    return false;
  }
  return false;  // an incomplete list knows nothing of this range
}

}  // namespace vitrine::crypto
