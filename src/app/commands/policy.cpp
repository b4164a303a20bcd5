// vitrine policy: the algorithms on offer, their texts, and what they say about themselves.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "app/commands/commands.hpp"
#include "app/policies.hpp"
#include "feed/document.hpp"

namespace vitrine::app {
namespace {
using base::fail;
using base::Fault;
using base::Result;

constexpr const char* usage =
    "usage: vitrine policy list [--data DIR]\n"
    "       vitrine policy show NAME [--data DIR]\n"
    "       vitrine policy check FILE.policy|market.rules\n"
    "       vitrine policy explain NAME [--language en|de] [--html] [--data DIR]\n"
    "NAME is home, following, latest, local, non_profiling or a file of DIR/policies.\n";

struct Options {
  std::string what, subject, language = "en";
  bool html = false, folder = false;
  std::vector<char*> settings;
};

std::optional<Options> options_of(std::span<char*> words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--html") options.html = true;
    else if (word == "--language" && i + 1 < words.size()) options.language = words[++i];
    else if (word.starts_with("--")) {
      options.folder = options.folder || word == "--data" || word == "--database";
      options.settings.push_back(words[i]);
      if (i + 1 < words.size()) options.settings.push_back(words[++i]);
    } else if (options.what.empty()) options.what = word;
    else if (options.subject.empty()) options.subject = word;
    else return std::nullopt;
  }
  const bool alone = options.what == "list";
  const bool known = alone || options.what == "show" || options.what == "check" || options.what == "explain";
  if (!known || alone != options.subject.empty()) return std::nullopt;
  if (options.language != "en" && options.language != "de") return std::nullopt;
  return options;
}

Result<feed::Shelf> shelf_of(Options& options) {
  if (!options.folder) return feed::Shelf::built_in();
  TRY_LET(const auto settings, read_settings(options.settings));
  TRY_LET(const auto foundation, Foundation::open(settings));
  return open_shelf(*foundation);
}

Result<int> check_market(const std::string& file) {
  TRY_LET(const auto market, read_market(file));
  std::fputs(market.text().c_str(), stdout);
  return 0;
}

Result<int> check(const std::string& file) {
  if (file.ends_with(".rules") && std::filesystem::exists(file)) return check_market(file);
  std::ifstream in{file, std::ios::binary};
  if (!in) return fail(Fault::not_found, "file_absent", fmt::format("{} cannot be read.", file));
  const auto policy = feed::parse_policy(std::string{std::istreambuf_iterator<char>{in}, {}});
  if (!policy)
    return fail(Fault::invalid_input, "policy_invalid", fmt::format("{}, {}", file, policy.error().detail));
  fmt::print("{} version {}  {}\n", policy->name, policy->version, base::hex(policy->digest()));
  return 0;
}

Result<int> answer(Options& options) {
  if (options.what == "check") return check(options.subject);
  TRY_LET(const auto shelf, shelf_of(options));
  if (options.what == "list") {
    for (const auto& policy : shelf.offered())
      fmt::print("{:<14} version {:<3} {}  {}\n", policy.name, policy.version,
                 base::hex(policy.digest()).substr(0, 16), feed::about_of(policy, "en"));
    return 0;
  }
  const auto* policy = shelf.named(options.subject);
  if (policy == nullptr)
    return fail(Fault::not_found, "policy_absent", fmt::format("There is no policy {}.", options.subject));
  if (options.what == "show") {
    std::fputs(policy->text().c_str(), stdout);
    return 0;
  }
  const auto document = feed::document_of(*policy, options.language);
  std::fputs((options.html ? feed::to_html(document) : feed::to_text(document)).c_str(), stdout);
  return 0;
}
}  // namespace

int policy(std::span<char*> arguments) {
  auto options = options_of(arguments);
  if (!options) {
    std::fputs(usage, stderr);
    return 2;
  }
  const auto status = answer(*options);
  if (status) return *status;
  std::fprintf(stderr, "vitrine: %s\n", status.error().detail.c_str());
  return status.error().fault == Fault::invalid_input ? 2 : 1;
}

}  // namespace vitrine::app
