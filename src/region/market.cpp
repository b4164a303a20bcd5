#include "region/market.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace vitrine::region {
namespace {

using What = Withheld::What;

constexpr std::array<std::string_view, 3> what_names{"tag", "sound", "author"};

/// The first word of `rest`, which is taken from it together with the space behind it.
std::string_view take_word(std::string_view& rest) {
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

bool is_market_name(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= 16 && std::ranges::all_of(text, fits);
}

std::optional<std::uint64_t> id_of(What what, std::string_view spelled) {
  if (what == What::tag) {
    const bool fits = !spelled.empty() && spelled.size() <= model::events::tag_bytes_max;
    return fits ? std::optional{model::tag_id(spelled).raw()} : std::nullopt;
  }
  if (what == What::sound) {
    const auto sound = model::SoundId::parse(spelled);
    return sound ? std::optional{sound->raw()} : std::nullopt;
  }
  const auto author = model::AccountId::parse(spelled);
  return author ? std::optional{author->raw()} : std::nullopt;
}

std::optional<std::string> take_withheld(Market& market, std::string_view rest) {
  if (market.withheld.size() == withheld_max) return fmt::format("at most {} are withheld", withheld_max);
  const auto found = std::ranges::find(what_names, take_word(rest));
  if (found == what_names.end()) return "what is withheld is a tag, a sound or an author";
  Withheld one{.what = static_cast<What>(found - what_names.begin())};
  one.spelled = take_word(rest);
  const auto id = id_of(one.what, one.spelled);
  if (!id) return fmt::format("there is no {} {}", *found, one.spelled);
  one.id = *id;
  const auto same = [&](const Withheld& other) { return other.what == one.what && other.id == one.id; };
  if (std::ranges::any_of(market.withheld, same)) return "is said a second time";
  if (take_word(rest) != "by")
    return fmt::format("is written \"withhold {} {} by RULE\"", *found, one.spelled);
  if (rest.empty() || rest.size() > rule_bytes_max || base::clean_text(rest, base::Lines::one) != rest)
    return fmt::format("the rule takes 1 to {} bytes of plain text", rule_bytes_max);
  one.rule = rest;
  market.withheld.push_back(std::move(one));
  return std::nullopt;
}

}  // namespace

std::string_view what_name(What what) { return what_names[static_cast<std::size_t>(what)]; }

std::string Market::text() const {
  if (name.empty()) return {};
  std::string out = fmt::format("market {}\n", name);
  for (const Withheld& one : withheld)
    out += fmt::format("withhold {} {} by {}\n", what_name(one.what), one.spelled, one.rule);
  return out;
}

std::optional<std::string> take_line(Market& market, std::string_view line) {
  const std::string_view key = take_word(line);
  if (key == "market") {
    if (!market.name.empty()) return "is said a second time";
    if (!is_market_name(line)) return "a market is 1 to 16 of A-Z 0-9 -";
    market.name = line;
    return std::nullopt;
  }
  if (key != "withhold") return "is neither \"market NAME\" nor \"withhold WHAT WHICH by RULE\"";
  if (market.name.empty()) return "a line \"market NAME\" comes first";
  return take_withheld(market, line);
}

base::Result<Market> parse_market(std::string_view text) {
  const auto refused = [](std::string detail) {
    return base::fail(base::Fault::invalid_input, "market_invalid", std::move(detail));
  };
  if (text.size() > market_bytes_max || !base::is_utf8(text))
    return refused("The rules of a market are text in UTF-8 of at most 16 kB.");
  Market market;
  int number = 0;
  for (std::string_view line : base::split(text, '\n')) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    if (const auto wrong = take_line(market, line))
      return refused(
          fmt::format("line {}, {}: {}.", number, line.substr(0, line.find(' ')).substr(0, 40), *wrong));
  }
  if (market.name.empty()) return refused("a line \"market NAME\" is needed.");
  return market;
}

}  // namespace vitrine::region
