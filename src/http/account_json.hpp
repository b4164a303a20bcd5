#pragma once
// How people look in answers: the one place that writes Account and AccountBrief. Pure.
#include <map>
#include <optional>
#include <vector>

#include "accounts/accounts.hpp"
#include "base/json.hpp"
#include "social/social.hpp"

namespace vitrine::http {

/// Where anybody may fetch a portrait.
[[nodiscard]] std::string portrait_address(const model::BlobKey& blob);

[[nodiscard]] base::json::object brief_json(const accounts::AccountBrief& account);
[[nodiscard]] accounts::AccountBrief brief_of(const accounts::Account& account);

/// Stands where somebody is not there any more: deleted comments, deleted accounts.
[[nodiscard]] base::json::object nobody_json();

/// `videos`: what the profile shows as its number. `my`: nothing for viewers without account.
[[nodiscard]] base::json::object account_json(const accounts::Account& account,
                                              const social::PersonCounts& counts, std::int64_t videos,
                                              const std::optional<social::Relation>& my, bool self);

/// The people of one answer, fetched in one query. Unknown ids are nobody.
class Briefs {
 public:
  static base::Result<Briefs> fetch(ports::Transaction& tx, accounts::Accounts& accounts,
                                    std::vector<model::AccountId> ids);
  [[nodiscard]] base::json::object json(model::AccountId id) const;

 private:
  std::map<model::AccountId, accounts::AccountBrief> people_;
};

}  // namespace vitrine::http
