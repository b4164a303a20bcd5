#pragma once
// Remixes in catalog_remix, catalog_remix_choice and catalog_remix_default: catalog/remixes.hpp on SQLite and
// PostgreSQL. Stateless; thread-safe.
#include "adapters/sql/sql.hpp"
#include "catalog/remixes.hpp"

namespace vitrine::sql {

class RemixStore final : public catalog::RemixStore {
 public:
  using Transaction = ports::Transaction;
  using Lending = catalog::Lending;
  using VideoId = model::VideoId;
  base::Result<void> put_default(Transaction& tx, model::AccountId author, const Lending& lending) override;
  base::Result<std::optional<Lending>> default_of(Transaction& tx, model::AccountId author) override;
  base::Result<void> put_choice(Transaction& tx, VideoId video, const Lending& lending) override;
  base::Result<std::optional<Lending>> choice_of(Transaction& tx, VideoId video) override;
  base::Result<void> put(Transaction& tx, const catalog::Remix& remix) override;
  base::Result<void> remove(Transaction& tx, VideoId video) override;
  base::Result<std::vector<catalog::Remix>> of_videos(Transaction& tx,
                                                      std::span<const VideoId> videos) override;
  base::Result<void> take_over(Transaction& tx, VideoId video, VideoId draft) override;
};

/// For those who delete videos: it is no remix, and nothing is said to be made with it.
base::Result<void> leave_remixes(Connection& db, model::VideoId video);

}  // namespace vitrine::sql
