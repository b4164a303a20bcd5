#pragma once
// The lines of a log of viewing, in any of the documented formats: who was shown what, and how it ended.
// Shared by everything that is fed with such a file, so that a bad line is bad everywhere.
#include <algorithm>
#include <cstdint>
#include <istream>
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

/// The columns that say how a showing ended, for a sentence.
[[nodiscard]] std::string outcomes_of(Format format);

class EventReader {
 public:
  /// Errors: invalid_input "evaluate_input" when a needed column is missing.
  [[nodiscard]] static base::Result<EventReader> open(std::string_view header, Format format);

  /// Answers what is wrong with the line, or nothing.
  std::string read(std::string_view text, EventLine& line);

 private:
  /// Where each fact stands in a line of this format.
  struct Layout {
    const char *viewer, *video, *author, *tags, *at, *surface, *duration, *watched, *age_days;
    std::vector<std::pair<const char*, learning::Head>> flags;
  };
  [[nodiscard]] static Layout layout_of(Format format);

  EventReader(Columns columns, Layout layout) : columns_(std::move(columns)), layout_(std::move(layout)) {}
  [[nodiscard]] std::string_view field(const char* name) const;
  /// A number of at most `max` in size; nothing when the field is empty or not there. Says in `wrong` what it
  /// is not: one NaN that is learned from makes every later prediction one.
  [[nodiscard]] std::optional<float> measure(const char* name, float max, std::string& wrong) const;
  void read_tags(learning::Impression& shown) const;
  std::string read_outcome(EventLine& line) const;

  Columns columns_;
  Layout layout_;
  std::vector<std::string> fields_;
};

/// Every good line of a file, in the order of time; the bad ones are counted under the name `file`.
/// Errors: as EventReader::open.
[[nodiscard]] base::Result<std::vector<EventLine>> read_events(std::istream& in, Format format,
                                                               const std::string& file, BadLines& bad);

}  // namespace vitrine::replay
