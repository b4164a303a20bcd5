#include <algorithm>
#include <cmath>
#include <set>

#include "replay/csv.hpp"
#include "replay/lines.hpp"
#include "replay/moments.hpp"
#include "replay/named_columns.hpp"
#include "replay/next.hpp"

namespace vitrine::replay {
namespace {

base::Error too_large(const char* what, std::size_t max) {
  return {base::Fault::over_limit, "evaluate_limit",
          "The file has more than " + std::to_string(max) + " " + what + "; take a part of it.",
          std::source_location::current()};
}

base::Error unusable(std::string why) {
  return {base::Fault::invalid_input, "evaluate_input", std::move(why), std::source_location::current()};
}

/// Collects events and gives people and items their numbers.
class Collector {
 public:
  std::string add(std::string_view who, std::string_view item, std::uint32_t at_s) {
    const std::uint32_t person = people_.number(who);
    const std::uint32_t thing = items_.number(item);
    if (person == 0 || thing == 0) return "a name is empty or longer than 64 bytes";
    if (found_.events.size() < events_max) found_.events.push_back({person, thing, at_s});
    else full_ = true;
    return {};
  }
  base::Result<Sequences> finish(std::string_view file) {
    if (full_) return std::unexpected(too_large("events", events_max));
    if (people_.full()) return std::unexpected(too_large("users or sessions", people_max));
    if (items_.full()) return std::unexpected(too_large("items", items_max));
    if (auto why = unreadable(file, lines_, found_.bad)) return std::unexpected(unusable(std::move(*why)));
    found_.people = people_.size();
    found_.items = items_.size();
    return std::move(found_);
  }
  [[nodiscard]] bool full() const { return full_ || people_.full() || items_.full(); }
  Sequences& found() { return found_; }
  void count_line() { ++lines_; }

 private:
  Names people_{people_max}, items_{items_max};
  Sequences found_;
  std::uint64_t lines_ = 0;  ///< that were good
  bool full_ = false;
};

/// How the lines of a file are read.
struct Reading {
  enum class Form { named, pairs, timed, rated, lists };  ///< rated: user item rating time
  Form form = Form::lists;
  bool guessed = false;                   ///< nobody said so
  bool header = false;                    ///< the first line is none of them
  std::optional<NamedColumns> columns{};  ///< of a named one
};
using Form = Reading::Form;

/// Words are separated by spaces, tabs, commas, `;`, `|` and `::`; quotes around one are left out.
void split_entry(std::string_view line, std::vector<std::string_view>& words) {
  words.clear();
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

/// What the beginning of a file looks like.
class Beginning {
 public:
  explicit Beginning(const std::vector<std::string>& lines) {
    std::vector<std::string_view> words;
    for (const auto& line : lines) {
      split_entry(line, words);
      lines_.emplace_back(words.begin(), words.end());
    }
    header_ = lines_.size() > 2 && !numbers(0) && most([&](std::size_t i) { return i == 0 || numbers(i); });
  }
  /// The first line has names where the others have numbers.
  [[nodiscard]] bool header() const { return header_; }
  /// Nine in ten have so many words; one in ten may be broken.
  [[nodiscard]] bool mostly(std::size_t words) const {
    return most([&](std::size_t i) { return lines_[i].size() == words; });
  }
  [[nodiscard]] std::size_t with(std::size_t words) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(lines_, [&](const auto& line) { return line.size() == words; }));
  }
  /// user item rating time: the third is a small number, the fourth a time after 1973.
  [[nodiscard]] bool rated() const {
    return most([&](std::size_t i) {
      const auto& words = lines_[i];
      if (words.size() != 4) return false;
      const auto rating = number<double>(words[2]);
      return rating && std::abs(*rating) < no_time_below &&
             moment_seconds(words[3]).value_or(0) >= 100'000'000;
    });
  }
  [[nodiscard]] std::size_t size() const { return lines_.size(); }

  /// No number of seconds since 1970 in a data set is as small; ratings and numbers of items are.
  static constexpr double no_time_below = 1e6;

