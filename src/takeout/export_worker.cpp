#include "takeout/export_worker.hpp"

#include <fstream>

#include "base/assert.hpp"
#include "base/log.hpp"
#include "media/bytes_in.hpp"

namespace vitrine::takeout {
using base::fail;
using base::Fault;
using base::Level;
using model::TakeoutKind;

namespace {
constexpr std::uint64_t piece_bytes = 1 << 20;

/// What stands in every export, for somebody who finds it years later.
constexpr std::string_view read_me =
    "This is everything a Vitrine house held about one person, made at their wish.\n"
    "\n"
    "actor.json       the account             outbox.json     clips and comments\n"
    "likes.json       liked clips             saves.json      saved clips\n"
    "history.json     what was watched        settings.json   what was chosen\n"
    "following.json   whom they follow        followers.json  who follows them\n"
    "media/ID/        the clip with this id: video, cover, captions\n"
    "personal.json    every row of the house's database about them\n"
    "\n"
    "The lists are ActivityStreams 2.0 (https://www.w3.org/TR/activitystreams-core/); what that has no word\n"
    "for begins with \"vitrine:\". Any Vitrine can take this file in: Settings, Your data, Bring an export.\n"
    "\n"
    "manifest.json lists every file with its SHA-256; manifest.sig is the house's signature over the bytes "
    "of\n"
    "manifest.json (Ed25519). To check both: vitrine verify-export FILE.zip --key PUBLIC_KEY\n"
    "The house tells its public key at /api/v1/signing-key.\n";
}  // namespace

struct ExportWorker::Task {
  ports::Job job;
  Export made;
  Gathered gathered = {};
  std::string house = {};
};

/// Keeps the lease and tells the progress, now and then.
class ExportWorker::Pulse {
 public:
  Pulse(const Needs& needs, Task& task, std::uint64_t total, const std::stop_token& stop)
      : needs_(needs), task_(task), total_(total), stop_(stop), told_at_(needs.clock.now()) {}

