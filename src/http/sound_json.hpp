#pragma once
// The one place a sound becomes JSON: beside a clip, and as a thing of its own. Whoever calls has asked
// catalog::Sounds what the viewer may see. Thread-safe.
#include <optional>
#include <span>
#include <vector>

#include "accounts/ports.hpp"
#include "base/json.hpp"
#include "catalog/sounds.hpp"
#include "http/shape.hpp"
#include "http/video_json.hpp"

namespace vitrine::http {

class SoundJson {
 public:
  SoundJson(catalog::Sounds& sounds, accounts::AccountStore& accounts)
      : sounds_(sounds), accounts_(accounts) {}

  /// The sound of each video as shapes::video() has it, in order; null where there is none. At most three
  /// queries.
  base::Result<std::vector<base::json::value>> of(ports::Transaction& tx,
                                                  std::optional<model::AccountId> viewer,
                                                  std::span<const catalog::Video> videos) const;

  /// sound_shape() of each, in order. Pictures of the origins are rendered by `videos`.
  base::Result<base::json::array> render(ports::Transaction& tx, std::optional<model::AccountId> viewer,
                                         std::span<const catalog::SoundSeen> sounds,
                                         const VideoJson& videos) const;

 private:
  base::Result<std::map<model::AccountId, accounts::AccountBrief>> authors_of(
      ports::Transaction& tx, std::span<const catalog::SoundSeen> sounds) const;
  catalog::Sounds& sounds_;
  accounts::AccountStore& accounts_;
};

[[nodiscard]] Shape sound_shape();

}  // namespace vitrine::http
