#pragma once
// JSON-lines log on standard error: time, level, event name and small facts. Never a person: no handle, no
// address, no text somebody typed; facts are ids of things, counts, codes and durations. Thread-safe; a line
// is written whole.
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace vitrine::base {

enum class Level { debug, info, warning, error };

using Fact = std::pair<std::string_view, std::variant<std::int64_t, double, std::string_view>>;

/// `log(Level::info, "job_done", {{"video", id.text()}, {"ms", 812}});`
void log(Level level, std::string_view event, std::initializer_list<Fact> facts = {});

/// Lines below `level` are dropped; info unless told otherwise.
void set_log_level(Level level);

}  // namespace vitrine::base
