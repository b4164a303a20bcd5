// A policy read from its lines. Written by hand by operators, so every refusal names the line and the key.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <type_traits>

#include "base/text.hpp"
#include "feed/policy.hpp"

namespace vitrine::feed {
namespace {

using base::Result;

constexpr std::size_t title_bytes_max = 80, about_bytes_max = 200, titles_max = 20;

bool is_name(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, fits);
}

/// A whole number, perhaps below zero.
std::optional<int> whole(std::string_view word) {
  int value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc{} && end == word.data() + word.size() ? std::optional{value} : std::nullopt;
}

/// A number with at most three digits behind the point, so that text() writes the very same one.
std::optional<float> fraction(std::string_view word) {
  const bool below = word.starts_with('-');
  if (below) word.remove_prefix(1);
  const auto point = word.find('.');
  const auto digits = point == std::string_view::npos ? std::string_view{} : word.substr(point + 1);
  const auto front = base::parse_number(word.substr(0, point));
  const auto behind = digits.empty() ? std::optional<std::uint64_t>{0} : base::parse_number(digits);
  const bool bare_point = point != std::string_view::npos && digits.empty();
  if (!front || !behind || *front > 1000 || digits.size() > 3 || bare_point) return std::nullopt;
  std::uint64_t thousandths = *behind;
  for (std::size_t i = digits.size(); i < 3; ++i) thousandths *= 10;
  thousandths += *front * 1000;
  const auto value = static_cast<float>(static_cast<double>(thousandths) / 1000.0);
  return below && value != 0 ? -value : value;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<Policy> read() {
    if (text_.size() > policy_bytes_max || !base::is_utf8(text_))
      return base::fail(base::Fault::invalid_input, "policy_invalid",
                        "A policy is text in UTF-8 of at most 32 kB.");
    for (std::string_view line : base::split(text_, '\n')) {
      ++line_;
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty() || line.starts_with('#')) continue;
      words_ = base::split(line, ' ');
      rest_ = line;
      if (!take()) return refused();
    }
    words_ = {"policy"};
    if (!whole_policy()) return refused();
    return std::move(policy_);
  }

 private:
  /// Remembers what was wanted; always false.
  bool wanted(std::string what) {
    if (wanted_.empty()) wanted_ = std::move(what);
    return false;
  }
  std::unexpected<base::Error> refused() const {
    return base::fail(base::Fault::invalid_input, "policy_invalid",
                      fmt::format("line {}, {}: {}.", line_, words_.front().substr(0, 40), wanted_));
  }
  [[nodiscard]] std::string_view word(std::size_t i) const {
    return i < words_.size() ? words_[i] : std::string_view{};
  }

  bool once(std::string key) {
    return seen_.insert(std::move(key)).second || wanted("is said a second time");
  }
  bool count_is(std::size_t count, std::string_view form) {
    return words_.size() == count || wanted(fmt::format("is written \"{}\"", form));
  }

  bool take() {
    const std::string_view key = words_.front();
    if (line_of_its_own(key)) return true;
    if (!wanted_.empty()) return false;
    return wanted("is not a key of a policy");
  }

  /// Answers whether the line was understood; if not, and it was one of ours, wanted_ says why.
  bool line_of_its_own(std::string_view key) {
    if (key == "policy") return name();
    if (key == "title" || key == "about") return title(key);
    if (key == "source") return source();
    if (key == "weight") return weight();
    if (key == "slider") return slider();
    if (key == "integrity") return integrity();
    if (key == "market" || key == "withhold") return market();
    return choices(key) || (wanted_.empty() && numbers(key));
  }

  bool choices(std::string_view key) {
    if (key == "order") return choose(policy_.order, {"by_score", "by_time"});
    if (key == "profiling") return choose(policy_.profiling, {"uses_history", "none"});
    if (key == "languages") return choose(policy_.languages, {"understood", "declared"});
    if (key == "drop_seen") return choose(policy_.drop_seen, {"no", "yes"});
    return false;
  }
  bool numbers(std::string_view key) {
    if (key == "surface") {
      int surface = 0;
      if (!number(surface, 0, learning::last_surface)) return false;
      policy_.surface = static_cast<std::uint32_t>(surface);
      return true;
    }
    if (key == "following_bonus") return number(policy_.following_bonus, 0, 10);
    if (key == "wish_bonus") return number(policy_.wish_bonus, 0, 10);
    if (key == "newness_bonus") return number(policy_.newness_bonus, -10, 10);
    if (key == "length_bonus") return number(policy_.length_bonus, -10, 10);
    if (key == "untried_bonus") return number(policy_.untried_bonus, 0, 10);
    if (key == "judged_max") return number(policy_.judged_max, 100, 2000);
    if (key == "arrange_top") return number(policy_.arrange_top, 30, 500);
    if (key == "diversity") return number(policy_.diversity, 0, 0.95F);
    if (key == "author_max_in_20") return number(policy_.author_max_in_20, 1, 20);
    if (key == "topic_run_max") return number(policy_.topic_run_max, 1, 20);
    if (key == "explore_every")
      return number(policy_.explore_every, 0, 100) &&
             (policy_.explore_every != 1 || wanted("must be 0 or at least 2"));
    return false;
  }

  bool name() {
    if (!once("policy") || !count_is(4, "policy NAME version NUMBER")) return false;
    policy_.name = word(1);
    if (!is_name(word(1)) || word(1) == "for_you")
      return wanted("a name is 1 to 32 of a-z 0-9 _, and not for_you");
    const auto version = whole(word(3));
    if (word(2) != "version" || !version || *version < 1 || *version > 1'000'000)
      return wanted("a version is a number from 1 to 1000000");
    policy_.version = *version;
    return true;
  }

