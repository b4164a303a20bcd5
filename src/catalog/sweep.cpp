#include "catalog/sweep.hpp"

#include "base/log.hpp"

namespace vitrine::catalog {
namespace {
/// Short enough that no writer waits longer than a frame for us.
constexpr int batch = 50;
/// A blob is put before the row that names it; no job lasts a day.
constexpr model::Millis orphan_age{24LL * 60 * 60 * 1000};
}  // namespace

Result<int> Sweep::complete_full() {
  // Nobody has more open uploads than this on one machine; the rest is completed when its client asks.
  constexpr int open_max = 10'000;
  TRY_LET(const auto open, needs_.record.read([&](Transaction& tx) {
    return needs_.upload_rows.open(tx, needs_.clock.now(), open_max);
  }));
  int completed = 0;
  for (const auto& upload : open) {
    const auto size = needs_.files.size(upload.id);
    if (!size || *size < upload.length) continue;
    const auto done =
        needs_.record.write([&](Transaction& tx) { return needs_.uploads.complete(tx, upload.id); });
    if (done) ++completed;
    else base::log(base::Level::warning, "upload_not_completed", {{"upload", upload.id.text()}});
  }
  return completed;
}

Result<int> Sweep::expire() {
  int expired = 0;
  for (;;) {
    TRY_LET(const auto gone,
            needs_.record.write([&](Transaction& tx) { return needs_.uploads.expire(tx, batch); }));
    for (const auto id : gone) needs_.uploads.remove_file(id);
    expired += static_cast<int>(gone.size());
    if (static_cast<int>(gone.size()) < batch) return expired;
  }
}

Result<int> Sweep::remove_files() {
  std::vector<UploadId> ids;
  TRY(needs_.files.each([&](UploadId id) { ids.push_back(id); }));
  int removed = 0;
  for (const auto id : ids) {
    TRY_LET(const auto row,
            needs_.record.read([&](Transaction& tx) { return needs_.upload_rows.find(tx, id); }));
    if (row && !row->done_at) continue;
    needs_.uploads.remove_file(id);  // rows are written before files, so this one will not get its row back
    ++removed;
  }
  return removed;
}

Result<bool> Sweep::is_named(Transaction& tx, const BlobKey& blob) {
  TRY_LET(const auto naming, needs_.videos.naming(tx, blob));
  if (!naming.empty()) return true;
  if (!needs_.named_elsewhere) return false;
  return needs_.named_elsewhere(tx, blob);
}

Result<int> Sweep::remove_garbage() {
  int removed = 0;
  for (;;) {
    const auto now = needs_.clock.now();
    TRY_LET(const auto due,
            needs_.record.read([&](Transaction& tx) { return needs_.videos.due_garbage(tx, now, batch); }));
    for (const auto& blob : due) {
      // The mark is taken first: whoever is about to name this blob waits for the end of this transaction,
      // and then finds the file gone and puts it again.
      TRY_LET(const bool gone, needs_.record.write([&](Transaction& tx) -> Result<bool> {
        TRY_LET(const bool taken, needs_.videos.take_garbage(tx, blob, now));
        if (!taken) return false;
        TRY_LET(const bool named, is_named(tx, blob));
        if (named) return false;
        TRY(needs_.blobs.remove(blob));
        return true;
      }));
      removed += gone ? 1 : 0;
    }
    if (static_cast<int>(due.size()) < batch) return removed;
  }
}

Result<int> Sweep::find_orphans() {
  std::vector<BlobKey> stored;
  TRY(needs_.blobs.each([&](const BlobKey& blob) { stored.push_back(blob); }));
  const auto due = needs_.clock.now() + orphan_age;
  int orphans = 0;
  for (std::size_t at = 0; at < stored.size(); at += batch) {
    const auto some = std::span{stored}.subspan(at, std::min<std::size_t>(batch, stored.size() - at));
    std::vector<BlobKey> unnamed;
    const auto looked = needs_.record.read([&](Transaction& tx) -> Result<void> {
      unnamed.clear();
      for (const auto& blob : some) {
        TRY_LET(const bool named, is_named(tx, blob));
        if (!named) unnamed.push_back(blob);
      }
      return {};
    });
    if (!looked) return std::unexpected(looked.error());
    if (unnamed.empty()) continue;
    const auto marked = needs_.record.write([&](Transaction& tx) -> Result<void> {
      for (const auto& blob : unnamed) TRY(needs_.videos.mark_garbage(tx, blob, due));
      return {};
    });
    if (!marked) return std::unexpected(marked.error());
    orphans += static_cast<int>(unnamed.size());
  }
  return orphans;
}

Result<Sweep::Swept> Sweep::often() {
  Swept swept;
  TRY_LET(swept.expired, expire());
  TRY_LET(swept.blobs, remove_garbage());
  return swept;
}

Result<Sweep::Swept> Sweep::daily() {
  TRY_LET(auto swept, often());
  TRY_LET(swept.files, remove_files());
  TRY_LET(swept.orphans, find_orphans());
  return swept;
}

Result<Sweep::Swept> Sweep::start() {
  TRY_LET(const int completed, complete_full());
  TRY_LET(auto swept, often());
  swept.completed = completed;
  return swept;
}

}  // namespace vitrine::catalog
