#pragma once
// How videos look in answers of routes that are not about videos: likes, saves, notifications, reports.
// Implemented beside the videos routes (who may see what is catalog's); a fake in tests.
#include <optional>
#include <span>

#include "base/json.hpp"
#include "http/call.hpp"
#include "model/ids.hpp"
#include "ports/record.hpp"

namespace vitrine::http {

class VideoCards {
 public:
  virtual ~VideoCards() = default;

  /// Video objects (shapes::video) in the order of `ids`, without those the viewer may not see. At most 100.
  virtual Result<base::json::array> cards(ports::Transaction& tx, const std::optional<Viewer>& viewer,
                                          std::span<const model::VideoId> ids) = 0;

  /// The author, if the viewer may see the video. Errors: not_found "video_absent".
  virtual Result<model::AccountId> author(ports::Transaction& tx, const std::optional<Viewer>& viewer,
                                          model::VideoId video) = 0;

  /// What each profile shows as its number of videos, in the order of `authors`.
  virtual Result<std::vector<std::int64_t>> published(ports::Transaction& tx,
                                                      std::span<const model::AccountId> authors) = 0;
};

}  // namespace vitrine::http
