#pragma once
// Who handles stand for and whose account is private, asked of accounts. Thread-safe like the store behind
// it.
#include "accounts/ports.hpp"
#include "catalog/ports.hpp"

namespace vitrine::catalog {

class PeopleOfAccounts final : public People {
 public:
  explicit PeopleOfAccounts(accounts::AccountStore& accounts) : accounts_(accounts) {}
  Result<std::vector<AccountId>> by_handles(Transaction& tx, std::span<const std::string> handles) override {
    TRY_LET(const auto briefs, accounts_.by_handles(tx, handles));
    std::vector<AccountId> ids;
    for (const auto& brief : briefs) ids.push_back(brief.id);
    return ids;
  }
  Result<bool> is_private(Transaction& tx, AccountId account) override {
    TRY_LET(const auto found, accounts_.find(tx, account));
    return found && found->is_private;
  }

 private:
  accounts::AccountStore& accounts_;
};

}  // namespace vitrine::catalog
