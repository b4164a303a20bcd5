#pragma once
// What `vitrine demo` shows: a dozen invented creators and three dozen short clips drawn and played by
// ffmpeg's own generators. Pure data made from small formulas: no file, no download, the same clips every
// time.
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::app::demo {

struct Creator {
  std::string_view handle, name, bio;
};

struct Clip {
  std::string_view creator;  ///< handle
  std::string topic;         ///< the tag its viewers come back for
  std::string title;
  std::string description;  ///< with #tags
  std::string_view language;
  int seconds;
  std::string picture;  ///< ffmpeg filter graph without inputs, 540x960 at 30 frames a second
  std::string sound;    ///< the same for sound
};

[[nodiscard]] const std::vector<Creator>& creators();

/// In the order they are published: topics take turns, so that a half-filled folder is varied too.
[[nodiscard]] std::vector<Clip> clips();

/// What the simulated viewers say under clips; neutral enough for any of them.
[[nodiscard]] const std::vector<std::string_view>& remarks();

}  // namespace vitrine::app::demo
