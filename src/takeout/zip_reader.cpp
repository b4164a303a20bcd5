#include "takeout/zip_reader.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "base/text.hpp"

namespace vitrine::takeout {
using base::Bytes;
using base::ByteView;
using base::fail;
using base::Fault;
using base::Result;

namespace {
auto unreadable(std::string detail = "This is not a ZIP file, or it is damaged.") {
  return fail(Fault::corrupt_input, "zip_unreadable", std::move(detail));
}
auto cut_off() {
  return fail(Fault::corrupt_input, "zip_cut_off",
              "The end of the ZIP file is missing; fetch it again and send the whole file.");
}

/// Little-endian fields one after the other; beyond the end they are 0 and remembered.
class Fields {
 public:
  explicit Fields(ByteView bytes) : rest_(bytes) {}
  std::uint64_t le(std::size_t count) {
    const auto taken = take(count);
    std::uint64_t value = 0;
    for (std::size_t i = taken.size(); i-- > 0;)
      value = (value << 8) | std::to_integer<std::uint64_t>(taken[i]);
    return value;
  }
  std::uint16_t u16() { return static_cast<std::uint16_t>(le(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(le(4)); }
  std::uint64_t u64() { return le(8); }
  ByteView take(std::size_t count) {
    if (count > rest_.size()) {
      short_ = true;
      rest_ = {};
      return {};
    }
    const auto taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] bool ran_short() const { return short_; }

 private:
  ByteView rest_;
  bool short_ = false;
};

struct Directory {
  std::uint64_t offset = 0, bytes = 0, count = 0;
};

Result<Bytes> read_at(const ZipSource& source, std::uint64_t offset, std::uint64_t length) {
  if (offset > source.bytes || length > source.bytes - offset) return cut_off();
  TRY_LET(auto bytes, source.read(offset, length));
  if (bytes.size() != length) return cut_off();
  return bytes;
}

/// The ZIP64 end, which stands right before its locator, which stands right before the end.
Result<Directory> directory64(const ZipSource& source, std::uint64_t end_at) {
  if (end_at < zip::locator_bytes + zip::end64_bytes) return unreadable();
  TRY_LET(const auto locator, read_at(source, end_at - zip::locator_bytes, zip::locator_bytes));
  Fields at{locator};
  if (at.u32() != zip::locator_mark) return unreadable();
  const auto disk = at.u32();
  const auto end64_at = at.u64();
  if (disk != 0 || end64_at != end_at - zip::locator_bytes - zip::end64_bytes) return unreadable();
  TRY_LET(const auto bytes, read_at(source, end64_at, zip::end64_bytes));
  Fields end{bytes};
  if (end.u32() != zip::end64_mark || end.u64() != zip::end64_bytes - 12) return unreadable();
  end.take(4);
  if (end.u32() != 0 || end.u32() != 0) return unreadable();
  const auto here = end.u64();
  Directory found{.count = end.u64()};
  found.bytes = end.u64();
  found.offset = end.u64();
  if (here != found.count || found.offset > end64_at || found.bytes != end64_at - found.offset)
    return unreadable();
  return found;
}

Result<Directory> find_directory(const ZipSource& source) {
  if (source.bytes < zip::end_bytes) return unreadable();
  constexpr std::uint64_t comment_max = 65'535;
  const auto tail_bytes = std::min(source.bytes, zip::end_bytes + comment_max);
  TRY_LET(const auto tail, read_at(source, source.bytes - tail_bytes, tail_bytes));
  // From the back; its comment must reach to the end of the file, or it stands within one.
  for (auto at = tail.size() - zip::end_bytes + 1; at-- > 0;) {
    Fields end{ByteView{tail}.subspan(at)};
    if (end.u32() != zip::end_mark) continue;
    const auto disk = end.u16(), directory_disk = end.u16(), here = end.u16(), all = end.u16();
    Directory found{.count = all};
    found.bytes = end.u32();
    found.offset = end.u32();
    if (end.u16() != tail.size() - at - zip::end_bytes) continue;
    const auto end_at = source.bytes - tail.size() + at;
    if (all == zip::full16 || found.bytes == zip::full32 || found.offset == zip::full32)
      return directory64(source, end_at);
    if (disk != 0 || directory_disk != 0 || here != all)
      return fail(Fault::corrupt_input, "zip_split",
                  "The ZIP file is one part of several; send it in one piece.");
    if (found.offset > end_at || found.bytes != end_at - found.offset) return unreadable();
    return found;
  }
  TRY_LET(const auto head, read_at(source, 0, 4));
  if (Fields{head}.u32() == zip::local_mark) return cut_off();
  return unreadable();
}

bool is_safe(std::string_view name) {
  if (name.empty() || !base::is_utf8(name) || name.starts_with('/')) return false;
  for (const char c : name)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\' || c == ':') return false;
  for (const auto part : base::split(name, '/'))
    if (part.empty() || part == "." || part == "..") return false;
  return true;
}

/// Sizes and offset of an entry that did not fit their 32 bits [4.5.3].
bool widen(ZipEntry& entry, ByteView extra) {
  Fields all{extra};
  bool seen = false;
  while (!all.empty()) {
    const auto id = all.u16();
    const auto body = all.take(all.u16());
    if (all.ran_short()) return false;
    if (id != zip::zip64_field) continue;
    if (std::exchange(seen, true)) return false;
    Fields field{body};
    if (entry.bytes == zip::full32) entry.bytes = field.u64();
    if (entry.packed == zip::full32) entry.packed = field.u64();
    if (entry.offset == zip::full32) entry.offset = field.u64();
    if (field.ran_short()) return false;
  }
  return true;
}

enum class Kind { file, folder };
struct Listed {
  ZipEntry entry;
  Kind kind = Kind::file;
};

/// What the system it was made on calls it [4.4.2, 4.4.15]: only files and folders.
bool is_plain(std::uint16_t made_by, std::uint32_t attributes, Kind kind) {
  constexpr std::uint16_t unix_system = 3, darwin = 19;
  const auto system = made_by >> 8;
  if (system != unix_system && system != darwin) return true;
  const auto type = (attributes >> 16) & 0170000U;
  return type == 0 || type == (kind == Kind::file ? 0100000U : 0040000U);
}

Result<Listed> read_listed(Fields& fields, const ZipLimits& limits) {
  if (fields.u32() != zip::central_mark) return unreadable();
  const auto made_by = fields.u16();
  fields.u16();
  const auto flags = fields.u16();
  const auto packing = fields.u16();
  fields.u32();
  Listed listed;
  auto& entry = listed.entry;
  entry.crc = fields.u32();
  entry.packed = fields.u32();
  entry.bytes = fields.u32();
  const auto name_bytes = fields.u16(), extra_bytes = fields.u16(), comment_bytes = fields.u16();
  const auto disk = fields.u16();
  fields.u16();
  const auto attributes = fields.u32();
  entry.offset = fields.u32();
  entry.name = base::as_text(fields.take(name_bytes));
  const auto extra = fields.take(extra_bytes);
  fields.take(comment_bytes);
  if (fields.ran_short() || !widen(entry, extra) || disk != 0) return unreadable();
  if ((flags & (zip::encrypted | zip::hidden)) != 0)
    return fail(Fault::corrupt_input, "zip_encrypted",
                "The ZIP file is encrypted; pack it without a password.");
  auto name = std::string_view{entry.name};
  if (name.ends_with('/')) {
    listed.kind = Kind::folder;
    name.remove_suffix(1);
  }
  if (name.size() > limits.name_bytes_max || !is_safe(name))
    return fail(Fault::corrupt_input, "zip_name_unsafe",
                "The ZIP file names a file that would lie outside of its folder.");
  if (!is_plain(made_by, attributes, listed.kind))
    return fail(Fault::corrupt_input, "zip_link",
                "The ZIP file holds a link or a device; only files are taken.");
  if (packing != 0 && packing != 8)
    return fail(Fault::corrupt_input, "zip_packing_unknown",
                "The ZIP file is packed in a way that is not read here; pack it with Deflate or not at all.");
  entry.packing = Packing{packing};
  if (entry.packing == Packing::stored && entry.packed != entry.bytes) return unreadable();
  if (listed.kind == Kind::folder && entry.bytes != 0) return unreadable();
  return listed;
}

Result<void> check_size(const ZipEntry& entry, const ZipLimits& limits, std::uint64_t& total) {
  if (entry.bytes > limits.entry_bytes_max)
    return fail(Fault::over_limit, "zip_entry_too_large",
                fmt::format("A file in the ZIP file has more than {} MiB.", limits.entry_bytes_max >> 20));
  total += entry.bytes;
  if (total > limits.total_bytes_max)
    return fail(Fault::over_limit, "zip_too_large",
                fmt::format("Unpacked, the ZIP file has more than {} MiB.", limits.total_bytes_max >> 20));
  if (entry.bytes > limits.ratio_free_bytes && entry.bytes / limits.ratio_max > entry.packed)
    return fail(Fault::corrupt_input, "zip_bomb", "The ZIP file would grow without end; it is not unpacked.");
  return {};
}

/// From the header before the data, which must say the same; where the entry begins and ends.
struct Span {
  std::uint64_t begin = 0, end = 0;
};
Result<Span> place(const ZipSource& source, ZipEntry& entry, std::uint64_t directory_at) {
  const auto begin = entry.offset;
  if (begin > directory_at || directory_at - begin < zip::local_bytes) return unreadable();
  TRY_LET(const auto head, read_at(source, begin, zip::local_bytes));
  Fields fields{head};
  if (fields.u32() != zip::local_mark) return unreadable();
  fields.u16();
  const auto flags = fields.u16();
  const auto packing = fields.u16();
  fields.take(16);
  const auto name_bytes = fields.u16(), extra_bytes = fields.u16();
  if ((flags & zip::encrypted) != 0 || packing != static_cast<std::uint16_t>(entry.packing) ||
      name_bytes != entry.name.size())
    return unreadable("The ZIP file says two things about one of its files.");
  TRY_LET(const auto name, read_at(source, begin + zip::local_bytes, name_bytes));
  if (base::as_text(name) != entry.name)
    return unreadable("The ZIP file says two things about one of its files.");
  entry.offset = begin + zip::local_bytes + name_bytes + extra_bytes;
  if (entry.offset > directory_at || entry.packed > directory_at - entry.offset) return cut_off();
  return Span{begin, entry.offset + entry.packed};
}

Result<std::vector<ZipEntry>> read_directory(const ZipSource& source, const Directory& directory,
                                             const ZipLimits& limits) {
  if (directory.count > limits.entries_max || directory.bytes > limits.directory_bytes_max)
    return fail(Fault::over_limit, "zip_too_many",
                fmt::format("The ZIP file holds more than {} files.", limits.entries_max));
  if (directory.count * zip::central_bytes > directory.bytes) return unreadable();
  TRY_LET(const auto bytes, read_at(source, directory.offset, directory.bytes));
  Fields fields{bytes};
  std::vector<ZipEntry> entries;
  std::vector<Span> spans;
  std::set<std::string> names;
  std::uint64_t total = 0;
  for (std::uint64_t i = 0; i < directory.count; ++i) {
    TRY_LET(auto listed, read_listed(fields, limits));
    TRY(check_size(listed.entry, limits, total));
    // Other systems take "A" and "a" for one name.
    if (!names.insert(base::lower_ascii(listed.entry.name)).second)
      return fail(Fault::corrupt_input, "zip_name_twice", "The ZIP file holds two files of one name.");
    TRY_LET(const auto span, place(source, listed.entry, directory.offset));
    spans.push_back(span);
    if (listed.kind == Kind::file) entries.push_back(std::move(listed.entry));
  }
  if (!fields.empty()) return unreadable();
  std::ranges::sort(spans, {}, &Span::begin);
  for (std::size_t i = 1; i < spans.size(); ++i)
    if (spans[i].begin < spans[i - 1].end)
      return fail(Fault::corrupt_input, "zip_overlap", "Files in the ZIP file lie on top of each other.");
  return entries;
}

constexpr std::uint64_t piece_bytes = 1 << 16;

/// Lets `out` see no more than was said, and counts.
class Measured {
 public:
  Measured(const ZipEntry& entry, const std::function<Result<void>(ByteView)>& out)
      : entry_(entry), out_(out) {}
  Result<void> take(ByteView bytes) {
    if (bytes.size() > entry_.bytes - seen_) return wrong();
    seen_ += bytes.size();
    sum_ = crc32(sum_, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
    return bytes.empty() ? Result<void>{} : out_(bytes);
  }
  [[nodiscard]] Result<void> end() const {
    if (seen_ != entry_.bytes || sum_ != entry_.crc) return wrong();
    return {};
  }

 private:
  static std::unexpected<base::Error> wrong() { return unreadable("A file in the ZIP file is damaged."); }
  const ZipEntry& entry_;
  const std::function<Result<void>(ByteView)>& out_;
  std::uint64_t seen_ = 0;
  uLong sum_ = 0;
};

struct Inflater {
  z_stream stream{};
  bool ready = inflateInit2(&stream, -15) == Z_OK;
  Inflater() = default;
  ~Inflater() {
    if (ready) inflateEnd(&stream);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

/// One piece of packed bytes; true when the stream has ended.
Result<bool> inflate_piece(z_stream& stream, ByteView packed, Measured& out) {
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::array<std::byte, piece_bytes> bytes{};
  for (;;) {
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_out = bytes.size();
    const int status = inflate(&stream, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
      return unreadable("A file in the ZIP file is damaged.");
    TRY(out.take(ByteView{bytes}.first(bytes.size() - stream.avail_out)));
    if (status == Z_STREAM_END) return true;
    if (stream.avail_out != 0) return false;
  }
}
}  // namespace

ZipSource source_of(ByteView bytes) {
  return {bytes.size(), [bytes](std::uint64_t offset, std::uint64_t length) -> Result<Bytes> {
            const auto part = bytes.subspan(offset, length);
            return Bytes{part.begin(), part.end()};
          }};
}

Result<ZipReader> ZipReader::open(ZipSource source, const ZipLimits& limits) {
  TRY_LET(const auto directory, find_directory(source));
  TRY_LET(auto entries, read_directory(source, directory, limits));
  return ZipReader{std::move(source), std::move(entries)};
}

const ZipEntry* ZipReader::find(std::string_view name) const {
  const auto found = std::ranges::find(entries_, name, &ZipEntry::name);
  return found == entries_.end() ? nullptr : &*found;
}

Result<void> ZipReader::read(const ZipEntry& entry, const std::function<Result<void>(ByteView)>& out) const {
  Measured measured{entry, out};
  Inflater inflater;
  bool ended = entry.packing == Packing::stored;
  for (std::uint64_t at = 0; at < entry.packed; at += piece_bytes) {
    TRY_LET(const auto packed, read_at(source_, entry.offset + at, std::min(piece_bytes, entry.packed - at)));
    if (entry.packing == Packing::stored) {
      TRY(measured.take(packed));
      continue;
    }
    if (ended) return unreadable("A file in the ZIP file is damaged.");
    TRY_LET(ended, inflate_piece(inflater.stream, packed, measured));
  }
  if (!ended) return unreadable("A file in the ZIP file is damaged.");
  return measured.end();
}

Result<std::string> ZipReader::text(const ZipEntry& entry, std::uint64_t bytes_max) const {
  if (entry.bytes > bytes_max)
    return fail(Fault::over_limit, "zip_entry_too_large",
                fmt::format("{} in the ZIP file is larger than anything that is read here.", entry.name));
  std::string text;
  TRY(read(entry, [&](ByteView bytes) -> Result<void> {
    text += base::as_text(bytes);
    return {};
  }));
  return text;
}

}  // namespace vitrine::takeout
