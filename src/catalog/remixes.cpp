#include "catalog/remixes.hpp"

#include "catalog/videos.hpp"

namespace vitrine::catalog {
using base::fail;
using base::Fault;
using media::RemixKind;

Result<Video> Remixes::lend(Transaction& tx, const Viewer& viewer, VideoId id, RemixKind kind) {
  TRY_LET(auto video, needs_.videos.seen_by(tx, viewer, id));
  if (video.state == model::VideoState::ready && viewer.account == video.author) return video;
  const auto refused = [] {
    return fail(Fault::refused, "remix_refused", "Its author does not let others use the clip in this way.");
  };
  if (!is_open(video) || video.visibility != model::Visibility::everyone ||
      video.state != model::VideoState::ready)
    return refused();
  if (kind == RemixKind::sound) {
    TRY_LET(const bool usable, needs_.sounds.borrowable(tx, video.id));
    return usable ? Result<Video>{std::move(video)} : refused();
  }
  TRY_LET(const auto said, said_of(tx, video));
  return (kind == RemixKind::duet ? said.duet : said.stitch) ? Result<Video>{std::move(video)} : refused();
}

Result<Lending> Remixes::said_of(Transaction& tx, const Video& video) {
  TRY_LET(const auto said, needs_.rows.choice_of(tx, video.id));
  return said ? Result<Lending>{*said} : lending_of_all(tx, video.author);
}

Result<Lending> Remixes::lending_of_all(Transaction& tx, AccountId author) {
  TRY_LET(const auto said, needs_.rows.default_of(tx, author));
  return said.value_or(Lending{});
}

Result<void> Remixes::lend_all(Transaction& tx, AccountId author, const Lending& lending) {
  return needs_.rows.put_default(tx, author, lending);
}

Result<Lending> Remixes::lending(Transaction& tx, AccountId author, VideoId id) {
  TRY_LET(const auto video, needs_.videos.own(tx, author, id));
  return said_of(tx, video);
}

Result<void> Remixes::lend_one(Transaction& tx, AccountId author, VideoId id, const Lending& lending) {
  TRY(needs_.videos.own(tx, author, id));
  return needs_.rows.put_choice(tx, id, lending);
}

Result<void> Remixes::rendered(Transaction& tx, const Video& video, const media::EditList& edit) {
  if (!edit.remix) return needs_.rows.remove(tx, video.id);
  TRY(needs_.rows.put(tx, {video.id, edit.remix->video, edit.remix->kind}));
  if (edit.remix->kind != RemixKind::sound || edit.remix->volume == 0) return {};
  return needs_.sounds.borrow(tx, video, edit.remix->video, edit.remix->from_ms);
}

Result<std::optional<model::Remixed>> Remixes::to_tell(Transaction& tx, VideoId id) {
  TRY_LET(const auto rows, needs_.rows.of_videos(tx, std::array{id}));
  if (rows.empty()) return std::nullopt;
  TRY_LET(const auto known,
          needs_.videos.some(tx, Viewer{}, std::array{id, rows[0].origin}, Videos::Want::found));
  if (known.size() != 2 || known[0].author == known[1].author) return std::nullopt;
  return model::Remixed{.who = known[1].author, .by = known[0].author, .video = id};
}

Result<std::map<VideoId, Remixes::Seen>> Remixes::of(Transaction& tx, const Viewer& viewer,
                                                     std::span<const Video> videos) {
  std::vector<VideoId> ids;
  for (const auto& video : videos) ids.push_back(video.id);
  TRY_LET(const auto rows, needs_.rows.of_videos(tx, ids));
  std::map<VideoId, Seen> found;
  if (rows.empty()) return found;
  std::vector<VideoId> origins;
  for (const auto& row : rows) origins.push_back(row.origin);
  TRY_LET(auto seen, needs_.videos.some(tx, viewer, origins, Videos::Want::found));
  std::map<VideoId, Video> known;
  for (auto& video : seen) known.emplace(video.id, std::move(video));
  for (const auto& row : rows) {
    const auto at = known.find(row.origin);
    found.emplace(row.video, Seen{row.kind, at == known.end() ? std::nullopt : std::optional{at->second}});
  }
  return found;
}

}  // namespace vitrine::catalog