  Result<void> beat(std::uint64_t bytes) {
    if (stop_.stop_requested()) return fail(Fault::not_available, "export_stopped", "The house is closing.");
    done_ += bytes;
    // Never 100: that is said by the transaction that ends it.
    const int percent = static_cast<int>(std::min<std::uint64_t>(99, total_ == 0 ? 0 : done_ * 100 / total_));
    const auto now = needs_.clock.now();
    const bool news = percent != task_.made.progress_percent && now - told_at_ >= model::Millis{500};
    if (!news && now - told_at_ < model::Millis{10'000}) return {};
    told_at_ = now;
    task_.made.progress_percent = percent;
    return needs_.record.write([&](Transaction& tx) -> Result<void> {
      TRY(needs_.jobs.keep(tx, task_.job));
      TRY(needs_.exports.update(tx, task_.made));
      return tx.announce(model::TakeoutChanged{task_.made.account, task_.made.id, TakeoutKind::outgoing,
                                               TakeoutState::running, percent});
    });
  }

 private:
  const Needs& needs_;
  Task& task_;
  std::uint64_t total_, done_ = 0;
  const std::stop_token& stop_;
  Instant told_at_;
};

Result<bool> ExportWorker::begin(Task& task) {
  return needs_.record.write([&](Transaction& tx) -> Result<bool> {
    const auto id = TakeoutId::parse(task.job.subject);
    VITRINE_ASSERT(id, "jobs of this kind are made by Exports::ask with an export's id");
    TRY_LET(const auto made, needs_.exports.find(tx, *id));
    if (!made) {
      TRY(needs_.jobs.finish(tx, task.job));  // taken back meanwhile
      return false;
    }
    task.made = *made;
    task.made.state = TakeoutState::running;
    task.made.progress_percent = 0;
    TRY(needs_.exports.update(tx, task.made));
    return true;
  });
}

Result<void> ExportWorker::put(ZipWriter& zip, const Piece& piece, Pulse& pulse) const {
  if (!piece.blob && !piece.file) {
    TRY(zip.text(piece.entry, piece.text));
    return pulse.beat(piece.text.size());
  }
  if (piece.blob) {
    TRY_LET(const auto size, needs_.blobs.size(*piece.blob));
    TRY(zip.begin(piece.entry, Packing::stored, size));
    for (std::uint64_t at = 0; at < size; at += piece_bytes) {
      TRY_LET(const auto bytes, needs_.blobs.read(*piece.blob, at, piece_bytes));
      TRY(zip.add(bytes));
      TRY(pulse.beat(bytes.size()));
    }
    return zip.end();
  }
  TRY_LET(auto source, media::FileSource::open(*piece.file));
  TRY(zip.begin(piece.entry, Packing::stored, source.size()));
  base::Bytes bytes;
  for (std::uint64_t at = 0; at < source.size(); at += bytes.size()) {
    bytes.resize(std::min(piece_bytes, source.size() - at));
    TRY(source.read(at, bytes));
    TRY(zip.add(bytes));
    TRY(pulse.beat(bytes.size()));
  }
  return zip.end();
}

Result<void> ExportWorker::put_words(ZipWriter& zip, const Task& task, Pulse& pulse) const {
  const auto& self = task.gathered.archive.self;
  for (const auto& [entry, text] : files_of(task.gathered.archive, needs_.address)) {
    TRY(zip.text(entry, text));
    TRY(pulse.beat(0));
  }
  TRY(zip.text("personal.json", personal_text(self.handle, task.made.asked_at, task.gathered.personal)));
  TRY(zip.text("READ-ME.txt", read_me));
  const auto key = needs_.signer.public_key();
  const auto manifest = manifest_text({.house = task.house,
                                       .address = needs_.address,
                                       .handle = self.handle,
                                       .made_at = iso_text(task.made.asked_at),
                                       .public_key = key,
                                       .entries = zip.entries()});
  TRY(zip.text(manifest_entry, manifest));
  return zip.text(signature_entry, signature_text(key, needs_.signer.sign(base::as_bytes(manifest))));
}

Result<void> ExportWorker::pack(Task& task, const std::stop_token& stop) {
  const auto read = needs_.record.read([&](Transaction& tx) -> Result<void> {
    TRY_LET(task.house, needs_.house_name(tx));
    const auto media = task.made.with_media ? Gathering::Media::with : Gathering::Media::without;
    TRY_LET(task.gathered, needs_.gathering.gather(tx, task.made.account, media));
    return {};
  });
  if (!read) return read;
  std::uint64_t total = 0;
  for (const auto& piece : task.gathered.pieces) total += piece.bytes;
  TRY_LET(const auto room, needs_.room());
  if (total + (64ULL << 20) > room)
    return fail(Fault::over_limit, "storage_full", "This server's disk has no room for the export.");
  TRY_LET(const auto file, needs_.files.create(task.made.id));
  ZipWriter zip{[&](base::ByteView bytes) { return file->append(bytes); }};
  Pulse pulse{needs_, task, total, stop};
  for (const auto& piece : task.gathered.pieces) TRY(put(zip, piece, pulse));
  TRY(put_words(zip, task, pulse));
  TRY(zip.finish());
  TRY(file->keep());
  return finish(task, zip);
}

Result<void> ExportWorker::finish(Task& task, const ZipWriter& zip) {
  auto& made = task.made;
  made.state = TakeoutState::ready;
  made.progress_percent = 100;
  made.done_at = needs_.clock.now();
  made.expires_at = *made.done_at + export_life;
  made.bytes = zip.bytes();
  made.entries = static_cast<std::int64_t>(zip.entries().size());
  return needs_.record.write([&](Transaction& tx) -> Result<void> {
    TRY(needs_.jobs.finish(tx, task.job));
    TRY(needs_.exports.update(tx, made));
    return tx.announce(model::TakeoutChanged{made.account, made.id, TakeoutKind::outgoing, made.state, 100});
  });
}

Result<void> ExportWorker::end_badly(const Task& task, const base::Error& error, bool stopping) {
  return needs_.record.write([&](Transaction& tx) -> Result<void> {
    if (stopping) return needs_.jobs.put_back(tx, task.job);
    // A full disk is not mended by trying again in ten seconds.
    const bool again = error.fault != Fault::over_limit;
    TRY_LET(const auto fate, needs_.jobs.fail(tx, task.job, error.code,
                                              again ? ports::Jobs::Retry::yes : ports::Jobs::Retry::no));
    if (fate == ports::Jobs::Fate::again) return {};
    auto made = task.made;
    made.state = TakeoutState::failed;
    made.problem_code = error.code;
    made.expires_at = needs_.clock.now() + export_life;
    TRY(needs_.exports.update(tx, made));
    return tx.announce(model::TakeoutChanged{made.account, made.id, TakeoutKind::outgoing, made.state, 0});
  });
}

Result<bool> ExportWorker::run_once(const std::stop_token& stop) {
  TRY_LET(const auto job,
          needs_.record.write([&](Transaction& tx) { return needs_.jobs.claim(tx, make_export); }));
  if (!job) return false;
  Task task{.job = *job, .made = {.id = TakeoutId{0}, .account = AccountId{0}}};
  TRY_LET(const bool begun, begin(task));
  if (!begun) return true;
  const auto packed = pack(task, stop);
  if (packed) return true;
  if (packed.error().code == "job_lost" || packed.error().code == "export_absent") return true;  // taken back
  base::log(Level::warning, "export_not_made", {{"code", packed.error().code}});
  const auto ended = end_badly(task, packed.error(), stop.stop_requested());
  if (!ended && ended.error().code != "job_lost") return std::unexpected(ended.error());
  return true;
}

void ExportWorker::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto ran = run_once(stop);
    if (ran && *ran) continue;
    if (!ran) base::log(Level::warning, "exports_paused", {{"code", ran.error().code}});
    bell_.wait(stop, needs_.look_every);
  }
}

void ExportWorker::hear(const model::News& news) {
  const auto* changed = std::get_if<model::TakeoutChanged>(&news.what);
  if (changed && changed->kind == TakeoutKind::outgoing && changed->state == TakeoutState::waiting)
    bell_.ring();
}

}  // namespace vitrine::takeout
