#pragma once
// ports::AccountKeys as the table privacy_key of a record of its own (the file keys.sqlite of the data
// folder): 256 random bits an account, wrapped by the installation's key and bound to the account. A copy of
// the main record holds none of them. Unwrapped keys are kept in memory, the ones asked for lately, and wiped
// as they go. What was destroyed stays as an empty row for as long as backups may be kept, so that whoever
// comes back with one is known to have left. Thread-safe.
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "adapters/sql/sql_record.hpp"
#include "ports/account_keys.hpp"
#include "ports/rng.hpp"

namespace vitrine::sql {

class AccountKeys final : public ports::AccountKeys {
 public:
  struct Needs {
    const ports::Sealer& wrapper;  ///< with a key used for nothing else
    ports::Rng& rng;
  };
  /// Errors: as open_sqlite.
  static base::Result<std::unique_ptr<AccountKeys>> open_file(const std::filesystem::path& file,
                                                              SqlRecord::Needs record, Needs needs);
  /// `record` is used by nothing else, because keys are asked for inside transactions of the main one.
  static base::Result<std::unique_ptr<AccountKeys>> open(std::unique_ptr<SqlRecord> record, Needs needs);

  base::Result<Key> make(model::AccountId account) override;
  base::Result<Key> find(model::AccountId account) override;
  base::Result<void> make_all(std::span<const model::AccountId> accounts) override;
  base::Result<void> destroy(model::AccountId account) override;

  /// The account is about to be removed from the record: should destroy() not be reached, the next sweep does
  /// it. Until then the key is as good as before.
  base::Result<void> let_go(model::AccountId account);

  /// Those whose keys were destroyed, in order, after this one.
  base::Result<std::vector<model::AccountId>> gone(model::AccountId after, int max);

  /// Destroys keys of accounts that have not been there for a week (whose sign-up came to nothing, or whose
  /// erasure was cut short), and forgets after 400 days whose keys were destroyed; how many keys went.
  /// `there`: which of these accounts there are.
  using There = std::function<base::Result<std::vector<model::AccountId>>(std::span<const model::AccountId>)>;
  base::Result<int> sweep(const There& there);

  /// Leaves nothing of destroyed keys in the file.
  base::Result<void> scrub() { return record_->scrub(); }

 private:
  AccountKeys(std::unique_ptr<SqlRecord> record, Needs needs) : record_(std::move(record)), needs_(needs) {}

  struct Kept {
    std::optional<base::Bytes> wrapped;  ///< nothing: there is no row; empty: destroyed
  };
  base::Result<Kept> kept(ports::Transaction& tx, model::AccountId account);
  base::Result<Key> unwrap(model::AccountId account, base::ByteView wrapped) const;
  base::Bytes wrapped_key(model::AccountId account);
  base::Result<int> sweep_part(const There& there, model::AccountId& after);

  /// The ones asked for lately: two halves, the older of which is dropped when the newer is full.
  class Lately {
   public:
    Key find(model::AccountId account);
    void put(model::AccountId account, Key key, std::uint64_t seen);
    void drop(model::AccountId account);
    /// Changes with every drop: a key read before one is not put after it.
    std::uint64_t drops();

   private:
    void put_held(model::AccountId account, Key key);
    std::mutex mutex_;
    std::uint64_t drops_ = 0;
    std::unordered_map<model::AccountId, Key> newer_, older_;
  };

  std::unique_ptr<SqlRecord> record_;
  Needs needs_;
  Lately lately_;
};

}  // namespace vitrine::sql
