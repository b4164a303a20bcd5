#include "replay/lines.hpp"

#include <array>

#include "base/text.hpp"

namespace vitrine::replay {
namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";  // "UTF-8 follows", as some editors and Excel write it
constexpr std::size_t named_max = 10;              // bad lines that are named

/// The beginning of a line as it can be shown on any terminal.
std::string printable(std::string_view text) {
  constexpr std::size_t shown_max = 60;
  std::string shown{text.substr(0, shown_max)};
  const bool cut = shown.size() < text.size();
  // The cut may go through a letter of up to four bytes.
  for (int i = 0; cut && i < 3 && !base::is_utf8(shown); ++i) shown.pop_back();
  if (!base::is_utf8(shown))
    for (char& c : shown)
      if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  for (char& c : shown)
    if (c == '\t') c = ' ';
  return base::clean_text(shown, base::Lines::one) + (cut ? "..." : "");
}

struct Packed {
  std::string_view begins, name, unpack;
};
constexpr std::array<Packed, 4> packed{{{"\x1F\x8B", "gzip", "zcat FILE.gz > FILE"},
                                        {"\x28\xB5\x2F\xFD", "zstd", "zstdcat FILE.zst > FILE"},
                                        {"PK\x03\x04", "zip", "unzip FILE.zip"},
                                        {"\xFD"
                                         "7zXZ",
                                         "xz", "xzcat FILE.xz > FILE"}}};

auto unreadable_file(std::string why) {
  return base::fail(base::Fault::invalid_input, "file_unreadable", std::move(why));
}

}  // namespace

void BadLines::add(const std::string& file, std::uint64_t line, const std::string& why,
                   std::string_view text) {
  if (++count == 1) example = printable(text);
  if (first.size() < named_max) first.push_back(file + ":" + std::to_string(line) + ": " + why);
}

void BadLines::add_all(const BadLines& other) {
  if (count == 0) example = other.example;
  count += other.count;
  for (const auto& line : other.first)
    if (first.size() < named_max) first.push_back(line);
}

std::optional<std::string> unreadable(std::string_view file, std::uint64_t good, const BadLines& bad) {
  if (bad.count == 0 && good == 0) return std::string{file} + " has no line with data in it.";
  // Few bad lines are all named with the figures, so nothing is hidden then.
  if (good > 0 && (bad.count <= good || bad.count < named_max)) return std::nullopt;
  const std::string all = std::to_string(good + bad.count);
  std::string why{file};
  why += good == 0 ? " has no line that could be read"
                   : " has more bad lines than good ones, " + std::to_string(bad.count) + " of " + all;
  why += ". The first is " + bad.first.front();
  if (!bad.example.empty()) why += "; it reads \"" + bad.example + "\"";
  return why + ".";
}

base::Result<void> begin_text(std::istream& in, const std::string& path) {
  auto* bytes = in.rdbuf();
  std::string head;
  while (head.size() < 6) {
    const int c = bytes->sbumpc();
    if (c == std::char_traits<char>::eof()) break;
    head.push_back(static_cast<char>(c));
  }
  if (head.empty()) return unreadable_file(path + " is empty.");
  for (const Packed& kind : packed)
    if (head.starts_with(kind.begins))
      return unreadable_file(path + ": this is " + std::string{kind.name} + ": unpack it first (" +
                             std::string{kind.unpack} + ").");
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF"))
    return unreadable_file(path + ": this is UTF-16: write it as UTF-8 first (iconv -f UTF-16 -t UTF-8).");
  const std::size_t kept = head.starts_with(mark) ? head.size() - mark.size() : head.size();
  for (std::size_t i = 0; i < kept; ++i) bytes->sungetc();
  return {};
}

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
    if (number_ == 1 && text_.starts_with(mark)) text_.erase(0, mark.size());
    if (text_.ends_with('\r')) text_.pop_back();
    if (text_.empty()) continue;
    if (!whole) refuse("longer than " + std::to_string(line_max) + " bytes");
    else if (text_.find('\0') != std::string::npos) refuse("a NUL byte, this is no text");
    else if (text_.find('\r') != std::string::npos)
      refuse("a carriage return in it: end the lines with a line feed (tr '\\r' '\\n')");
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
