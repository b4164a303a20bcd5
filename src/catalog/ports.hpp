#pragma once
// What the catalog asks of the world. Stores: adapters/sql/catalog_store (SQLite and PostgreSQL, one contract
// suite); incoming files: adapters/upload; relations: from social, handed in by app. Stores belong to the
// transaction they are given and add no rules of their own.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/search_entry.hpp"
#include "catalog/upload.hpp"
#include "catalog/video.hpp"
#include "catalog/visibility.hpp"
#include "ports/record.hpp"

namespace vitrine::catalog {

using ports::Transaction;

/// Which rows of a list are wanted. Every list is of published, playable videos, newest publication first,
/// unless it says otherwise; unlisted and private ones are in none but `mine`.
struct ByAuthor {
  AccountId author;
  bool with_followers_only = false;
  bool with_adult = false;
};

class VideoStore {
 public:
  virtual ~VideoStore() = default;

  virtual Result<void> insert(Transaction& tx, const Video& video) = 0;
  /// Every field but id, author and created_at; the tags too. Errors: not_found "video_absent".
  virtual Result<void> update(Transaction& tx, const Video& video) = 0;
  /// The video, its tags and the rows of its files; the blobs it named become garbage due at once.
  virtual Result<void> remove(Transaction& tx, VideoId id, Instant now) = 0;

  virtual Result<std::optional<Video>> find(Transaction& tx, VideoId id) = 0;
  /// Those that exist, in the order asked for. At most 200.
  virtual Result<std::vector<Video>> find_many(Transaction& tx, std::span<const VideoId> ids) = 0;

  virtual Result<std::vector<Video>> by_author(Transaction& tx, const ByAuthor& which, const Page& page) = 0;
  virtual Result<std::vector<Video>> by_tag(Transaction& tx, std::string_view tag, const Page& page) = 0;
  /// Of everybody, visibility `everyone` only.
  virtual Result<std::vector<Video>> newest(Transaction& tx, const Page& page) = 0;
  /// Drafts and all, newest creation first; Position::at is created_at.
  virtual Result<std::vector<Video>> mine(Transaction& tx, AccountId author, const Page& page) = 0;
  /// Published and playable, whatever the visibility but private: what a profile shows as its number.
  virtual Result<std::vector<std::pair<AccountId, std::int64_t>>> published_counts(
      Transaction& tx, std::span<const AccountId> authors) = 0;

  /// Replaces the files of a video. Blobs no longer named become garbage due at once; blobs named now stop
  /// being garbage, and the caller checks after this that they are in the store (see garbage below).
  virtual Result<void> put_files(Transaction& tx, VideoId id, const MediaFiles& files, Instant now) = 0;
  /// The files of each video, in the order of `ids`.
  virtual Result<std::vector<MediaFiles>> files_of(Transaction& tx, std::span<const VideoId> ids) = 0;
  /// The captions of a video in one language (captions.hpp, webvtt). Video::captions is for the caller to
  /// keep true. remove() takes them along.
  virtual Result<void> put_captions(Transaction& tx, VideoId id, std::string_view language,
                                    std::string_view webvtt, Instant now) = 0;
  virtual Result<void> remove_captions(Transaction& tx, VideoId id, std::string_view language) = 0;
  struct Captions {
    std::string webvtt;
    Instant changed_at{};
  };
  virtual Result<std::optional<Captions>> captions(Transaction& tx, VideoId id,
                                                   std::string_view language) = 0;

  /// The edit of a video that is not out yet (media/edit_list.hpp), and whether its files show it.
  struct KeptEdit {
    std::string document;
    bool rendered = false;
    Instant changed_at{};
    bool operator==(const KeptEdit&) const = default;
  };
  virtual Result<void> put_edit(Transaction& tx, VideoId id, const KeptEdit& edit) = 0;
  virtual Result<std::optional<KeptEdit>> edit(Transaction& tx, VideoId id) = 0;
  /// Absent is fine; remove() takes it along.
  virtual Result<void> remove_edit(Transaction& tx, VideoId id) = 0;

