#pragma once
// What the writer and the reader of ZIP files share:
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (version 6.3.10, the numbers in brackets are
// its chapters). Plain values.
#include <cstdint>
#include <string>

#include "base/hash.hpp"

namespace vitrine::takeout {

/// The only two ways of packing that are written and read.
enum class Packing : std::uint16_t { stored = 0, deflated = 8 };

namespace zip {
inline constexpr std::uint32_t local_mark = 0x04034b50;       ///< [4.3.7]
inline constexpr std::uint32_t descriptor_mark = 0x08074b50;  ///< [4.3.9]
inline constexpr std::uint32_t central_mark = 0x02014b50;     ///< [4.3.12]
inline constexpr std::uint32_t end64_mark = 0x06064b50;       ///< [4.3.14]
inline constexpr std::uint32_t locator_mark = 0x07064b50;     ///< [4.3.15]
inline constexpr std::uint32_t end_mark = 0x06054b50;         ///< [4.3.16]
inline constexpr std::uint16_t zip64_field = 0x0001;          ///< [4.5.3]
inline constexpr std::uint32_t full32 = 0xffffffff;           ///< "look into the ZIP64 field"
inline constexpr std::uint16_t full16 = 0xffff;
inline constexpr std::uint16_t sizes_follow = 1U << 3;  ///< flag: in a descriptor after the data
inline constexpr std::uint16_t encrypted = 1U << 0;     ///< flag
inline constexpr std::uint16_t hidden = 1U << 13;       ///< flag: names and sizes are masked
inline constexpr std::uint16_t utf8 = 1U << 11;         ///< flag: how the name is written
inline constexpr std::uint64_t local_bytes = 30, central_bytes = 46, end_bytes = 22, end64_bytes = 56,
                               locator_bytes = 20;
}  // namespace zip

/// An entry as it was written: a line of the manifest.
struct Written {
  std::string name;
  std::uint64_t bytes = 0;
  base::Digest sha256{};
  bool operator==(const Written&) const = default;
};

}  // namespace vitrine::takeout
