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
  std::optional<std::size_t> at;
  std::optional<std::size_t> day;  ///< `at` counts milliseconds within this day (Diginetica)
};

/// Separators tried, in this order: tab, `::`, `;`, `|`, comma, space. Nothing: no column is known as who, or
/// none as the item, in any of them.
[[nodiscard]] std::optional<NamedColumns> named_columns(std::string_view header, Whose whose);

/// The names in a header as they are found by the separator that makes most of them, for a sentence.
[[nodiscard]] std::string columns_found(std::string_view header);

/// The fields of a line, outer spaces removed; nothing when a quote is left open.
[[nodiscard]] std::optional<std::vector<std::string>> fields_of(std::string_view line,
                                                                std::string_view separator);

/// One line's who, what and when, or what is wrong with it.
struct Entry {
  std::string who, item;
  std::uint32_t at_s = 0;
};
[[nodiscard]] std::string read_entry(std::string_view line, const NamedColumns& columns, Entry& entry);

}  // namespace vitrine::replay
