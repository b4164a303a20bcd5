#pragma once
// Where a listing goes on: a few numbers, opaque and authenticated, so that a client can neither read nor
// make one and a handler never validates it again. Pure; thread-safe.
//
//   base64url( version | count | numbers as zig-zag varints | first 12 bytes of HMAC-SHA256 )
//
// The purpose (which listing of which thing, for whom) is under the HMAC, so a cursor fits one listing only.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "base/result.hpp"

namespace vitrine::http {

class Cursors {
 public:
  static constexpr std::size_t numbers_max = 64;  // a feed page: log position, seed, and what was shown

  /// `key` is the installation's, so cursors outlive a restart.
  explicit Cursors(base::Digest key) : key_(key) {}

  [[nodiscard]] std::string seal(std::string_view purpose, std::span<const std::int64_t> numbers) const;

  /// Errors: invalid_input "cursor_invalid".
  [[nodiscard]] base::Result<std::vector<std::int64_t>> open(std::string_view purpose,
                                                             std::string_view cursor) const;

 private:
  base::Digest key_;
};

}  // namespace vitrine::http
