#include "replay/lines.hpp"

namespace vitrine::replay {

bool Lines::fill(std::string& text, bool& whole) {
  text.clear();
  whole = true;
  auto* bytes = in_.rdbuf();
  bool any = false;
  for (int c = bytes->sbumpc(); c != std::char_traits<char>::eof(); c = bytes->sbumpc()) {
    any = true;
    if (c == '\n') return true;
    if (text.size() < line_max) text.push_back(static_cast<char>(c));
    else whole = false;
  }
  return any;
}

bool Lines::next(std::string_view& line) {
  bool whole = true;
  while (fill(text_, whole)) {
    ++number_;
    if (text_.ends_with('\r')) text_.pop_back();
    if (text_.empty()) continue;
    if (!whole) refuse("longer than " + std::to_string(line_max) + " bytes");
    else if (text_.find('\0') != std::string::npos) refuse("a NUL byte, this is no text");
    else {
      line = text_;
      return true;
    }
  }
  return false;
}

void split_words(std::string_view line, std::vector<std::string_view>& words) {
  words.clear();
  constexpr std::string_view between = " \t,";
  for (std::size_t at = line.find_first_not_of(between); at != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(between, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(between, end);
  }
}

std::uint32_t Names::number(std::string_view name) {
  if (name.empty() || name.size() > name_max) return 0;
  const auto found = numbers_.find(std::string{name});
  if (found != numbers_.end()) return found->second;
  if (numbers_.size() >= max_) {
    full_ = true;
    return 0;
  }
  const auto number = static_cast<std::uint32_t>(numbers_.size() + 1);
  numbers_.emplace(name, number);
  return number;
}

}  // namespace vitrine::replay
