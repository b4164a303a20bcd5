#pragma once
// Finding by words: results and suggestions. What is asked is answered and forgotten; nothing here writes,
// and nobody may log a question. Stateless but for its needs; thread-safe.
//
//   ask "potery wheel" -> words, their forms and what was probably meant -> the newest 1000 videos that match
//   (search index) -> one sum for each (search/rank.hpp) -> the page asked for -> may_find(), as everywhere.
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ports.hpp"
#include "catalog/videos.hpp"
#include "search/rank.hpp"

namespace vitrine::catalog {

/// More words than this are a text, not a question.
inline constexpr std::size_t question_words_max = 12;
/// So many matches are weighed: a word that more videos have says little, and the newest of them are as good
/// as any.
inline constexpr int weighed_max = 1000;

enum class Order { best, newest };

struct Question {
  std::string_view text;
  std::optional<Instant> published_after = {};
  std::optional<Length> length = {};
  std::string_view language = {};  ///< of the videos, ISO 639; empty for any
  bool captioned = false;          ///< only videos that have captions
  Order order = Order::best;
  bool with_adult = false;  ///< asked for; without an account or restricted none are found
  bool as_typed = false;    ///< no guess at slips
  std::size_t from = 0;     ///< how many finds come before this page
  std::size_t count = 20;
  Instant at{};  ///< of the first page, so that the following ones are of the same order
};

struct FoundVideo {
  Video video;
  search::Score score;
};
struct Answer {
  std::vector<FoundVideo> videos;
  std::string meant;  ///< what was looked for, when it is not what was typed: "pottery wheel"
  bool more = false;
};

struct Suggestion {
  HintKind kind = HintKind::words;
  std::string text;
  std::int64_t videos = 0;
  bool operator==(const Suggestion&) const = default;
};

class Search {
 public:
  struct Watched {
    std::uint64_t shown = 0, good = 0;
  };
  struct Needs {
    SearchIndex& index;
    Videos& videos;
    /// How often each was shown and watched well; in the order asked for.
    std::function<std::vector<Watched>(std::span<const VideoId>)> watched;
  };
  explicit Search(Needs needs) : needs_(std::move(needs)) {}

  /// Errors: invalid_input "language_unknown".
  Result<Answer> find(Transaction& tx, const Viewer& viewer, const Question& question);

  /// Ways to finish what somebody is typing, most used first, at most `max`. "#" asks for tags alone.
  Result<std::vector<Suggestion>> suggest(Transaction& tx, std::string_view typed, std::size_t max);

  /// Tags that begin with, or are nearly, what was typed; most used first.
  Result<std::vector<Suggestion>> tags(Transaction& tx, std::string_view typed, std::size_t max);

 private:
  struct Understood;
  struct Word;
  Result<Understood> understand(Transaction& tx, const Question& question);
  Result<void> widen(Transaction& tx, const Question& question, bool last, Word& word);
  Result<std::vector<SearchIndex::Known>> parts_of(Transaction& tx, std::string_view word);
  Result<std::optional<SearchIndex::Known>> meant_by(Transaction& tx, std::string_view word,
                                                     std::int64_t videos);
  Result<std::vector<SearchIndex::Match>> matches(Transaction& tx, const Viewer& viewer,
                                                  const Question& question, const Understood& understood);

  Needs needs_;
};

}  // namespace vitrine::catalog
