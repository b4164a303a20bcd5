#include "transparency/openings.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "model/news.hpp"

namespace vitrine::transparency {
namespace {
using base::fail;
using base::Fault;

auto absent() { return fail(Fault::not_found, "opening_absent", "There is no such opening."); }

Result<std::string> checked_reason(std::string_view typed) {
  auto reason = base::clean_text(typed, base::Lines::many);
  const auto length = base::code_points(reason);
  if (length < reason_chars_min)
    return base::fail_in("reason", Fault::invalid_input, "reason_too_short",
                         "Say in a sentence why this has to be seen; the person will read it.");
  if (length > reason_chars_max)
    return base::fail_in("reason", Fault::invalid_input, "reason_too_long",
                         "A reason has at most 500 characters.");
  return reason;
}
}  // namespace

OpeningState state_of(const Opening& opening, Instant now) {
  if (now >= opening.until) return OpeningState::over;
  return opening.from ? OpeningState::open : OpeningState::waiting;
}

Result<void> Openings::tell(Transaction& tx, const Opening& opening) {
  TRY(tx.announce(model::DataOpened{opening.person, opening.id, model::OpeningTold::opened}));
  if (opening.kind != OpeningKind::break_glass) return {};
  base::log(base::Level::error, "glass_broken", {{"opening", opening.id.text()}});
  TRY_LET(const auto everybody, needs_.staff.everybody(tx));
  for (const auto one : everybody)
    if (one != opening.staff && one != opening.person)
      TRY(tx.announce(model::DataOpened{one, opening.id, model::OpeningTold::alarm}));
  return {};
}

Result<Opening> Openings::ask(Transaction& tx, const Ask& ask) {
  if (ask.staff == ask.person)
    return fail(Fault::conflict, "opening_own", "What is yours is open to you without this.");
  TRY_LET(auto reason, checked_reason(ask.reason));
  const auto now = needs_.clock.now();
  Opening opening{.id = needs_.ids.in_order<OpeningId>(),
                  .staff = ask.staff,
                  .person = ask.person,
                  .kind = ask.kind,
                  .video = ask.video,
                  .reason = std::move(reason),
                  .asked_at = now,
                  .until = now + waiting_life};
  if (ask.kind != OpeningKind::person) {
    opening.from = now;
    opening.until = now + opening_life;
  }
  TRY(needs_.rows.insert(tx, opening));
  if (opening.from) TRY(tell(tx, opening));
  return opening;
}

Result<void> Openings::acted(Transaction& tx, AccountId person, ShellDeed deed) {
  const auto now = needs_.clock.now();
  const Opening opening{.id = needs_.ids.in_order<OpeningId>(),
                        .staff = AccountId{0},
                        .person = person,
                        .kind = model::OpeningKind::shell,
                        .reason = std::string{model::text(deed)},
                        .asked_at = now,
                        .from = now,
                        .until = now};
  TRY(needs_.rows.insert(tx, opening));
  return tx.announce(model::DataOpened{person, opening.id, model::OpeningTold::changed});
}

Result<Opening> Openings::agree(Transaction& tx, AccountId second, OpeningId id) {
  TRY_LET(auto found, needs_.rows.find(tx, id));
  if (!found) return absent();
  auto& opening = *found;
  if (second == opening.staff || second == opening.person)
    return fail(Fault::refused, "opening_second",
                "Somebody else of the staff has to agree: neither who asked nor whom it is about.");
  const auto now = needs_.clock.now();
  const auto settled = [] {
    return fail(Fault::conflict, "opening_settled", "This is open or over already.");
  };
  if (state_of(opening, now) != OpeningState::waiting) return settled();
  opening.second = second;
  opening.from = now;
  opening.until = now + opening_life;
  TRY_LET(const bool first, needs_.rows.agree(tx, id, second, now, opening.until));
  if (!first) return settled();
  TRY(tell(tx, opening));
  return std::move(opening);
}

Result<Opening> Openings::usable(Transaction& tx, AccountId staff, OpeningId id) {
  TRY_LET(auto opening, needs_.rows.find(tx, id));
  if (!opening || opening->staff != staff) return absent();
  if (state_of(*opening, needs_.clock.now()) != OpeningState::open)
    return fail(Fault::refused, "opening_over", "This is not open, or no longer. Ask again, with a reason.");
  return std::move(*opening);
}

Result<void> Openings::looked(Transaction& tx, const Opening& opening, std::span<const VideoId> videos) {
  return needs_.rows.looked(tx, opening.id, videos, needs_.clock.now());
}

Result<std::vector<Opening>> Openings::all(Transaction& tx, OpeningId before, int max) {
  return needs_.rows.all(tx, before, max);
}

Result<std::vector<Opening>> Openings::of_person(Transaction& tx, AccountId person, int max) {
  return needs_.rows.of_person(tx, person, max);
}

}  // namespace vitrine::transparency
