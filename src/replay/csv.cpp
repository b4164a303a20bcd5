#include "replay/csv.hpp"

#include <cmath>
#include <limits>

namespace vitrine::replay {

std::optional<std::vector<std::string>> csv_fields(std::string_view line, std::string_view separator) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && line.substr(i).starts_with(separator)) {
      fields.emplace_back();
      i += separator.size() - 1;
    } else {
      fields.back() += c;
    }
  }
  if (quoted) return std::nullopt;
  return fields;
}

std::optional<float> real(std::string_view text) {
  if (const auto value = number<float>(text)) return value;
  const auto wide = number<double>(text);
  constexpr float least = std::numeric_limits<float>::min();
  if (!wide || !(std::abs(*wide) < 1)) return std::nullopt;
  return *wide < 0 ? -least : least;
}

}  // namespace vitrine::replay
