#pragma once
// Two promises about a viewer's history, tried on many viewers of an invented house, each against another:
//
//  - what uses no profile knows none: two viewers who did the opposite in everything get the same page, byte
//    for byte, by every policy without profiling;
//  - what is reset is gone: afterwards a viewer gets the page that somebody never seen before gets, by every
//    policy.
//
// So that neither is kept by pages that are the same for everybody anyway, it is counted how often the two
// got different pages from `home`. One thread.
#include <cstdint>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace vitrine::replay {

struct ProofOptions {
  std::uint32_t pairs = 10'000;
  std::uint64_t seed = 1;
  std::uint32_t videos = 120;
};

struct Proofs {
  std::uint64_t pairs = 0;
  std::uint64_t pages = 0;                 ///< that were compared
  std::uint64_t same_without_profile = 0;  ///< pairs, by all policies without profiling
  std::uint64_t different_by_home = 0;     ///< pairs
  std::uint64_t new_after_reset = 0;       ///< pairs of which one was reset, by all policies
  std::vector<std::string> failures;       ///< the first ten

  [[nodiscard]] bool hold() const {
    return same_without_profile == pairs && new_after_reset == pairs && different_by_home * 10 >= pairs * 9;
  }
};

/// Same options, same answer. Cost: about 3 ms a pair.
[[nodiscard]] Proofs prove(const ProofOptions& options);

[[nodiscard]] base::json::object to_json(const Proofs& proofs);

}  // namespace vitrine::replay
