#pragma once
// The checksum extension of tus 1.0: `Upload-Checksum: sha1 <base64>` covers the bytes of one PATCH.
// SHA-1 is there because the protocol demands it; it finds broken lines, not adversaries.
#include <memory>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace vitrine::catalog {

/// For Tus-Checksum-Algorithm.
inline constexpr std::string_view checksum_algorithms = "sha1,sha256";

class Checksum {
 public:
  /// Errors: invalid_input "checksum_unsupported", "checksum_invalid".
  static base::Result<Checksum> expect(std::string_view header);
  Checksum(Checksum&&) noexcept;
  Checksum& operator=(Checksum&&) noexcept;
  ~Checksum();

  void add(base::ByteView bytes);
  [[nodiscard]] bool matches();  ///< once, after the last byte

 private:
  struct State;
  explicit Checksum(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace vitrine::catalog
