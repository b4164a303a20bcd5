#include <algorithm>
#include <cmath>

#include "base/hash.hpp"
#include "learning/numeric.hpp"
#include "replay/clicks.hpp"
#include "replay/csv.hpp"
#include "replay/lines.hpp"

namespace vitrine::replay {
namespace {

// A row of a real data set has tens of features; more than this is a mistake, and pairs of them cost the
// square.
constexpr std::size_t features_max = 4096;
constexpr float amount_max = 4;  // times what is usual for that feature; more is a slip, or says no more

/// A feature that is simply there (value 1) is its index; any other value is its index and its bin. Of a
/// feature of which too little is known beforehand a bin is half an octave.
std::uint64_t key_of(std::uint64_t index, float value, const ValueBins& bins) {
  if (const auto bin = bins.bin_of(index, value)) return base::mix64(base::mix64(index + 1) + *bin) | 1;
  if (value == 1) return base::mix64(index + 1) | 1;
  const int octaves2 =
      static_cast<int>(std::floor(2 * learning::log2_portable(std::max(std::abs(value), 1e-30F))));
  const std::uint64_t step = static_cast<std::uint64_t>(octaves2 + 1024) * 2 + (value < 0 ? 1 : 0);
  return base::mix64(base::mix64(index + 1) + step) | 1;
}

/// `field` as the line has it, or by what the first rows told.
RowFeature feature_of(std::uint64_t index, float value, std::optional<std::uint32_t> field,
                      std::uint32_t place, const RowReading& reading) {
  const std::uint32_t column = field ? *field : reading.columns.column_of(index, place);
  if (!field && reading.columns.kind() == RowColumns::Kind::bag) {
    // Words of a text: each is met seldom, so that bins of how often it stands there would be seldom indeed.
    const float usual = reading.bins.usual(index);
    return {base::mix64(index + 1) | 1, column, std::clamp(value / usual, -amount_max, amount_max)};
  }
  return {key_of(index, value, reading.bins), column, 1};
}

std::optional<bool> label_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto label = real(text);
  if (label == 1.0F) return true;
  if (label == 0.0F || label == -1.0F) return false;
  return std::nullopt;
}

/// What is wrong with a row of which so many features name their field, or nothing.
std::string wrong_fields(std::size_t naming, std::size_t features, const std::optional<bool>& named) {
  if (naming != 0 && naming != features) return "some features name a field, others do not";
  if (!named || features == 0 || *named == (naming > 0)) return {};
  return *named ? "names no fields, most training lines do" : "names fields, most training lines do not";
}

}  // namespace

const char* RowReading::fields_from() const {
  if (fields.value_or(false)) return "named";
  switch (columns.kind()) {
    case RowColumns::Kind::places:
      return "places";
    case RowColumns::Kind::blocks:
      return "blocks";
    default:
      return "bag";
  }
}

std::string read_row(std::string_view line, Row& row, const RowReading& reading) {
  std::vector<std::string_view> words;
  split_words(line.substr(0, line.find('#')), words);
  row.features.clear();
  row.values.clear();
  row.fields = false;
  if (words.empty()) return "no label";
  const auto label = label_of(words[0]);
  if (!label) return "the label is not 1, 0 or -1";
  row.yes = *label;
  if (words.size() - 1 > features_max) return "more than " + std::to_string(features_max) + " features";
  std::size_t naming = 0;
  for (std::size_t i = 1; i < words.size(); ++i) {
    std::string_view word = words[i];
    const std::size_t last = word.rfind(':');
    if (last == std::string_view::npos) return "a feature without a colon";
    const auto value = real(word.substr(last + 1));
    if (!value || !std::isfinite(*value)) return "a value is not a finite number";
    word = word.substr(0, last);
    std::optional<std::uint32_t> column;
    if (const std::size_t colon = word.find(':'); colon != std::string_view::npos) {
      const auto field = number<std::uint32_t>(word.substr(0, colon));
      if (!field) return "a field is not a whole number";
      column = *field;
      row.fields = true;
      ++naming;
      word = word.substr(colon + 1);
    }
    const auto index = number<std::uint64_t>(word);
    if (!index) return "an index is not a whole number";
    if (*value == 0) continue;
    row.features.push_back(feature_of(*index, *value, column, static_cast<std::uint32_t>(i - 1), reading));
    row.values.emplace_back(*index, *value);
  }
  return wrong_fields(naming, words.size() - 1, reading.fields);
}

}  // namespace vitrine::replay
