#pragma once
// A guardian and a ward: plain values and their limits. The rules are in family.hpp.
#include <optional>
#include <string>

#include "social/conversation.hpp"
#include "social/social.hpp"

namespace vitrine::social {

inline constexpr int day_min = 24 * 60;
/// Long enough to read it out in the next room.
inline constexpr model::Millis pairing_code_life{10LL * 60'000};
/// 40 random bits in two groups of four.
inline constexpr std::size_t pairing_code_chars = 9;
/// A house full of children; more is a school, and a school is no guardian.
inline constexpr std::size_t wards_max = 20;

/// Minutes of the day on the clock of whoever watches; from 22:00 until 6:30 spans midnight.
struct QuietHours {
  int from_min = 0, until_min = 0;
  bool operator==(const QuietHours&) const = default;
};

/// What a guardian sets. Minutes and hours are kept by the ward's page; the other two by us.
struct Limits {
  int daily_min = 0;  ///< 0: no limit
  std::optional<QuietHours> quiet = {};
  bool restricted = false;  ///< only what is for everybody
  MayWrite may_write = MayWrite::everyone;
  bool operator==(const Limits&) const = default;
};

struct Pairing {
  AccountId ward, guardian;
  Instant since{};
  Limits limits = {};
  bool operator==(const Pairing&) const = default;
};

struct PairingCode {
  std::string text;  ///< "K7QM-2XTD"; shown once
  Instant until{};
};

}  // namespace vitrine::social
