#pragma once
// Who of the staff looked at whose data, and why. What is not public is closed to moderators and owners too,
// until they say in words why they must see it: one clip at once; all of a person's only when a second one of
// the staff agrees. Where a life hangs on minutes the glass can be broken: then it opens at once, and
// everybody with a key hears the alarm. An opening ends after half an hour. All of it stands in a record that
// the whole staff and the person can read; what is looked at is written down in the transaction that shows
// it. Conversations are not opened by anybody: a moderator reads the one message that was reported.
//
// What is done to an account from the machine's shell stands there too. What it is not: proof against whoever
// runs the machine and reads or writes the database's file.
//
// Stateless but for its needs; thread-safe.
#include <string_view>

#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "transparency/ports.hpp"

namespace vitrine::transparency {

/// Long enough to look at what was meant, too short to be left open.
inline constexpr model::Millis opening_life{30LL * 60 * 1000};
/// A second one may be asleep, not on holiday.
inline constexpr model::Millis waiting_life{24LL * 3'600'000};
/// "abuse" is no reason; one sentence is.
inline constexpr std::size_t reason_chars_min = 12, reason_chars_max = 500;

enum class OpeningState { waiting, open, over };
[[nodiscard]] OpeningState state_of(const Opening& opening, Instant now);

/// Stands as the reason of OpeningKind::shell.
enum class ShellDeed { password, role, sign_out, second_factor_off };

class Openings {
 public:
  struct Needs {
    OpeningStore& rows;
    Staff& staff;
    const ports::Clock& clock;
    ports::Ids& ids;
  };
  explicit Openings(Needs needs) : needs_(needs) {}

  /// What somebody of the staff asks for. `video`: of OpeningKind::video. The person hears of it as soon as
  /// it is open, and of broken glass everybody. Errors: invalid_input "reason_too_short", "reason_too_long";
  /// conflict "opening_own" (one's own things are open anyway).
  struct Ask {
    AccountId staff;
    AccountId person;
    OpeningKind kind = OpeningKind::video;
    std::optional<VideoId> video = {};
    std::string_view reason;
  };
  Result<Opening> ask(Transaction& tx, const Ask& ask);

  /// What whoever runs the machine did to an account from its shell (`vitrine admin`), in the transaction
  /// that does it. Nobody of the staff stands there: the shell knows no account. The person reads it, and
  /// hears.
  Result<void> acted(Transaction& tx, AccountId person, ShellDeed deed);

  /// A second one of the staff. Errors: not_found "opening_absent"; refused "opening_second" (not by who
  /// asked, nor by whom it is about); conflict "opening_settled" (open or over already).
  Result<Opening> agree(Transaction& tx, AccountId second, OpeningId id);

  /// One's own that is open now. Errors: not_found "opening_absent"; refused "opening_over".
  Result<Opening> usable(Transaction& tx, AccountId staff, OpeningId id);
  /// What is being shown.
  Result<void> looked(Transaction& tx, const Opening& opening, std::span<const VideoId> videos);

  Result<std::vector<Opening>> all(Transaction& tx, OpeningId before, int max);
  Result<std::vector<Opening>> of_person(Transaction& tx, AccountId person, int max);

 private:
  Result<void> tell(Transaction& tx, const Opening& opening);
  Needs needs_;
};

}  // namespace vitrine::transparency

namespace vitrine::model {
template <>
struct Words<transparency::ShellDeed> {
  using Deed = transparency::ShellDeed;
  static constexpr std::array list{std::pair{Deed::password, "password"}, std::pair{Deed::role, "role"},
                                   std::pair{Deed::sign_out, "sign_out"},
                                   std::pair{Deed::second_factor_off, "second_factor_off"}};
};
template <>
struct Words<transparency::OpeningState> {
  using State = transparency::OpeningState;
  static constexpr std::array list{std::pair{State::waiting, "waiting"}, std::pair{State::open, "open"},
                                   std::pair{State::over, "over"}};
};
}  // namespace vitrine::model
