#include "catalog/uploads.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"
#include "catalog/life.hpp"

namespace vitrine::catalog {
using base::fail;
using base::Fault;

namespace {
/// A gap in power loses at most this much of one PATCH; smaller steps cost throughput on slow disks.
constexpr std::uint64_t sync_every_bytes = 32ULL << 20;

/// "2 GiB", "512 MiB", "900 bytes"
std::string size_text(std::uint64_t bytes) {
  if (bytes >= 1ULL << 30) return fmt::format("{:.4g} GiB", static_cast<double>(bytes) / (1ULL << 30));
  if (bytes >= 1ULL << 20) return fmt::format("{:.4g} MiB", static_cast<double>(bytes) / (1ULL << 20));
  return fmt::format("{} bytes", bytes);
}

auto absent() {
  return fail(Fault::not_found, "upload_absent", "There is no such upload, or it has expired.");
}
}  // namespace

Receiver::Receiver(std::unique_ptr<IncomingFile> file, std::uint64_t offset, std::uint64_t length,
                   std::optional<Checksum> checksum)
    : file_(std::move(file)),
      begin_(offset),
      offset_(offset),
      length_(length),
      checksum_(std::move(checksum)) {}

Result<void> Receiver::take(base::ByteView bytes) {
  if (bytes.size() > length_ - offset_)
    return fail(Fault::over_limit, "upload_too_long", "More bytes arrived than Upload-Length promised.");
  if (checksum_) checksum_->add(bytes);
  TRY(file_->append(bytes));
  offset_ += bytes.size();
  unsynced_ += bytes.size();
  if (!checksum_ && unsynced_ >= sync_every_bytes) {
    TRY(file_->keep());
    unsynced_ = 0;
  }
  return {};
}

Result<Receiver::End> Receiver::finish() {
  if (checksum_ && !checksum_->matches()) {
    TRY(file_->drop());
    offset_ = begin_;
    return End::mismatch;
  }
  TRY(file_->keep());
  return End::kept;
}

void Receiver::abandon() {
  const auto note = [](const base::Error& error) {
    base::log(base::Level::warning, "upload_abandoned", {{"code", error.code}});
  };
  if (checksum_) {
    if (const auto dropped = file_->drop(); !dropped) note(dropped.error());
  } else if (const auto kept = file_->keep(); !kept) {
    note(kept.error());
  }
}

Result<Upload> Uploads::start(Transaction& tx, AccountId author, const Ask& ask) {
  const auto& limits = needs_.limits;
  if (ask.length == 0)
    return fail(Fault::invalid_input, "upload_empty", "The file is empty; choose one with a video in it.");
  if (ask.length > limits.upload_bytes_max)
    return fail(Fault::over_limit, "upload_too_large",
                fmt::format("The file has {}; at most {} are accepted.", size_text(ask.length),
                            size_text(limits.upload_bytes_max)));
  const auto now = needs_.clock.now();
  TRY_LET(const auto usage, needs_.uploads.usage(tx, author, now));
  if (usage.open_uploads >= limits.open_uploads_max)
    return fail(Fault::too_many, "too_many_uploads",
                fmt::format("{} uploads are unfinished; finish or cancel one first.", usage.open_uploads));
  TRY_LET(const auto stored, needs_.videos.stored_bytes(tx, author));
  const auto used = static_cast<std::uint64_t>(stored + usage.reserved_bytes);
  if (used + ask.length > limits.account_bytes_max)
    return fail(Fault::over_limit, "account_full",
                fmt::format("Your account may keep {} and holds {}; delete a video first.",
                            size_text(limits.account_bytes_max), size_text(used)));
  TRY_LET(const auto space, needs_.files.space());
  const auto reserve =
      space.total_bytes / 100 * static_cast<std::uint64_t>(100 - limits.disk_used_percent_max);
  if (space.free_bytes < reserve + ask.length)
    return fail(Fault::over_limit, "storage_full",
                fmt::format("This server's disk would be more than {} % full; ask its operator for room.",
                            limits.disk_used_percent_max));

  Video video{.id = needs_.ids.unguessable<VideoId>(), .author = author};
  video.language = ask.language;
  video.created_at = std::min(ask.created_at.value_or(now), now);
  TRY(needs_.videos.insert(tx, video));
  Upload upload{.id = needs_.ids.unguessable<UploadId>(), .author = author, .video = video.id};
  upload.length = ask.length;
  upload.file_name = ask.file_name;
  upload.file_type = ask.file_type;
  upload.created_at = now;
  upload.expires_at = now + limits.lifetime;
  TRY(needs_.uploads.insert(tx, upload));
  return upload;
}

Result<Upload> Uploads::find(Transaction& tx, AccountId author, UploadId id) {
  TRY_LET(const auto upload, needs_.uploads.find(tx, id));
  if (!upload || upload->author != author) return absent();
  if (!upload->received_at && upload->expires_at <= needs_.clock.now()) return absent();
  return *upload;
}

Result<std::uint64_t> Uploads::offset(const Upload& upload) {
  if (upload.received_at) return upload.length;
  TRY_LET(const auto size, needs_.files.size(upload.id));
  return std::min(size, upload.length);
}

Result<std::unique_ptr<Receiver>> Uploads::receive(const Upload& upload, std::uint64_t offset,
                                                   std::optional<Checksum> checksum) {
  const auto elsewhere = [] {
    return fail(Fault::conflict, "upload_offset",
                "Upload-Offset is not where the upload stands; ask with HEAD.");
  };
  if (upload.received_at) return elsewhere();
  TRY_LET(auto file, needs_.files.open(upload.id));
  TRY_LET(const auto size, file->keep());
  if (size != offset || size > upload.length) return elsewhere();
  if (checksum) TRY(file->hold_back());
  return std::make_unique<Receiver>(std::move(file), offset, upload.length, std::move(checksum));
}

Result<Video> Uploads::complete(Transaction& tx, UploadId id) {
  TRY_LET(const auto upload, needs_.uploads.find(tx, id));
  if (!upload) return absent();
  TRY_LET(auto video, needs_.videos.find(tx, upload->video));
  if (!video) return absent();
  if (upload->received_at) return std::move(*video);
  const auto now = needs_.clock.now();
  TRY(needs_.uploads.mark_received(tx, id, now));
  TRY_LET(auto queued, advance(std::move(*video), Step::received, now));
  TRY(needs_.videos.update(tx, queued));
  TRY(needs_.jobs.add(tx, process_video, queued.id.text()));
  TRY(tx.announce(model::VideoChanged{queued.id, queued.author, queued.state, 0, {}}));
  return queued;
}

Result<void> Uploads::drop(Transaction& tx, const Upload& upload) {
  TRY(needs_.uploads.remove(tx, upload.id));
  TRY_LET(const auto video, needs_.videos.find(tx, upload.video));
  if (!video || video->state != model::VideoState::uploading) return {};
  return needs_.videos.remove(tx, upload.video, needs_.clock.now());
}

Result<void> Uploads::terminate(Transaction& tx, AccountId author, UploadId id) {
  TRY_LET(const auto upload, find(tx, author, id));
  if (upload.received_at) return absent();
  return drop(tx, upload);
}

Result<std::vector<UploadId>> Uploads::expire(Transaction& tx, int limit) {
  TRY_LET(const auto old, needs_.uploads.expired(tx, needs_.clock.now(), limit));
  std::vector<UploadId> gone;
  for (const auto& upload : old) {
    TRY(drop(tx, upload));
    gone.push_back(upload.id);
  }
  return gone;
}

void Uploads::remove_file(UploadId id) {
  if (const auto status = needs_.files.remove(id); !status)
    base::log(base::Level::warning, "upload_file_stays",
              {{"upload", id.text()}, {"code", status.error().code}});
}

}  // namespace vitrine::catalog
