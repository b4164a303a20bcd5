#include "accounts/agent.hpp"

#include <span>
#include <utility>

namespace vitrine::accounts {
namespace {
using Rule = std::pair<std::string_view, std::string_view>;  // what the header holds, what we call it

// The first that fits counts: browsers name their ancestors, so descendants come first.
constexpr Rule programs[] = {
    {"Edg", "Edge"},         {"OPR/", "Opera"},     {"SamsungBrowser", "Samsung Internet"},
    {"Firefox/", "Firefox"}, {"FxiOS", "Firefox"},  {"CriOS", "Chrome"},
    {"Chrome/", "Chrome"},   {"Safari/", "Safari"}, {"curl/", "curl"},
    {"python", "Python"},    {"node", "Node"}};
constexpr Rule systems[] = {{"iPhone", "iPhone"},   {"iPad", "iPad"},      {"Android", "Android"},
                            {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"},
                            {"Linux", "Linux"}};

std::string_view match(std::string_view header, std::span<const Rule> rules) {
  for (const auto& [part, name] : rules)
    if (header.find(part) != std::string_view::npos) return name;
  return {};
}
}  // namespace

std::string agent_family(std::string_view user_agent) {
  const auto header = user_agent.substr(0, 1024);
  std::string family{match(header, programs)};
  const auto system = match(header, systems);
  if (family.empty()) family = system.empty() ? "Unknown" : "App";
  if (!system.empty()) family.append(" on ").append(system);
  return family;
}
}  // namespace vitrine::accounts
