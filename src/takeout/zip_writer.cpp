#include "takeout/zip_writer.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "base/assert.hpp"

namespace vitrine::takeout {
using base::fail;
using base::Fault;
using base::Result;

namespace {
/// Little-endian fields one after the other.
class Fields {
 public:
  Fields& u16(std::uint64_t value) { return le(value, 2); }
  Fields& u32(std::uint64_t value) { return le(value, 4); }
  Fields& u64(std::uint64_t value) { return le(value, 8); }
  Fields& text(std::string_view text) {
    for (const auto byte : base::as_bytes(text)) bytes_.push_back(byte);
    return *this;
  }
  [[nodiscard]] base::ByteView view() const { return bytes_; }

 private:
  Fields& le(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) bytes_.push_back(static_cast<std::byte>(value >> (8 * i)));
    return *this;
  }
  base::Bytes bytes_;
};

/// 1 January 1980, the first day the format knows: when something was packed is nobody's business.
constexpr std::uint16_t no_time = 0, no_date = (1 << 5) | 1;
/// Made on Unix [4.4.2], a regular file that its owner reads and writes.
constexpr std::uint16_t made_by = (3 << 8) | 45;
constexpr std::uint32_t private_file = 0100600U << 16;
constexpr std::uint16_t flags = zip::sizes_follow | zip::utf8;

std::uint16_t version_for(bool wide) { return wide ? 45 : 20; }
}  // namespace

struct ZipWriter::Deflater {
  z_stream stream{};
  Deflater() {
    // A negative window: the bare stream, without zlib's own frame.
    VITRINE_ASSERT(deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK,
                   "zlib starts with these constants");
  }
  ~Deflater() { deflateEnd(&stream); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
};

ZipWriter::ZipWriter(Out out) : out_(std::move(out)) {}
ZipWriter::~ZipWriter() = default;

Result<void> ZipWriter::put(base::ByteView bytes) {
  TRY(out_(bytes));
  at_ += bytes.size();
  return {};
}

Result<void> ZipWriter::begin(std::string_view name, Packing packing, std::uint64_t bytes_max) {
  // A deflated stream may be a little longer than what went in.
  const bool wide = bytes_max >= zip::full32 - (1U << 20);
  places_.push_back({.offset = at_, .packing = packing, .wide = wide});
  entries_.push_back({.name = std::string{name}});
  bytes_max_ = bytes_max;
  hash_ = base::Sha256{};
  if (packing == Packing::deflated) deflater_ = std::make_unique<Deflater>();
  Fields head;
  head.u32(zip::local_mark).u16(version_for(wide)).u16(flags).u16(static_cast<std::uint16_t>(packing));
  head.u16(no_time).u16(no_date).u32(0).u32(wide ? zip::full32 : 0).u32(wide ? zip::full32 : 0);
  head.u16(name.size()).u16(wide ? 20 : 0).text(name);
  if (wide) head.u16(zip::zip64_field).u16(16).u64(0).u64(0);
  return put(head.view());
}

Result<void> ZipWriter::pack(base::ByteView bytes, bool last) {
  auto& place = places_.back();
  if (place.packing == Packing::stored) {
    place.packed += bytes.size();
    return put(bytes);
  }
  auto& stream = deflater_->stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::array<std::byte, 1 << 15> out{};
  do {
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = out.size();
    deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
    const auto made = out.size() - stream.avail_out;
    place.packed += made;
    if (made > 0) TRY(put(base::ByteView{out}.first(made)));
  } while (stream.avail_out == 0);
  return {};
}

Result<void> ZipWriter::add(base::ByteView bytes) {
  auto& place = places_.back();
  if (bytes.size() > bytes_max_ - place.bytes)
    return fail(Fault::over_limit, "zip_entry_too_large", "An entry grew while it was being packed.");
  hash_.add(bytes);
  // In pieces: zlib counts in 32 bits.
  constexpr std::size_t piece = 1 << 24;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    const auto part = bytes.subspan(at, std::min(piece, bytes.size() - at));
    place.crc = static_cast<std::uint32_t>(
        crc32(place.crc, reinterpret_cast<const Bytef*>(part.data()), static_cast<uInt>(part.size())));
    place.bytes += part.size();
    TRY(pack(part, false));
  }
  return {};
}

Result<void> ZipWriter::end() {
  auto& place = places_.back();
  if (place.packing == Packing::deflated) TRY(pack({}, true));
  deflater_.reset();
  entries_.back().bytes = place.bytes;
  entries_.back().sha256 = hash_.finish();
  Fields after;
  after.u32(zip::descriptor_mark).u32(place.crc);
  if (place.wide) after.u64(place.packed).u64(place.bytes);
  else after.u32(place.packed).u32(place.bytes);
  return put(after.view());
}

Result<void> ZipWriter::text(std::string_view name, std::string_view text) {
  TRY(begin(name, Packing::deflated));
  TRY(add(base::as_bytes(text)));
  return end();
}

Result<void> ZipWriter::finish() {
  const auto directory_at = at_;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const auto& place = places_[i];
    const bool far = place.offset >= zip::full32;
    Fields extra;
    if (place.wide) extra.u64(place.bytes).u64(place.packed);
    if (far) extra.u64(place.offset);
    const auto extra_bytes = extra.view().empty() ? 0 : extra.view().size() + 4;
    Fields head;
    head.u32(zip::central_mark).u16(made_by).u16(version_for(place.wide || far)).u16(flags);
    head.u16(static_cast<std::uint16_t>(place.packing)).u16(no_time).u16(no_date).u32(place.crc);
    head.u32(place.wide ? zip::full32 : place.packed).u32(place.wide ? zip::full32 : place.bytes);
    head.u16(entries_[i].name.size()).u16(extra_bytes).u16(0).u16(0).u16(0).u32(private_file);
    head.u32(far ? zip::full32 : place.offset).text(entries_[i].name);
    if (extra_bytes > 0) head.u16(zip::zip64_field).u16(extra.view().size());
    TRY(put(head.view()));
    TRY(put(extra.view()));
  }
  const auto end64_at = at_;
  const auto directory_bytes = end64_at - directory_at;
  const auto count = places_.size();
  const bool wide = count >= zip::full16 || directory_at >= zip::full32 || directory_bytes >= zip::full32;
  Fields end;
  if (wide) {
    end.u32(zip::end64_mark).u64(zip::end64_bytes - 12).u16(made_by).u16(45).u32(0).u32(0);
    end.u64(count).u64(count).u64(directory_bytes).u64(directory_at);
    end.u32(zip::locator_mark).u32(0).u64(end64_at).u32(1);
  }
  end.u32(zip::end_mark).u16(0).u16(0);
  end.u16(wide ? zip::full16 : count).u16(wide ? zip::full16 : count);
  end.u32(wide ? zip::full32 : directory_bytes).u32(wide ? zip::full32 : directory_at).u16(0);
  return put(end.view());
}

}  // namespace vitrine::takeout
