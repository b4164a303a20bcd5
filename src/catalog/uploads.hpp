#pragma once
// How an upload's bytes arrive: a promise in the record, a file that grows, and one transaction at the end
// that makes a queued video of it. The offset a client resumes from is what the file holds on disk, so
// nothing is written to the record between the first and the last byte, and a killed server forgets nothing
// it acknowledged. Start here: start(), receive(), complete(). Thread-safe.
#include <memory>
#include <optional>
#include <string>

#include "catalog/checksum.hpp"
#include "catalog/ports.hpp"
#include "catalog/upload.hpp"
#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "ports/jobs.hpp"

namespace vitrine::catalog {

/// The job of a received upload; its subject is the video's id.
inline constexpr std::string_view process_video = "process_video";

/// Takes the bytes of one PATCH. Whatever arrived before the sender went away is kept, unless a checksum over
/// the whole was promised. Used by one thread at a time; holds the upload's lock until destroyed.
class Receiver {
 public:
  Receiver(std::unique_ptr<IncomingFile> file, std::uint64_t offset, std::uint64_t length,
           std::optional<Checksum> checksum);

  /// Errors: over_limit "upload_too_long", not_available "upload_storage".
  Result<void> take(base::ByteView bytes);

  enum class End { kept, mismatch };  ///< mismatch: the checksum differs, and the bytes are gone
  /// Returns when the bytes are on disk.
  Result<End> finish();
  /// The sender went away.
  void abandon();

  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  [[nodiscard]] bool complete() const { return offset_ == length_; }

 private:
  std::unique_ptr<IncomingFile> file_;
  std::uint64_t begin_;
  std::uint64_t offset_;
  std::uint64_t length_;
  std::uint64_t unsynced_ = 0;
  std::optional<Checksum> checksum_ = {};
};

class Uploads {
 public:
  struct Needs {
    UploadStore& uploads;
    VideoStore& videos;
    IncomingFiles& files;
    ports::Jobs& jobs;
    const ports::Clock& clock;
    ports::Ids& ids;
    UploadLimits limits = {};
  };
  explicit Uploads(Needs needs) : needs_(needs) {}

  [[nodiscard]] const UploadLimits& limits() const { return needs_.limits; }

  struct Ask {
    std::uint64_t length = 0;
    std::string file_name = {};
    std::string file_type = {};
    std::string language = {};
    std::optional<Instant> created_at = {};  ///< when it was made, elsewhere; none: now
  };
  /// Promises room and makes the draft. Errors, each naming its limit: invalid_input "upload_empty",
  /// over_limit "upload_too_large", "account_full", too_many "too_many_uploads", not_available
  /// "storage_full".
  Result<Upload> start(Transaction& tx, AccountId author, const Ask& ask);

  /// Errors: not_found "upload_absent", also for somebody else's and for expired ones.
  Result<Upload> find(Transaction& tx, AccountId author, UploadId id);

  /// Bytes that count. Errors: conflict "upload_locked", not_available.
  Result<std::uint64_t> offset(const Upload& upload);

  /// Errors: conflict "upload_locked"; conflict "upload_offset" when `offset` is not where the file ends.
  Result<std::unique_ptr<Receiver>> receive(const Upload& upload, std::uint64_t offset,
                                            std::optional<Checksum> checksum);

  /// All bytes are here: the upload is received, its video queued and its job written. Hearing it twice is
  /// one effect. Errors: not_found "upload_absent" when the draft was deleted meanwhile.
  Result<Video> complete(Transaction& tx, UploadId id);

  /// Gives an unfinished upload up, with its draft; the caller removes the file after the commit.
  /// Errors: not_found "upload_absent", also once it is received.
  Result<void> terminate(Transaction& tx, AccountId author, UploadId id);

  /// Removes the rows and drafts of at most `limit` uploads that are past their time; whose files may go.
  Result<std::vector<UploadId>> expire(Transaction& tx, int limit);

  void remove_file(UploadId id);  ///< after the commit; trouble is logged, the sweep comes again

 private:
  Result<void> drop(Transaction& tx, const Upload& upload);
  Needs needs_;
};

}  // namespace vitrine::catalog
