#include "takeout/exports.hpp"

#include <fmt/format.h>

#include "base/log.hpp"

namespace vitrine::takeout {
using base::fail;
using base::Fault;

namespace {
auto absent() {
  return fail(Fault::not_found, "export_absent",
              "There is no such export, or its week is over; ask for a new one.");
}
bool is_over(const Export& made, Instant now) { return made.expires_at && *made.expires_at <= now; }
}  // namespace

Result<Exports::Asked> Exports::ask(Transaction& tx, AccountId account, Gathering::Media media) {
  Asked asked{.made = {.id = needs_.ids.unguessable<TakeoutId>(),
                       .account = account,
                       .with_media = media == Gathering::Media::with,
                       .asked_at = needs_.clock.now()},
              .replaced = std::nullopt};
  TRY_LET(const auto before, needs_.exports.of(tx, account));
  if (before) {
    if (before->state == TakeoutState::waiting || before->state == TakeoutState::running)
      return fail(Fault::conflict, "export_under_way", "Your export is being packed already.");
    TRY(needs_.exports.remove(tx, before->id));
    asked.replaced = before->id;
  }
  TRY(needs_.exports.insert(tx, asked.made));
  TRY(needs_.jobs.add(tx, make_export, asked.made.id.text()));
  TRY(tx.announce(
      model::TakeoutChanged{account, asked.made.id, model::TakeoutKind::outgoing, asked.made.state, 0}));
  return asked;
}

Result<std::optional<Export>> Exports::of(Transaction& tx, AccountId account) {
  TRY_LET(auto made, needs_.exports.of(tx, account));
  if (made && is_over(*made, needs_.clock.now())) made.reset();
  return made;
}

Result<Export> Exports::ready(Transaction& tx, AccountId account, TakeoutId id) {
  TRY_LET(const auto made, needs_.exports.find(tx, id));
  if (!made || made->account != account || made->state != TakeoutState::ready ||
      is_over(*made, needs_.clock.now()))
    return absent();
  return *made;
}

Result<void> Exports::remove(Transaction& tx, AccountId account, TakeoutId id) {
  TRY_LET(const auto made, needs_.exports.find(tx, id));
  if (!made || made->account != account) return absent();
  TRY(needs_.jobs.remove(tx, make_export, id.text()));
  return needs_.exports.remove(tx, id);
}

void Exports::remove_file(TakeoutId id) {
  if (const auto done = needs_.files.remove(id); !done)
    base::log(base::Level::warning, "takeout_file_stays", {{"code", done.error().code}});
}

std::string export_file_name(std::string_view handle, Instant made_at) {
  return fmt::format("vitrine-{}-{}.zip", handle, iso_text(made_at).substr(0, 10));
}

}  // namespace vitrine::takeout
