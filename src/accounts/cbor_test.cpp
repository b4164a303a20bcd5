#include "accounts/cbor.hpp"

#include <doctest/doctest.h>

namespace vitrine::accounts::cbor_test {
namespace {
bool takes(std::string_view hex) {
  const auto bytes = base::from_hex(hex).value();
  const auto read = read_cbor(bytes);
  if (!read) return false;
  CHECK(read->size == bytes.size());
  CHECK(write_cbor(read->value) == bytes);
  return true;
}
std::int64_t number(std::string_view hex) { return read_cbor(base::from_hex(hex).value())->value.number; }
}  // namespace

TEST_CASE("cbor: the examples of RFC 8949, appendix A, that authenticators may use") {
  CHECK(number("00") == 0);
  CHECK(number("17") == 23);
  CHECK(number("1818") == 24);
  CHECK(number("1903e8") == 1000);
  CHECK(number("1a000f4240") == 1'000'000);
  CHECK(number("1b000000e8d4a51000") == 1'000'000'000'000);
  CHECK(number("20") == -1);
  CHECK(number("3903e7") == -1000);
  for (const auto* const good :
       {"00", "1818", "3903e7", "40", "4401020304", "60", "62c3bc", "80", "83010203", "8301820203820405",
        "a0", "a201020304", "a26161016162820203", "f4", "f5", "f6"})
    CHECK_MESSAGE(takes(good), good);
}

TEST_CASE("cbor: what has a second spelling, no end or no place with us is refused") {
  for (const auto* const bad : {"",
                                "1800",
                                "190017",
                                "1a0000ffff",
                                "1b00000000ffffffff",  // not the shortest
                                "1bffffffffffffffff",
                                "3bffffffffffffffff",  // beyond our numbers
                                "5f42010243030405ff",
                                "9fff",
                                "bfff",                                          // without a length
                                "c074323031332d30332d32315432303a30343a30305a",  // a tag
                                "f93c00",
                                "fa47c35000",
                                "f7",
                                "f0",
                                "f818",
                                "ff",
                                "1c",  // fractions and the rest
                                "a201020103",
                                "61ff",
                                "42ff",
                                "8201",
                                "a101",  // a key twice, no text, cut short
                                "5b7fffffffffffffff",
                                "9b00000000ffffffff",
                                "bb0000000000ffffff"})
    CHECK_MESSAGE(!takes(bad), bad);
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "81";
  CHECK_FALSE(takes(deep + "00"));
  std::string many = "990300";
  for (int i = 0; i < 0x300; ++i) many += "00";
  CHECK_FALSE(takes(many));
}
}  // namespace vitrine::accounts::cbor_test