  bool title(std::string_view key) {
    const std::string_view language = word(1);
    const std::size_t from = key.size() + language.size() + 2;
    const std::string_view said = from < rest_.size() ? rest_.substr(from) : std::string_view{};
    const std::size_t max = key == "title" ? title_bytes_max : about_bytes_max;
    if (!once(fmt::format("{} {}", key, language))) return false;
    if (language.size() != 2 || !is_name(language)) return wanted("a language has two letters: en");
    if (said.empty() || said.size() > max || base::clean_text(said, base::Lines::one) != said)
      return wanted(fmt::format("takes 1 to {} bytes of plain text", max));
    auto found = std::ranges::find(policy_.titles, language, &Title::language);
    if (found == policy_.titles.end()) {
      if (policy_.titles.size() == titles_max) return wanted("has too many languages");
      found = policy_.titles.insert(found, {std::string{language}, {}, {}});
    }
    (key == "title" ? found->title : found->about) = said;
    return true;
  }

  bool source() {
    if (!once(fmt::format("source {}", word(1))) || !count_is(5, "source NAME at most NUMBER")) return false;
    const auto max = whole(word(4));
    if (word(2) != "at" || word(3) != "most" || !max || *max < 1 || *max > 2000)
      return wanted("takes at most 1 to 2000 videos");
    using enum Source;
    for (const Source source :
         {following, item_graph, taste, author, tag, sound, rising, fresh, interest, popular, latest})
      if (source_name(source) == word(1)) {
        policy_.sources.push_back({source, *max});
        return true;
      }
    return wanted(fmt::format("there is no source {}", word(1)));
  }

  bool weight() {
    if (!once(fmt::format("weight {}", word(1))) || !count_is(3, "weight NAME NUMBER")) return false;
    for (std::size_t h = 0; h < learning::heads_count; ++h)
      if (learning::head_names[h] == word(1)) return number(policy_.weights[h], -50, 50, 2);
    return wanted(fmt::format("there is no prediction {}", word(1)));
  }

  /// A factor above 1 would lift, so there is none.
  bool integrity() {
    if (!once(fmt::format("integrity {}", word(1))) || !count_is(3, "integrity NAME NUMBER")) return false;
    const auto found = model::word<model::Integrity>(word(1));
    if (!found || *found == model::Integrity::whole)
      return wanted(fmt::format("moderators do not find {}", word(1)));
    return number(policy_.integrity[static_cast<std::size_t>(*found)], 0, 1, 2);
  }

  bool slider() {
    if (!once(fmt::format("slider {}", word(1))) || !count_is(6, "slider NAME from NUMBER to NUMBER"))
      return false;
    const auto min = whole(word(3)), max = whole(word(5));
    if (word(2) != "from" || word(4) != "to" || !min || !max || *min < -100 || *min > 0 || *max < 0 ||
        *max > 100 || *min == *max)
      return wanted("goes from -100..0 to 0..100");
    for (std::size_t s = 0; s < sliders_count; ++s)
      if (slider_name(static_cast<Slider>(s)) == word(1)) {
        policy_.sliders.push_back({static_cast<Slider>(s), *min, *max});
        return true;
      }
    return wanted(fmt::format("there is no slider {}", word(1)));
  }

  bool market() {
    const auto wrong = region::take_line(policy_.market, rest_);
    return !wrong || wanted(*wrong);
  }

  template <class T>
  bool choose(T& into, std::array<std::string_view, 2> words) {
    if (!once(std::string{words_.front()})) return false;
    for (std::size_t i = 0; i < 2; ++i)
      if (words_.size() == 2 && word(1) == words[i]) {
        into = static_cast<T>(i);
        return true;
      }
    return wanted(fmt::format("must be {} or {}", words[0], words[1]));
  }

  template <class T>
  bool number(T& into, std::type_identity_t<T> min, std::type_identity_t<T> max, std::size_t at = 1) {
    if (at == 1 && !once(std::string{words_.front()})) return false;
    std::optional<T> value;
    if constexpr (std::is_same_v<T, int>) value = whole(word(at));
    else value = fraction(word(at));
    if (words_.size() != at + 1 || !value || *value < min || *value > max)
      return wanted(fmt::format("must be a number from {} to {}{}", min, max,
                                std::is_same_v<T, int> ? "" : ", at most three digits behind the point"));
    into = *value;
    return true;
  }

  /// What no single line can show.
  bool whole_policy() {
    if (policy_.name.empty()) return wanted("a line \"policy NAME version NUMBER\" is needed");
    if (policy_.sources.empty()) return wanted("at least one source is needed");
    for (const Title& one : policy_.titles)
      if (one.title.empty() || one.about.empty())
        return wanted(fmt::format("title and about are needed in {}", one.language));
    if (policy_.profiling == Profiling::uses_history) return true;
    // What knows nothing of the viewer must not look at what they follow, watched or declared to like.
    const auto personal = [](const Take& take) {
      return take.source != Source::rising && take.source != Source::popular &&
             take.source != Source::fresh && take.source != Source::latest;
    };
    if (std::ranges::any_of(policy_.sources, personal) || policy_.following_bonus != 0 ||
        policy_.wish_bonus != 0)
      return wanted("profiling none takes only the sources rising, popular, fresh and latest, "
                    "and neither following_bonus nor wish_bonus");
    return std::ranges::find(policy_.sliders, Slider::following, &SliderRange::slider) ==
               policy_.sliders.end() ||
           wanted("profiling none cannot have the slider following");
  }

  std::string_view text_, rest_;
  int line_ = 0;
  std::vector<std::string_view> words_;
  std::set<std::string> seen_;
  std::string wanted_;
  Policy policy_;
};

}  // namespace

Result<Policy> parse_policy(std::string_view text) { return Reader{text}.read(); }

}  // namespace vitrine::feed
