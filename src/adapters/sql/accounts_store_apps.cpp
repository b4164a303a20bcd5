#include "adapters/sql/accounts_store.hpp"
#include "adapters/sql/sealed.hpp"
#include "adapters/sql/sql.hpp"
#include "base/text.hpp"

namespace vitrine::sql {
using accounts::App;
using accounts::AppCode;
using accounts::AppDevice;
using accounts::AppId;
using accounts::Grant;
using accounts::Scopes;
using base::Digest;
using base::Result;
using model::AccountId;
using model::Instant;
using model::Millis;
using model::SessionId;
using ports::Transaction;

namespace {
constexpr std::string_view select_app = "SELECT id, made_by, name, redirects, created_ms FROM accounts_app ";
constexpr std::string_view grant_columns =
    "g.id, g.app, g.account, g.scopes, g.access_scopes, g.access_until_ms, g.created_ms, g.used_ms,"
    " g.expires_ms";
constexpr std::string_view select_device =
    "SELECT device_hash, code_hash, app, scopes, state, account, interval_ms, polled_ms, expires_ms"
    " FROM accounts_app_device ";

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const auto part : parts) text += part;
  return text;
}

App read_app(const Row& row) {
  App app{row.get<AppId>(0), row.get<AccountId>(1), row.get<std::string>(2), {}, row.get<Instant>(4)};
  const auto lines = row.get<std::string>(3);
  for (const auto line : base::split(lines, '\n')) app.redirects.emplace_back(line);
  return app;
}

Scopes read_scopes(const Row& row, int column) {
  const auto text = row.get<std::string>(column);
  if (const auto found = Scopes::parse(text)) return *found;
  throw RowUnreadable("column " + std::to_string(column) + " holds an unknown scope");
}

Grant read_grant(const Row& row) {
  return {.id = row.get<SessionId>(0),
          .app = row.get<AppId>(1),
          .account = row.get<AccountId>(2),
          .scopes = read_scopes(row, 3),
          .access_scopes = read_scopes(row, 4),
          .access_until = row.get<Instant>(5),
          .created_at = row.get<Instant>(6),
          .used_at = row.get<Instant>(7),
          .expires_at = row.get<Instant>(8)};
}

std::string_view text_of(AppDevice::State state) {
  using enum AppDevice::State;
  return state == waiting ? "waiting" : state == allowed ? "allowed" : "refused";
}

AppDevice read_device(const Row& row) {
  const auto state = row.get<std::string>(4);
  using enum AppDevice::State;
  return {.device_hash = row.get<Digest>(0),
          .code_hash = row.get<Digest>(1),
          .app = row.get<AppId>(2),
          .scopes = read_scopes(row, 3),
          .state = state == "waiting"   ? waiting
                   : state == "allowed" ? allowed
                                        : refused,
          .account = row.get<std::optional<AccountId>>(5),
          .interval = Millis{row.get<std::int64_t>(6)},
          .polled_at = row.get<Instant>(7),
          .expires_at = row.get<Instant>(8)};
}
}  // namespace

Result<void> AppStore::insert(Transaction& tx, const App& app) {
  std::string lines;
  for (const auto& uri : app.redirects) lines += (lines.empty() ? "" : "\n") + uri;
  TRY(
      connection(tx).exec("INSERT INTO accounts_app (id, made_by, name, redirects, created_ms)"
                          " VALUES ($1, $2, $3, $4, $5)",
                          app.id, app.made_by, app.name, lines, app.created_at));
  return {};
}

Result<std::optional<App>> AppStore::find(Transaction& tx, AppId id) {
  return connection(tx).one(joined({select_app, "WHERE id = $1"}), read_app, id);
}

Result<std::vector<App>> AppStore::made_by(Transaction& tx, AccountId account) {
  return connection(tx).query(joined({select_app, "WHERE made_by = $1 ORDER BY created_ms, id"}), read_app,
                              account);
}

Result<void> AppStore::remove(Transaction& tx, AppId id) {
  TRY(connection(tx).exec("DELETE FROM accounts_app WHERE id = $1", id));
  return {};
}

Result<void> AppStore::insert_grant(Transaction& tx, const Grant& grant,
                                    const accounts::TokenHashes& tokens) {
  TRY(connection(tx).exec(
      "INSERT INTO accounts_app_grant (id, app, account, scopes, access_hash, access_scopes,"
      " access_until_ms, refresh_hash, created_ms, used_ms, expires_ms)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      grant.id, grant.app, grant.account, grant.scopes.text(), tokens.access, grant.access_scopes.text(),
      grant.access_until, tokens.refresh, grant.created_at, grant.used_at, grant.expires_at));
  return {};
}

