#include "takeout/sweep.hpp"

namespace vitrine::takeout {

Result<bool> Sweep::is_named(TakeoutId id) {
  return needs_.record.read([&](Transaction& tx) -> Result<bool> {
    TRY_LET(const auto made, needs_.exports.find(tx, id));
    if (made) return true;
    TRY_LET(const auto sent, needs_.imports.find(tx, id));
    // Taken in or refused, the file has done its work; the report stays its week.
    return sent && sent->state != TakeoutState::ready && sent->state != TakeoutState::failed;
  });
}

Result<int> Sweep::run() {
  constexpr int at_once = 200;
  const auto expired = needs_.record.write([&](Transaction& tx) -> Result<void> {
    TRY_LET(const auto old, needs_.exports.expired(tx, needs_.clock.now(), at_once));
    for (const auto& made : old) TRY(needs_.exports.remove(tx, made.id));
    TRY_LET(const auto brought, needs_.imports.expired(tx, needs_.clock.now(), at_once));
    for (const auto& sent : brought) TRY(needs_.imports.remove(tx, sent.id));
    return {};
  });
  if (!expired) return std::unexpected(expired.error());
  std::vector<TakeoutId> found;
  TRY(needs_.files.each([&](TakeoutId id) { found.push_back(id); }));
  int gone = 0;
  for (const auto id : found) {
    TRY_LET(const bool named, is_named(id));
    if (named) continue;
    TRY(needs_.files.remove(id));
    ++gone;
  }
  return gone;
}

}  // namespace vitrine::takeout
