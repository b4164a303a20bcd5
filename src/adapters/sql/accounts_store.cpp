#include "adapters/sql/accounts_store.hpp"

#include "adapters/sql/accounts_store_names.hpp"
#include "adapters/sql/sealed.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using accounts::Account;
using accounts::AccountBrief;
using accounts::Invite;
using accounts::Session;
using base::fail;
using base::Fault;
using base::Result;
using model::AccountId;
using model::Instant;
using ports::Transaction;

namespace {
constexpr std::string_view select_account =
    "SELECT id, handle, name, bio, language, role, sealed_pseudonym, created_ms, portrait_large,"
    " portrait_small, private FROM accounts_account ";
constexpr std::string_view select_brief = "SELECT id, handle, name, portrait_small FROM accounts_account ";

std::string query(std::string_view select, std::string_view where) {
  return std::string{select} + std::string{where};
}

std::optional<accounts::Portrait> read_portrait(const Row& row, int first) {
  const auto large = row.get<std::optional<model::BlobKey>>(first);
  const auto small = row.get<std::optional<model::BlobKey>>(first + 1);
  if (!large || !small) return std::nullopt;
  return accounts::Portrait{*large, *small};
}

Account read_account(const Row& row, const Seals& seals, int first = 0) {
  const auto id = row.get<AccountId>(first);
  return {.id = id,
          .handle = row.get<std::string>(first + 1),
          .name = row.get<std::string>(first + 2),
          .bio = row.get<std::string>(first + 3),
          .language = row.get<std::string>(first + 4),
          .role = row.get<model::Role>(first + 5),
          .pseudonym = seals.open_viewer(account_pseudonym, id, row.get<std::string_view>(first + 6)),
          .created_at = row.get<Instant>(first + 7),
          .portrait = read_portrait(row, first + 8),
          .is_private = row.get<bool>(first + 10)};
}
auto account_row(Transaction& tx) {
  return [seals = Seals{tx}](const Row& row) { return read_account(row, seals); };
}

AccountBrief brief_row(const Row& row) {
  return {row.get<AccountId>(0), row.get<std::string>(1), row.get<std::string>(2),
          row.get<std::optional<model::BlobKey>>(3)};
}

Session session_row(const Row& row, const Seals& seals) {
  const auto id = row.get<model::SessionId>(0);
  const auto account = row.get<AccountId>(1);
  return {.id = id,
          .account = account,
          .agent = seals.open(session_agent, account, id, row.get<std::string_view>(2)),
          .created_at = row.get<Instant>(3),
          .last_seen_at = row.get<Instant>(4),
          .expires_at = row.get<Instant>(5),
          .proven_at = row.get<Instant>(6)};
}
}  // namespace

Result<void> AccountStore::insert(Transaction& tx, const Account& account, std::string_view password_hash) {
  auto& db = connection(tx);
  TRY_LET(const auto viewer, Seals{tx}.seal_viewer(account_pseudonym, account.id, account.pseudonym));
  TRY_LET(const auto made,
          db.exec("INSERT INTO accounts_account (id, handle, name, bio, language, role, pseudonym,"
                  " sealed_pseudonym, created_ms) VALUES ($1, $2, $3, $4, $5, $6, $1, $7, $8)"
                  " ON CONFLICT (handle) DO NOTHING",
                  account.id, account.handle, account.name, account.bio, account.language, account.role,
                  viewer, account.created_at));
  if (made == 0)
    return base::fail_in("handle", Fault::conflict, "handle_taken", "This handle is taken; choose another.");
  TRY(db.exec("INSERT INTO accounts_password (account, hash, changed_ms) VALUES ($1, $2, $3)", account.id,
              password_hash, account.created_at));
  return index_names(db, account);
}

Result<std::optional<Account>> AccountStore::find(Transaction& tx, AccountId id) {
  return connection(tx).one(query(select_account, "WHERE id = $1"), account_row(tx), id);
}

Result<std::optional<Account>> AccountStore::find_handle(Transaction& tx, std::string_view handle) {
  return connection(tx).one(query(select_account, "WHERE handle = $1"), account_row(tx), handle);
}

