#pragma once
// The lines of a foreign text file, one after another: bounded, numbered, and with every unreadable one
// counted.
#include <istream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "replay/evaluate.hpp"

namespace vitrine::replay {

/// To be called before anything is read of a foreign text file. Passes over a byte order mark. Errors:
/// invalid_input "file_unreadable" when nothing is in it or it is no text (packed, UTF-16), with what to do;
/// `path` names it.
[[nodiscard]] base::Result<void> begin_text(std::istream& in, const std::string& path);

/// Reads `in` line by line. A byte order mark before the first is left out. A line longer than line_max or
/// with a NUL in it is counted as bad and passed over.
class Lines {
 public:
  static constexpr std::size_t line_max = 1U << 20;  // 10 000 items or features; more is no line of ours

  Lines(std::istream& in, std::string file, BadLines& bad) : in_(in), file_(std::move(file)), bad_(bad) {}
  /// The next line that is not empty, without its end; it lasts until the next call. False at the end.
  bool next(std::string_view& line);
  /// The line last read cannot be used.
  void refuse(const std::string& why) { bad_.add(file_, number_, why, text_); }
  [[nodiscard]] std::uint64_t number() const { return number_; }

 private:
  bool fill(std::string& text, bool& whole);

  std::istream& in_;
  std::string file_;
  BadLines& bad_;
  std::string text_;
  std::uint64_t number_ = 0;
};

/// The words of a line, separated by spaces, tabs or commas.
void split_words(std::string_view line, std::vector<std::string_view>& words);

/// Numbers names from 1 in the order in which they come.
class Names {
 public:
  static constexpr std::size_t name_max = 64;
  explicit Names(std::size_t max) : max_(max) {}
  /// Nothing: the name is too long, or there are too many already.
  [[nodiscard]] std::uint32_t number(std::string_view name);
  [[nodiscard]] std::size_t size() const { return numbers_.size(); }
  [[nodiscard]] bool full() const { return full_; }

 private:
  std::size_t max_;
  bool full_ = false;
  std::unordered_map<std::string, std::uint32_t> numbers_;  // found by name, never walked
};

}  // namespace vitrine::replay