  /// The videos that name this blob, and its type.
  struct Naming {
    VideoId video;
    std::string type;
  };
  virtual Result<std::vector<Naming>> naming(Transaction& tx, const BlobKey& blob) = 0;
  virtual Result<std::int64_t> stored_bytes(Transaction& tx, AccountId author) = 0;

  // Garbage: blobs that nothing may name any more. Whoever names a blob and whoever removes one first touch
  // its row here, so on every engine one waits for the other: the remover deletes the file inside its
  // transaction, the namer looks whether the file is there after naming it.

  /// Marks a blob as perhaps unneeded from `due` on; an earlier mark stays.
  virtual Result<void> mark_garbage(Transaction& tx, const BlobKey& blob, Instant due) = 0;
  /// Blobs due at `now`, oldest first.
  virtual Result<std::vector<BlobKey>> due_garbage(Transaction& tx, Instant now, int limit) = 0;
  /// Locks the mark and removes it; false when it is gone or no longer due.
  virtual Result<bool> take_garbage(Transaction& tx, const BlobKey& blob, Instant now) = 0;
};

/// What words find. The entries are written by VideoStore::insert, update and remove, in their transaction;
/// here they are asked. Every engine answers the same. Terms and keys are folded words (search/words.hpp).
class SearchIndex {
 public:
  virtual ~SearchIndex() = default;

  /// A word and how many videos have it.
  struct Known {
    std::string word;
    std::string spelled;  ///< empty for mere stems
    std::int64_t videos = 0;
    bool operator==(const Known&) const = default;
  };
  /// How many videos there are in all.
  virtual Result<std::int64_t> size(Transaction& tx) = 0;
  /// Those of `words` that are known, in alphabetical order. At most 1000.
  virtual Result<std::vector<Known>> known(Transaction& tx, std::span<const std::string> words) = 0;
  /// Spelled words that share one of `slips` (search/slips.hpp), most frequent first, at most 100.
  virtual Result<std::vector<Known>> near(Transaction& tx, std::span<const std::uint64_t> slips) = 0;
  /// Spelled words that begin with `letters`, most frequent first.
  virtual Result<std::vector<Known>> beginning(Transaction& tx, std::string_view letters, int limit) = 0;
  /// Tags or runs of words whose key begins with `letters`, most frequent first.
  virtual Result<std::vector<Hint>> hints(Transaction& tx, HintKind kind, std::string_view letters,
                                          int limit) = 0;

  /// Which videos: at least one term of each group (of any group), and what the filters say.
  struct Ask {
    std::vector<std::vector<std::string>> groups = {};
    bool any = false;
    std::vector<std::string> marks = {};  ///< of search_entry.hpp, all of them
    std::optional<Instant> published_after = {};
    bool with_adult = false;
    int limit = 1000;
  };
  struct Match {
    VideoId video;
    Instant published_at{};
    std::string title, tags, more;
    bool operator==(const Match&) const = default;
  };
  /// The newest `limit` of them, newest first.
  virtual Result<std::vector<Match>> matching(Transaction& tx, const Ask& ask) = 0;

  /// Videos for everybody, adults' clips left out, published from `from` until before `until`, newest first.
  virtual Result<std::vector<std::pair<VideoId, Instant>>> published(Transaction& tx, Instant from,
                                                                     Instant until, int limit) = 0;
  /// When the first of all was published; nothing when there is none.
  virtual Result<std::optional<Instant>> first_published(Transaction& tx) = 0;

