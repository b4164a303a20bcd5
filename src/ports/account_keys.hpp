#pragma once
// A key of its own for every account. What is sealed with it can be read as long as the key is there: once it
// is destroyed, nobody reads it any more, in whatever copy of the database it lies. Keys are kept apart from
// the record (adapters/sql/account_keys), so that a copy of the record never holds them.
#include <memory>
#include <span>

#include "base/result.hpp"
#include "model/ids.hpp"
#include "ports/sealer.hpp"

namespace vitrine::ports {

/// Thread-safe. May be asked inside a transaction of the record.
class AccountKeys {
 public:
  using Key = std::shared_ptr<const Sealer>;
  virtual ~AccountKeys() = default;

  /// The account's key, made at the first call; it is on disk before this returns.
  /// Errors: not_found "account_gone" once it was destroyed; those of the record the keys lie in.
  virtual base::Result<Key> make(model::AccountId account) = 0;
  /// Nothing: there is none, or it was destroyed.
  virtual base::Result<Key> find(model::AccountId account) = 0;
  /// make() for many at once.
  virtual base::Result<void> make_all(std::span<const model::AccountId> accounts) = 0;
  /// For good. Bears being called again.
  virtual base::Result<void> destroy(model::AccountId account) = 0;
};

}  // namespace vitrine::ports
