#pragma once
// What an account, a session and an invite are: plain values and their limits. The rules are in handle.hpp,
// password.hpp and accounts.hpp.
#include <cstdint>
#include <optional>
#include <string>

#include "base/hash.hpp"
#include "base/result.hpp"
#include "model/ids.hpp"
#include "model/time.hpp"
#include "model/words.hpp"

namespace vitrine::accounts {

using base::Result;
using model::AccountId;
using model::Instant;
using model::Role;
using model::SessionId;
using model::SignUp;
using model::ViewerId;

/// One line under a picture on a phone, in code points.
inline constexpr std::size_t name_chars_max = 50;
/// A profile's head stays on one screen.
inline constexpr std::size_t bio_chars_max = 300;
inline constexpr std::size_t instance_name_chars_max = 60;

/// A person's picture, square, as blobs of ours; anybody may fetch them.
struct Portrait {
  model::BlobKey large{};  ///< 384 pixels a side: the profile
  model::BlobKey small{};  ///< 128: lists, comments, clips
  bool operator==(const Portrait&) const = default;
};

struct Account {
  AccountId id;
  std::string handle;  ///< lower case, unique; how the person is addressed
  std::string name;    ///< as shown; the handle when nothing was given
  std::string bio;
  std::string language;  ///< of the page: "en" or "de"; empty: as the browser asks
  Role role = Role::creator;
  ViewerId pseudonym;  ///< what the event log knows this person as; never leaves the server
  Instant created_at{};
  std::optional<Portrait> portrait = {};
  bool is_private = false;  ///< to follow is to ask, and what is for everybody is for followers
  bool operator==(const Account&) const = default;
};

/// As lists, comments and notifications show a person.
struct AccountBrief {
  AccountId id;
  std::string handle;
  std::string name;
  std::optional<model::BlobKey> portrait = {};  ///< the small one
  bool operator==(const AccountBrief&) const = default;
};

/// One signed-in device. The token itself is nowhere but with the person.
struct Session {
  SessionId id;
  AccountId account;
  std::string agent;  ///< family only: "Firefox on Linux"
  Instant created_at{};
  Instant last_seen_at{};  ///< to the hour (session_touch_every)
  Instant expires_at{};
  Instant proven_at{};  ///< they last showed a password or a code here
  bool operator==(const Session&) const = default;
};

/// What cannot be taken back is done within this time of a proof: a device left open is no key to everything.
inline constexpr model::Millis proof_life{10LL * 60'000};

/// A month without a visit ends a session, half a year ends it in any case.
inline constexpr model::Millis session_idle_max{30LL * 24 * 3'600'000};
inline constexpr model::Millis session_life_max{180LL * 24 * 3'600'000};
/// Coarse on purpose: one write an hour, and no record of when exactly somebody was here.
inline constexpr model::Millis session_touch_every{3'600'000};
/// More devices than anybody has; the one seen longest ago is signed out for the next.
inline constexpr std::size_t sessions_max = 50;

/// A key that lies in a person's device; here is its public half (passkeys.hpp).
struct Passkey {
  model::PasskeyId id;
  AccountId account;
  base::Bytes credential;  ///< how the authenticator knows it
  std::string place;       ///< the host it was made for
  base::Bytes public_key;  ///< COSE
  std::string name;        ///< the person's own: "phone"
  std::uint32_t counter = 0;
  bool synced = false;   ///< may be on several devices of the person
  bool suspect = false;  ///< was used as if there were two of it: opens nothing
  Instant created_at{};
  std::optional<Instant> used_at = {};  ///< to the hour
  bool operator==(const Passkey&) const = default;
};

struct Invite {
  std::string code;  ///< 16 characters of a-z 2-7
  AccountId made_by;
  std::int64_t uses_max = 1;
  std::int64_t used = 0;
  Instant created_at{};
  std::optional<Instant> expires_at;
  bool operator==(const Invite&) const = default;
};
inline constexpr std::int64_t invite_uses_max = 1000;
inline constexpr model::Millis invite_life_max{365LL * 24 * 3'600'000};
/// What one page of the owner's list can hold.
inline constexpr std::size_t invites_max = 200;

}  // namespace vitrine::accounts
