#include "replay/csv.hpp"
#include "replay/lines.hpp"
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

/// Seconds; numbers beyond 100 000 million are milliseconds, as no date in seconds is that late.
std::optional<std::uint32_t> time_of(std::string_view text) {
  const auto given = number<double>(text);
  if (!given || !(*given >= 0) || *given > 1e15) return std::nullopt;
  const double s = *given > 1e11 ? *given / 1000 : *given;
  if (s > UINT32_MAX) return std::nullopt;
  return static_cast<std::uint32_t>(s);
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
  base::Result<Sequences> finish() {
    if (full_) return std::unexpected(too_large("events", events_max));
    if (people_.full()) return std::unexpected(too_large("users or sessions", people_max));
    if (items_.full()) return std::unexpected(too_large("items", items_max));
    if (found_.events.empty()) return std::unexpected(unusable("The file has no line that could be read."));
    found_.people = people_.size();
    found_.items = items_.size();
    return std::move(found_);
  }
  [[nodiscard]] bool full() const { return full_ || people_.full() || items_.full(); }
  Sequences& found() { return found_; }

 private:
  Names people_{people_max}, items_{items_max};
  Sequences found_;
  bool full_ = false;
};

std::string add_pair(std::span<const std::string_view> words, bool timed, Collector& collector) {
  if (words.size() != (timed ? 3U : 2U)) return timed ? "not: user item time" : "not: user item";
  const auto at = timed ? time_of(words[2]) : 0;
  if (!at) return "the time is no number of seconds or milliseconds";
  return collector.add(words[0], words[1], *at);
}

std::string add_list(std::span<const std::string_view> words, Collector& collector) {
  if (words.size() < 2) return "not: user item item ...";
  for (std::size_t i = 1; i < words.size(); ++i)
    if (auto wrong = collector.add(words[0], words[i], 0); !wrong.empty()) return wrong;
  return {};
}

/// The lines of a file may first be looked at: pairs have two words on every line, or three.
struct Guess {
  SequenceFormat format;
  std::size_t words;
};
Guess guess(const std::vector<std::string>& lines, SequenceFormat asked) {
  std::vector<std::string_view> words;
  std::array<std::size_t, 2> of{};  // lines with two words, with three
  for (const auto& line : lines) {
    split_words(line, words);
    if (words.size() == 2 || words.size() == 3) ++of[words.size() - 2];
  }
  // One line in ten may be broken.
  const bool pairs = std::max(of[0], of[1]) * 10 >= lines.size() * 9;
  const SequenceFormat format = asked != SequenceFormat::detect ? asked
                                : pairs                         ? SequenceFormat::pairs
                                                                : SequenceFormat::lists;
  return {format, of[1] > of[0] ? 3U : 2U};
}

}  // namespace

base::Result<Sequences> read_sequences(std::istream& in, SequenceFormat format) {
  Collector collector;
  Lines lines{in, "sequences", collector.found().bad};
  std::string_view line;
  std::vector<std::string> head;
  std::vector<std::uint64_t> numbers;
  while (head.size() < 100 && lines.next(line)) {
    head.emplace_back(line);
    numbers.push_back(lines.number());
  }
  const Guess guessed = guess(head, format);
  Sequences& found = collector.found();
  found.format = guessed.format;
  found.timed = guessed.format == SequenceFormat::pairs && guessed.words == 3;
  std::vector<std::string_view> words;
  const auto take = [&](std::string_view text) {
    split_words(text, words);
    return guessed.format == SequenceFormat::lists ? add_list(words, collector)
                                                   : add_pair(words, found.timed, collector);
  };
  for (std::size_t i = 0; i < head.size(); ++i)
    if (const auto wrong = take(head[i]); !wrong.empty()) found.bad.add("sequences", numbers[i], wrong);
  while (!collector.full() && lines.next(line))
    if (const auto wrong = take(line); !wrong.empty()) lines.refuse(wrong);
  return collector.finish();
}

base::Result<Sequences> read_clicks(std::istream& in) {
  Collector collector;
  Lines lines{in, "clicks", collector.found().bad};
  std::string_view line;
  if (!lines.next(line)) return std::unexpected(unusable("The clicks need a header line with column names."));
  const auto names = csv_fields(line);
  if (!names) return std::unexpected(unusable("The header has an open quote."));
  const Columns columns{*names};
  const auto find = [&](std::initializer_list<const char*> known) {
    std::optional<std::size_t> column;
    for (const char* name : known)
      if (!column) column = columns.find(name);
    return column;
  };
  const auto who = find({"session", "session_id", "user", "user_id", "viewer"});
  const auto item =
      find({"item", "item_id", "click_article_id", "article_id", "article", "video", "video_id"});
  const auto at = find({"at", "at_ms", "at_s", "time", "time_ms", "timestamp", "click_timestamp"});
  if (!who || !item || !at)
    return std::unexpected(unusable("The clicks need columns named session (or user), item and at."));
  collector.found().timed = true;
  while (!collector.full() && lines.next(line)) {
    const auto fields = csv_fields(line);
    if (!fields || fields->size() != columns.count()) {
      lines.refuse(fields ? "wrong number of fields" : "open quote");
      continue;
    }
    const auto at_s = time_of((*fields)[*at]);
    const auto wrong = at_s ? collector.add((*fields)[*who], (*fields)[*item], *at_s)
                            : std::string{"the time is no number of seconds or milliseconds"};
    if (!wrong.empty()) lines.refuse(wrong);
  }
  return collector.finish();
}

}  // namespace vitrine::replay