Result<void> AccountStore::update(Transaction& tx, const Account& account) {
  auto& db = connection(tx);
  TRY_LET(const auto rows,
          db.exec("UPDATE accounts_account SET name = $1, bio = $2, language = $3, role = $4, private = $5"
                  " WHERE id = $6",
                  account.name, account.bio, account.language, account.role, account.is_private, account.id));
  return rows == 0 ? Result<void>{} : index_names(db, account);
}

Result<void> AccountStore::set_portrait(Transaction& tx, AccountId id,
                                        const std::optional<accounts::Portrait>& portrait) {
  std::optional<model::BlobKey> large, small;
  if (portrait) large = portrait->large, small = portrait->small;
  TRY(connection(tx).exec(
      "UPDATE accounts_account SET portrait_large = $1, portrait_small = $2 WHERE id = $3", large, small,
      id));
  return {};
}

Result<bool> AccountStore::is_portrait(Transaction& tx, const model::BlobKey& blob) {
  TRY_LET(const auto found,
          connection(tx).value<std::int64_t>("SELECT 1 FROM accounts_account WHERE portrait_large = $1"
                                             " UNION ALL SELECT 1 FROM accounts_account"
                                             " WHERE portrait_small = $1 LIMIT 1",
                                             blob));
  return found.has_value();
}

Result<std::string> AccountStore::password_hash(Transaction& tx, AccountId id) {
  TRY_LET(auto hash,
          connection(tx).value<std::string>("SELECT hash FROM accounts_password WHERE account = $1", id));
  return hash.value_or("");
}

Result<void> AccountStore::set_password_hash(Transaction& tx, AccountId id, std::string_view hash,
                                             Instant now) {
  TRY(connection(tx).exec("UPDATE accounts_password SET hash = $1, changed_ms = $2 WHERE account = $3", hash,
                          now, id));
  return {};
}

Result<std::vector<AccountBrief>> AccountStore::briefs(Transaction& tx, std::span<const AccountId> ids) {
  if (ids.empty()) return std::vector<AccountBrief>{};
  return connection(tx).query(query(select_brief, "WHERE id IN (" + marks(1, ids.size()) + ") ORDER BY id"),
                              brief_row, each_of(ids));
}

Result<std::vector<AccountBrief>> AccountStore::by_handles(Transaction& tx,
                                                           std::span<const std::string> handles) {
  if (handles.empty()) return std::vector<AccountBrief>{};
  return connection(tx).query(query(select_brief, "WHERE handle IN (" + marks(1, handles.size()) + ")"),
                              brief_row, each_of(handles));
}

Result<std::vector<Account>> AccountStore::list(Transaction& tx, AccountId after, int max) {
  return connection(tx).query(query(select_account, "WHERE id > $1 ORDER BY id LIMIT $2"), account_row(tx),
                              after, max);
}

Result<std::int64_t> AccountStore::count_role(Transaction& tx, model::Role role) {
  TRY_LET(const auto count,
          connection(tx).value<std::int64_t>("SELECT count(*) FROM accounts_account WHERE role = $1", role));
  return count.value_or(0);
}

Result<std::vector<AccountId>> AccountStore::staff(Transaction& tx, int max) {
  return connection(tx).query(
      "SELECT id FROM accounts_account WHERE role IN ($1, $2) ORDER BY id LIMIT $3",
      [](const Row& row) { return row.get<AccountId>(0); }, model::Role::moderator, model::Role::owner, max);
}

Result<void> SessionStore::insert(Transaction& tx, const Session& session, const base::Digest& token_hash) {
  TRY_LET(const auto agent, Seals{tx}.seal(session_agent, session.account, session.id, session.agent));
  TRY(connection(tx).exec(
      "INSERT INTO accounts_session (id, token_hash, account, agent, created_ms, last_seen_ms, expires_ms,"
      " proven_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      session.id, token_hash, session.account, agent, session.created_at, session.last_seen_at,
      session.expires_at, session.proven_at));
  return {};
}

Result<std::optional<SessionStore::Found>> SessionStore::find(Transaction& tx, const base::Digest& token_hash,
                                                              Instant now) {
  return connection(tx).one(
      "SELECT s.id, s.account, s.agent, s.created_ms, s.last_seen_ms, s.expires_ms, s.proven_ms,"
      " a.id, a.handle, a.name, a.bio, a.language, a.role, a.sealed_pseudonym, a.created_ms,"
      " a.portrait_large, a.portrait_small, a.private"
      " FROM accounts_session s JOIN accounts_account a ON a.id = s.account"
      " WHERE s.token_hash = $1 AND s.expires_ms > $2",
      [seals = Seals{tx}](const Row& row) {
        return Found{session_row(row, seals), read_account(row, seals, 7)};
      },
      token_hash, now);
}

