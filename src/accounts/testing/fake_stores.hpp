#pragma once
// In-memory stores and a quick hasher, for tests of whatever stands on accounts. Not thread-safe.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "accounts/accounts.hpp"

namespace vitrine::accounts::testing {

/// Remembers what was announced; commits nothing.
class FakeTransaction final : public ports::Transaction {
 public:
  Result<void> announce(decltype(model::News::what) what) override {
    announced.push_back(std::move(what));
    return {};
  }
  std::vector<decltype(model::News::what)> announced;
};

class FakeAccountStore final : public AccountStore {
 public:
  Result<void> insert(Transaction&, const Account& account, std::string_view hash) override {
    for (const auto& [_, row] : rows)
      if (row.account.handle == account.handle)
        return base::fail_in("handle", base::Fault::conflict, "handle_taken",
                             "This handle is taken; choose another.");
    rows.insert_or_assign(account.id, Row{account, std::string{hash}});
    return {};
  }
  Result<std::optional<Account>> find(Transaction&, AccountId id) override {
    const auto at = rows.find(id);
    return at == rows.end() ? std::nullopt : std::optional{at->second.account};
  }
  Result<std::optional<Account>> find_handle(Transaction&, std::string_view handle) override {
    for (const auto& [_, row] : rows)
      if (row.account.handle == handle) return row.account;
    return std::nullopt;
  }
  Result<void> update(Transaction&, const Account& account) override {
    rows.at(account.id).account = account;
    return {};
  }
  static AccountBrief brief(const Account& account) {
    AccountBrief shown{account.id, account.handle, account.name};
    if (account.portrait) shown.portrait = account.portrait->small;
    return shown;
  }
  Result<void> set_portrait(Transaction&, AccountId id, const std::optional<Portrait>& portrait) override {
    rows.at(id).account.portrait = portrait;
    return {};
  }
  Result<bool> is_portrait(Transaction&, const model::BlobKey& blob) override {
    return std::ranges::any_of(rows, [&](const auto& row) {
      const auto& portrait = row.second.account.portrait;
      return portrait && (portrait->large == blob || portrait->small == blob);
    });
  }
  Result<std::string> password_hash(Transaction&, AccountId id) override {
    return rows.contains(id) ? rows.at(id).hash : std::string{};
  }
  Result<void> set_password_hash(Transaction&, AccountId id, std::string_view hash, Instant) override {
    rows.at(id).hash = hash;
    return {};
  }
  Result<std::vector<AccountBrief>> briefs(Transaction&, std::span<const AccountId> ids) override {
    std::vector<AccountBrief> out;
    for (const auto& [id, row] : rows)
      if (std::ranges::find(ids, id) != ids.end()) out.push_back(brief(row.account));
    return out;
  }
  Result<std::vector<AccountBrief>> by_handles(Transaction&, std::span<const std::string> handles) override {
    std::vector<AccountBrief> out;
    for (const auto& [id, row] : rows)
      if (std::ranges::find(handles, row.account.handle) != handles.end()) out.push_back(brief(row.account));
    return out;
  }
  Result<std::vector<Account>> list(Transaction&, AccountId after, int max) override {
    std::vector<Account> out;
    for (const auto& [id, row] : rows)
      if (id > after && std::ssize(out) < max) out.push_back(row.account);
    return out;
  }
  Result<std::int64_t> count_role(Transaction&, Role role) override {
    return std::ranges::count_if(rows, [&](const auto& row) { return row.second.account.role == role; });
  }

  Result<std::vector<AccountId>> staff(Transaction&, int max) override {
    std::vector<AccountId> found;
    for (const auto& [id, row] : rows)
      if (row.account.role >= Role::moderator && std::ssize(found) < max) found.push_back(id);
    return found;
  }

  struct Row {
    Account account;
    std::string hash;
  };
  std::map<AccountId, Row> rows;
};

class FakeSessionStore final : public SessionStore {
 public:
  explicit FakeSessionStore(FakeAccountStore& accounts) : accounts_(accounts) {}
  Result<void> insert(Transaction&, const Session& session, const base::Digest& hash) override {
    rows.push_back({session, hash});
    return {};
  }
  Result<std::optional<Found>> find(Transaction&, const base::Digest& hash, Instant now) override {
    for (const auto& row : rows)
      if (row.hash == hash && row.session.expires_at > now)
        return Found{row.session, accounts_.rows.at(row.session.account).account};
    return std::nullopt;
  }
  Result<void> touch(Transaction&, SessionId id, Instant seen, Instant expires) override {
    for (auto& row : rows)
      if (row.session.id == id) row.session.last_seen_at = seen, row.session.expires_at = expires;
    return {};
  }
  Result<void> set_proven(Transaction&, SessionId id, Instant at) override {
    for (auto& row : rows)
      if (row.session.id == id) row.session.proven_at = at;
    return {};
  }
  Result<std::vector<Session>> of(Transaction&, AccountId account, Instant now) override {
    std::vector<Session> out;
    for (const auto& row : rows)
      if (row.session.account == account && row.session.expires_at > now) out.push_back(row.session);
    std::ranges::stable_sort(out, std::greater{}, &Session::last_seen_at);
    return out;
  }
  Result<bool> remove(Transaction&, AccountId account, SessionId id) override {
    return std::erase_if(rows, [&](const Row& row) {
             return row.session.account == account && row.session.id == id;
           }) > 0;
  }
  Result<std::int64_t> remove_all(Transaction&, AccountId account, std::optional<SessionId> except) override {
    return static_cast<std::int64_t>(std::erase_if(
        rows, [&](const Row& row) { return row.session.account == account && row.session.id != except; }));
  }
  Result<std::int64_t> remove_expired(Transaction&, Instant now, int) override {
    return static_cast<std::int64_t>(
        std::erase_if(rows, [&](const Row& row) { return row.session.expires_at <= now; }));
  }

