#include "media/thumbhash.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace vitrine::media {
namespace {

base::Bytes picture(int width, int height, bool clear) {
  base::Bytes rgba;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (const int part : {x * 255 / (width - 1), y * 255 / (height - 1), (x * 7 + y * 13) % 256,
                             clear ? x * 255 / (width - 1) : 255})
        rgba.push_back(static_cast<std::byte>(part));
  return rgba;
}

}  // namespace

TEST_CASE("thumbhash: the same bytes as the published JavaScript (npm thumbhash 0.1.1)") {
  CHECK(base::hex(thumbhash(56, 100, picture(56, 100, false))) == "df070a341a700787777787777777808008f877");
  CHECK(base::hex(thumbhash(100, 56, picture(100, 56, false))) == "dff709349a808777707777788877708007f877");
  CHECK(base::hex(thumbhash(32, 32, picture(32, 32, true))) ==
        "a35886250e37b397a088889675c3b036fb7480877788878888");
  CHECK(base::hex(thumbhash(2, 2, picture(2, 2, false))) ==
        "960b2e5f2c750a8a85788a8788a887088a8a080777708f08");
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

}  // namespace vitrine::media
