#pragma once
// A policy in plain words: what every source, sieve, weight, rule and slider does, with its present value.
// Made from the policy's data alone, so it cannot say anything else than what happens (the main parameters of
// Article 27 DSA). A parameter without words fails a test. Pure, thread-safe.
#include <string>
#include <string_view>
#include <vector>

#include "feed/policy.hpp"

namespace vitrine::feed {

struct Document {
  struct Line {
    std::string key;    ///< as the policy's text spells it: "weight like"; empty for sieves
    std::string name;   ///< "A like"
    std::string words;  ///< what it does
    std::string value;  ///< "1.5"; empty where there is none
    double bar = 0;     ///< for a picture: [-1, 1] of the largest in its section; 0: none
  };
  struct Section {
    std::string key, title, intro;
    std::vector<Line> lines;
  };
  std::string language;  ///< "en" or "de"
  std::string name, title, about;
  std::vector<Section> sections;
};

/// `language`: "de", anything else is English.
[[nodiscard]] Document document_of(const Policy& policy, std::string_view language);

[[nodiscard]] std::string to_text(const Document& document);
/// One page of its own, with bars.
[[nodiscard]] std::string to_html(const Document& document);

/// How `policy` is called in that language, or in English, or by its name.
[[nodiscard]] std::string title_of(const Policy& policy, std::string_view language);
[[nodiscard]] std::string about_of(const Policy& policy, std::string_view language);

}  // namespace vitrine::feed
