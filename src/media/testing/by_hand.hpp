#pragma once
// Boxes and whole rungs made by hand, for the tests: no encoder needed, every byte known.
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace vitrine::media::testing {

inline std::string be(std::uint64_t value, int bytes) {
  std::string out;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xff);
  return out;
}
inline std::string box(const std::string& type, const std::string& payload) {
  return be(payload.size() + 8, 4) + type + payload;
}
inline std::string zeros(std::size_t n) { return std::string(n, '\0'); }

/// The header of a CMAF file with one H.264 track of 90 000 ticks a second and no samples.
inline std::string rung_head(int width, int height, const std::string& type = "avc1") {
  const auto one = be(1 << 16, 4), nothing = zeros(4);
  const auto tkhd = box("tkhd", be(3, 4) + zeros(8) + be(1, 4) + zeros(24) + one + zeros(12) + one +
                                    zeros(12) + be(1 << 30, 4) + zeros(8));
  const auto avcc = box("avcC", std::string("\x01\x64\x00\x1f\xff\xe0\x00", 7));
  const auto entry = box(type, zeros(24) + be(static_cast<std::uint64_t>(width), 2) +
                                   be(static_cast<std::uint64_t>(height), 2) + zeros(50) + avcc);
  const auto empty = zeros(4) + be(0, 4);
  const auto stbl = box("stbl", box("stsd", zeros(4) + be(1, 4) + entry) + box("stts", empty) +
                                    box("stsc", empty) + box("stsz", zeros(12)) + box("stco", empty));
  const auto mdia = box("mdia", box("mdhd", zeros(12) + be(90'000, 4) + zeros(4)) +
                                    box("hdlr", zeros(8) + "vide" + zeros(13)) + box("minf", stbl));
  return box("ftyp", "iso6" + nothing) +
         box("moov", box("mvhd", zeros(12) + be(1000, 4) + zeros(84)) + box("trak", tkhd + mdia) +
                         box("mvex", box("trex", zeros(4) + be(1, 4) + be(1, 4) + zeros(12))));
}

/// One fragment: a key picture and `pictures - 1` others of `ticks` each, `bytes` large.
inline std::string rung_segment(std::uint64_t begin, int pictures, std::uint32_t ticks, std::uint32_t bytes) {
  std::string runs =
      be(0x000305, 4) + be(static_cast<std::uint64_t>(pictures), 4) + be(8, 4) + be(0x02000000, 4);
  for (int i = 0; i < pictures; ++i) runs += be(ticks, 4) + be(bytes, 4);
  const auto tfhd = box("tfhd", be(0x020020, 4) + be(1, 4) + be(0x01010000, 4));
  const auto moof =
      box("moof", box("traf", tfhd + box("tfdt", be(1U << 24, 4) + be(begin, 8)) + box("trun", runs)));
  return moof + box("mdat", zeros(static_cast<std::size_t>(pictures) * bytes));
}

}  // namespace vitrine::media::testing
