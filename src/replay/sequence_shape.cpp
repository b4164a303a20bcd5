#include "replay/sequence_shape.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "replay/csv.hpp"
#include "replay/moments.hpp"

namespace vitrine::replay {
namespace {

using Form = Reading::Form;
using Words = std::vector<std::string_view>;

auto no_sequences(std::string why) {
  return base::fail(base::Fault::invalid_input, "evaluate_input", std::move(why));
}

/// Where the field that begins at `from` ends: a quote counts at its beginning, if it is closed before a
/// separator. `closes` turns false when none is any more, so that a line is walked through twice at most.
std::size_t end_of_field(std::string_view line, std::string_view separator, std::size_t from, bool& closes) {
  if (closes && line.substr(from).starts_with('"')) {
    for (auto at = line.find('"', from + 1); at != line.npos; at = line.find('"', at + 1))
      if (at + 1 == line.size() || line.substr(at + 1).starts_with(separator)) return at + 1;
    closes = false;
  }
  return std::min(line.find(separator, from), line.size());
}

void split_fields(std::string_view line, std::string_view separator, Words& words) {
  while (line.ends_with(separator) || line.ends_with(' '))
    line.remove_suffix(line.ends_with(' ') ? 1 : separator.size());
  bool closes = true;
  for (std::size_t from = 0; from <= line.size();) {
    const std::size_t end = end_of_field(line, separator, from, closes);
    std::string_view word = trimmed(line.substr(from, end - from));
    if (word.size() > 1 && word.front() == '"' && word.back() == '"') word = word.substr(1, word.size() - 2);
    words.push_back(word);
    from = end + separator.size();
  }
}

bool has_digit(std::string_view word) { return word.find_first_of("0123456789") != word.npos; }

/// "user_id", "#item", "Zeit": no number, nor what begins as one ("034545104X").
bool like_a_name(std::string_view word) {
  if (word.empty()) return true;  // the unnamed index of a data frame
  const auto first = static_cast<unsigned char>(word.front());
  return first >= 0x80 || (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '_' ||
         first == '#';
}

bool blank_inside(std::string_view word) { return word.find_first_of(" ,") != word.npos; }

/// What the beginning of a file looks like when its lines are split by `separator`.
class Beginning {
 public:
  Beginning(const std::vector<std::string>& lines, std::string_view separator) {
    for (const auto& line : lines) {
      Words words;
      split_entry(line, separator, words);
      const std::size_t count = words.size();
      words.resize(std::min(count, words_kept));
      lines_.push_back({{words.begin(), words.end()}, count});
    }
    header_ = lines_.size() > 2 && std::ranges::all_of(lines_[0].first, like_a_name) && lines_[0].count > 1 &&
              (most([&](std::size_t i) { return i == 0 || numbers(i); }) ||
               (!digits(0) && most([&](std::size_t i) { return i == 0 || digits(i); })));
  }
  /// The first line has names where the others have numbers, or at least digits.
  [[nodiscard]] bool header() const { return header_; }
  /// Nine in ten have so many words; one in ten may be broken.
  [[nodiscard]] bool mostly(std::size_t words) const {
    return most([&](std::size_t i) { return lines_[i].count == words; });
  }
  [[nodiscard]] std::size_t with(std::size_t words) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(lines_, [&](const auto& line) { return line.count == words; }));
  }
  /// So many words have nine in ten lines; 0: they differ.
  [[nodiscard]] std::size_t columns() const {
    for (const auto& line : lines_)
      if (mostly(line.count)) return line.count;
    return 0;
  }
  /// user item rating time: the third is a small number, the fourth a time after 1973.
  [[nodiscard]] bool rated() const {
    return most([&](std::size_t i) {
      const Words& words = lines_[i].first;
      if (lines_[i].count != 4) return false;
      const auto rating = number<double>(words[2]);
      return rating && std::abs(*rating) < no_time_below &&
             moment_seconds(words[3]).value_or(0) >= 100'000'000;
    });
  }
  [[nodiscard]] std::size_t size() const { return lines_.size(); }
  /// One in ten second words has a blank or a comma in it.
  [[nodiscard]] bool second_has_blanks() const {
    const auto n = std::ranges::count_if(
        lines_, [](const auto& line) { return line.count > 1 && blank_inside(line.first[1]); });
    return static_cast<std::size_t>(n) * 10 >= lines_.size();
  }
  /// ... and nothing but digits between them.
  [[nodiscard]] bool second_are_numbers() const {
    return most([&](std::size_t i) {
      return lines_[i].count > 1 &&
             lines_[i].first[1].find_first_not_of("0123456789 ,") == std::string_view::npos;
    });
  }
  [[nodiscard]] bool second_are_dates() const {
    return most([&](std::size_t i) { return lines_[i].count > 1 && iso_seconds(lines_[i].first[1]); });
  }
  [[nodiscard]] bool users_repeat() const {
    std::set<std::string_view> users;
    for (const auto& line : lines_)
      if (line.count > 0) users.insert(line.first[0]);
    return users.size() * 10 < lines_.size() * 9;
  }
  /// Nine in ten lines are "user [item, item, ...]".
  [[nodiscard]] static bool bracketed(const std::vector<std::string>& lines) {
    const auto n = std::ranges::count_if(lines, [](const std::string& line) {
      return line.find('[') != line.npos && (line.ends_with(']') || line.ends_with("]\""));
    });
    return lines.size() > 1 && static_cast<std::size_t>(n) * 10 >= (lines.size() - 1) * 9;
  }

