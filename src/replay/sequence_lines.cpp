#include <algorithm>
#include <set>

#include "replay/csv.hpp"
#include "replay/lines.hpp"
#include "replay/moments.hpp"
#include "replay/named_columns.hpp"
#include "replay/next.hpp"
#include "replay/sequence_shape.hpp"

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
  /// Both names are looked at before either gets a number: a bad line leaves no trace.
  std::string add(std::string_view who, std::string_view item, std::int64_t at_ms) {
    if (!is_name(who) || !is_name(item)) return no_name;
    const std::uint32_t person = people_.number(who);
    const std::uint32_t thing = items_.number(item);
    if (person == 0 || thing == 0) return no_name;  // there are too many
    if (found_.events.size() < events_max)
      found_.events.push_back({person, thing, static_cast<std::uint32_t>(at_ms / 1000),
                               static_cast<std::uint16_t>(at_ms % 1000)});
    else full_ = true;
    return {};
  }
  [[nodiscard]] static bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= Names::name_max;
  }
  static constexpr const char* no_name = "a name is empty or longer than 64 bytes";
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
    return largest_ < no_time_below || (n_ >= judged_min && different_.size() < different_min);
  }

 private:
  static constexpr std::size_t different_min = 20, judged_min = 100;
  std::uint64_t n_ = 0;
  std::uint32_t largest_ = 0;
  bool dates_ = false;
  std::set<std::uint32_t> different_;
};

using Form = Reading::Form;

constexpr std::string_view lists_hint = " (a list of items? then --format lists)";

/// Adds what lines say, in one of the readings.
class Taker {
 public:
  Taker(const Reading& reading, std::string header, Collector& collector)
      : reading_(reading), header_(std::move(header)), collector_(collector) {}

  /// Answers what is wrong with the line, or nothing.
  std::string take(std::string_view line) {
    if (!header_.empty() && line == header_) return "the header once more";
    auto wrong = reading_.form == Form::named ? take_named(line) : take_words(line);
    if (wrong.empty()) collector_.count_line();
    return wrong;
  }
  [[nodiscard]] const Times& times() const { return times_; }

 private:
  std::string take_named(std::string_view line) {
    if (auto wrong = read_entry(line, *reading_.columns, entry_); !wrong.empty()) return wrong;
    return collector_.add(entry_.who, entry_.item, entry_.at_ms);
  }
  std::string take_words(std::string_view line) {
    if (reading_.form == Form::lists) return take_list(line);
    split_entry(line, reading_.separator, words_);
    const std::size_t count = reading_.form == Form::pairs ? 2 : reading_.form == Form::timed ? 3 : 4;
    if (words_.size() != count)
      return std::string{count == 2   ? "not: user item"
                         : count == 3 ? "not: user item time"
                                      : "not: user item rating time"} +
             std::string{reading_.guessed && count < 4 ? lists_hint : ""};
    if (count == 2) return collector_.add(words_[0], words_[1], 0);
    const auto at_ms = moment_ms(words_.back());
    if (!at_ms)
      return "the time is no number of seconds or milliseconds" +
             std::string{reading_.guessed && count == 3 ? lists_hint : ""};
    if (count == 3) times_.add(words_.back(), static_cast<std::uint32_t>(*at_ms / 1000));
    return collector_.add(words_[0], words_[1], *at_ms);
  }
  /// A line half of whose items were learned would be a bad one that counts: all words are looked at first.
  std::string take_list(std::string_view line) {
    unwrapped_ = line;
    const bool wrapped = unwrapped_.find('[') != std::string::npos;
    if (wrapped)  // "[8, 2, 3]", as data frames write a list
      std::erase_if(unwrapped_, [](char c) { return c == '[' || c == ']' || c == '"' || c == '\''; });
    split_entry(unwrapped_, wrapped ? "" : reading_.separator, words_);
    if (words_.size() < 2) return "not: user item item ...";
    if (!std::ranges::all_of(words_, Collector::is_name)) return Collector::no_name;
    for (std::size_t i = 1; i < words_.size(); ++i)
      if (auto wrong = collector_.add(words_[0], words_[i], 0); !wrong.empty()) return wrong;
    return {};
  }

  const Reading& reading_;
  std::string header_;  ///< empty: none
  Collector& collector_;
  Times times_;
  std::string unwrapped_;
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
    return ClickColumns{{.separator = ",", .count = fields->size(), .who = 0, .item = 2, .at = 1}, false};
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
  found.read_as = told(reading, head.empty() ? "" : head[0]);
  Taker taker{reading, reading.header ? head[0] : "", collector};
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
  collector.found().read_as = {
      .format = read.header ? "a table with a header" : "YooChoose, without a header",
      .columns = columns_taken(read.columns),
      .header = read.header ? shown_name(line, header_shown) : "",
      .own_clocks = read.columns.own_clocks,
      .days = read.columns.day.has_value()};
  const std::string header{read.header ? line : ""};
  Entry entry;
  for (bool more = !read.header || lines.next(line); more && !collector.full(); more = lines.next(line)) {
    auto wrong = read_entry(line, read.columns, entry);
    if (line == header) wrong = "the header once more";
    if (wrong.empty()) wrong = collector.add(entry.who, entry.item, entry.at_ms);
    if (wrong.empty()) collector.count_line();
    else lines.refuse(wrong);
  }
  return collector.finish("The file of clicks");
}

}  // namespace vitrine::replay
