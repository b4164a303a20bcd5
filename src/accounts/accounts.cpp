#include "accounts/accounts.hpp"

#include <algorithm>
#include <array>

#include "accounts/agent.hpp"
#include "accounts/handle.hpp"
#include "accounts/password.hpp"
#include "base/text.hpp"

namespace vitrine::accounts {
namespace {
using base::fail;
using base::Fault;

constexpr std::string_view setting_name = "instance_name";
constexpr std::string_view setting_sign_up = "sign_up";
constexpr std::string_view setting_set_up_at = "set_up_at";

/// Of a token we made; anything longer need not be hashed.
constexpr std::size_t token_chars = 43;

base::Digest token_hash(std::string_view token) { return base::sha256(base::as_bytes(token)); }

std::unexpected<base::Error> sign_in_failed() {
  return fail(Fault::not_signed_in, "sign_in_failed", "The handle or the password is wrong.");
}
std::unexpected<base::Error> account_absent() {
  return fail(Fault::not_found, "account_absent", "There is no such account.");
}

Result<std::string> checked_name(std::string_view text, std::string_view otherwise) {
  auto name = base::clean_text(text, base::Lines::one);
  if (base::code_points(name) > name_chars_max)
    return base::fail_in("name", Fault::invalid_input, "name_too_long", "A name has at most 50 characters.");
  return name.empty() ? std::string{otherwise} : name;
}

Instant expiry(Instant created, Instant seen) {
  return std::min(seen + session_idle_max, created + session_life_max);
}
}  // namespace

Result<Instance> Accounts::instance(Transaction& tx) {
  Instance instance;
  TRY_LET(const auto name, needs_.settings.get(tx, setting_name));
  TRY_LET(const auto sign_up, needs_.settings.get(tx, setting_sign_up));
  TRY_LET(const auto set_up_at, needs_.settings.get(tx, setting_set_up_at));
  if (name) instance.name = *name;
  if (sign_up) instance.sign_up = model::word<SignUp>(*sign_up).value_or(SignUp::closed);
  instance.first_run = !set_up_at;
  return instance;
}

Result<void> Accounts::set_instance(Transaction& tx, const std::optional<std::string>& name,
                                    std::optional<SignUp> sign_up) {
  if (name) {
    const auto clean = base::clean_text(*name, base::Lines::one);
    if (clean.empty() || base::code_points(clean) > instance_name_chars_max)
      return base::fail_in("instance_name", Fault::invalid_input, "instance_name_invalid",
                           "A name has 1 to 60 characters.");
    TRY(needs_.settings.put(tx, setting_name, clean));
  }
  if (sign_up) TRY(needs_.settings.put(tx, setting_sign_up, model::text(*sign_up)));
  return {};
}

Result<Account> Accounts::set_up(Transaction& tx, const Prepared& owner, std::string_view instance_name) {
  const auto at = std::to_string(model::millis(needs_.clock.now()));
  TRY_LET(const bool first, needs_.settings.put_first(tx, setting_set_up_at, at));
  if (!first)
    return fail(Fault::conflict, "already_set_up", "This server is already set up; sign in instead.");
  TRY(set_instance(tx, std::string{instance_name}, std::nullopt));
  return insert(tx, owner, Role::owner);
}

Result<void> Accounts::check_invite_needed(Transaction& tx, const std::optional<std::string>& invite,
                                           bool use) {
  TRY_LET(const auto house, instance(tx));
  if (house.first_run)
    return fail(Fault::refused, "sign_up_closed", "This server is not set up yet; its owner comes first.");
  if (house.sign_up == SignUp::open) return {};
  if (house.sign_up == SignUp::closed)
    return fail(Fault::refused, "sign_up_closed", "This server takes no new accounts.");
  if (!invite || invite->empty())
    return base::fail_in("invite", Fault::refused, "invite_needed",
                         "This server takes new accounts with an invite only.");
  const auto now = needs_.clock.now();
  TRY_LET(const bool good,
          use ? needs_.invites.use(tx, *invite, now) : needs_.invites.is_good(tx, *invite, now));
  if (!good)
    return base::fail_in("invite", Fault::refused, "invite_invalid",
                         "This invite is unknown, used up or too old; ask for another.");
  return {};
}

Result<void> Accounts::may_sign_up(Transaction& tx, std::string_view handle,
                                   const std::optional<std::string>& invite) {
  TRY_LET(const auto folded, new_handle(handle));
  TRY(check_invite_needed(tx, invite, false));
  TRY_LET(const auto there, needs_.accounts.find_handle(tx, folded));
  if (there)
    return base::fail_in("handle", Fault::conflict, "handle_taken", "This handle is taken; choose another.");
  return {};
}

Result<Prepared> Accounts::prepare(const Wanted& wanted) {
  TRY_LET(auto handle, new_handle(wanted.handle));
  TRY_LET(auto name, checked_name(wanted.name, handle));
  TRY_LET(auto hash, prepare_password(handle, wanted.password));
  return Prepared{std::move(handle), std::move(name), std::move(hash)};
}

Result<Account> Accounts::insert(Transaction& tx, const Prepared& person, Role role) {
  Account account{.id = needs_.ids.unguessable<AccountId>(),
                  .handle = person.handle,
                  .name = person.name,
                  .bio = {},
                  .language = {},
                  .role = role,
                  .pseudonym = needs_.ids.unguessable<ViewerId>(),
                  .created_at = needs_.clock.now()};
  TRY(needs_.accounts.insert(tx, account, person.password_hash));
  return account;
}

Result<Account> Accounts::sign_up(Transaction& tx, const Prepared& person,
                                  const std::optional<std::string>& invite) {
  TRY(check_invite_needed(tx, invite, true));
  return insert(tx, person, Role::creator);
}

Result<Account> Accounts::create(Transaction& tx, const Prepared& person, Role role) {
  if (role == Role::owner) {
    const auto at = std::to_string(model::millis(needs_.clock.now()));
    TRY(needs_.settings.put_first(tx, setting_set_up_at, at));
  }
  return insert(tx, person, role);
}

Result<std::optional<Known>> Accounts::known(Transaction& tx, std::string_view handle) {
  const auto folded = fold_handle(handle);
  if (!folded) return std::nullopt;
  TRY_LET(auto account, needs_.accounts.find_handle(tx, *folded));
  if (!account) return std::nullopt;
  TRY_LET(auto hash, needs_.accounts.password_hash(tx, account->id));
  return Known{*std::move(account), std::move(hash)};
}

Result<Proven> Accounts::prove(const std::optional<Known>& known, std::string_view handle,
                               std::string_view password, std::string_view address) {
  // Too long to be anybody's: refused before any work, whoever is asked for.
  if (password.size() > password_chars_max * 4) return sign_in_failed();
  TRY(needs_.throttle.attempt(handle, address, needs_.clock.now()));
  const bool real = known && !known->password_hash.empty();
  const std::string_view hash = real ? std::string_view{known->password_hash} : needs_.hasher.decoy();
  TRY_LET(const bool right, needs_.hasher.verify(password, hash));
  if (!real || !right) return sign_in_failed();
  needs_.throttle.succeeded(handle, address, needs_.clock.now());
  Proven proven{known->account.id, known->password_hash, std::nullopt};
  if (needs_.hasher.is_stale(proven.password_hash)) {
    TRY_LET(auto rehashed, needs_.hasher.hash(password));
    proven.rehashed = std::move(rehashed);
  }
  return proven;
}

Result<SignedIn> Accounts::sign_in(Transaction& tx, const Proven& proven, const SecondProof& second,
                                   std::string_view user_agent) {
  TRY_LET(const auto hash, needs_.accounts.password_hash(tx, proven.account));
  if (hash != proven.password_hash) return sign_in_failed();
  TRY_LET(const auto factor, needs_.second_factor.state(tx, proven.account));
  if (factor.on) {
    if (!second.code)
      return base::fail_in("code", Fault::not_signed_in, "code_needed",
                           "This account also wants the code from your authenticator app.");
    TRY(needs_.second_factor.check(tx, proven.account, *second.code, second.address));
  }
  if (proven.rehashed)
    TRY(needs_.accounts.set_password_hash(tx, proven.account, *proven.rehashed, needs_.clock.now()));
  TRY_LET(const auto who, account(tx, proven.account));
  return open_session(tx, who, user_agent);
}

Result<SignedIn> Accounts::open_session(Transaction& tx, const Account& account,
                                        std::string_view user_agent) {
  const auto now = needs_.clock.now();
  TRY_LET(const auto open, needs_.sessions.of(tx, account.id, now));
  for (std::size_t i = sessions_max - 1; i < open.size(); ++i) TRY(end_session(tx, account.id, open[i].id));
  std::array<std::byte, 32> secret{};
  needs_.rng.fill(secret);
  SignedIn in{account,
              Session{.id = needs_.ids.unguessable<SessionId>(),
                      .account = account.id,
                      .agent = agent_family(user_agent),
                      .created_at = now,
                      .last_seen_at = now,
                      .expires_at = expiry(now, now),
                      .proven_at = now},
              base::base64_url(secret)};
  TRY(needs_.sessions.insert(tx, in.session, token_hash(in.token)));
  return in;
}

Result<std::optional<Current>> Accounts::current(Transaction& tx, std::string_view token) {
  if (token.size() != token_chars) return std::nullopt;
  const auto now = needs_.clock.now();
  TRY_LET(auto found, needs_.sessions.find(tx, token_hash(token), now));
  if (!found) return std::nullopt;
  const bool due = now - found->session.last_seen_at >= session_touch_every;
  return Current{std::move(found->account), std::move(found->session), due};
}

Result<void> Accounts::touch(Transaction& tx, const Session& session) {
  const auto now = needs_.clock.now();
  return needs_.sessions.touch(tx, session.id, now, expiry(session.created_at, now));
}

Result<void> Accounts::renew_proof(Transaction& tx, SessionId session) {
  return needs_.sessions.set_proven(tx, session, needs_.clock.now());
}

Result<std::vector<Session>> Accounts::sessions(Transaction& tx, AccountId account) {
  return needs_.sessions.of(tx, account, needs_.clock.now());
}

Result<void> Accounts::end_session(Transaction& tx, AccountId account, SessionId session) {
  TRY_LET(const bool there, needs_.sessions.remove(tx, account, session));
  if (!there) return fail(Fault::not_found, "session_absent", "There is no such session.");
  return tx.announce(model::SessionEnded{account, session});
}

Result<void> Accounts::end_all_sessions(Transaction& tx, AccountId account) {
  TRY(needs_.sessions.remove_all(tx, account, std::nullopt));
  TRY(end_apps(tx, account));
  return tx.announce(model::SessionEnded{account, std::nullopt});
}

Result<std::int64_t> Accounts::forget_expired(Transaction& tx, int max) {
  return needs_.sessions.remove_expired(tx, needs_.clock.now(), max);
}

Result<Account> Accounts::account(Transaction& tx, AccountId id) {
  TRY_LET(auto found, needs_.accounts.find(tx, id));
  if (!found) return account_absent();
  return *std::move(found);
}

Result<std::optional<Account>> Accounts::find_handle(Transaction& tx, std::string_view handle) {
  const auto folded = fold_handle(handle);
  if (!folded) return std::nullopt;
  return needs_.accounts.find_handle(tx, *folded);
}

Result<std::vector<AccountBrief>> Accounts::briefs(Transaction& tx, std::span<const AccountId> ids) {
  return needs_.accounts.briefs(tx, ids);
}

Result<std::vector<AccountBrief>> Accounts::by_handles(Transaction& tx,
                                                       std::span<const std::string> handles) {
  std::vector<std::string> folded;
  for (const auto& handle : handles)
    if (auto good = fold_handle(handle)) folded.push_back(*std::move(good));
  return needs_.accounts.by_handles(tx, folded);
}

Result<Account> Accounts::change_profile(Transaction& tx, AccountId id, const ProfileChange& change) {
  TRY_LET(auto person, account(tx, id));
  if (change.name) {
    TRY_LET(person.name, checked_name(*change.name, person.handle));
  }
  if (change.bio) {
    person.bio = base::clean_text(*change.bio, base::Lines::many);
    if (base::code_points(person.bio) > bio_chars_max)
      return base::fail_in("bio", Fault::invalid_input, "bio_too_long", "A bio has at most 300 characters.");
  }
  if (change.language) {
    if (!change.language->empty() && *change.language != "en" && *change.language != "de")
      return base::fail_in("language", Fault::invalid_input, "language_unknown",
                           "The page speaks \"en\" and \"de\".");
    person.language = *change.language;
  }
  if (change.is_private) person.is_private = *change.is_private;
  TRY(needs_.accounts.update(tx, person));
  return person;
}

Result<Account> Accounts::set_portrait(Transaction& tx, AccountId id,
                                       const std::optional<Portrait>& portrait) {
  TRY_LET(auto person, account(tx, id));
  TRY(needs_.accounts.set_portrait(tx, id, portrait));
  person.portrait = portrait;
  return person;
}

Result<bool> Accounts::is_portrait(Transaction& tx, const model::BlobKey& blob) {
  return needs_.accounts.is_portrait(tx, blob);
}

Result<std::string> Accounts::prepare_password(std::string_view handle, std::string_view password) {
  TRY(check_password(password, handle));
  if (needs_.breached != nullptr) {
    TRY_LET(const bool known, needs_.breached->holds(password));
    if (known)
      return base::fail_in(
          "password", Fault::invalid_input, "password_breached",
          "This password was in a break-in somewhere and is tried by everybody who breaks in; "
          "choose another, for example four words.");
  }
  return needs_.hasher.hash(password);
}

Result<void> Accounts::end_others(Transaction& tx, AccountId account, std::optional<SessionId> except) {
  TRY_LET(const auto open, needs_.sessions.of(tx, account, needs_.clock.now()));
  for (const auto& session : open)
    if (session.id != except) TRY(tx.announce(model::SessionEnded{account, session.id}));
  TRY(needs_.sessions.remove_all(tx, account, except));
  return end_apps(tx, account);
}

Result<void> Accounts::end_apps(Transaction& tx, AccountId account) {
  if (needs_.apps == nullptr) return {};
  TRY(needs_.apps->forget_pending(tx, account, std::nullopt));
  TRY_LET(const auto grants, needs_.apps->grants_of(tx, account));
  for (const auto& grant : grants) {
    TRY(needs_.apps->remove_grant(tx, grant.id));
    TRY(tx.announce(model::SessionEnded{account, grant.id}));
  }
  return {};
}

Result<void> Accounts::change_password(Transaction& tx, const Proven& proven, std::string_view new_hash,
                                       SessionId keep) {
  TRY_LET(const auto hash, needs_.accounts.password_hash(tx, proven.account));
  if (hash != proven.password_hash) return sign_in_failed();
  TRY(needs_.accounts.set_password_hash(tx, proven.account, new_hash, needs_.clock.now()));
  return end_others(tx, proven.account, keep);
}

Result<void> Accounts::reset_password(Transaction& tx, AccountId id, std::string_view new_hash) {
  TRY(account(tx, id));
  TRY(needs_.accounts.set_password_hash(tx, id, new_hash, needs_.clock.now()));
  return end_all_sessions(tx, id);
}

Result<void> Accounts::set_role(Transaction& tx, AccountId id, Role role) {
  TRY_LET(auto person, account(tx, id));
  if (person.role == Role::owner && role != Role::owner) {
    TRY_LET(const auto owners, needs_.accounts.count_role(tx, Role::owner));
    if (owners < 2)
      return fail(Fault::conflict, "last_owner", "This is the only owner; make another account owner first.");
  }
  person.role = role;
  return needs_.accounts.update(tx, person);
}

Result<std::vector<Account>> Accounts::list(Transaction& tx, AccountId after, int max) {
  return needs_.accounts.list(tx, after, max);
}

std::string Accounts::random_code() {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz234567";
  std::array<std::byte, 16> random{};  // 5 of 8 bits each: 80 bits
  needs_.rng.fill(random);
  std::string code;
  for (const auto byte : random) code += letters[std::to_integer<unsigned>(byte) % letters.size()];
  return code;
}

Result<Invite> Accounts::invite(Transaction& tx, AccountId by, std::int64_t uses_max,
                                std::optional<model::Millis> expires_in) {
  if (uses_max < 1 || uses_max > invite_uses_max)
    return fail(Fault::invalid_input, "invite_invalid", "An invite is good for 1 to 1000 people.");
  if (expires_in && (expires_in->count() < 60'000 || *expires_in > invite_life_max))
    return fail(Fault::invalid_input, "invite_invalid", "An invite lasts between a minute and a year.");
  TRY_LET(const auto there, invites(tx));
  if (there.size() >= invites_max)
    return fail(Fault::conflict, "invites_full", "There are 200 invites; revoke some first.");
  const auto now = needs_.clock.now();
  Invite made{.code = random_code(),
              .made_by = by,
              .uses_max = uses_max,
              .used = 0,
              .created_at = now,
              .expires_at = std::nullopt};
  if (expires_in) made.expires_at = now + *expires_in;
  TRY(needs_.invites.insert(tx, made));
  return made;
}

Result<std::vector<Invite>> Accounts::invites(Transaction& tx) {
  return needs_.invites.list(tx, static_cast<int>(invites_max));
}

Result<void> Accounts::revoke_invite(Transaction& tx, std::string_view code) {
  TRY_LET(const bool there, needs_.invites.remove(tx, code));
  if (!there) return fail(Fault::not_found, "invite_absent", "There is no such invite.");
  return {};
}
}  // namespace vitrine::accounts
