#pragma once
// accounts/ports.hpp on SQL: tables accounts_*. Stateless; safe from any thread (the transaction is not).
#include "accounts/ports.hpp"

namespace vitrine::sql {

class AccountStore final : public accounts::AccountStore {
 public:
  base::Result<void> insert(ports::Transaction& tx, const accounts::Account& account,
                            std::string_view password_hash) override;
  base::Result<std::optional<accounts::Account>> find(ports::Transaction& tx, model::AccountId id) override;
  base::Result<std::optional<accounts::Account>> find_handle(ports::Transaction& tx,
                                                             std::string_view handle) override;
  base::Result<void> update(ports::Transaction& tx, const accounts::Account& account) override;
  base::Result<void> set_portrait(ports::Transaction& tx, model::AccountId id,
                                  const std::optional<accounts::Portrait>& portrait) override;
  base::Result<bool> is_portrait(ports::Transaction& tx, const model::BlobKey& blob) override;
  base::Result<std::string> password_hash(ports::Transaction& tx, model::AccountId id) override;
  base::Result<void> set_password_hash(ports::Transaction& tx, model::AccountId id, std::string_view hash,
                                       model::Instant now) override;
  base::Result<std::vector<accounts::AccountBrief>> briefs(ports::Transaction& tx,
                                                           std::span<const model::AccountId> ids) override;
  base::Result<std::vector<accounts::AccountBrief>> by_handles(ports::Transaction& tx,
                                                               std::span<const std::string> handles) override;
  base::Result<std::vector<accounts::Account>> list(ports::Transaction& tx, model::AccountId after,
                                                    int max) override;
  base::Result<std::int64_t> count_role(ports::Transaction& tx, model::Role role) override;
  base::Result<std::vector<model::AccountId>> staff(ports::Transaction& tx, int max) override;
};

class SessionStore final : public accounts::SessionStore {
 public:
  base::Result<void> insert(ports::Transaction& tx, const accounts::Session& session,
                            const base::Digest& token_hash) override;
  base::Result<std::optional<Found>> find(ports::Transaction& tx, const base::Digest& token_hash,
                                          model::Instant now) override;
  base::Result<void> set_proven(ports::Transaction& tx, model::SessionId id, model::Instant at) override;
  base::Result<void> touch(ports::Transaction& tx, model::SessionId id, model::Instant last_seen,
                           model::Instant expires) override;
  base::Result<std::vector<accounts::Session>> of(ports::Transaction& tx, model::AccountId account,
                                                  model::Instant now) override;
  base::Result<bool> remove(ports::Transaction& tx, model::AccountId account, model::SessionId id) override;
  base::Result<std::int64_t> remove_all(ports::Transaction& tx, model::AccountId account,
                                        std::optional<model::SessionId> except) override;
  base::Result<std::int64_t> remove_expired(ports::Transaction& tx, model::Instant now, int max) override;
};

class InviteStore final : public accounts::InviteStore {
 public:
  base::Result<void> insert(ports::Transaction& tx, const accounts::Invite& invite) override;
  base::Result<std::vector<accounts::Invite>> list(ports::Transaction& tx, int max) override;
  base::Result<bool> remove(ports::Transaction& tx, std::string_view code) override;
  base::Result<bool> use(ports::Transaction& tx, std::string_view code, model::Instant now) override;
  base::Result<bool> is_good(ports::Transaction& tx, std::string_view code, model::Instant now) override;
};

class SecondFactorStore final : public accounts::SecondFactorStore {
 public:
  base::Result<std::optional<accounts::SecondFactorRow>> find(ports::Transaction& tx,
                                                              model::AccountId account) override;
  base::Result<void> put(ports::Transaction& tx, const accounts::SecondFactorRow& row,
                         model::Instant now) override;
  base::Result<void> remove(ports::Transaction& tx, model::AccountId account) override;
  base::Result<void> set_recovery(ports::Transaction& tx, model::AccountId account,
                                  std::span<const base::Digest> code_hashes) override;
  base::Result<bool> use_recovery(ports::Transaction& tx, model::AccountId account,
                                  const base::Digest& code_hash) override;
  base::Result<std::int64_t> recovery_left(ports::Transaction& tx, model::AccountId account) override;
};

class PasskeyStore final : public accounts::PasskeyStore {
 public:
  base::Result<void> insert(ports::Transaction& tx, const accounts::Passkey& passkey) override;
  base::Result<std::optional<accounts::Passkey>> find(ports::Transaction& tx,
                                                      base::ByteView credential) override;
  base::Result<std::vector<accounts::Passkey>> of(ports::Transaction& tx, model::AccountId account) override;
  base::Result<bool> rename(ports::Transaction& tx, model::AccountId account, model::PasskeyId id,
                            std::string_view name) override;
  base::Result<bool> remove(ports::Transaction& tx, model::AccountId account, model::PasskeyId id) override;
  base::Result<bool> use(ports::Transaction& tx, model::PasskeyId id, std::uint32_t counter,
                         model::Instant at) override;
  base::Result<void> set_suspect(ports::Transaction& tx, model::PasskeyId id) override;
};

class AppStore final : public accounts::AppStore {
 public:
  base::Result<void> insert(ports::Transaction& tx, const accounts::App& app) override;
  base::Result<std::optional<accounts::App>> find(ports::Transaction& tx, accounts::AppId id) override;
  base::Result<std::vector<accounts::App>> made_by(ports::Transaction& tx, model::AccountId account) override;
  base::Result<void> remove(ports::Transaction& tx, accounts::AppId id) override;
  base::Result<void> insert_grant(ports::Transaction& tx, const accounts::Grant& grant,
                                  const accounts::TokenHashes& tokens) override;
  base::Result<std::optional<Found>> find_access(ports::Transaction& tx, const base::Digest& hash,
                                                 model::Instant now) override;
  base::Result<std::optional<Held>> find_any(ports::Transaction& tx, const base::Digest& hash) override;
  base::Result<bool> rotate(ports::Transaction& tx, const accounts::Grant& grant, const base::Digest& used,
                            const accounts::TokenHashes& next) override;
  base::Result<void> touch_grant(ports::Transaction& tx, model::SessionId id, model::Instant used,
                                 model::Instant expires) override;
  base::Result<std::vector<accounts::Grant>> grants_of(ports::Transaction& tx,
                                                       model::AccountId account) override;
  base::Result<std::vector<accounts::Grant>> grants_to(ports::Transaction& tx, accounts::AppId app) override;
  base::Result<void> remove_grant(ports::Transaction& tx, model::SessionId id) override;
  base::Result<std::optional<accounts::Grant>> find_grant(ports::Transaction& tx,
                                                          model::SessionId id) override;
  base::Result<void> insert_code(ports::Transaction& tx, const accounts::AppCode& code) override;
  base::Result<std::optional<accounts::AppCode>> find_code(ports::Transaction& tx,
                                                           const base::Digest& hash) override;
  base::Result<bool> redeem_code(ports::Transaction& tx, const base::Digest& hash,
                                 model::SessionId grant) override;
  base::Result<void> insert_device(ports::Transaction& tx, const accounts::AppDevice& device) override;
  base::Result<std::int64_t> devices(ports::Transaction& tx) override;
  base::Result<std::optional<accounts::AppDevice>> find_device(ports::Transaction& tx,
                                                               const base::Digest& hash) override;
  base::Result<std::optional<accounts::AppDevice>> find_typed(ports::Transaction& tx,
                                                              const base::Digest& code_hash) override;
  base::Result<void> note_poll(ports::Transaction& tx, const base::Digest& hash, model::Instant at,
                               model::Millis interval) override;
  base::Result<bool> decide_device(ports::Transaction& tx, const base::Digest& code_hash,
                                   model::AccountId account, accounts::AppDevice::State state) override;
  base::Result<bool> remove_device(ports::Transaction& tx, const base::Digest& hash) override;
  base::Result<void> forget_pending(ports::Transaction& tx, model::AccountId account,
                                    std::optional<accounts::AppId> app) override;
  base::Result<void> remove_expired(ports::Transaction& tx, model::Instant now, int max) override;
};

}  // namespace vitrine::sql
