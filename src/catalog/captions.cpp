#include "catalog/captions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"

namespace vitrine::catalog {
using base::fail;
using base::Fault;
using model::Millis;

namespace {
constexpr std::string_view arrow = "-->";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

auto unreadable(std::size_t line, std::string_view what) {
  return fail(Fault::invalid_input, "captions_unreadable", fmt::format("Line {}: {}", line, what));
}

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\r");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

/// "01:02:03.400", "02:03.400"; SubRip writes a comma. At most 99 hours.
std::optional<Millis> time_of(std::string_view text) {
  const auto dot = text.find_first_of(".,");
  if (dot == std::string_view::npos || text.size() != dot + 4) return std::nullopt;
  const auto parts = base::split(text.substr(0, dot), ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  std::int64_t seconds = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = base::parse_number(parts[i]);
    const bool hours = i == 0 && parts.size() == 3;
    if (!number || parts[i].size() > 2 || (!hours && *number > 59)) return std::nullopt;
    seconds = seconds * 60 + static_cast<std::int64_t>(*number);
  }
  const auto ms = base::parse_number(text.substr(dot + 1));
  if (!ms) return std::nullopt;
  return Millis{seconds * 1000 + static_cast<std::int64_t>(*ms)};
}

struct Times {
  Millis from{0}, to{0};
};

/// "FROM --> TO", with settings after it that nobody needs.
std::optional<Times> times_of(std::string_view line) {
  const auto at = line.find(arrow);
  const auto to = trimmed(line.substr(at + arrow.size()));
  const auto from = time_of(trimmed(line.substr(0, at)));
  const auto until = time_of(to.substr(0, to.find_first_of(" \t")));
  if (!from || !until || *until <= *from) return std::nullopt;
  return Times{*from, *until};
}

/// Marks are "<...>"; one that never ends is a letter that somebody wrote.
std::string without_marks(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('<');
    const auto close = open == std::string_view::npos ? open : text.find('>', open);
    if (close == std::string_view::npos) break;
    out += text.substr(0, open);
    text.remove_prefix(close + 1);
  }
  return out += text;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> names{{{"&amp;", "&"},
                                                                              {"&lt;", "<"},
                                                                              {"&gt;", ">"},
                                                                              {"&nbsp;", " "},
                                                                              {"&lrm;", ""},
                                                                              {"&rlm;", ""},
                                                                              {"&quot;", "\""}}};

std::string with_names_read(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto name =
        std::ranges::find_if(names, [&](const auto& one) { return text.substr(at).starts_with(one.first); });
    if (name == names.end()) {
      out += text[at++];
    } else {
      out += name->second;
      at += name->first.size();
    }
  }
  return out;
}

std::string text_of(const std::vector<std::string_view>& lines) {
  std::string whole;
  for (const auto line : lines) {
    const auto clean = base::clean_text(with_names_read(without_marks(line)), base::Lines::one);
    if (clean.empty()) continue;
    if (!whole.empty()) whole += '\n';
    whole += clean;
  }
  return whole;
}

/// Lines of a file whose ends may be \n, \r\n or \r.
std::vector<std::string_view> lines_of(std::string_view file) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at <= file.size();) {
    const auto end = std::min(file.find_first_of("\r\n", at), file.size());
    lines.push_back(file.substr(at, end - at));
    at = end + (file.substr(end).starts_with("\r\n") ? 2 : 1);
  }
  return lines;
}

std::string clock(Millis time) {
  const auto ms = time.count();
  return fmt::format("{:02}:{:02}:{:02}.{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else out += c;
  }
  return out;
}
}  // namespace

base::Result<std::vector<Cue>> read_captions(std::string_view file) {
  if (file.size() > captions_bytes_max)
    return fail(Fault::over_limit, "captions_too_large", "A file of captions may have 256 KiB.");
  if (!base::is_utf8(file))
    return fail(Fault::invalid_input, "captions_unreadable",
                "The file is not in UTF-8. Save it in that encoding and send it again.");
  if (file.starts_with(byte_order_mark)) file.remove_prefix(byte_order_mark.size());
  const auto lines = lines_of(file);
  std::vector<Cue> cues;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].find(arrow) == std::string_view::npos) continue;
    const auto times = times_of(lines[i]);
    if (!times) return unreadable(i + 1, "two times are expected, like 00:01.000 --> 00:02.500.");
    const auto first = i + 1;
    while (i + 1 < lines.size() && !trimmed(lines[i + 1]).empty() &&
           lines[i + 1].find(arrow) == std::string_view::npos)
      ++i;
    const auto text = text_of({lines.begin() + static_cast<std::ptrdiff_t>(first),
                               lines.begin() + static_cast<std::ptrdiff_t>(i + 1)});
    if (base::code_points(text) > cue_chars_max)
      return unreadable(first, fmt::format("a caption may have {} characters.", cue_chars_max));
    if (text.empty()) continue;
    if (cues.size() == cues_max)
      return fail(Fault::over_limit, "captions_too_large",
                  fmt::format("There may be {} captions.", cues_max));
    cues.push_back({times->from, times->to, text});
  }
  if (cues.empty()) return unreadable(1, "there is no caption in this file; WebVTT and SubRip can be read.");
  std::ranges::stable_sort(cues, {}, [](const Cue& cue) { return std::pair{cue.from, cue.to}; });
  return cues;
}

std::string webvtt(std::span<const Cue> cues) {
  std::string text = "WEBVTT\n";
  for (const auto& cue : cues)
    text += fmt::format("\n{} {} {}\n{}\n", clock(cue.from), arrow, clock(cue.to), escaped(cue.text));
  return text;
}

}  // namespace vitrine::catalog
