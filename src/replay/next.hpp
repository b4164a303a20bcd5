#pragma once
// How well the next item is foretold: after whole histories with the last item held out (next_items), and
// click by click in sessions where items come and go (sessions). Both run Sequence, one pass,
// default settings, with popularity and the item graph alone beside it. docs/evaluation.md has the formats
// and protocols.
//
// Errors: invalid_input "evaluate_input" when a file is not of the format, over_limit "evaluate_limit" when
// it is larger than what is held in memory. Memory: 16 bytes a line, and what Sequence and ItemGraph hold.
#include <array>
#include <optional>

#include "replay/evaluate.hpp"

namespace vitrine::replay {

inline constexpr std::size_t events_max = 1U << 26;
inline constexpr std::size_t items_max = 1U << 22;
inline constexpr std::size_t people_max = 1U << 24;

/// Where the item that came stood in rankings. Ranks start at 0; nothing: it was not ranked at all.
struct Ranking {
  std::uint64_t n = 0;
  std::array<double, 3> hits{}, gains{};  ///< at 5, 10, 20
  double reciprocal = 0;
  void add(std::optional<std::size_t> rank);
  [[nodiscard]] double hr(std::size_t at) const;    ///< share of items among the first `at` (5, 10 or 20)
  [[nodiscard]] double ndcg(std::size_t at) const;  ///< with one relevant item: 1 / log2(2 + rank)
  [[nodiscard]] double mrr() const;
};

struct Event {
  std::uint32_t who, item;
  std::uint32_t at_s;
  std::uint16_t ms = 0;  ///< of that second: of clicks within one, which came first
  [[nodiscard]] std::uint64_t when_ms() const { return 1000ULL * at_s + ms; }
};

/// How a file was read, in words: what is misread shows here.
struct ReadAs {
  std::string format{};     ///< "lists, one user and all its items per line"
  std::string columns{};    ///< "user user_id, item item_id, time timestamp; not used: created"
  std::string header{};     ///< the first line, when it was taken as a header
  bool own_clocks = false;  ///< times count from each session's own start: between two they say nothing
  bool days = false;        ///< ... but the day is known
};

inline constexpr const char* own_clocks_note =
    "times count from the start of each session: what happened first in two of them is not known, and what "
    "is fresh is not judged";

enum class SequenceFormat { detect, pairs, lists };

struct Sequences {
  std::vector<Event> events;  ///< in the order of the file
  std::size_t people = 0, items = 0;
  bool timed = false;
  SequenceFormat format = SequenceFormat::pairs;
  ReadAs read_as;
  BadLines bad;
};
/// "user item [time]" per line, "user item rating time", a table with a header, or "user item item item ...";
/// see docs/evaluation.md for how it is detected.
[[nodiscard]] base::Result<Sequences> read_sequences(std::istream& in, SequenceFormat format);

/// A table with a header: session (or user), item, at; or YooChoose's lines.
[[nodiscard]] base::Result<Sequences> read_clicks(std::istream& in);

enum class HeldOut {
  last,
  last_but_one
};  ///< the second is the validation split: the last is not used at all

/// How often the item that came was among the first so many candidates, those had before left out: candidates
/// of the item graph's leads alone, or half of them and near ones for the rest.
struct Candidates {
  std::uint64_t n = 0;
  static constexpr std::array<std::size_t, 3> counts{100, 200, 400};
  std::array<std::uint64_t, counts.size()> by_graph{}, with_near{};
  [[nodiscard]] double share(std::uint64_t found) const;
};

struct NextItems {
  std::uint64_t events = 0, people = 0, items = 0, taught = 0;
  Ranking ours, popularity, graph;
  Candidates candidates;
  double seconds_learning = 0, seconds_ranking = 0;
  bool timed = false;
  std::uint32_t first_s = 0, last_s = 0;  ///< the times read, when there are any
  SequenceFormat format = SequenceFormat::pairs;
  ReadAs read_as;
  HeldOut held_out = HeldOut::last;
  BadLines bad;
};
[[nodiscard]] base::Result<NextItems> next_items(std::istream& in, SequenceFormat format, HeldOut held_out,
                                                 double (*seconds_now)());

struct Sessions {
  std::uint64_t events = 0, sessions = 0, items = 0;
  Ranking ours, popularity, graph;
  Ranking fresh, fresh_popularity;        ///< of clicks on items first seen less than an hour before
  double seconds = 0;                     ///< of ours alone: predicting and learning
  std::uint32_t first_s = 0, last_s = 0;  ///< the times read
  ReadAs read_as;
  BadLines bad;
};
[[nodiscard]] base::Result<Sessions> sessions(std::istream& in, double (*seconds_now)());

[[nodiscard]] base::json::object to_json(const NextItems& figures);
[[nodiscard]] base::json::object to_json(const Sessions& figures);

}  // namespace vitrine::replay
