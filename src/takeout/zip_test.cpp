// The ZIP writer against the reader, and the reader against what people send who do not mean well: every
// refusal is made from a good file by changing the few bytes that make it a bad one.
#include <doctest/doctest.h>

#include "base/random.hpp"
#include "takeout/zip_reader.hpp"
#include "takeout/zip_writer.hpp"

namespace vitrine::zip_test {
using namespace vitrine::takeout;

namespace {
struct Packed {
  base::Bytes bytes;
  ZipWriter writer{[this](base::ByteView more) -> base::Result<void> {
    bytes.insert(bytes.end(), more.begin(), more.end());
    return {};
  }};
  void add(std::string_view name, Packing packing, std::string_view text, std::uint64_t max = 1 << 20) {
    REQUIRE(writer.begin(name, packing, max));
    REQUIRE(writer.add(base::as_bytes(text)));
    REQUIRE(writer.end());
  }
};

base::Bytes two_files() {
  Packed zip;
  zip.add("a/one.txt", Packing::deflated, "one one one one");
  zip.add("a/two.bin", Packing::stored, "two");
  REQUIRE(zip.writer.finish());
  return zip.bytes;
}

/// The first place of four bytes, from `from` on.
std::size_t mark(const base::Bytes& bytes, std::uint32_t value, std::size_t from = 0) {
  for (auto at = from; at + 4 <= bytes.size(); ++at) {
    std::uint32_t found = 0;
    for (std::size_t i = 4; i-- > 0;) found = (found << 8) | std::to_integer<std::uint32_t>(bytes[at + i]);
    if (found == value) return at;
  }
  FAIL("no such mark");
  return 0;
}
void set(base::Bytes& bytes, std::size_t at, std::uint64_t value, int count) {
  for (int i = 0; i < count; ++i)
    bytes[at + static_cast<std::size_t>(i)] = static_cast<std::byte>(value >> (8 * i));
}
void rename(base::Bytes& bytes, std::string_view from, std::string_view to) {
  REQUIRE(from.size() == to.size());
  for (std::size_t at = 0; at + from.size() <= bytes.size(); ++at)
    if (base::as_text(base::ByteView{bytes}.subspan(at, from.size())) == from)
      for (std::size_t i = 0; i < to.size(); ++i) bytes[at + i] = static_cast<std::byte>(to[i]);
}

std::string refusal(const base::Bytes& bytes, const ZipLimits& limits = {}) {
  const auto zip = ZipReader::open(source_of(bytes), limits);
  if (!zip) {
    CHECK(zip.error().detail.ends_with('.'));
    return zip.error().code;
  }
  for (const auto& entry : zip->entries())
    if (const auto text = zip->text(entry, 1 << 24); !text) return text.error().code;
  return "taken";
}
}  // namespace

TEST_CASE("zip: what was packed is unpacked, in order, with its sums") {
  base::Random random{7};
  Packed zip;
  std::vector<std::string> texts;
  for (int i = 0; i < 40; ++i) {
    std::string text;
    const auto bytes = random.next() % 200'000;
    while (text.size() < bytes) text += std::to_string(random.next() % 1000) + " ";
    texts.push_back(text);
    zip.add("d/" + std::to_string(i), i % 2 == 0 ? Packing::stored : Packing::deflated, text);
  }
  REQUIRE(zip.writer.finish());
  CHECK(zip.writer.bytes() == zip.bytes.size());
  const auto read = ZipReader::open(source_of(zip.bytes));
  REQUIRE(read);
  REQUIRE(read->entries().size() == texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto& entry = read->entries()[i];
    CHECK(entry.name == "d/" + std::to_string(i));
    CHECK(read->text(entry, 1 << 20).value() == texts[i]);
    CHECK(zip.writer.entries()[i].sha256 == base::sha256(base::as_bytes(texts[i])));
    CHECK(zip.writer.entries()[i].bytes == texts[i].size());
  }
  CHECK(read->find("d/7") == &read->entries()[7]);
  CHECK(read->find("d/41") == nullptr);
  CHECK(read->text(read->entries()[0], 3).error().code == "zip_entry_too_large");
}

TEST_CASE("zip: the same entries are the same bytes") { CHECK(two_files() == two_files()); }

TEST_CASE("zip: an entry announced as larger than 4 GiB has its sizes in 64 bits") {
  Packed zip;
  zip.add("large", Packing::stored, "not so large", 5ULL << 30);
  zip.add("small", Packing::deflated, "small");
  REQUIRE(zip.writer.finish());
  const auto read = ZipReader::open(source_of(zip.bytes));
  REQUIRE(read);
  CHECK(read->text(read->entries()[0], 100).value() == "not so large");
  CHECK(read->text(read->entries()[1], 100).value() == "small");
}

TEST_CASE("zip: more than 65 535 entries have a wide end") {
  Packed zip;
  for (int i = 0; i < 70'000; ++i) zip.add(std::to_string(i), Packing::stored, "");
  REQUIRE(zip.writer.finish());
  CHECK(refusal(zip.bytes) == "zip_too_many");
  const auto read = ZipReader::open(source_of(zip.bytes), {.entries_max = 100'000});
  REQUIRE(read);
  CHECK(read->entries().size() == 70'000);
}

TEST_CASE("zip: an entry that outgrows what was said is refused while packing") {
  Packed zip;
  REQUIRE(zip.writer.begin("a", Packing::stored, 3));
  CHECK(zip.writer.add(base::as_bytes("four")).error().code == "zip_entry_too_large");
}

TEST_CASE("zip: cut off anywhere, it is refused") {
  const auto whole = two_files();
  CHECK(refusal(whole) == "taken");
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
    const base::Bytes part{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(bytes)};
    CHECK_MESSAGE(refusal(part) != "taken", bytes << " of " << whole.size() << " bytes");
  }
  CHECK(refusal({whole.begin(), whole.end() - 30}) == "zip_cut_off");
  CHECK(refusal({}) == "zip_unreadable");
}

TEST_CASE("zip: one changed byte of the data is noticed") {
  auto bytes = two_files();
  const auto data = mark(bytes, zip::local_mark, 40) + zip::local_bytes + 9;
  bytes[data] ^= std::byte{1};
  CHECK(refusal(bytes) == "zip_unreadable");
}

TEST_CASE("zip: names that lead elsewhere are refused") {
  for (const auto* const name : {"../ne.txt", "/a/ne.txt", "a/../.txt", "a\\one.tx", "c:one.txt", "a//ne.txt",
                                 "./one.tx", "a/one.tx\n", "a/one\xff.tx"}) {
    auto bytes = two_files();
    const std::string to = (std::string{name} + "xxx").substr(0, 9);
    rename(bytes, "a/one.txt", to);
    CHECK_MESSAGE(refusal(bytes) == "zip_name_unsafe", to);
  }
}

TEST_CASE("zip: two names that are one are refused, also where they differ by case only") {
  for (const auto* const name : {"a/two.bin", "A/TWO.bin"}) {
    auto bytes = two_files();
    rename(bytes, "a/one.txt", name);
    CHECK(refusal(bytes) == "zip_name_twice");
  }
}

TEST_CASE("zip: links and devices are refused") {
  for (const auto mode : {0120777U, 0020600U, 0010600U}) {
    auto bytes = two_files();
    set(bytes, mark(bytes, zip::central_mark) + 38, std::uint64_t{mode} << 16, 4);
    CHECK(refusal(bytes) == "zip_link");
  }
}

TEST_CASE("zip: encrypted, split, and otherwise packed files are refused") {
  auto bytes = two_files();
  const auto first = mark(bytes, zip::central_mark);
  auto changed = bytes;
  set(changed, first + 8, 0x0809, 2);
  CHECK(refusal(changed) == "zip_encrypted");
  changed = bytes;
  set(changed, first + 10, 12, 2);
  CHECK(refusal(changed) == "zip_packing_unknown");
  changed = bytes;
  set(changed, mark(bytes, zip::end_mark) + 4, 1, 2);
  CHECK(refusal(changed) == "zip_split");
}

TEST_CASE("zip: entries on top of each other are refused") {
  auto bytes = two_files();
  // The second directory entry points at the first one's data, with the first one's name and sizes.
  const auto first = mark(bytes, zip::central_mark);
  const auto second = mark(bytes, zip::central_mark, first + 4);
  for (const auto& [at, count] : {std::pair{10, 2}, std::pair{16, 12}})
    for (int i = 0; i < count; ++i)
      bytes[second + static_cast<std::size_t>(at + i)] = bytes[first + static_cast<std::size_t>(at + i)];
  set(bytes, second + 42, 0, 4);
  CHECK(refusal(bytes) == "zip_unreadable");  // the name before the data is another one
  // A file that quotes another ZIP: its bytes hold a header of the very name the directory gives.
  Packed inner;
  inner.add("b", Packing::stored, "hello");
  Packed outer;
  outer.add("a", Packing::stored, base::as_text(inner.bytes));
  outer.add("b", Packing::stored, "hello");
  REQUIRE(outer.writer.finish());
  auto quoted = outer.bytes;
  const auto b = mark(quoted, zip::central_mark, mark(quoted, zip::central_mark) + 4);
  set(quoted, b + 42, 31, 4);
  CHECK(refusal(quoted) == "zip_overlap");
}

TEST_CASE("zip: bombs are refused before they are unpacked") {
  Packed zip;
  zip.add("bomb", Packing::deflated, std::string(8 << 20, '0'), 16 << 20);
  REQUIRE(zip.writer.finish());
  CHECK(refusal(zip.bytes) == "zip_bomb");
  CHECK(refusal(zip.bytes, {.ratio_max = 2000}) == "taken");
  // A directory that says less than there is: unpacking stops at what was said.
  auto bytes = zip.bytes;
  set(bytes, mark(bytes, zip::central_mark) + 24, 10, 4);
  CHECK(refusal(bytes) == "zip_unreadable");
}

TEST_CASE("zip: limits of size and number are named") {
  const auto bytes = two_files();
  CHECK(refusal(bytes, {.entries_max = 1}) == "zip_too_many");
  CHECK(refusal(bytes, {.directory_bytes_max = 20}) == "zip_too_many");
  CHECK(refusal(bytes, {.entry_bytes_max = 14}) == "zip_entry_too_large");
  CHECK(refusal(bytes, {.total_bytes_max = 17}) == "zip_too_large");
  CHECK(refusal(bytes, {.name_bytes_max = 8}) == "zip_name_unsafe");
}

TEST_CASE("zip: any byte changed to any other is refused or read, never worse") {
  const auto whole = two_files();
  base::Random random{11};
  for (int i = 0; i < 20'000; ++i) {
    auto bytes = whole;
    for (int n = 0; n < 1 + i % 3; ++n)
      bytes[random.next() % bytes.size()] = static_cast<std::byte>(random.next());
    CHECK(!refusal(bytes).empty());
  }
}
}  // namespace vitrine::zip_test
