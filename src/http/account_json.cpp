#include "http/account_json.hpp"

#include <algorithm>

namespace vitrine::http {
namespace json = base::json;

std::string portrait_address(const model::BlobKey& blob) { return "/media/" + base::hex(blob) + ".webp"; }

json::object brief_json(const accounts::AccountBrief& account) {
  json::object out{
      {"id", account.id.text()}, {"handle", account.handle}, {"name", account.name}, {"avatar", nullptr}};
  if (account.portrait) out["avatar"] = portrait_address(*account.portrait);
  return out;
}

accounts::AccountBrief brief_of(const accounts::Account& account) {
  accounts::AccountBrief brief{account.id, account.handle, account.name};
  if (account.portrait) brief.portrait = account.portrait->small;
  return brief;
}

json::object nobody_json() {
  // "deleted" is a reserved handle: it can be nobody's.
  return brief_json({model::AccountId{0}, "deleted", ""});
}

json::object account_json(const accounts::Account& account, const social::PersonCounts& counts,
                          std::int64_t videos, const std::optional<social::Relation>& my, bool self) {
  json::object out = brief_json(brief_of(account));
  if (account.portrait) out["avatar"] = portrait_address(account.portrait->large);
  out["bio"] = account.bio;
  out["created_at"] = model::millis(account.created_at);
  out["counts"] = {{"followers", counts.followers},
                   {"following", counts.following},
                   {"videos", videos},
                   {"likes", counts.likes}};
  out["my"] = nullptr;
  if (my)
    out["my"] = {{"follow", my->follows},
                 {"asked", my->asked},
                 {"block", my->blocks},
                 {"mute", my->mutes},
                 {"self", self}};
  out["private"] = account.is_private;
  out["role"] = model::text(account.role);
  return out;
}

base::Result<Briefs> Briefs::fetch(ports::Transaction& tx, accounts::Accounts& accounts,
                                   std::vector<model::AccountId> ids) {
  std::ranges::sort(ids);
  const auto rest = std::ranges::unique(ids);
  ids.erase(rest.begin(), rest.end());
  Briefs briefs;
  TRY_LET(auto found, accounts.briefs(tx, ids));
  for (auto& person : found) briefs.people_.emplace(person.id, std::move(person));
  return briefs;
}

json::object Briefs::json(model::AccountId id) const {
  const auto found = people_.find(id);
  return found == people_.end() ? nobody_json() : brief_json(found->second);
}
}  // namespace vitrine::http