 private:
  template <class Holds>
  [[nodiscard]] bool most(Holds holds) const {
    std::size_t n = 0, held = 0;
    for (std::size_t i = header_ ? 1 : 0; i < lines_.size(); ++i, ++n) held += holds(i) ? 1 : 0;
    return held * 10 >= n * 9;
  }
  [[nodiscard]] bool numbers(std::size_t i) const {
    return lines_[i].count > 1 && number<double>(lines_[i].first[0]) && number<double>(lines_[i].first[1]);
  }
  [[nodiscard]] bool digits(std::size_t i) const {
    return lines_[i].count > 1 && has_digit(lines_[i].first[0]) && has_digit(lines_[i].first[1]);
  }

  /// The first words of a line, and how many there are: a line of a megabyte would fill sixteen.
  struct Line {
    Words first;
    std::size_t count;
  };
  static constexpr std::size_t words_kept = 16;

  std::vector<Line> lines_;
  bool header_ = false;
};

/// The separator that makes columns, the most of them; tabs are nothing else. Empty: none does.
std::string separator_of(const std::vector<std::string>& lines) {
  std::string best;
  std::size_t most = 1;
  if (lines.size() < 2) return best;  // of one line nothing can be said
  for (const std::string_view separator : {"\t", "::", ";", ",", "|"}) {
    const Beginning beginning{lines, separator};
    const std::size_t columns = beginning.columns();
    if (columns <= most) continue;
    // "u1,i4 978300000" and "u1, i4 i9 i2" are words between which anything may stand.
    if (separator != "\t" && columns == 2 && beginning.second_has_blanks()) continue;
    best = separator;
    most = columns;
    if (separator == "\t") break;
  }
  return best;
}

std::string columns_to_keep(std::size_t words) {
  return "Every line has " + std::to_string(words) +
         " words and no header says what they are. Keep user, item and time, for instance with "
         "awk -F, '{print $1, $2, $4}' FILE > NEW, or write a header: user,item,time. If these are lists of "
         "one length: --format lists.";
}

/// What is neither a table nor said to be lists must look like them.
base::Result<Reading> lists_or_nothing(const Beginning& beginning, Reading reading) {
  constexpr std::size_t told_from = 10;
  if (beginning.size() >= told_from && beginning.second_are_dates())
    return no_sequences(
        "The second word of each line is a date, so these are no lists of items. Write a header that says "
        "what each column is: user,time,item.");
  if (beginning.size() >= told_from && beginning.users_repeat())
    return no_sequences(
        "The lines have different numbers of words, but are no lists of items: many begin with the same "
        "user. Separate columns by tabs, or write a header: user,item,time. If they are lists: --format "
        "lists.");
  return reading;
}

/// A table of two columns whose second has blanks: items whose names have some, or lists behind a tab.
base::Result<Reading> two_columns(const Beginning& beginning, Reading reading) {
  const Reading pairs = [&] {
    Reading all = reading;
    all.form = Form::pairs;
    return all;
  }();
  if (!reading.guessed || !beginning.second_has_blanks() || beginning.users_repeat()) return pairs;
  if (!beginning.second_are_numbers())
    return no_sequences(
        "The second column has blanks in it and no user comes twice: these are lists (--format lists) or "
        "items whose names have blanks (--format pairs).");
  reading.separator.clear();
  return reading;
}

/// Lists whose items have blanks in their names are separated by tabs throughout.
std::string list_separator(const std::vector<std::string>& lines) {
  std::size_t n = 0, tabbed = 0;
  Words words;
  for (const auto& line : lines) {
    split_entry(line, "", words);
    if (words.size() < 3) continue;
    ++n;
    tabbed += std::ranges::count(line, '\t') > 1 ? 1 : 0;
  }
  return n > 0 && tabbed * 2 > n ? "\t" : "";
}

base::Result<Reading> named_reading(const std::vector<std::string>& lines, Reading reading) {
  reading.form = Form::named;
  const std::vector<std::string> rows{lines.begin() + 1, lines.end()};
  if (const auto column = unnamed_times(rows, *reading.columns))
    return no_sequences(
        "No column is known as the time, but \"" + shown_name(reading.columns->names[*column]) +
        "\" looks like one. Name it time, or leave it out if it is none; without times the order "
        "of the lines would be taken.");
  return reading;
}

}  // namespace

