#include "adapters/sql/account_keys.hpp"

#include <algorithm>

#include "adapters/crypto/xchacha_sealer.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Fault;
using base::Result;
using model::AccountId;
using ports::Transaction;
using Key = ports::AccountKeys::Key;

namespace {
// An empty key was destroyed, at gone_ms. due_ms: the account is not there, and its key goes then.
constexpr std::string_view make_table =
    "CREATE TABLE IF NOT EXISTS privacy_key (account bigint PRIMARY KEY, wrapped bytea NOT NULL,"
    " made_ms bigint NOT NULL, due_ms bigint, gone_ms bigint)";

// Each is about 150 bytes with its place in the map: 2.4 MiB at most.
constexpr std::size_t half_max = 8'192;
constexpr std::chrono::hours orphan_life{7 * 24};
/// Longer than anybody keeps a backup.
constexpr std::chrono::hours gone_life{400 * 24};
constexpr int part = 500;

std::string context_of(AccountId account) { return "privacy_key|" + account.text(); }
}  // namespace

Key AccountKeys::Lately::find(AccountId account) {
  const std::scoped_lock hold{mutex_};
  if (const auto found = newer_.find(account); found != newer_.end()) return found->second;
  const auto found = older_.find(account);
  if (found == older_.end()) return nullptr;
  auto key = found->second;
  put_held(account, key);
  return key;
}

void AccountKeys::Lately::put(AccountId account, Key key, std::uint64_t seen) {
  const std::scoped_lock hold{mutex_};
  if (seen == drops_) put_held(account, std::move(key));
}

void AccountKeys::Lately::put_held(AccountId account, Key key) {
  if (newer_.size() >= half_max) {
    older_ = std::move(newer_);
    newer_.clear();
  }
  newer_.insert_or_assign(account, std::move(key));
}

void AccountKeys::Lately::drop(AccountId account) {
  const std::scoped_lock hold{mutex_};
  ++drops_;
  newer_.erase(account);
  older_.erase(account);
}

std::uint64_t AccountKeys::Lately::drops() {
  const std::scoped_lock hold{mutex_};
  return drops_;
}

Result<std::unique_ptr<AccountKeys>> AccountKeys::open_file(const std::filesystem::path& file,
                                                            SqlRecord::Needs record, Needs needs) {
  TRY_LET(auto opened, open_sqlite({.file = file, .readers = 2}, record));
  return open(std::move(opened), needs);
}

Result<std::unique_ptr<AccountKeys>> AccountKeys::open(std::unique_ptr<SqlRecord> record, Needs needs) {
  TRY(record->write([](Transaction& tx) { return connection(tx).exec(make_table); }));
  return std::unique_ptr<AccountKeys>{new AccountKeys(std::move(record), needs)};
}

Result<AccountKeys::Kept> AccountKeys::kept(Transaction& tx, AccountId account) {
  TRY_LET(auto wrapped,
          connection(tx).value<base::Bytes>("SELECT wrapped FROM privacy_key WHERE account = $1", account));
  return Kept{std::move(wrapped)};
}

base::Bytes AccountKeys::wrapped_key(AccountId account) {
  base::Digest fresh{};
  needs_.rng.fill(fresh);
  auto wrapped = needs_.wrapper.seal(fresh, context_of(account));
  crypto::wipe(fresh);
  return wrapped;
}

Result<Key> AccountKeys::unwrap(AccountId account, base::ByteView wrapped) const {
  if (wrapped.empty()) return Key{};
  TRY_LET(auto plain, needs_.wrapper.open(wrapped, context_of(account)));
  base::Digest key{};
  std::ranges::copy_n(plain.begin(), static_cast<std::ptrdiff_t>(std::min(plain.size(), key.size())),
                      key.begin());
  Key opened = std::make_shared<const crypto::XChaChaSealer>(key, needs_.rng);
  crypto::wipe(plain);
  crypto::wipe(key);
  return opened;
}

Result<Key> AccountKeys::find(AccountId account) {
  if (auto known = lately_.find(account)) return known;
  const auto seen = lately_.drops();
  TRY_LET(const auto found, record_->read([&](Transaction& tx) { return kept(tx, account); }));
  if (!found.wrapped) return Key{};
  TRY_LET(auto key, unwrap(account, *found.wrapped));
  if (key) lately_.put(account, key, seen);
  return key;
}

