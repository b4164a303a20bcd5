#pragma once
// An upload: the promise of so many bytes, kept for a day. Values and limits; how bytes arrive is in
// uploads.hpp.
#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "model/ids.hpp"
#include "model/time.hpp"

namespace vitrine::catalog {

struct Upload {
  model::UploadId id;
  model::AccountId author;
  model::VideoId video;
  std::uint64_t length = 0;    ///< bytes promised
  std::string file_name = {};  ///< as the author's machine calls it; shown to the author only
  std::string file_type = {};
  model::Instant created_at{};
  model::Instant expires_at{};
  std::optional<model::Instant> received_at = {};  ///< all bytes are here and processing was asked for
  /// Processing has ended and the file is gone. The row stays until it expires: a client that lost the last
  /// answer asks again and hears that all is here, instead of sending everything once more.
  std::optional<model::Instant> done_at = {};
  bool operator==(const Upload&) const = default;
};

/// The operator's limits; each is named in the refusal, before the first byte is sent.
struct UploadLimits {
  /// Ten minutes of a phone's 4K at 25 Mbit/s, the largest thing the sandbox is given time for.
  std::uint64_t upload_bytes_max = 2ULL << 30;
  /// What one account may keep here, stored and on its way: some 2 000 clips.
  std::uint64_t account_bytes_max = 20ULL << 30;
  /// A phone sends two or three at a time; more only piles up unfinished files.
  std::int64_t open_uploads_max = 8;
  /// SQLite needs room to write its log and the system to live: uploads stop before the disk is full.
  int disk_used_percent_max = 95;
  /// Long enough for a night without network.
  model::Millis lifetime{24LL * 60 * 60 * 1000};
};

}  // namespace vitrine::catalog
