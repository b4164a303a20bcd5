#pragma once
// What many people watch well just now: the same for everybody, of no place. The heat is the model's (half of
// it forgotten every hour, half every day), summed as the feed's own source `rising` sums it. Pure;
// thread-safe.
#include <cstddef>
#include <string>
#include <vector>

#include "learning/model.hpp"
#include "model/ids.hpp"
#include "model/time.hpp"

namespace vitrine::supply {

struct Rising {
  struct Clip {
    model::VideoId video;
    float heat = 0;
  };
  struct Tag {
    std::string word;
    float heat = 0;
    std::size_t people = 0;  ///< whose clips made it rise; each counts with the hottest one only
  };
  std::vector<Clip> clips;  ///< hottest first
  std::vector<Tag> tags;
};

/// Nothing withdrawn, nothing for adults. Heat below `heat_min` is noise. Cost: the model's hot list (512).
[[nodiscard]] Rising rising(const learning::Model& model, model::Instant at);

/// One good watch in the last days.
inline constexpr float heat_min = 0.25F;

}  // namespace vitrine::supply
