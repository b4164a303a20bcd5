#pragma once
// Answers already given: a call that carries an Idempotency-Key has its answer written in the transaction of
// its effect, so a repeat gets the same answer and the effect happens once. Implementation: adapters/sql
// (house_idempotency). Thread-safe through the transaction.
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.hpp"
#include "base/result.hpp"
#include "model/time.hpp"
#include "ports/record.hpp"

namespace vitrine::ports {

/// A day covers every retry of a phone that lost its network; the API promises no more.
inline constexpr model::Millis answers_kept_for{24 * 60 * 60 * 1000};

struct KeptAnswer {
  base::Digest fingerprint{};  ///< of the call: method, target and body
  int status = 0;
  std::string body;  ///< as http wrote it; opaque here
};

class IdempotencyStore {
 public:
  virtual ~IdempotencyStore() = default;

  /// Answers older than `oldest` are as if absent.
  virtual base::Result<std::optional<KeptAnswer>> find(Transaction& tx, std::string_view scope,
                                                       std::string_view key, model::Instant oldest) = 0;
  /// Replaces an expired answer. Errors: conflict when another call with this key is committing.
  virtual base::Result<void> keep(Transaction& tx, std::string_view scope, std::string_view key,
                                  const KeptAnswer& answer, model::Instant now) = 0;
  /// Removes at most `rows_max` expired answers; how many went.
  virtual base::Result<std::int64_t> forget(Transaction& tx, model::Instant oldest, int rows_max) = 0;
};

}  // namespace vitrine::ports
