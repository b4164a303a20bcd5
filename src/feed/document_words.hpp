#pragma once
// The words of document.cpp, by key: a heading and a sentence in each language.
#include <string_view>

namespace vitrine::feed {

struct Told {
  std::string_view key;
  std::string_view name, words;        ///< English
  std::string_view name_de, words_de;  ///< German
};

/// nullptr: nobody has said it yet (a test fails).
[[nodiscard]] const Told* told(std::string_view key);

}  // namespace vitrine::feed