 private:
  template <class Holds>
  [[nodiscard]] bool most(Holds holds) const {
    std::size_t n = 0, held = 0;
    for (std::size_t i = header_ ? 1 : 0; i < lines_.size(); ++i, ++n) held += holds(i) ? 1 : 0;
    return held * 10 >= n * 9;
  }
  [[nodiscard]] bool numbers(std::size_t i) const {
    return lines_[i].size() > 1 && number<double>(lines_[i][0]) && number<double>(lines_[i][1]);
  }

  std::vector<std::vector<std::string>> lines_;
  bool header_ = false;
};

std::string columns_to_keep(std::size_t words) {
  return "Every line has " + std::to_string(words) +
         " words and no header says what they are. Keep user, item and time, for instance with "
         "awk -F, '{print $1, $2, $4}' FILE > NEW, or write a header: user,item,time. If these are lists of "
         "one length: --format lists.";
}

base::Result<Reading> reading_of(const std::vector<std::string>& lines, SequenceFormat asked) {
  const Beginning beginning{lines};
  Reading reading{.guessed = asked == SequenceFormat::detect, .header = beginning.header()};
  if (!lines.empty()) reading.columns = named_columns(lines[0], Whose::people);
  if (reading.columns) reading.header = true;
  if (asked == SequenceFormat::lists) return reading;
  if (reading.columns) {
    reading.form = Form::named;
    return reading;
  }
  if (!lines.empty() && lines[0].starts_with('{'))
    return std::unexpected(unusable("This looks like JSON; lines of user, item and time are read."));
  if (beginning.rated()) {
    reading.form = Form::rated;
    return reading;
  }
  const bool timed = beginning.with(3) > beginning.with(2);
  if (asked == SequenceFormat::pairs || beginning.mostly(timed ? 3 : 2)) {
    reading.form = timed ? Form::timed : Form::pairs;
    return reading;
  }
  for (const std::size_t words : {4U, 5U, 6U})
    if (beginning.size() > 2 && beginning.mostly(words))  // of two lines nothing can be said
      return std::unexpected(unusable(columns_to_keep(words)));
  return reading;
}

/// The times of a file without a header, which may be something else.
class Times {
 public:
  void add(std::string_view text, std::uint32_t at_s) {
    ++n_;
    largest_ = std::max(largest_, at_s);
    dates_ = dates_ || text.find('-') != std::string_view::npos;
    if (different_.size() < different_min) different_.insert(at_s);
  }
  /// Ratings, which would be taken for times and put in order: what is liked best last.
  [[nodiscard]] bool look_like_ratings() const {
    if (n_ == 0 || dates_) return false;
    return largest_ < Beginning::no_time_below || (n_ >= judged_min && different_.size() < different_min);
  }

 private:
  static constexpr std::size_t different_min = 20, judged_min = 100;
  std::uint64_t n_ = 0;
  std::uint32_t largest_ = 0;
  bool dates_ = false;
  std::set<std::uint32_t> different_;
};

constexpr std::string_view lists_hint = " (a list of items? then --format lists)";

/// Adds what lines say, in one of the readings.
class Taker {
 public:
  Taker(const Reading& reading, Collector& collector) : reading_(reading), collector_(collector) {}

  /// Answers what is wrong with the line, or nothing.
  std::string take(std::string_view line) {
    auto wrong = reading_.form == Form::named ? take_named(line) : take_words(line);
    if (wrong.empty()) collector_.count_line();
    return wrong;
  }
  [[nodiscard]] const Times& times() const { return times_; }