  /// Writes the entries of up to `limit` videos after `after` again, in ascending id; the last one's id, or
  /// nothing when there was none.
  virtual Result<std::optional<VideoId>> write_again(Transaction& tx, VideoId after, int limit) = 0;
};

class UploadStore {
 public:
  virtual ~UploadStore() = default;
  virtual Result<void> insert(Transaction& tx, const Upload& upload) = 0;
  virtual Result<std::optional<Upload>> find(Transaction& tx, UploadId id) = 0;
  virtual Result<std::optional<Upload>> of_video(Transaction& tx, VideoId video) = 0;
  virtual Result<void> mark_received(Transaction& tx, UploadId id, Instant now) = 0;
  /// Its file is no longer needed: processed, failed or kept elsewhere.
  virtual Result<void> mark_done(Transaction& tx, UploadId id, Instant now) = 0;
  virtual Result<void> remove(Transaction& tx, UploadId id) = 0;
  /// Past their time and either not received in full or done, oldest first.
  virtual Result<std::vector<Upload>> expired(Transaction& tx, Instant now, int limit) = 0;
  /// Not yet received in full and not expired: looked through at start-up for those whose bytes are all here.
  virtual Result<std::vector<Upload>> open(Transaction& tx, Instant now, int limit) = 0;
  struct Usage {
    std::int64_t open_uploads = 0;
    std::int64_t reserved_bytes = 0;  ///< lengths of uploads whose files still lie here
  };
  virtual Result<Usage> usage(Transaction& tx, AccountId author, Instant now) = 0;
};

/// One open incoming file. Dropping it lets go of the file.
class IncomingFile {
 public:
  virtual ~IncomingFile() = default;
  /// Appends. Errors: not_available "upload_storage".
  virtual Result<void> append(base::ByteView bytes) = 0;
  /// Until keep(), a crash or drop() takes back everything after this point.
  virtual Result<void> hold_back() = 0;
  /// Returns when everything appended is on disk and counts.
  virtual Result<std::uint64_t> keep() = 0;
  /// Takes back what came since hold_back().
  virtual Result<void> drop() = 0;
};

/// Where incoming bytes lie until they are processed: private files, never served. Thread-safe; one open
/// IncomingFile per upload, across processes too.
class IncomingFiles {
 public:
  virtual ~IncomingFiles() = default;
  /// Bytes that are on disk for good; 0 for none. Errors: conflict "upload_locked" while somebody writes.
  virtual Result<std::uint64_t> size(UploadId id) = 0;
  /// Opens for appending, creates at need. Errors: conflict "upload_locked".
  virtual Result<std::unique_ptr<IncomingFile>> open(UploadId id) = 0;
  /// Absent is fine.
  virtual Result<void> remove(UploadId id) = 0;
  [[nodiscard]] virtual std::filesystem::path path(UploadId id) const = 0;
  virtual Result<void> each(const std::function<void(UploadId)>& visit) = 0;
  /// Moves the file to where the operator keeps originals.
  virtual Result<void> keep_original(UploadId id, VideoId video) = 0;
  /// Where the operator keeps the original of this video, if so.
  [[nodiscard]] virtual std::optional<std::filesystem::path> original(VideoId video) const = 0;
  struct Space {
    std::uint64_t total_bytes = 0;
    std::uint64_t free_bytes = 0;
  };
  virtual Result<Space> space() = 0;
};

/// How a viewer stands to authors: follows and blocks, from whoever keeps them.
class Relations {
 public:
  virtual ~Relations() = default;
  /// In the order of `authors`.
  virtual Result<std::vector<Relation>> of(Transaction& tx, AccountId viewer,
                                           std::span<const AccountId> authors) = 0;
};

/// What the catalog has to know of people.
class People {
 public:
  virtual ~People() = default;
  /// Which accounts handles stand for; unknown ones are left out.
  virtual Result<std::vector<AccountId>> by_handles(Transaction& tx,
                                                    std::span<const std::string> handles) = 0;
  /// Whether what this account publishes for everybody is for its followers.
  virtual Result<bool> is_private(Transaction& tx, AccountId account) = 0;
};

}  // namespace vitrine::catalog
