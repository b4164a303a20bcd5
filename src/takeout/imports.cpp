#include "takeout/imports.hpp"

#include "base/log.hpp"

namespace vitrine::takeout {
using base::fail;
using base::Fault;

namespace {
auto absent() {
  return fail(Fault::not_found, "import_absent", "There is no such import, or its week is over.");
}
bool runs(const Import& sent) {
  return sent.state == TakeoutState::running || (sent.state == TakeoutState::waiting && sent.wanted);
}
Result<void> tell(Transaction& tx, const Import& sent) {
  return tx.announce(model::TakeoutChanged{sent.account, sent.id, model::TakeoutKind::incoming, sent.state,
                                           sent.progress_percent});
}
}  // namespace

Result<Imports::Begun> Imports::begin(Transaction& tx, AccountId account, TakeoutId id, std::uint64_t bytes) {
  const auto now = needs_.clock.now();
  Begun begun{
      .sent = {.id = id, .account = account, .sent_at = now, .expires_at = now + import_life, .bytes = bytes},
      .replaced = std::nullopt};
  TRY_LET(const auto before, needs_.imports.of(tx, account));
  if (before) {
    if (runs(*before))
      return fail(Fault::conflict, "import_under_way", "What you brought before is still being taken in.");
    TRY(needs_.jobs.remove(tx, take_in, before->id.text()));
    TRY(needs_.imports.remove(tx, before->id));
    begun.replaced = before->id;
  }
  TRY(needs_.imports.insert(tx, begun.sent));
  return begun;
}

Result<Import> Imports::look(Transaction& tx, TakeoutId id) {
  TRY_LET(const auto sent, needs_.imports.find(tx, id));
  if (!sent) return absent();
  TRY(needs_.jobs.add(tx, take_in, id.text()));
  TRY(tell(tx, *sent));
  return *sent;
}

Result<Import> Imports::mine(Transaction& tx, AccountId account, TakeoutId id) {
  TRY_LET(const auto sent, needs_.imports.find(tx, id));
  if (!sent || sent->account != account || sent->expires_at <= needs_.clock.now()) return absent();
  return *sent;
}

Result<std::optional<Import>> Imports::of(Transaction& tx, AccountId account) {
  TRY_LET(auto sent, needs_.imports.of(tx, account));
  if (sent && sent->expires_at <= needs_.clock.now()) sent.reset();
  return sent;
}

Result<Import> Imports::accept(Transaction& tx, AccountId account, TakeoutId id, const Parts& parts) {
  TRY_LET(auto sent, mine(tx, account, id));
  if (sent.state != TakeoutState::asks)
    return fail(Fault::conflict, "import_not_asked", "This import does not wait for an answer.");
  sent.state = TakeoutState::waiting;
  sent.wanted = true;
  sent.progress_percent = 0;
  sent.parts = parts_text(parts);
  TRY(needs_.imports.update(tx, sent));
  TRY(needs_.jobs.add(tx, take_in, id.text()));
  TRY(tell(tx, sent));
  return sent;
}

Result<void> Imports::remove(Transaction& tx, AccountId account, TakeoutId id) {
  TRY(mine(tx, account, id));
  TRY(needs_.jobs.remove(tx, take_in, id.text()));
  return needs_.imports.remove(tx, id);
}

void Imports::remove_file(TakeoutId id) {
  if (const auto done = needs_.files.remove(id); !done)
    base::log(base::Level::warning, "takeout_file_stays", {{"code", done.error().code}});
}

}  // namespace vitrine::takeout
