#include "media/picture.hpp"

#include <doctest/doctest.h>

#include <string>

#include "media/testing/by_hand.hpp"

namespace vitrine::media::picture_test {
namespace {
using testing::be;
using testing::zeros;

std::string jpeg(int width, int height, const std::string& before = "") {
  const auto frame = "\xff\xc0" + be(11, 2) + be(8, 1) + be(static_cast<std::uint64_t>(height), 2) +
                     be(static_cast<std::uint64_t>(width), 2) + be(1, 1) + zeros(3);
  return "\xff\xd8" + before + frame + "\xff\xd9";
}
std::string png(std::uint64_t width, std::uint64_t height) {
  return "\x89PNG\r\n\x1a\n" + be(13, 4) + "IHDR" + be(width, 4) + be(height, 4) + zeros(9);
}
std::string webp(const std::string& kind, const std::string& rest) {
  return "RIFF" + zeros(4) + "WEBP" + kind + zeros(4) + rest + zeros(8);
}
base::Result<Picture> look(const std::string& bytes) { return inspect_picture(base::as_bytes(bytes)); }
std::string code_of(const std::string& bytes) {
  const auto found = look(bytes);
  return found ? "" : found.error().code;
}
}  // namespace

TEST_CASE("picture: three formats, each by what it is, whatever it is called") {
  const auto exif = "\xff\xe1" + be(8, 2) + "Exif" + zeros(2);
  const auto camera = look(jpeg(640, 480, exif + "\xff\xff\xff\x01"));
  REQUIRE(camera);
  CHECK(camera->format == PictureFormat::jpeg);
  CHECK(camera->width == 640);
  CHECK(camera->height == 480);
  CHECK(look(png(64, 65))->height == 65);
  CHECK(look(webp("VP8X", zeros(4) + std::string("\x3f\x00\x00\x7f\x00\x00", 6)))->height == 128);
  CHECK(look(webp("VP8 ", zeros(3) + std::string("\x9d\x01\x2a\x40\x00\x41\x00", 7)))->height == 65);
  CHECK(look(webp("VP8L", std::string("\x2f\x3f\xc0\x0f\x00", 5)))->height == 64);
}

TEST_CASE("picture: everything else gets one sentence") {
  CHECK(code_of("") == "not_a_picture");
  CHECK(code_of("GIF89a") == "not_a_picture");
  CHECK(code_of("<svg xmlns=\"http://www.w3.org/2000/svg\"/>") == "not_a_picture");
  CHECK(code_of("\xff\xd8\xff") == "picture_damaged");
  CHECK(code_of(jpeg(640, 480).substr(0, 9)) == "picture_damaged");
  CHECK(code_of(png(64, 64).substr(0, 20)) == "picture_damaged");
  CHECK(code_of(png(0xffffffff, 64)) == "picture_damaged");
  CHECK(code_of(webp("ANIM", zeros(20))) == "picture_damaged");
  CHECK(code_of(png(64, 8)) == "picture_too_small");
  CHECK(code_of(png(8200, 64)) == "picture_too_large");
  CHECK(code_of(png(8000, 8000)) == "picture_too_large");
}

}  // namespace vitrine::media::picture_test
