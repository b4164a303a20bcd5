#pragma once
// Reads CBOR (RFC 8949) as authenticators write it: the canonical form of CTAP2, which has one spelling for
// each value. Shortest numbers, definite lengths, no tags, no fractions, no key twice. Foreign bytes: depth,
// count and size are bounded before anything is made of them. Pure, thread-safe.
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace vitrine::accounts {

/// An attestation with certificates is four deep and has some fifty values.
inline constexpr int cbor_depth_max = 8;
inline constexpr int cbor_values_max = 512;

struct Cbor {
  enum class Kind { integer, bytes, text, array, map, boolean, null };
  Kind kind = Kind::null;
  std::int64_t number = 0;       ///< of integer; 0 or 1 of boolean
  base::Bytes bytes = {};        ///< of bytes and text
  std::vector<Cbor> items = {};  ///< of array; of map: key, value, key, value

  bool operator==(const Cbor&) const = default;
  [[nodiscard]] std::string_view text() const { return base::as_text(bytes); }
  /// Of a map; none when this is no map or has no such key.
  [[nodiscard]] const Cbor* find(std::string_view key) const;
  [[nodiscard]] const Cbor* find(std::int64_t key) const;
};

struct CborRead {
  Cbor value;
  std::size_t size = 0;  ///< how many bytes it took
};
/// One value at the front of `bytes`. Errors: corrupt_input "cbor_invalid".
[[nodiscard]] base::Result<CborRead> read_cbor(base::ByteView bytes);

/// The one spelling; what read_cbor takes, this gives back byte for byte.
[[nodiscard]] base::Bytes write_cbor(const Cbor& value);

}  // namespace vitrine::accounts
