#include "media/thumbhash.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace vitrine::media::thumbhash_test {
namespace {

base::Bytes picture(int width, int height, bool clear) {
  base::Bytes rgba;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (const int part :
           {(x * x + 3 * y) % 251, (5 * y * y + x) % 241, (x * 7 + y * 13) % 256, clear ? x * y % 256 : 255})
        rgba.push_back(static_cast<std::byte>(part));
  return rgba;
}

}  // namespace

TEST_CASE("thumbhash: the same bytes as the published JavaScript (npm thumbhash 0.1.1)") {
  CHECK(base::hex(thumbhash(56, 100, picture(56, 100, false))) == "9e17020c0476178705416c588779867160f477");
  CHECK(base::hex(thumbhash(100, 56, picture(100, 56, false))) == "9e27020c82848766035225a866497402a7408d");
  CHECK(base::hex(thumbhash(32, 31, picture(32, 31, true))) ==
        "5c47820d821647855a79ab6290d54b60108a20545098824a59");
  CHECK(base::hex(thumbhash(3, 2, picture(3, 2, false))) == "82f7050d8085780a8588788788a878a08f8f18fb88");
}

TEST_CASE("thumbhash: never more than 25 bytes") {
  rc::check("", [] {
    const auto width = *rc::gen::inRange(1, 33), height = *rc::gen::inRange(1, 33);
    base::Bytes rgba;
    for (int i = 0; i < width * height * 4; ++i)
      rgba.push_back(static_cast<std::byte>(*rc::gen::inRange(0, 256)));
    RC_ASSERT(thumbhash(width, height, rgba).size() <= 25);
  });
}

}  // namespace vitrine::media::thumbhash_test