void split_entry(std::string_view line, std::string_view separator, Words& words) {
  words.clear();
  if (!separator.empty()) return split_fields(line, separator, words);
  constexpr std::string_view between = " \t,;|";
  std::size_t from = 0;
  const auto put = [&](std::size_t to) {
    std::string_view word = line.substr(from, to - from);
    if (word.size() > 1 && word.front() == '"' && word.back() == '"') word = word.substr(1, word.size() - 2);
    if (!word.empty()) words.push_back(word);
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool two = line[i] == ':' && line.substr(i).starts_with("::");
    if (!two && between.find(line[i]) == std::string_view::npos) continue;
    put(i);
    i += two ? 1 : 0;
    from = i + 1;
  }
  put(line.size());
}

base::Result<Reading> reading_of(const std::vector<std::string>& lines, SequenceFormat asked) {
  const std::string separator = separator_of(lines);
  const Beginning beginning{lines, separator};
  Reading reading{.guessed = asked == SequenceFormat::detect, .header = beginning.header()};
  if (!lines.empty()) reading.columns = named_columns(lines[0], Whose::people);
  if (reading.columns) reading.header = true;
  reading.separator = list_separator(lines);
  if (asked == SequenceFormat::lists) return reading;
  if (reading.columns) return named_reading(lines, std::move(reading));
  if (!lines.empty() && lines[0].starts_with('{'))
    return no_sequences("This looks like JSON; lines of user, item and time are read.");
  if (reading.guessed && Beginning::bracketed(lines)) return reading;
  reading.separator = separator;
  if (beginning.rated()) {
    reading.form = Form::rated;
    return reading;
  }
  const bool timed = beginning.with(3) > beginning.with(2);
  if (asked == SequenceFormat::pairs || beginning.mostly(timed ? 3 : 2)) {
    if (!timed) return two_columns(beginning, std::move(reading));
    reading.form = Form::timed;
    return reading;
  }
  const std::size_t columns = beginning.columns();
  constexpr std::size_t table_max = 6;  // lists of one length, say the last ten, have more
  if (beginning.size() > 2 && columns > 3 && (columns <= table_max || !separator.empty()))
    return no_sequences(columns_to_keep(columns));  // of two lines nothing can be said
  reading.separator = list_separator(lines);
  return lists_or_nothing(Beginning{lines, reading.separator}, std::move(reading));
}

ReadAs told(const Reading& reading, std::string_view first_line) {
  ReadAs all;
  if (reading.header) all.header = shown_name(first_line, header_shown);
  switch (reading.form) {
    case Form::named:
      all.format = "a table with a header";
      all.columns = columns_taken(*reading.columns);
      all.own_clocks = reading.columns->own_clocks;
      all.days = reading.columns->day.has_value();
      break;
    case Form::pairs:
      all.format = "pairs, a user and an item per line, in the order of the file";
      all.columns = "1 user, 2 item";
      break;
    case Form::timed:
      all.format = "pairs with times";
      all.columns = "1 user, 2 item, 3 time";
      break;
    case Form::rated:
      all.format = "ratings with times";
      all.columns = "1 user, 2 item, 3 rating (not used), 4 time";
      break;
    case Form::lists:
      all.format = "lists, one user and all its items per line";
      break;
  }
  return all;
}

}  // namespace vitrine::replay