 private:
  std::string take_named(std::string_view line) {
    if (auto wrong = read_entry(line, *reading_.columns, entry_); !wrong.empty()) return wrong;
    return collector_.add(entry_.who, entry_.item, entry_.at_s);
  }
  std::string take_words(std::string_view line) {
    split_entry(line, words_);
    if (reading_.form == Form::lists) return take_list();
    const std::size_t count = reading_.form == Form::pairs ? 2 : reading_.form == Form::timed ? 3 : 4;
    if (words_.size() != count)
      return std::string{count == 2   ? "not: user item"
                         : count == 3 ? "not: user item time"
                                      : "not: user item rating time"} +
             std::string{reading_.guessed && count < 4 ? lists_hint : ""};
    if (count == 2) return collector_.add(words_[0], words_[1], 0);
    const auto at_s = moment_seconds(words_.back());
    if (!at_s)
      return "the time is no number of seconds or milliseconds" +
             std::string{reading_.guessed && count == 3 ? lists_hint : ""};
    if (count == 3) times_.add(words_.back(), *at_s);
    return collector_.add(words_[0], words_[1], *at_s);
  }
  std::string take_list() {
    if (words_.size() < 2) return "not: user item item ...";
    for (std::size_t i = 1; i < words_.size(); ++i)
      if (auto wrong = collector_.add(words_[0], words_[i], 0); !wrong.empty()) return wrong;
    return {};
  }

  const Reading& reading_;
  Collector& collector_;
  Times times_;
  Entry entry_;
  std::vector<std::string_view> words_;
};

/// The columns of clicks; `header` is false when the line is a click itself: YooChoose has no header, but a
/// time as no other file has it in its second column.
struct ClickColumns {
  NamedColumns columns;
  bool header = true;
};
base::Result<ClickColumns> click_columns(std::string_view line) {
  const auto named = named_columns(line, Whose::sessions);
  if (named && named->at) return ClickColumns{*named};
  const auto fields = fields_of(line, ",");
  if (fields && fields->size() >= 3 && iso_seconds((*fields)[1]))
    return ClickColumns{{.separator = ",", .count = fields->size(), .who = 0, .item = 2, .at = 1, .day = {}},
                        false};
  return std::unexpected(unusable(
      "The clicks need a header with columns named session (or user), item and at (or time); found: " +
      columns_found(line) + "."));
}

}  // namespace

base::Result<Sequences> read_sequences(std::istream& in, SequenceFormat format) {
  Collector collector;
  Sequences& found = collector.found();
  Lines lines{in, "sequences", found.bad};
  std::string_view line;
  std::vector<std::string> head;
  std::vector<std::uint64_t> numbers;
  while (head.size() < 100 && lines.next(line)) {
    if (head.empty() && line.starts_with("# ")) continue;  // what the file is, as SNAP's begin
    head.emplace_back(line);
    numbers.push_back(lines.number());
  }
  TRY_LET(const Reading reading, reading_of(head, format));
  found.format = reading.form == Form::lists ? SequenceFormat::lists : SequenceFormat::pairs;
  found.timed = reading.form == Form::timed || reading.form == Form::rated ||
                (reading.form == Form::named && reading.columns->at);
  Taker taker{reading, collector};
  for (std::size_t i = reading.header ? 1 : 0; i < head.size(); ++i)
    if (const auto wrong = taker.take(head[i]); !wrong.empty())
      found.bad.add("sequences", numbers[i], wrong, head[i]);
  while (!collector.full() && lines.next(line))
    if (const auto wrong = taker.take(line); !wrong.empty()) lines.refuse(wrong);
  if (taker.times().look_like_ratings())
    return std::unexpected(
        unusable("The third column looks like a rating: leave it out, or put the time there." +
                 std::string{reading.guessed ? " If these are lists of items: --format lists." : ""}));
  return collector.finish("The file of sequences");
}

base::Result<Sequences> read_clicks(std::istream& in) {
  Collector collector;
  Lines lines{in, "clicks", collector.found().bad};
  std::string_view line;
  if (!lines.next(line)) return std::unexpected(unusable("The clicks need a header line with column names."));
  TRY_LET(const auto read, click_columns(line));
  collector.found().timed = true;
  Entry entry;
  for (bool more = !read.header || lines.next(line); more && !collector.full(); more = lines.next(line)) {
    auto wrong = read_entry(line, read.columns, entry);
    if (wrong.empty()) wrong = collector.add(entry.who, entry.item, entry.at_s);
    if (wrong.empty()) collector.count_line();
    else lines.refuse(wrong);
  }
  return collector.finish("The file of clicks");
}

}  // namespace vitrine::replay
