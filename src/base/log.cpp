#include "base/log.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <chrono>

namespace vitrine::base {
namespace {
std::atomic<Level> level_min{Level::info};

void append_quoted(std::string& line, std::string_view text) {
  line += '"';
  for (const char c : text.substr(0, 512)) {  // a fact is small; a longer one is a mistake, not a log line
    const auto u = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') (line += '\\') += c;
    else if (u < 0x20) fmt::format_to(std::back_inserter(line), "\\u{:04x}", u);
    else line += c;
  }
  line += '"';
}
}  // namespace

void set_log_level(Level level) { level_min = level; }

void log(Level level, std::string_view event, std::initializer_list<Fact> facts) {
  if (level < level_min.load()) return;
  static constexpr std::string_view names[] = {"debug", "info", "warning", "error"};
  const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  std::string line = fmt::format("{{\"at\":{},\"level\":\"{}\",\"event\":", now.time_since_epoch().count(),
                                 names[static_cast<int>(level)]);
  append_quoted(line, event);
  for (const auto& [name, value] : facts) {
    line += ',';
    append_quoted(line, name);
    line += ':';
    if (const auto* text = std::get_if<std::string_view>(&value)) append_quoted(line, *text);
    else if (const auto* whole = std::get_if<std::int64_t>(&value)) line += std::to_string(*whole);
    else line += fmt::format("{}", std::get<double>(value));
  }
  line += "}\n";
  // One write call: lines of several threads never mix.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}
}  // namespace vitrine::base