Result<void> SessionStore::touch(Transaction& tx, model::SessionId id, Instant last_seen, Instant expires) {
  TRY(connection(tx).exec("UPDATE accounts_session SET last_seen_ms = $1, expires_ms = $2 WHERE id = $3",
                          last_seen, expires, id));
  return {};
}

Result<void> SessionStore::set_proven(Transaction& tx, model::SessionId id, Instant at) {
  TRY(connection(tx).exec("UPDATE accounts_session SET proven_ms = $1 WHERE id = $2", at, id));
  return {};
}

Result<std::vector<Session>> SessionStore::of(Transaction& tx, AccountId account, Instant now) {
  return connection(tx).query(
      "SELECT id, account, agent, created_ms, last_seen_ms, expires_ms, proven_ms FROM accounts_session"
      " WHERE account = $1 AND expires_ms > $2 ORDER BY last_seen_ms DESC, id",
      [seals = Seals{tx}](const Row& row) { return session_row(row, seals); }, account, now);
}

Result<bool> SessionStore::remove(Transaction& tx, AccountId account, model::SessionId id) {
  TRY_LET(const auto gone,
          connection(tx).exec("DELETE FROM accounts_session WHERE id = $1 AND account = $2", id, account));
  return gone > 0;
}

Result<std::int64_t> SessionStore::remove_all(Transaction& tx, AccountId account,
                                              std::optional<model::SessionId> except) {
  return connection(tx).exec("DELETE FROM accounts_session WHERE account = $1 AND id <> $2", account,
                             except.value_or(model::SessionId{0}));
}

Result<std::int64_t> SessionStore::remove_expired(Transaction& tx, Instant now, int max) {
  return connection(tx).exec(
      "DELETE FROM accounts_session WHERE id IN"
      " (SELECT id FROM accounts_session WHERE expires_ms <= $1 ORDER BY expires_ms LIMIT $2)",
      now, max);
}

Result<void> InviteStore::insert(Transaction& tx, const Invite& invite) {
  TRY(connection(tx).exec(
      "INSERT INTO accounts_invite (code, made_by, uses_max, used, created_ms, expires_ms)"
      " VALUES ($1, $2, $3, $4, $5, $6)",
      invite.code, invite.made_by, invite.uses_max, invite.used, invite.created_at, invite.expires_at));
  return {};
}

Result<std::vector<Invite>> InviteStore::list(Transaction& tx, int max) {
  return connection(tx).query(
      "SELECT code, made_by, uses_max, used, created_ms, expires_ms FROM accounts_invite"
      " ORDER BY created_ms DESC, code LIMIT $1",
      [](const Row& row) {
        return Invite{.code = row.get<std::string>(0),
                      .made_by = row.get<AccountId>(1),
                      .uses_max = row.get<std::int64_t>(2),
                      .used = row.get<std::int64_t>(3),
                      .created_at = row.get<Instant>(4),
                      .expires_at = row.get<std::optional<Instant>>(5)};
      },
      max);
}

Result<bool> InviteStore::remove(Transaction& tx, std::string_view code) {
  TRY_LET(const auto gone, connection(tx).exec("DELETE FROM accounts_invite WHERE code = $1", code));
  return gone > 0;
}

Result<bool> InviteStore::use(Transaction& tx, std::string_view code, Instant now) {
  TRY_LET(const auto used,
          connection(tx).exec("UPDATE accounts_invite SET used = used + 1 WHERE code = $1"
                              " AND used < uses_max AND (expires_ms IS NULL OR expires_ms > $2)",
                              code, now));
  return used > 0;
}

Result<bool> InviteStore::is_good(Transaction& tx, std::string_view code, Instant now) {
  TRY_LET(const auto found, connection(tx).value<std::int64_t>(
                                "SELECT 1 FROM accounts_invite WHERE code = $1 AND used < uses_max"
                                " AND (expires_ms IS NULL OR expires_ms > $2)",
                                code, now));
  return found.has_value();
}
}  // namespace vitrine::sql
