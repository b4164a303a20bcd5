#pragma once
// The rules of the market that an installation serves: what none of its feeds may show, and by which rule. An
// installation is one market, so they hold for everybody here alike, and nobody is asked where they are.
//
// They keep out of feeds alone: a profile, a search and an address still find it. What nobody may see at all
// is for moderators to hide, with a reason for its author (safety/).
//
// A market is text of one line a rule, written by an operator and part of every policy's public text, so each
// receipt names it by its digest:
//
//   market DE
//   withhold tag sweepstakes by GlüStV 5: no advertising of games of chance
//   withhold sound 06cqw8vfa3k70 by no licence for this market
//   withhold author 06cqw8vfa3k72 by Regulation (EU) 2022/350
//
// Values; thread-safe.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/feed_event.hpp"

namespace vitrine::region {

inline constexpr std::size_t market_bytes_max = 16 * 1024, withheld_max = 400, rule_bytes_max = 120;

struct Withheld {
  enum class What : std::uint8_t { tag, sound, author };
  What what = What::tag;
  std::uint64_t id = 0;   ///< model::tag_id() of a tag, or of the sound or the account
  std::string spelled{};  ///< "sweepstakes", or the id as addresses have it
  std::string rule{};     ///< as those read it who ask why not
  friend bool operator==(const Withheld&, const Withheld&) = default;
};
[[nodiscard]] std::string_view what_name(Withheld::What what);

struct Market {
  std::string name{};  ///< "DE"; empty where no rules are set
  std::vector<Withheld> withheld{};

  /// Its lines; empty where no rules are set.
  [[nodiscard]] std::string text() const;
  friend bool operator==(const Market&, const Market&) = default;
};

/// Takes one line, "market ..." or "withhold ...", into `market`. Answers what is wrong with it, or nothing;
/// then `market` is as it was.
[[nodiscard]] std::optional<std::string> take_line(Market& market, std::string_view line);

/// The reverse of text(); `#` begins a remark. Errors: invalid_input "market_invalid", naming the line.
[[nodiscard]] base::Result<Market> parse_market(std::string_view text);

}  // namespace vitrine::region
