#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "base/id.hpp"
#include "base/inline_vector.hpp"
#include "base/json.hpp"
#include "base/large_pages.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/wire.hpp"

namespace vitrine::base_test {
using namespace vitrine::base;

namespace {
Result<int> positive(int n) {
  if (n <= 0) return fail(Fault::invalid_input, "not_positive", "n must be positive.");
  return n;
}
Result<int> twice(int n) {
  TRY(positive(n));
  TRY_LET(const int same, positive(n));
  return 2 * same;
}
using TestId = Id<struct TestTag>;
}  // namespace

TEST_CASE("result: trouble is passed up with its code") {
  CHECK(*twice(4) == 8);
  CHECK(twice(0).error().code == "not_positive");
}

TEST_CASE("id: every value has one spelling and no other text is an id") {
  CHECK(rc::check([](std::uint64_t raw) {
    const TestId id{raw >> 1};
    RC_ASSERT(id.text().size() == 13u);
    RC_ASSERT(TestId::parse(id.text()) == id);
  }));
  CHECK_FALSE(TestId::parse(""));
  CHECK_FALSE(TestId::parse("0000000000000 "));
  CHECK_FALSE(TestId::parse("000000000000I"));
  CHECK_FALSE(TestId::parse("zzzzzzzzzzzzz"));  // more than 63 bits
}

TEST_CASE("bytes: spellings round trip and strict readers refuse the rest") {
  CHECK(rc::check([](const std::vector<std::uint8_t>& raw) {
    const Bytes bytes = [&] {
      Bytes b;
      for (auto v : raw) b.push_back(static_cast<std::byte>(v));
      return b;
    }();
    RC_ASSERT(from_hex(hex(bytes)) == bytes);
    RC_ASSERT(from_base64(base64(bytes)) == bytes);
    RC_ASSERT(from_base64_url(base64_url(bytes)) == bytes);
  }));
  CHECK_FALSE(from_hex("abc"));
  CHECK_FALSE(from_base64("QQ"));    // padding is part of the spelling
  CHECK_FALSE(from_base64("QR=="));  // left-over bits
  CHECK_FALSE(from_base64_url("Q"));
}

TEST_CASE("hash: published vectors") {
  CHECK(hex(sha256(as_bytes("abc"))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // RFC 4231, test case 2
  CHECK(hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("large_pages: arrays of any length hold what was written, side by side, also after others went") {
  Random random{9};
  std::vector<LargePagesVector<std::uint16_t>> lists;
  const auto intact = [](const auto& list) {
    return std::ranges::all_of(list, [&](std::uint16_t n) { return n == list.front(); });
  };
  for (std::uint16_t i = 1; i < 4000; ++i) {
    const std::size_t length = 1 + random.below(std::size_t{1} << random.below(17));
    lists.emplace_back(length, i);
    if (length >= 256) REQUIRE(reinterpret_cast<std::uintptr_t>(lists.back().data()) % 64 == 0);
    if (i % 3 != 0) continue;
    const std::size_t gone = random.below(lists.size());
    REQUIRE(intact(lists[gone]));
    std::swap(lists[gone], lists.back());
    lists.pop_back();
  }
  CHECK(std::ranges::all_of(lists, intact));
}

TEST_CASE("large_pages: what is given is what was asked for and at most an eighth or a line of cache more") {
  for (std::size_t bytes = 1; bytes <= large_pages::shared_max; ++bytes) {
    const std::size_t given = large_pages::given_for(bytes);
    REQUIRE(given >= bytes);
    REQUIRE(given % 16 == 0);
    REQUIRE(given - bytes <= std::max<std::size_t>(63, bytes / 8));
    REQUIRE(large_pages::given_for(given) == given);
  }
}

TEST_CASE("inline_vector: holds what a vector would") {
  using Short = InlineVector<std::uint16_t, 12>;
  CHECK(rc::check([](const std::vector<std::uint16_t>& any) {
    auto some = any;
    if (some.size() > 12) some.resize(12);
    Short all(some.begin(), some.end());
    RC_ASSERT(all.size() == some.size() && std::ranges::equal(all, some));
    Short one_by_one{7, 8, 9};
    one_by_one.clear();
    RC_ASSERT(one_by_one.empty());
    for (const auto value : some) one_by_one.push_back(value);
    RC_ASSERT(one_by_one == all);
    const Short copy{all};
    all = Short{1, 2};
    RC_ASSERT(std::ranges::equal(copy, some) && all[1] == 2);
    RC_ASSERT((copy == all) == std::ranges::equal(some, all));
    all.assign(3, 5);
    RC_ASSERT(std::ranges::equal(all, std::vector<std::uint16_t>(3, 5)));
  }));
}

TEST_CASE("random: the same seed gives the same sequence, and stays below its bound") {
  Random a{7}, b{7};
  for (int i = 0; i < 100; ++i) {
    CHECK(a.next() == b.next());
    CHECK(a.below(10) < 10);
    CHECK(b.unit() < 1.0);
    (void)a.unit();
    (void)b.below(10);
  }
}

TEST_CASE("text: only well-formed UTF-8 passes, and cleaning keeps what people typed") {
  CHECK(is_utf8("Grüße 🎬"));
  CHECK_FALSE(is_utf8("\xc0\xaf"));          // overlong
  CHECK_FALSE(is_utf8("\xed\xa0\x80"));      // surrogate
  CHECK_FALSE(is_utf8("\xf4\x90\x80\x80"));  // beyond U+10FFFF
  CHECK(code_points("Grüße") == 5);
  CHECK(clean_text("  a\r\nb\n\n\n\nc\x01 ", Lines::many) == "a\nb\n\nc");
  CHECK(clean_text("a\nb", Lines::one) == "a b");
  CHECK(clean_text("x\xe2\x80\xaey", Lines::one) == "xy");
  CHECK(escape_html("<a href='x'>&\"") == "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
  CHECK_FALSE(parse_number("12x"));
  CHECK(parse_number("18446744073709551615") == 18446744073709551615ULL);
  CHECK(rc::check([](const std::string& any) { RC_ASSERT(is_utf8(clean_text(any, Lines::many))); }));
}

TEST_CASE("wire: a number has one spelling, wherever the record ends") {
  CHECK(rc::check([](std::uint64_t any, std::uint8_t shift, const std::vector<std::uint8_t>& behind) {
    const std::uint64_t value = any >> shift % 64;
    WireWriter out;
    out.varint(value);
    const std::size_t spelled = out.bytes().size();
    for (const std::uint8_t byte : behind) out.u8(byte);
    const Bytes bytes = out.take();
    WireReader in{bytes}, narrow{bytes}, cut{ByteView{bytes}.first(spelled - 1)};
    RC_ASSERT(in.varint() == value);
    RC_ASSERT(in.ok());
    RC_ASSERT(in.left() == behind.size());
    if (value > 0) RC_ASSERT(narrow.varint(value - 1) == 0);
    RC_ASSERT(narrow.ok() == (value == 0));
    RC_ASSERT(cut.varint() == 0);
    RC_ASSERT_FALSE(cut.ok());
    // The same number with a digit of nothing more.
    Bytes longer(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(spelled));
    longer.back() |= std::byte{0x80};
    longer.push_back(std::byte{});
    longer.insert(longer.end(), bytes.begin() + static_cast<std::ptrdiff_t>(spelled), bytes.end());
    WireReader refusing{longer};
    refusing.varint();
    RC_ASSERT_FALSE(refusing.ok());
  }));
  constexpr std::array most{std::byte{0xff}, std::byte{0xff}, std::byte{0xff}, std::byte{0xff},
                            std::byte{0xff}, std::byte{0xff}, std::byte{0xff}, std::byte{0xff},
                            std::byte{0xff}, std::byte{1}};
  CHECK(WireReader{most}.varint() == ~0ULL);
  auto more = most;
  more.back() = std::byte{2};
  WireReader in{more};
  in.varint();
  CHECK_FALSE(in.ok());
}

TEST_CASE("json: bounded and strict") {
  CHECK(parse_json(R"({"a":[1,2]})", 100));
  CHECK(parse_json("[1]", 2).error().code == "json_too_large");
  CHECK(parse_json(R"({"a":1} x)", 100).error().code == "json_invalid");
  CHECK(parse_json(std::string(64, '['), 100).error().code == "json_invalid");
}
}  // namespace vitrine::base_test
