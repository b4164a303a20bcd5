#include "app/commands/evaluate_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "replay/lines.hpp"

namespace vitrine::app {
namespace {

auto wrong_word(std::string why) { return base::fail(base::Fault::invalid_input, "usage", std::move(why)); }

}  // namespace

base::Result<EvaluateWords> EvaluateWords::of(std::span<char*> given, const Known& known) {
  const auto among = [](const auto& names, std::string_view word) {
    return std::ranges::find(names, word) != names.end();
  };
  EvaluateWords words;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const std::string word = given[i];
    std::string value;
    if (among(known.needed, word) || among(known.valued, word)) {
      if (i + 1 == given.size()) return wrong_word(fmt::format("{} needs a value after it.", word));
      value = given[++i];
    } else if (!among(known.lone, word)) {
      return wrong_word(fmt::format("\"{}\" is no option here.", word));
    }
    if (!words.values_.emplace(word, value).second)
      return wrong_word(fmt::format("{} is given twice.", word));
  }
  for (const std::string_view name : known.needed)
    if (!words.has(std::string{name})) return wrong_word(fmt::format("{} is missing.", name));
  return words;
}

std::string EvaluateWords::value(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string{} : found->second;
}

base::Result<std::string> EvaluateWords::choice(const std::string& name,
                                                const std::vector<std::string>& choices) const {
  if (!has(name) || std::ranges::find(choices, value(name)) != choices.end()) return value(name);
  return wrong_word(fmt::format("{} is {}, not \"{}\".", name, fmt::join(choices, " or "), value(name)));
}

base::Result<std::ifstream> open_text(const std::string& path) {
  std::error_code none;
  if (!std::filesystem::exists(path, none))
    return base::fail(base::Fault::not_found, "file_unreadable", fmt::format("There is no file {}.", path));
  if (std::filesystem::is_directory(path, none))
    return base::fail(base::Fault::invalid_input, "file_unreadable",
                      fmt::format("{} is a folder; name a file in it.", path));
  std::ifstream file{path, std::ios::binary};
  if (!file)
    return base::fail(base::Fault::not_found, "file_unreadable", fmt::format("{} cannot be read.", path));
  TRY(replay::begin_text(file, path));
  return file;
}

int complain(const base::Error& error, const char* usage) {
  const bool words = error.code == "usage";
  std::fprintf(stderr, "vitrine: %s\n%s%s", error.detail.c_str(), words ? "usage: " : "", words ? usage : "");
  return words ? 2 : 1;
}

}  // namespace vitrine::app