Result<std::optional<AppStore::Found>> AppStore::find_access(Transaction& tx, const Digest& hash,
                                                             Instant now) {
  return connection(tx).one(
      joined({"SELECT ", grant_columns,
              ", a.id, a.handle, a.name, a.bio, a.language, a.role, a.sealed_pseudonym, a.created_ms"
              " FROM accounts_app_grant g JOIN accounts_account a ON a.id = g.account"
              " WHERE g.access_hash = $1 AND g.access_until_ms > $2"}),
      [seals = Seals{tx}](const Row& row) {
        const auto id = row.get<AccountId>(9);
        return Found{read_grant(row),
                     {.id = id,
                      .handle = row.get<std::string>(10),
                      .name = row.get<std::string>(11),
                      .bio = row.get<std::string>(12),
                      .language = row.get<std::string>(13),
                      .role = row.get<model::Role>(14),
                      .pseudonym = seals.open_viewer(account_pseudonym, id, row.get<std::string_view>(15)),
                      .created_at = row.get<Instant>(16)}};
      },
      hash, now);
}

Result<std::optional<AppStore::Held>> AppStore::find_any(Transaction& tx, const Digest& hash) {
  auto& db = connection(tx);
  const auto by = [&](std::string_view where, Token token) {
    return db.one(
        joined({"SELECT ", grant_columns, " FROM accounts_app_grant g ", where}),
        [token](const Row& row) { return Held{read_grant(row), token}; }, hash);
  };
  TRY_LET(auto refresh, by("WHERE g.refresh_hash = $1", Token::refresh));
  if (refresh) return refresh;
  TRY_LET(auto access, by("WHERE g.access_hash = $1", Token::access));
  if (access) return access;
  return by("JOIN accounts_app_spent s ON s.of_grant = g.id WHERE s.refresh_hash = $1", Token::spent);
}

Result<bool> AppStore::rotate(Transaction& tx, const Grant& grant, const Digest& used,
                              const accounts::TokenHashes& next) {
  auto& db = connection(tx);
  TRY_LET(const auto changed,
          db.exec("UPDATE accounts_app_grant SET access_hash = $1, access_scopes = $2, access_until_ms = $3,"
                  " refresh_hash = $4, used_ms = $5, expires_ms = $6 WHERE id = $7 AND refresh_hash = $8",
                  next.access, grant.access_scopes.text(), grant.access_until, next.refresh, grant.used_at,
                  grant.expires_at, grant.id, used));
  if (changed == 0) return false;
  TRY(db.exec("INSERT INTO accounts_app_spent (refresh_hash, of_grant, account) VALUES ($1, $2, $3)", used,
              grant.id, grant.account));
  return true;
}

Result<void> AppStore::touch_grant(Transaction& tx, SessionId id, Instant used, Instant expires) {
  TRY(connection(tx).exec("UPDATE accounts_app_grant SET used_ms = $1, expires_ms = $2 WHERE id = $3", used,
                          expires, id));
  return {};
}

Result<std::vector<Grant>> AppStore::grants_of(Transaction& tx, AccountId account) {
  return connection(tx).query(joined({"SELECT ", grant_columns,
                                      " FROM accounts_app_grant g WHERE g.account = $1"
                                      " ORDER BY g.used_ms DESC, g.created_ms DESC, g.id"}),
                              read_grant, account);
}

Result<std::vector<Grant>> AppStore::grants_to(Transaction& tx, AppId app) {
  return connection(tx).query(
      joined({"SELECT ", grant_columns, " FROM accounts_app_grant g WHERE g.app = $1 ORDER BY g.id"}),
      read_grant, app);
}

Result<void> AppStore::remove_grant(Transaction& tx, SessionId id) {
  TRY(connection(tx).exec("DELETE FROM accounts_app_grant WHERE id = $1", id));
  return {};
}

Result<std::optional<Grant>> AppStore::find_grant(Transaction& tx, SessionId id) {
  return connection(tx).one(joined({"SELECT ", grant_columns, " FROM accounts_app_grant g WHERE g.id = $1"}),
                            read_grant, id);
}

Result<void> AppStore::insert_code(Transaction& tx, const AppCode& code) {
  TRY(connection(tx).exec(
      "INSERT INTO accounts_app_code (code_hash, app, account, redirect, challenge, scopes, expires_ms)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7)",
      code.code_hash, code.app, code.account, code.redirect, code.challenge, code.scopes.text(),
      code.expires_at));
  return {};
}

