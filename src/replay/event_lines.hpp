#pragma once
// The lines of a log of viewing, in any of the documented formats: who was shown what, and how it ended.
// Shared by everything that is fed with such a file, so that a bad line is bad everywhere.
#include <algorithm>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "learning/readings.hpp"
#include "replay/csv.hpp"
#include "replay/evaluate.hpp"

namespace vitrine::replay {

/// One line: a showing and how it ended.
struct EventLine {
  learning::Impression shown;
  learning::Outcome outcome;
  std::int64_t at_ms = 0;
};

/// Names of any kind become ids; 0 is kept for "nobody".
[[nodiscard]] std::uint64_t id_of(std::string_view name);

/// What is wrong with a time in milliseconds, or nothing. `name` is its column's.
[[nodiscard]] std::string wrong_time(std::string_view name, std::optional<std::int64_t> at_ms);

/// The columns that say how a showing ended, for a sentence.
[[nodiscard]] std::string outcomes_of(Format format);

class EventReader {
 public:
  /// Errors: invalid_input "evaluate_input" when a needed column is missing, or one is there twice.
  [[nodiscard]] static base::Result<EventReader> open(std::string_view header, Format format);

  /// Answers what is wrong with the line, or nothing.
  std::string read(std::string_view text, EventLine& line);

  /// Columns that are there and say nothing here, by name: a misspelt one is among them.
  [[nodiscard]] std::vector<std::string> not_used() const;

 private:
  /// Where each fact stands in a line of this format.
  struct Layout {
    const char *viewer, *video, *author, *tags, *at, *surface, *duration, *watched, *age_days;
    std::vector<std::pair<const char*, learning::Head>> flags;
  };
  [[nodiscard]] static Layout layout_of(Format format);
  [[nodiscard]] std::vector<std::string_view> known_names() const;

  EventReader(std::vector<std::string> names, Layout layout)
      : names_(std::move(names)), columns_(names_), layout_(std::move(layout)) {}
  [[nodiscard]] std::string_view field(const char* name) const;
  /// A number of at most `max` in size; nothing when the field is empty or not there. Says in `wrong` what it
  /// is not: one NaN that is learned from makes every later prediction one.
  [[nodiscard]] std::optional<float> measure(const char* name, float max, std::string& wrong) const;
  void read_tags(learning::Impression& shown) const;
  std::string read_outcome(EventLine& line) const;

  std::vector<std::string> names_;
  Columns columns_;
  Layout layout_;
  std::vector<std::string> fields_;
};

struct EventLog {
  std::vector<EventLine> lines;       ///< the good ones, in the order of time
  std::vector<std::string> not_used;  ///< columns
};
/// The bad lines are counted under the name `file`. Errors: as EventReader::open.
[[nodiscard]] base::Result<EventLog> read_events(std::istream& in, Format format, const std::string& file,
                                                 BadLines& bad);

}  // namespace vitrine::replay
