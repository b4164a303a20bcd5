#pragma once
// Videos over the API: look, list, edit, publish, delete; and the news of their states for the author's page.
#include <functional>

#include "accounts/ports.hpp"
#include "catalog/schedule.hpp"
#include "catalog/uploads.hpp"
#include "catalog/videos.hpp"
#include "http/live.hpp"
#include "http/media_cache.hpp"
#include "http/route.hpp"
#include "http/video_cards.hpp"
#include "http/video_json.hpp"

namespace vitrine::http {

struct VideosNeeds {
  catalog::Videos& videos;
  catalog::Uploads& uploads;
  catalog::Relations& relations;
  accounts::AccountStore& accounts;
  const VideoJson& json;
  MediaCache& cache;
  /// Publishing by hand makes a plan void; none in tests that have no plans.
  catalog::Schedule* schedule = nullptr;
};

/// GET /videos, GET|PATCH|DELETE /videos/{video}, POST /videos/{video}/publish, GET /me/videos,
/// GET /accounts/{handle}/videos. What `needs` refers to outlives the table.
void add_videos_routes(RouteTable& table, VideosNeeds needs);

/// How videos look in answers of other areas' routes.
class CatalogCards final : public VideoCards {
 public:
  CatalogCards(catalog::Videos& videos, catalog::VideoStore& store, const VideoJson& json)
      : videos_(videos), store_(store), json_(json) {}
  Result<base::json::array> cards(ports::Transaction& tx, const std::optional<Viewer>& viewer,
                                  std::span<const model::VideoId> ids) override;
  Result<model::AccountId> author(ports::Transaction& tx, const std::optional<Viewer>& viewer,
                                  model::VideoId video) override;
  Result<std::vector<std::int64_t>> published(ports::Transaction& tx,
                                              std::span<const model::AccountId> authors) override;

 private:
  catalog::Videos& videos_;
  catalog::VideoStore& store_;
  const VideoJson& json_;
};

/// How the catalog knows the caller.
[[nodiscard]] catalog::Viewer viewer_of(const std::optional<Viewer>& viewer);
[[nodiscard]] catalog::Viewer viewer_of(const Call& call);

/// For the bus: VideoChanged becomes the event `video` {id, state, progress, problem} on its author's
/// streams. One query, and only when somebody is listening and something went wrong.
class VideoNews {
 public:
  VideoNews(LiveHub& hub, ports::Record& record, catalog::VideoStore& videos)
      : hub_(hub), record_(record), videos_(videos) {}
  void hear(const model::News& news);

 private:
  LiveHub& hub_;
  ports::Record& record_;
  catalog::VideoStore& videos_;
};

}  // namespace vitrine::http
