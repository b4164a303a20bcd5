#pragma once
// ports::AccountKeys in memory, for tests of what stores seal. Thread-safe.
#include <map>
#include <set>

#include "adapters/crypto/xchacha_sealer.hpp"
#include "adapters/system/kernel_rng.hpp"
#include "base/guarded.hpp"
#include "ports/account_keys.hpp"

namespace vitrine::sql::testing {

class MemoryKeys final : public ports::AccountKeys {
 public:
  base::Result<Key> make(model::AccountId account) override {
    return held_.with([&](Held& held) -> base::Result<Key> {
      if (held.gone.contains(account))
        return base::fail(base::Fault::not_found, "account_gone", "This account has left.");
      auto& key = held.keys[account];
      if (!key) {
        base::Digest fresh{};
        rng_.fill(fresh);
        key = std::make_shared<const crypto::XChaChaSealer>(fresh, rng_);
      }
      return key;
    });
  }
  base::Result<Key> find(model::AccountId account) override {
    return held_.with([&](Held& held) -> base::Result<Key> {
      const auto found = held.keys.find(account);
      return found == held.keys.end() ? Key{} : found->second;
    });
  }
  base::Result<void> make_all(std::span<const model::AccountId> accounts) override {
    for (const auto account : accounts) TRY(make(account));
    return {};
  }
  base::Result<void> destroy(model::AccountId account) override {
    held_.with([&](Held& held) {
      held.keys.erase(account);
      held.gone.insert(account);
    });
    return {};
  }

 private:
  struct Held {
    std::map<model::AccountId, Key> keys;
    std::set<model::AccountId> gone;
  };
  system::KernelRng rng_;
  base::Guarded<Held> held_;
};

}  // namespace vitrine::sql::testing
