#include "feed/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "feed/document_words.hpp"
#include "feed/feed.hpp"

namespace vitrine::feed {
namespace {

using Section = Document::Section;

class Writer {
 public:
  Writer(const Policy& policy, std::string_view language) : policy_(policy), german_(language == "de") {}

  Document write() {
    Document document{.language = german_ ? "de" : "en",
                      .name = policy_.name,
                      .title = title_of(policy_, german_ ? "de" : "en"),
                      .about = about_of(policy_, german_ ? "de" : "en"),
                      .sections = {sources(), sieves()}};
    if (!policy_.market.withheld.empty()) document.sections.push_back(market());
    if (policy_.order == Order::by_score) document.sections.push_back(weights());
    document.sections.push_back(rules());
    if (!by_score()) document.sections.push_back(idle());
    if (!policy_.sliders.empty()) document.sections.push_back(sliders());
    for (auto& section : document.sections) draw(section);
    return document;
  }

 private:
  Section section(std::string_view key) const {
    const Told* said = told(key);
    if (said == nullptr) return {.key = std::string{key}, .title = {}, .intro = {}, .lines = {}};
    return {.key = std::string{key},
            .title = std::string{german_ ? said->name_de : said->name},
            .intro = std::string{german_ ? said->words_de : said->words},
            .lines = {}};
  }
  void add(Section& to, const std::string& key, std::string value = {}, double bar = 0) const {
    Document::Line line{.key = key, .name = {}, .words = {}, .value = std::move(value), .bar = bar};
    if (const Told* said = told(key)) {
      line.name = german_ ? said->name_de : said->name;
      line.words = german_ ? said->words_de : said->words;
    }
    to.lines.push_back(std::move(line));
  }
  /// "1.5", "1,5" in German.
  std::string number(double value) const {
    std::string out = fmt::format("{:.3f}", value);
    while (out.ends_with('0')) out.pop_back();
    if (out.ends_with('.')) out.pop_back();
    if (german_) std::ranges::replace(out, '.', ',');
    return out;
  }

  Section sources() const {
    Section out = section("sources");
    for (const Take& take : policy_.sources)
      add(out, fmt::format("source {}", source_name(take.source)), std::to_string(take.max), take.max);
    return out;
  }
  Section sieves() const {
    Section out = section("sieves");
    const std::array<Reason, std::variant_size_v<Reason>> reasons{
        Withdrawn{},  MarketRule{},    Barred{},      Adult{}, OtherLanguage{},
        SeenLately{}, OnPageAlready{}, BelowTheCut{}, Muted{}, AtFirstLook{}};
    for (const Reason& reason : reasons)
      if (happens(reason)) add(out, fmt::format("sieve {}", reason_name(reason)));
    if (!by_score()) add(out, "sieve older");
    return out;
  }
  bool happens(const Reason& reason) const {
    if (std::holds_alternative<SeenLately>(reason)) return policy_.drop_seen;
    if (std::holds_alternative<BelowTheCut>(reason) || std::holds_alternative<AtFirstLook>(reason))
      return by_score();
    if (std::holds_alternative<OtherLanguage>(reason)) return policy_.languages == Languages::declared;
    return !std::holds_alternative<MarketRule>(reason) || !policy_.market.withheld.empty();
  }
  /// The rules are the operator's own words, in whatever language they wrote them.
  Section market() const {
    Section out = section("market_rules");
    out.title += fmt::format(": {}", policy_.market.name);
    for (const auto& one : policy_.market.withheld) {
      const bool tag = one.what == region::Withheld::What::tag;
      add(out, fmt::format("withhold {}", region::what_name(one.what)), (tag ? "#" : "") + one.spelled);
      out.lines.back().key += fmt::format(" {}", one.spelled);
      out.lines.back().words += fmt::format(" {}", one.rule);
    }
    return out;
  }
  Section weights() const {
    Section out = section(policy_.profiling == Profiling::none ? "weights everybody" : "weights");
    out.key = "weights";
    for (std::size_t h = 0; h < learning::heads_count; ++h)
      if (policy_.weights[h] != 0)
        add(out, fmt::format("weight {}", learning::head_names[h]), number(policy_.weights[h]),
            policy_.weights[h]);
    std::ranges::stable_sort(out.lines, std::ranges::greater{}, &Document::Line::bar);
    return out;
  }
  Section rules() const {
    Section out = section("rules");
    add(out, by_score() ? "order by_score" : "order by_time");
    add(out, profiling());
    add(out, policy_.languages == Languages::declared ? "languages declared" : "languages understood");
    add(out, "drop_seen", policy_.drop_seen ? (german_ ? "ja" : "yes") : (german_ ? "nein" : "no"));
    if (by_score()) arrangement(out);
    if (!policy_.market.name.empty()) add(out, "market", policy_.market.name);
    add(out, "surface", std::to_string(policy_.surface));
    add(out, "policy", fmt::format("{} {}", policy_.name, policy_.version));
    return out;
  }
  /// A list in order of time looks at a viewer's history only where one of its sources does.
  std::string profiling() const {
    if (policy_.profiling == Profiling::none)
      return policy_.languages == Languages::declared ? "profiling none declared" : "profiling none";
    const auto looks = [](const Take& take) {
      using enum Source;
      constexpr std::array blind{following, rising, popular, fresh, latest};
      return std::ranges::find(blind, take.source) == blind.end();
    };
    const bool blind = std::ranges::none_of(policy_.sources, looks) && !policy_.drop_seen;
    const bool follows =
        std::ranges::find(policy_.sources, Source::following, &Take::source) != policy_.sources.end();
    return !by_score() && blind && follows ? "profiling follows" : "profiling uses_history";
  }
  /// A list in order of time is shown as it is; its text has these lines all the same.
  Section idle() const {
    Section out = section("idle");
    arrangement(out);
    return out;
  }
  bool by_score() const { return policy_.order == Order::by_score; }
  void arrangement(Section& out) const {
    add(out, "following_bonus", number(policy_.following_bonus));
    add(out, "newness_bonus", number(policy_.newness_bonus));
    add(out, "length_bonus", number(policy_.length_bonus));
    add(out, "untried_bonus", number(policy_.untried_bonus));
    if (policy_.profiling == Profiling::uses_history) add(out, "wish_bonus", number(policy_.wish_bonus));
    for (const auto& [found, word] : model::Words<model::Integrity>::list)
      if (found != model::Integrity::whole)
        add(out, fmt::format("integrity {}", word),
            number(policy_.integrity[static_cast<std::size_t>(found)]));
    add(out, "judged_max", std::to_string(policy_.judged_max));
    add(out, "arrange_top", std::to_string(policy_.arrange_top));
    add(out, "diversity", number(policy_.diversity));
    add(out, "author_max_in_20", std::to_string(policy_.author_max_in_20));
    add(out, "topic_run_max", std::to_string(policy_.topic_run_max));
    add(out, "explore_every", std::to_string(policy_.explore_every));
  }
  Section sliders() const {
    Section out = section("sliders");
    for (const SliderRange& range : policy_.sliders)
      add(out, fmt::format("slider {}", slider_name(range.slider)),
          fmt::format("{} … {}", range.min, range.max));
    return out;
  }
  static void draw(Section& section) {
    double largest = 0;
    for (const auto& line : section.lines) largest = std::max(largest, std::abs(line.bar));
    for (auto& line : section.lines) line.bar = largest == 0 ? 0 : line.bar / largest;
  }

