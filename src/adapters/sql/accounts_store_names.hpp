#pragma once
// Under which words people are found, in the table accounts_name: accounts::NameIndex on SQLite and
// PostgreSQL. Stateless; thread-safe.
#include "accounts/ports.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {

class NameIndex final : public accounts::NameIndex {
 public:
  using Transaction = ports::Transaction;
  base::Result<std::vector<accounts::AccountBrief>> beginning(Transaction& tx, std::string_view letters,
                                                              int limit) override;
  base::Result<std::vector<accounts::AccountBrief>> near(Transaction& tx,
                                                         std::span<const std::uint64_t> slips,
                                                         int limit) override;
  base::Result<std::optional<model::AccountId>> write_again(Transaction& tx, model::AccountId after,
                                                            int limit) override;
};

/// Makes the words of an account what it is called now.
base::Result<void> index_names(Connection& db, const accounts::Account& account);

}  // namespace vitrine::sql
