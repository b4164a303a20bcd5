#pragma once
// All rungs of a plan, made in slices of time by processes of bounded cost, some at once, and joined.
//
// No process may take long (plan.hpp, process_seconds_max), whatever the clip: where a slice turns out too
// heavy it is cut in two and made again, and so are the slices not yet begun. Only when a slice cannot be cut
// any finer is the clip refused.
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "media/plan.hpp"
#include "media/ports.hpp"

namespace vitrine::media {

struct LadderOrder {
  const Source& source;
  const Plan& plan;
  std::vector<Slice> slices;  ///< back to back, the last one open
  /// Asked when the pictures are done, so that both are made side by side: a fragmented MP4, put into every
  /// rung.
  std::function<base::Result<std::optional<std::filesystem::path>>()> sound;
  model::Millis end{0};       ///< when the last picture goes
  std::filesystem::path dir;  ///< empty or absent; the files are left in it
  int workers = 1;            ///< slices at once
};

/// One CMAF file a rung, in the plan's order. `progress` is called from this thread, 0..1, rising. Blocks.
/// Errors: those of Converter::slice, of `sound` and of join_rung.
base::Result<std::vector<std::filesystem::path>> make_ladder(Converter& converter, const LadderOrder& order,
                                                             const std::function<void(double)>& progress,
                                                             std::stop_token stop);

}  // namespace vitrine::media
