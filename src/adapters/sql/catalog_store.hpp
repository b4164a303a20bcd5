#pragma once
// Videos, files, uploads and garbage in the tables catalog_*: catalog/ports.hpp on SQLite and PostgreSQL.
// Stateless; thread-safe.
#include "catalog/ports.hpp"

namespace vitrine::sql {

class VideoStore final : public catalog::VideoStore {
 public:
  using Transaction = ports::Transaction;
  base::Result<void> insert(Transaction& tx, const catalog::Video& video) override;
  base::Result<void> update(Transaction& tx, const catalog::Video& video) override;
  base::Result<void> remove(Transaction& tx, model::VideoId id, model::Instant now) override;
  base::Result<std::optional<catalog::Video>> find(Transaction& tx, model::VideoId id) override;
  base::Result<std::vector<catalog::Video>> find_many(Transaction& tx,
                                                      std::span<const model::VideoId> ids) override;
  base::Result<std::vector<catalog::Video>> by_author(Transaction& tx, const catalog::ByAuthor& which,
                                                      const catalog::Page& page) override;
  base::Result<std::vector<catalog::Video>> by_tag(Transaction& tx, std::string_view tag,
                                                   const catalog::Page& page) override;
  base::Result<std::vector<catalog::Video>> newest(Transaction& tx, const catalog::Page& page) override;
  base::Result<std::vector<catalog::Video>> mine(Transaction& tx, model::AccountId author,
                                                 const catalog::Page& page) override;
  base::Result<std::vector<std::pair<model::AccountId, std::int64_t>>> published_counts(
      Transaction& tx, std::span<const model::AccountId> authors) override;
  base::Result<void> put_files(Transaction& tx, model::VideoId id, const catalog::MediaFiles& files,
                               model::Instant now) override;
  base::Result<std::vector<catalog::MediaFiles>> files_of(Transaction& tx,
                                                          std::span<const model::VideoId> ids) override;
  base::Result<void> put_captions(Transaction& tx, model::VideoId id, std::string_view language,
                                  std::string_view webvtt, model::Instant now) override;
  base::Result<void> remove_captions(Transaction& tx, model::VideoId id, std::string_view language) override;
  base::Result<std::optional<Captions>> captions(Transaction& tx, model::VideoId id,
                                                 std::string_view language) override;
  base::Result<void> put_edit(Transaction& tx, model::VideoId id, const KeptEdit& edit) override;
  base::Result<std::optional<KeptEdit>> edit(Transaction& tx, model::VideoId id) override;
  base::Result<void> remove_edit(Transaction& tx, model::VideoId id) override;
  base::Result<std::vector<Naming>> naming(Transaction& tx, const model::BlobKey& blob) override;
  base::Result<std::int64_t> stored_bytes(Transaction& tx, model::AccountId author) override;
  base::Result<void> mark_garbage(Transaction& tx, const model::BlobKey& blob, model::Instant due) override;
  base::Result<std::vector<model::BlobKey>> due_garbage(Transaction& tx, model::Instant now,
                                                        int limit) override;
  base::Result<bool> take_garbage(Transaction& tx, const model::BlobKey& blob, model::Instant now) override;
};

class UploadStore final : public catalog::UploadStore {
 public:
  using Transaction = ports::Transaction;
  base::Result<void> insert(Transaction& tx, const catalog::Upload& upload) override;
  base::Result<std::optional<catalog::Upload>> find(Transaction& tx, model::UploadId id) override;
  base::Result<std::optional<catalog::Upload>> of_video(Transaction& tx, model::VideoId video) override;
  base::Result<void> mark_received(Transaction& tx, model::UploadId id, model::Instant now) override;
  base::Result<void> mark_done(Transaction& tx, model::UploadId id, model::Instant now) override;
  base::Result<void> remove(Transaction& tx, model::UploadId id) override;
  base::Result<std::vector<catalog::Upload>> expired(Transaction& tx, model::Instant now, int limit) override;
  base::Result<std::vector<catalog::Upload>> open(Transaction& tx, model::Instant now, int limit) override;
  base::Result<Usage> usage(Transaction& tx, model::AccountId author, model::Instant now) override;
};

}  // namespace vitrine::sql
