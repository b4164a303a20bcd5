#pragma once
// What all kinds of `vitrine evaluate` have in common: the words after the kind, and the files they name.
// Whatever is wrong is named: a word, a value, a file.
#include <fstream>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace vitrine::app {

/// The options of a command line, as given: --name value, or a lone --name.
class EvaluateWords {
 public:
  struct Known {
    std::vector<std::string_view> needed, valued, lone;  ///< those that are needed have a value too
  };
  /// Errors: invalid_input "usage" for a word that is not known, a value or an option that is missing, or the
  /// same option twice.
  [[nodiscard]] static base::Result<EvaluateWords> of(std::span<char*> given, const Known& known);

  [[nodiscard]] bool has(const std::string& name) const { return values_.contains(name); }
  /// Empty when the option was not given.
  [[nodiscard]] std::string value(const std::string& name) const;
  /// The value, one of `choices`; empty when the option was not given. Errors: invalid_input "usage".
  [[nodiscard]] base::Result<std::string> choice(const std::string& name,
                                                 const std::vector<std::string>& choices) const;

 private:
  std::map<std::string, std::string> values_;
};

/// A text file, ready to be read. Errors: not_found or invalid_input "file_unreadable", with the file's name.
[[nodiscard]] base::Result<std::ifstream> open_text(const std::string& path);

/// Tells what is wrong; below it, when the command line is, how it is written. Answers the exit status.
[[nodiscard]] int complain(const base::Error& error, const char* usage);

}  // namespace vitrine::app
