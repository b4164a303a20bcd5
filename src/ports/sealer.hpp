#pragma once
// Keeps small secrets unreadable in database files and backups: what is sealed can be read only by whoever
// has the installation's key file. For values that must come back as they were (the secret of a second
// factor); passwords and tokens are hashed instead. The implementation is adapters/crypto.
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace vitrine::ports {

/// Thread-safe.
class Sealer {
 public:
  virtual ~Sealer() = default;
  /// Random each time: equal values cannot be told from different ones. `context` ("accounts_totp|ID") binds
  /// the value to its place, so that a row cannot be copied to somebody else's.
  [[nodiscard]] virtual base::Bytes seal(base::ByteView plain, std::string_view context) const = 0;
  /// Errors: corrupt_input "seal_broken" for another key, another context or changed bytes.
  [[nodiscard]] virtual base::Result<base::Bytes> open(base::ByteView sealed,
                                                       std::string_view context) const = 0;
};

}  // namespace vitrine::ports
