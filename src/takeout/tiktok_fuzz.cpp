// Any bytes as TikTok's list.
#include <cstdint>

#include "takeout/films_fuzz.hpp"
#include "takeout/tiktok.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine::takeout;
  const std::vector<std::string> films{"posts/7362000000000000001.mp4", "2024-05-01_10-00-00.MOV", "a.mp4"};
  expect_sound(read_tiktok({reinterpret_cast<const char*>(data), size}, films), films);
  return 0;
}
