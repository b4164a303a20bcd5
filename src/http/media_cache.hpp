#pragma once
// Which stored files anybody may fetch, remembered so that a public file costs no query. An entry is dropped
// when one of the videos that name the file changes: by the routes that change one, at once, and by the bus
// for changes made elsewhere. What was looked up before a change is not remembered after it (epochs).
// Thread-safe; at most `entries_max` entries of about 150 bytes.
#include <cstdint>
#include <map>
#include <vector>

#include "base/guarded.hpp"
#include "model/ids.hpp"
#include "model/news.hpp"

namespace vitrine::http {

class MediaCache {
 public:
  static constexpr std::size_t entries_max = 20'000;  // 3 MB; some 4 000 videos

  [[nodiscard]] bool is_public(const model::BlobKey& blob) const;

  /// Taken before looking up; remember() forgets about what changed since.
  [[nodiscard]] std::uint64_t epoch() const;
  void remember(const model::BlobKey& blob, std::vector<model::VideoId> named_by, std::uint64_t epoch);

  void forget(model::VideoId video);
  /// For the bus: VideoChanged and VideoRemoved.
  void hear(const model::News& news);

 private:
  struct State {
    std::map<model::BlobKey, std::vector<model::VideoId>> open;
    std::uint64_t epoch = 0;
  };
  base::Guarded<State> state_;
};

}  // namespace vitrine::http
