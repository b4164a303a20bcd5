#pragma once
// `vitrine bench search`, called by bench.cpp.
#include "app/settings.hpp"
#include "base/result.hpp"

namespace vitrine::app {

/// Fills an empty data folder with `videos` and asks 2000 questions. Prints what it took.
base::Result<void> bench_search(const Settings& settings, int videos);

}  // namespace vitrine::app