  const Policy& policy_;
  bool german_;
};

const Title* called(const Policy& policy, std::string_view language) {
  for (const std::string_view wanted : {language, std::string_view{"en"}}) {
    const auto found = std::ranges::find(policy.titles, wanted, &Title::language);
    if (found != policy.titles.end()) return &*found;
  }
  return nullptr;
}

}  // namespace

std::string title_of(const Policy& policy, std::string_view language) {
  const Title* title = called(policy, language);
  return title == nullptr ? policy.name : title->title;
}
std::string about_of(const Policy& policy, std::string_view language) {
  const Title* title = called(policy, language);
  return title == nullptr ? std::string{} : title->about;
}

Document document_of(const Policy& policy, std::string_view language) {
  return Writer{policy, language}.write();
}

std::string to_text(const Document& document) {
  std::string out = fmt::format("{}\n{}\n", document.title, document.about);
  for (const auto& section : document.sections) {
    out += fmt::format("\n{}\n{}\n\n", section.title, section.intro);
    for (const auto& line : section.lines)
      out += fmt::format("  {}{}{}\n      {}\n", line.name, line.value.empty() ? "" : ": ", line.value,
                         line.words);
  }
  return out;
}

std::string to_html(const Document& document) {
  using base::escape_html;
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"{0}\"><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\"><title>{1}</title>\n"
      "<style>:root{{color-scheme:light dark}}body{{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;"
      "margin:2rem auto;padding:0 1rem}}dt{{font-weight:600;display:flex;justify-content:space-between}}"
      "dd{{margin:0 0 1rem}}svg{{display:block;width:100%;height:6px}}</style>\n<h1>{1}</h1>\n<p>{2}</p>\n",
      document.language, escape_html(document.title), escape_html(document.about));
  for (const auto& section : document.sections) {
    out +=
        fmt::format("<h2>{}</h2>\n<p>{}</p>\n<dl>\n", escape_html(section.title), escape_html(section.intro));
    for (const auto& line : section.lines) {
      out += fmt::format("<dt><span>{}</span><span>{}</span></dt>\n<dd>{}", escape_html(line.name),
                         escape_html(line.value), escape_html(line.words));
      if (line.bar != 0)
        out += fmt::format(
            "<svg viewBox=\"-100 0 200 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            "<rect x=\"{:.0f}\" width=\"{:.0f}\" height=\"6\" fill=\"{}\"/></svg>",
            std::min(0.0, line.bar * 100), std::abs(line.bar * 100), line.bar < 0 ? "#b4552d" : "#2b8f74");
      out += "</dd>\n";
    }
    out += "</dl>\n";
  }
  return out + "</html>\n";
}

}  // namespace vitrine::feed
