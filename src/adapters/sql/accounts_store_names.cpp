#include "adapters/sql/accounts_store_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "accounts/finding.hpp"
#include "adapters/sql/accounts_store.hpp"
#include "search/slips.hpp"

namespace vitrine::sql {
using accounts::Account;
using accounts::AccountBrief;
using base::Result;
using model::AccountId;

namespace {
std::string row_of_slip(std::uint64_t slip) { return fmt::format("~{:016x}", slip); }

AccountBrief brief_row(const Row& row) {
  return {row.get<AccountId>(0), row.get<std::string>(1), row.get<std::string>(2),
          row.get<std::optional<model::BlobKey>>(3)};
}
}  // namespace

Result<void> index_names(Connection& db, const Account& account) {
  auto rows = accounts::name_words(account.handle, account.name);
  const auto words = rows.size();
  for (std::size_t i = 0; i < words; ++i)
    for (const auto slip : search::slips_of(rows[i])) rows.push_back(row_of_slip(slip));
  std::ranges::sort(rows);
  const auto same = std::ranges::unique(rows);
  rows.erase(same.begin(), same.end());
  TRY(db.exec("DELETE FROM accounts_name WHERE account = $1", account.id));
  TRY(db.exec_many("INSERT INTO accounts_name (word, account) VALUES ($1, $2)", rows,
                   [&](const auto& word) { return std::tuple{std::string_view{word}, account.id}; }));
  return {};
}

Result<std::vector<AccountBrief>> NameIndex::beginning(Transaction& tx, std::string_view letters, int limit) {
  return connection(tx).query(
      "SELECT id, handle, name, portrait_small FROM accounts_account WHERE id IN (SELECT account FROM "
      "accounts_name "
      "WHERE word >= $1 AND word < $2 ORDER BY word LIMIT $3) ORDER BY id",
      brief_row, letters, std::string{letters} + "\xf4\x8f\xbf\xbf", limit);
}

Result<std::vector<AccountBrief>> NameIndex::near(Transaction& tx, std::span<const std::uint64_t> slips,
                                                  int limit) {
  if (slips.empty()) return std::vector<AccountBrief>{};
  std::vector<std::string> rows;
  for (const auto slip : slips) rows.push_back(row_of_slip(slip));
  return connection(tx).query(
      "SELECT id, handle, name, portrait_small FROM accounts_account WHERE id IN (SELECT account FROM "
      "accounts_name WHERE word IN (" +
          marks(1, rows.size()) + ") LIMIT $" + std::to_string(rows.size() + 1) + ") ORDER BY id",
      brief_row, each_of(rows), limit);
}

Result<std::optional<AccountId>> NameIndex::write_again(Transaction& tx, AccountId after, int limit) {
  AccountStore store;
  TRY_LET(const auto some, store.list(tx, after, limit));
  if (some.empty()) return std::nullopt;
  for (const auto& account : some) TRY(index_names(connection(tx), account));
  return some.back().id;
}

}  // namespace vitrine::sql
