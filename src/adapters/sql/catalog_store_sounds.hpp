#pragma once
// Sounds in catalog_sound, catalog_sound_mark and catalog_sound_clip: catalog/sounds.hpp on SQLite and
// PostgreSQL. Stateless; thread-safe.
#include "adapters/sql/sql.hpp"
#include "catalog/sounds.hpp"

namespace vitrine::sql {

class SoundStore final : public catalog::SoundStore {
 public:
  using Transaction = ports::Transaction;
  using Sound = catalog::Sound;
  using SoundId = model::SoundId;
  using VideoId = model::VideoId;
  base::Result<void> insert(Transaction& tx, const Sound& sound, catalog::PrintView print) override;
  base::Result<void> update(Transaction& tx, const Sound& sound) override;
  base::Result<std::optional<Sound>> find(Transaction& tx, SoundId id) override;
  base::Result<std::vector<std::pair<VideoId, Sound>>> of_videos(Transaction& tx,
                                                                 std::span<const VideoId> videos) override;
  base::Result<void> put_clip(Transaction& tx, VideoId video, SoundId sound, std::int64_t at_ms) override;
  base::Result<std::vector<std::pair<SoundId, catalog::Print>>> alike(
      Transaction& tx, std::span<const std::uint32_t> landmarks, int limit) override;
  base::Result<std::vector<catalog::Position>> clips(Transaction& tx, SoundId id,
                                                     const catalog::Page& page) override;
  base::Result<int> uses(Transaction& tx, SoundId id) override;
  base::Result<std::int64_t> open_clips(Transaction& tx, SoundId id) override;
  base::Result<void> put_default(Transaction& tx, model::AccountId author, bool usable) override;
  base::Result<std::optional<bool>> default_of(Transaction& tx, model::AccountId author) override;
  base::Result<void> put_choice(Transaction& tx, VideoId video, bool usable) override;
  base::Result<std::optional<bool>> choice_of(Transaction& tx, VideoId video) override;
  base::Result<void> leave(Transaction& tx, VideoId video) override;
  base::Result<void> take_over(Transaction& tx, VideoId video, VideoId draft) override;
};

/// SoundStore::leave, for those who delete videos.
base::Result<void> leave_sound(Connection& db, model::VideoId video);
/// Sounds that have no clip: what erasing an account leaves.
base::Result<void> remove_unused_sounds(Connection& db);

}  // namespace vitrine::sql
