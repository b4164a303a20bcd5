#include "privacy/erasure.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <set>

#include "base/log.hpp"

namespace vitrine::privacy {
namespace {

base::Digest receipt_of(std::string_view code) { return base::sha256(base::as_bytes(code)); }

std::string new_code(ports::Rng& rng) {
  static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz234567";
  std::array<std::byte, 26> bytes{};
  rng.fill(bytes);
  std::string code;
  for (const auto byte : bytes) code += letters[static_cast<std::size_t>(byte) % letters.size()];
  return code;
}

std::string date_of(Instant at) {
  return fmt::format(
      "{:%Y-%m-%d %H:%M} UTC",
      fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::time_point{
          std::chrono::duration_cast<std::chrono::system_clock::duration>(at.time_since_epoch())})));
}

/// Owners in the order in which the map first names them.
std::vector<std::string_view> owners() {
  std::vector<std::string_view> list;
  std::set<std::string_view> known;
  for (const auto& holding : the_map().holdings)
    if (const auto owner = owner_of(holding.table); known.insert(owner).second) list.push_back(owner);
  return list;
}

struct Erased {
  std::int64_t videos = 0, events = 0;
  std::vector<Found> found;
};

std::string certificate_text(const Farewell& farewell, const Erased& erased, Instant now) {
  std::string text = "Vitrine: certificate of erasure\n\n";
  text += fmt::format("asked for  {}\ncarried out {}\n\n", date_of(farewell.asked_at), date_of(now));
  text += fmt::format("videos, drafts and uploads, with their files: {}\n", erased.videos);
  text += fmt::format("events of what was watched, emptied in place: {}\n", erased.events);
  for (const auto& one : erased.found)
    if (one.rows > 0) text += fmt::format("{} ({}): {}\n", one.holding->name, one.holding->table, one.rows);
  text +=
      "\nWhat the feed had learned was removed from the model, and the model's older states were removed.\n"
      "The account's own key was destroyed. What was sealed with it (messages, comments, names of files and "
      "devices, reports, the link between the account and what was watched) can be read nowhere any more, in "
      "backups neither. Backups made before this day hold what was public until they expire.\n";
  return text;
}

}  // namespace

Result<Erasure::Asked> Erasure::ask(Transaction& tx, const Person& person) {
  const auto now = needs_.clock.now();
  Asked asked{now + grace_period, new_code(needs_.rng)};
  TRY(needs_.farewells.put(tx, Farewell{.account = person.account,
                                        .viewer = person.viewer,
                                        .asked_at = now,
                                        .due_at = asked.due_at,
                                        .receipt = receipt_of(asked.code)}));
  return asked;
}

Result<void> Erasure::ask_again(Transaction& tx, std::span<const AccountId> accounts) {
  const auto now = needs_.clock.now();
  for (const auto account : accounts) {
    TRY_LET(auto farewell, needs_.farewells.of(tx, account));
    if (farewell) TRY(needs_.farewells.remove(tx, account));
    else
      farewell = Farewell{.account = account, .asked_at = now, .receipt = receipt_of(new_code(needs_.rng))};
    farewell->due_at = now;
    TRY(needs_.farewells.put(tx, *farewell));
  }
  return {};
}

Result<bool> Erasure::take_back(Transaction& tx, AccountId account) {
  TRY_LET(const auto waiting, needs_.farewells.of(tx, account));
  if (!waiting || waiting->due_at <= needs_.clock.now()) return false;
  return needs_.farewells.remove(tx, account);
}

Result<std::optional<Farewell>> Erasure::farewell(Transaction& tx, AccountId account) {
  return needs_.farewells.of(tx, account);
}

Result<Erasure::State> Erasure::state(Transaction& tx, std::string_view code) {
  State state;
  TRY_LET(state.waiting, needs_.farewells.by_receipt(tx, receipt_of(code)));
  if (state.waiting) return state;
  TRY_LET(state.done, needs_.farewells.certificate(tx, receipt_of(code)));
  return state;
}

Result<int> Erasure::carry_out_due(int max) {
  TRY_LET(const auto due, needs_.record.read([&](Transaction& tx) {
    return needs_.farewells.due(tx, needs_.clock.now(), max);
  }));
  int gone = 0;
  for (const auto& farewell : due) {
    if (const auto done = carry_out(farewell); !done)
      base::log(base::Level::error, "erasure_failed", {{"code", done.error().code}});
    else ++gone;
  }
  scrub_due_ = scrub_due_ || gone > 0;
  if (scrub_due_) TRY(needs_.steps.scrub());
  scrub_due_ = false;
  return gone;
}

Result<void> Erasure::carry_out(const Farewell& farewell) {
  const Person person{farewell.account, farewell.viewer};
  Erased erased;
  TRY_LET(erased.found, needs_.record.read([&](Transaction& tx) { return needs_.rows.look(tx, person); }));
  // Reports are found by the videos and comments they speak of, so they go before those.
  TRY(needs_.record.write([&](Transaction& tx) { return needs_.rows.erase(tx, person, "safety"); }));
  TRY_LET(erased.videos, needs_.steps.remove_videos(person.account));
  TRY_LET(erased.events, needs_.steps.forget_viewer(person));
  TRY(needs_.steps.let_key_go(person.account));
  const auto done = needs_.record.write([&](Transaction& tx) -> Result<void> {
    TRY(needs_.steps.take_out(tx, person));
    for (const auto owner : owners()) TRY(needs_.rows.erase(tx, person, owner));
    const auto now = needs_.clock.now();
    auto text = certificate_text(farewell, erased, now);
    auto signature = needs_.signer.sign(base::as_bytes(text));
    return needs_.farewells.put(tx, Certificate{.receipt = farewell.receipt,
                                                .done_at = now,
                                                .text = std::move(text),
                                                .signature = std::move(signature)});
  });
  if (!done) return done;
  TRY(needs_.steps.destroy_key(person.account));
  // What was still on its way to the log when its events were emptied.
  TRY(needs_.steps.forget_viewer(person));
  return {};
}

}  // namespace vitrine::privacy