Result<Key> AccountKeys::make(AccountId account) {
  TRY_LET(auto known, find(account));
  if (known) return known;
  TRY(make_all(std::array{account}));
  TRY_LET(auto made, find(account));
  if (!made)
    return base::fail(Fault::not_found, "account_gone", "This account has left: nothing is kept for it.");
  return made;
}

Result<void> AccountKeys::make_all(std::span<const AccountId> accounts) {
  std::vector<AccountId> wanting;
  for (const auto account : accounts)
    if (!lately_.find(account)) wanting.push_back(account);
  if (wanting.empty()) return {};
  return record_->write([&](Transaction& tx) -> Result<void> {
    const auto now = record_->needs().clock.now();
    TRY(connection(tx).exec_many(
        "INSERT INTO privacy_key (account, wrapped, made_ms) VALUES ($1, $2, $3)"
        " ON CONFLICT (account) DO NOTHING",
        wanting, [&](AccountId account) { return std::tuple{account, wrapped_key(account), now}; }));
    return {};
  });
}

Result<void> AccountKeys::destroy(AccountId account) {
  const auto done = record_->write([&](Transaction& tx) -> Result<void> {
    const auto now = record_->needs().clock.now();
    TRY(connection(tx).exec(
        "INSERT INTO privacy_key (account, wrapped, made_ms, gone_ms) VALUES ($1, $2, $3, $3)"
        " ON CONFLICT (account) DO UPDATE SET wrapped = excluded.wrapped, due_ms = NULL,"
        " gone_ms = coalesce(privacy_key.gone_ms, excluded.gone_ms)",
        account, base::Bytes{}, now));
    return {};
  });
  lately_.drop(account);
  return done;
}

Result<void> AccountKeys::let_go(AccountId account) {
  return record_->write([&](Transaction& tx) -> Result<void> {
    TRY(connection(tx).exec("UPDATE privacy_key SET due_ms = $1 WHERE account = $2 AND gone_ms IS NULL",
                            record_->needs().clock.now(), account));
    return {};
  });
}

Result<std::vector<AccountId>> AccountKeys::gone(AccountId after, int max) {
  return record_->read([&](Transaction& tx) {
    return connection(tx).query(
        "SELECT account FROM privacy_key WHERE gone_ms IS NOT NULL AND account > $1 ORDER BY account LIMIT"
        " $2",
        [](const Row& row) { return row.get<AccountId>(0); }, after, max);
  });
}

Result<int> AccountKeys::sweep_part(const There& there, AccountId& after) {
  struct Listed {
    AccountId account;
    std::optional<model::Instant> due;
  };
  TRY_LET(const auto rows, record_->read([&](Transaction& tx) {
    return connection(tx).query(
        "SELECT account, due_ms FROM privacy_key WHERE gone_ms IS NULL AND account > $1"
        " ORDER BY account LIMIT $2",
        [](const Row& row) {
          return Listed{row.get<AccountId>(0), row.get<std::optional<model::Instant>>(1)};
        },
        after, part);
  }));
  std::vector<AccountId> accounts;
  for (const auto& row : rows) accounts.push_back(row.account);
  after = rows.size() < part ? AccountId{0} : accounts.back();
  TRY_LET(auto known, there(accounts));
  std::ranges::sort(known);
  const auto now = record_->needs().clock.now();
  int went = 0;
  for (const auto& row : rows) {
    const bool is_there = std::ranges::binary_search(known, row.account);
    if (!is_there && row.due && *row.due <= now) {
      TRY(destroy(row.account));
      ++went;
    } else if (is_there == row.due.has_value()) {
      const auto due = is_there ? std::nullopt : std::optional{now + orphan_life};
      TRY(record_->write([&](Transaction& tx) {
        return connection(tx).exec("UPDATE privacy_key SET due_ms = $1 WHERE account = $2", due, row.account);
      }));
    }
  }
  return went;
}

Result<int> AccountKeys::sweep(const There& there) {
  int went = 0;
  AccountId after{0};
  do {
    TRY_LET(const auto more, sweep_part(there, after));
    went += more;
  } while (after.raw() != 0);
  TRY(record_->write([&](Transaction& tx) {
    return connection(tx).exec("DELETE FROM privacy_key WHERE gone_ms < $1",
                               record_->needs().clock.now() - gone_life);
  }));
  return went;
}

}  // namespace vitrine::sql
