#pragma once
// Pairings and codes in memory, for tests of whatever stands on them. Not thread-safe.
#include <algorithm>
#include <map>

#include "social/ports.hpp"

namespace vitrine::social::testing {

class FakeFamilyStore final : public FamilyStore {
 public:
  Result<void> put_code(Transaction&, AccountId ward, const base::Digest& hash, Instant until) override {
    codes.insert_or_assign(ward, std::pair{hash, until});
    return {};
  }
  Result<std::optional<AccountId>> ward_of_code(Transaction&, const base::Digest& hash,
                                                Instant now) override {
    for (const auto& [ward, code] : codes)
      if (code.first == hash && code.second > now) return ward;
    return std::nullopt;
  }
  Result<std::optional<Instant>> code_until(Transaction&, AccountId ward, Instant now) override {
    const auto at = codes.find(ward);
    if (at == codes.end() || at->second.second <= now) return std::nullopt;
    return at->second.second;
  }
  Result<void> remove_code(Transaction&, AccountId ward) override {
    codes.erase(ward);
    return {};
  }
  Result<bool> insert(Transaction&, const Pairing& pairing) override {
    return pairings.emplace(pairing.ward, pairing).second;
  }
  Result<std::optional<Pairing>> of_ward(Transaction&, AccountId ward) override {
    const auto at = pairings.find(ward);
    return at == pairings.end() ? std::nullopt : std::optional{at->second};
  }
  Result<std::vector<Pairing>> of_guardian(Transaction&, AccountId guardian) override {
    std::vector<Pairing> found;
    for (const auto& [_, each] : pairings)
      if (each.guardian == guardian) found.push_back(each);
    std::ranges::stable_sort(found, {}, &Pairing::since);
    return found;
  }
  Result<void> set_limits(Transaction&, AccountId ward, const Limits& limits, Instant) override {
    pairings.at(ward).limits = limits;
    return {};
  }
  Result<void> remove(Transaction&, AccountId ward) override {
    pairings.erase(ward);
    return {};
  }
  std::map<AccountId, Pairing> pairings;
  std::map<AccountId, std::pair<base::Digest, Instant>> codes;
};

}  // namespace vitrine::social::testing
