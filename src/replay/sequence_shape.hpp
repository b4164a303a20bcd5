#pragma once
// What a foreign file of sequences looks like, told from its first lines: a table with or without a header,
// or lists. What fits nothing is refused: a file that is misread gives figures that look like any others.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "replay/named_columns.hpp"
#include "replay/next.hpp"

namespace vitrine::replay {

/// How the lines of a file are read.
struct Reading {
  enum class Form { named, pairs, timed, rated, lists };  ///< rated: user item rating time
  Form form = Form::lists;
  bool guessed = false;                   ///< nobody said so
  bool header = false;                    ///< the first line is none of them
  std::string separator{};                ///< the only one; empty: any that stand between words
  std::optional<NamedColumns> columns{};  ///< of a named one
};

/// No number of seconds since 1970 in a data set is as small; ratings and numbers of items are.
inline constexpr double no_time_below = 1e6;

inline constexpr std::size_t header_shown = 160;  ///< bytes of a header that are told

/// The words of a line. With no `separator` they are separated by spaces, tabs, commas, `;`, `|` and `::`,
/// and none is empty. Otherwise a word may be, but for the last ones; outer spaces and quotes are left out.
void split_entry(std::string_view line, std::string_view separator, std::vector<std::string_view>& words);

/// `lines` are the first ones. Errors: invalid_input "evaluate_input" when they are no sequences, or it
/// cannot be told what they are.
[[nodiscard]] base::Result<Reading> reading_of(const std::vector<std::string>& lines, SequenceFormat asked);

/// How that is, for people.
[[nodiscard]] ReadAs told(const Reading& reading, std::string_view first_line);

}  // namespace vitrine::replay
