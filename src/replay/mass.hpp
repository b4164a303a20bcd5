#pragma once
// Replay at scale, from nothing but a seed: an invented house serves pages by every policy while its log
// grows; then every page is ranked again twice, from its receipt's bytes, once by a model restored from a
// checkpoint and folded on, once by a model folded from the first event. Both times every byte must be equal.
//
// The two digests depend on nothing but seed and number of pages: two builds, or two machines, agree when
// one line of output does. Memory stays small: pages are replayed in batches and forgotten. One thread.
#include <cstdint>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace vitrine::replay {

struct MassOptions {
  std::uint32_t pages = 1000;
  std::uint64_t seed = 1;
  std::uint32_t videos = 200;  ///< at a time; some go and others come
  std::uint32_t viewers = 50;
};

struct MassReplay {
  std::uint64_t pages = 0, items = 0, candidates = 0, events = 0;
  std::uint64_t from_checkpoint = 0, from_the_start = 0;  ///< pages that were equal
  std::vector<std::string> differences;                   ///< the first ten
  base::Digest slates{};                                  ///< over every page, in order
  base::Digest model{};                                   ///< after the last event
  bool models_agree = false;                              ///< all three ended in the same state

  [[nodiscard]] bool equal() const {
    return models_agree && from_checkpoint == pages && from_the_start == pages;
  }
  /// The one line that two builds are compared by.
  [[nodiscard]] base::Digest digest() const;
};

/// Cost: about 1 ms a page. Errors: corrupt_input when our own bytes do not decode (never, hopefully).
[[nodiscard]] base::Result<MassReplay> mass_replay(const MassOptions& options);

[[nodiscard]] base::json::object to_json(const MassReplay& replay);

}  // namespace vitrine::replay
