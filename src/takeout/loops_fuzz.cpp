// Any bytes as the list of Loops.
#include <cstdint>

#include "takeout/films_fuzz.hpp"
#include "takeout/loops.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine::takeout;
  const std::vector<std::string> films{"videos/80264773241016320_x7a.mp4", "videos/5_b.MOV", "a.mp4"};
  expect_sound(read_loops({reinterpret_cast<const char*>(data), size}, films), films);
  return 0;
}