Result<std::optional<AppCode>> AppStore::find_code(Transaction& tx, const Digest& hash) {
  return connection(tx).one(
      "SELECT code_hash, app, account, redirect, challenge, scopes, expires_ms, of_grant"
      " FROM accounts_app_code WHERE code_hash = $1",
      [](const Row& row) {
        return AppCode{.code_hash = row.get<Digest>(0),
                       .app = row.get<AppId>(1),
                       .account = row.get<AccountId>(2),
                       .redirect = row.get<std::string>(3),
                       .challenge = row.get<std::string>(4),
                       .scopes = read_scopes(row, 5),
                       .expires_at = row.get<Instant>(6),
                       .grant = row.get<std::optional<SessionId>>(7)};
      },
      hash);
}

Result<bool> AppStore::redeem_code(Transaction& tx, const Digest& hash, SessionId grant) {
  TRY_LET(const auto changed,
          connection(tx).exec(
              "UPDATE accounts_app_code SET of_grant = $1 WHERE code_hash = $2 AND of_grant IS NULL", grant,
              hash));
  return changed > 0;
}

Result<void> AppStore::insert_device(Transaction& tx, const AppDevice& device) {
  TRY(connection(tx).exec(
      "INSERT INTO accounts_app_device (device_hash, code_hash, app, scopes, state, account, interval_ms,"
      " polled_ms, expires_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      device.device_hash, device.code_hash, device.app, device.scopes.text(), text_of(device.state),
      device.account, device.interval.count(), device.polled_at, device.expires_at));
  return {};
}

Result<std::int64_t> AppStore::devices(Transaction& tx) {
  TRY_LET(const auto count, connection(tx).value<std::int64_t>("SELECT count(*) FROM accounts_app_device"));
  return count.value_or(0);
}

Result<std::optional<AppDevice>> AppStore::find_device(Transaction& tx, const Digest& hash) {
  return connection(tx).one(joined({select_device, "WHERE device_hash = $1"}), read_device, hash);
}

Result<std::optional<AppDevice>> AppStore::find_typed(Transaction& tx, const Digest& code_hash) {
  return connection(tx).one(joined({select_device, "WHERE code_hash = $1"}), read_device, code_hash);
}

Result<void> AppStore::note_poll(Transaction& tx, const Digest& hash, Instant at, Millis interval) {
  TRY(connection(tx).exec(
      "UPDATE accounts_app_device SET polled_ms = $1, interval_ms = $2 WHERE device_hash = $3", at,
      interval.count(), hash));
  return {};
}

Result<bool> AppStore::decide_device(Transaction& tx, const Digest& code_hash, AccountId account,
                                     AppDevice::State state) {
  TRY_LET(const auto changed,
          connection(tx).exec("UPDATE accounts_app_device SET state = $1, account = $2 WHERE code_hash = $3"
                              " AND state = 'waiting'",
                              text_of(state), account, code_hash));
  return changed > 0;
}

Result<bool> AppStore::remove_device(Transaction& tx, const Digest& hash) {
  TRY_LET(const auto gone,
          connection(tx).exec("DELETE FROM accounts_app_device WHERE device_hash = $1", hash));
  return gone > 0;
}

Result<void> AppStore::forget_pending(Transaction& tx, AccountId account, std::optional<AppId> app) {
  auto& db = connection(tx);
  for (const std::string_view table : {"accounts_app_code", "accounts_app_device"}) {
    if (app) TRY(db.exec(joined({"DELETE FROM ", table, " WHERE account = $1 AND app = $2"}), account, *app));
    else TRY(db.exec(joined({"DELETE FROM ", table, " WHERE account = $1"}), account));
  }
  return {};
}

Result<void> AppStore::remove_expired(Transaction& tx, Instant now, int max) {
  const std::pair<std::string_view, std::string_view> kinds[] = {{"accounts_app_grant", "id"},
                                                                 {"accounts_app_code", "code_hash"},
                                                                 {"accounts_app_device", "device_hash"}};
  for (const auto& [table, key] : kinds)
    TRY(connection(tx).exec(joined({"DELETE FROM ", table, " WHERE ", key, " IN (SELECT ", key, " FROM ",
                                    table, " WHERE expires_ms <= $1 ORDER BY expires_ms LIMIT $2)"}),
                            now, max));
  return {};
}

}  // namespace vitrine::sql
