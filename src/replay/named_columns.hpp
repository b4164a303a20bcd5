#pragma once
// Finds who, what and when in the header of a foreign table, under the names that public data sets use. Case,
// spaces, `_`, `-`, quotes and RecBole's types (`user_id:token`) make no difference.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::replay {

enum class Whose { people, sessions };  ///< which of the two is meant where a table has both

struct NamedColumns {
  std::string separator;
  std::size_t count = 0;  ///< of columns
  std::size_t who = 0, item = 0;
  std::optional<std::size_t> at{};
  std::optional<std::size_t> day{};  ///< the day on which a session began that has its own clock
  /// `at` is a clock time on this day, if it is no moment by itself.
  std::optional<std::size_t> date{};
  bool own_clocks = false;           ///< `at` counts milliseconds from each session's start (Diginetica)
  std::vector<std::string> names{};  ///< of all columns, as written
};

/// Separators tried, in this order: tab, `::`, `;`, `|`, comma, space. Nothing: no column is known as who, or
/// none as the item, in any of them.
[[nodiscard]] std::optional<NamedColumns> named_columns(std::string_view header, Whose whose);

/// The names in a header as they are found by the separator that makes most of them, for a sentence.
[[nodiscard]] std::string columns_found(std::string_view header);

/// Which of them are taken as what, and which are not used, for a sentence.
[[nodiscard]] std::string columns_taken(const NamedColumns& columns);

/// A text of somebody else as it can stand in a sentence: short, and printable.
[[nodiscard]] std::string shown_name(std::string_view name, std::size_t bytes_max = 40);

/// Where no column is known as the time: one all of whose values in `lines` can be times of the last decades.
[[nodiscard]] std::optional<std::size_t> unnamed_times(const std::vector<std::string>& lines,
                                                       const NamedColumns& columns);

/// The fields of a line, outer spaces removed; nothing when a quote is left open.
[[nodiscard]] std::optional<std::vector<std::string>> fields_of(std::string_view line,
                                                                std::string_view separator);

/// One line's who, what and when, or what is wrong with it.
struct Entry {
  std::string who, item;
  std::int64_t at_ms = 0;
};
[[nodiscard]] std::string read_entry(std::string_view line, const NamedColumns& columns, Entry& entry);

}  // namespace vitrine::replay