  struct Row {
    Session session;
    base::Digest hash;
  };
  std::vector<Row> rows;

 private:
  FakeAccountStore& accounts_;
};

class FakeInviteStore final : public InviteStore {
 public:
  Result<void> insert(Transaction&, const Invite& invite) override {
    rows.push_back(invite);
    return {};
  }
  Result<std::vector<Invite>> list(Transaction&, int) override { return rows; }
  Result<bool> remove(Transaction&, std::string_view code) override {
    return std::erase_if(rows, [&](const Invite& invite) { return invite.code == code; }) > 0;
  }
  Result<bool> use(Transaction& tx, std::string_view code, Instant now) override {
    TRY_LET(const bool good, is_good(tx, code, now));
    for (auto& invite : rows) invite.used += good && invite.code == code;
    return good;
  }
  Result<bool> is_good(Transaction&, std::string_view code, Instant now) override {
    return std::ranges::any_of(rows, [&](const Invite& invite) {
      return invite.code == code && invite.used < invite.uses_max &&
             (!invite.expires_at || *invite.expires_at > now);
    });
  }
  std::vector<Invite> rows;
};

class FakeSettings final : public Settings {
 public:
  Result<std::optional<std::string>> get(Transaction&, std::string_view name) override {
    const auto at = values.find(name);
    return at == values.end() ? std::nullopt : std::optional{at->second};
  }
  Result<void> put(Transaction&, std::string_view name, std::string_view value) override {
    values.insert_or_assign(std::string{name}, std::string{value});
    return {};
  }
  Result<bool> put_first(Transaction&, std::string_view name, std::string_view value) override {
    return values.emplace(name, value).second;
  }
  std::map<std::string, std::string, std::less<>> values;
};

class FakeSecondFactorStore final : public SecondFactorStore {
 public:
  Result<std::optional<SecondFactorRow>> find(Transaction&, AccountId account) override {
    const auto at = rows.find(account);
    return at == rows.end() ? std::nullopt : std::optional{at->second};
  }
  Result<void> put(Transaction&, const SecondFactorRow& row, Instant) override {
    rows.insert_or_assign(row.account, row);
    return {};
  }
  Result<void> remove(Transaction&, AccountId account) override {
    rows.erase(account);
    codes.erase(account);
    return {};
  }
  Result<void> set_recovery(Transaction&, AccountId account, std::span<const base::Digest> hashes) override {
    codes[account] = {hashes.begin(), hashes.end()};
    return {};
  }
  Result<bool> use_recovery(Transaction&, AccountId account, const base::Digest& hash) override {
    return std::erase(codes[account], hash) > 0;
  }
  Result<std::int64_t> recovery_left(Transaction&, AccountId account) override {
    return std::ssize(codes[account]);
  }
  std::map<AccountId, SecondFactorRow> rows;
  std::map<AccountId, std::vector<base::Digest>> codes;
};

/// Shows where it belongs, hides nothing.
class FakeSealer final : public ports::Sealer {
 public:
  [[nodiscard]] base::Bytes seal(base::ByteView plain, std::string_view context) const override {
    const auto mark = base::as_bytes(context);
    base::Bytes out{mark.begin(), mark.end()};
    out.insert(out.end(), plain.begin(), plain.end());
    return out;
  }
  [[nodiscard]] Result<base::Bytes> open(base::ByteView sealed, std::string_view context) const override {
    if (!base::as_text(sealed).starts_with(context))
      return base::fail(base::Fault::corrupt_input, "seal_broken", "Not sealed for this place.");
    return base::Bytes{sealed.begin() + std::ssize(context), sealed.end()};
  }
};

/// "1:password": readable, instant, and counts the work it was asked for.
class FakeHasher final : public PasswordHasher {
 public:
  Result<std::string> hash(std::string_view password) override {
    ++work;
    return version + ":" + std::string{password};
  }
  Result<bool> verify(std::string_view password, std::string_view hash) override {
    ++work;
    return hash.substr(hash.find(':') + 1) == password && hash != decoy();
  }
  [[nodiscard]] std::string_view decoy() const override { return "1:decoy"; }
  [[nodiscard]] bool is_stale(std::string_view hash) const override { return !hash.starts_with(version); }
  std::string version = "1";
  int work = 0;
};

/// Everything an Accounts needs, in memory.
struct FakeHouse {
  ports::FakeClock clock;
  ports::FakeRng rng{7};
  ports::Ids ids{clock, rng};
  FakeAccountStore accounts;
  FakeSessionStore sessions{accounts};
  FakeInviteStore invites;
  FakeSettings settings;
  FakeHasher hasher;
  Throttle throttle{rng};
  FakeSecondFactorStore second_factors;
  FakeSealer sealer;
  SecondFactor second_factor{{second_factors, sealer, throttle, clock, rng}};
  FakeTransaction tx;
  Accounts service{{accounts, sessions, invites, settings, hasher, throttle, second_factor, clock, ids, rng}};
};

}  // namespace vitrine::accounts::testing
