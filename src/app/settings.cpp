#include "app/settings.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <cstdlib>
#include <fstream>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace vitrine::app {
namespace {
using base::fail;
using base::Fault;
using base::Result;
using namespace base::sizes;

using Place = std::variant<std::string Settings::*, std::int64_t Settings::*, bool Settings::*,
                           std::filesystem::path Settings::*>;

struct Setting {
  std::string_view section, key, flag;
  Place place;
  std::string_view built_in;
  std::string_view what;

  [[nodiscard]] std::string name() const { return fmt::format("{}.{}", section, key); }
  [[nodiscard]] std::string variable() const {
    std::string out = fmt::format("VITRINE_{}_{}", section, key);
    for (char& c : out)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
  }
};

// The one list. A flag of a switch is given without a value and turns the built-in around.
const std::vector<Setting>& all() {
  static const std::vector<Setting> list = {
      {"data", "folder", "--data", &Settings::data_folder, "data", "the folder that holds everything"},
      {"data", "database", "--database", &Settings::database, "",
       "a PostgreSQL connection string; empty: SQLite in the data folder"},
      {"server", "listen", "--listen", &Settings::listen, "127.0.0.1:8080",
       "address and port; port 0 takes a free one"},
      {"server", "public_url", "--public-url", &Settings::public_url, "",
       "how the outside reaches this server, for links; empty: from the Host header"},
      {"server", "media_url", "--media-url", &Settings::media_url, "",
       "another host name of this server that people's files are served under, alone; needs public_url; "
       "empty: beside the pages"},
      {"server", "tls_certificate", "--tls-certificate", &Settings::tls_certificate, "",
       "PEM file with the certificate chain; with tls_key the server speaks TLS"},
      {"server", "tls_key", "--tls-key", &Settings::tls_key, "", "PEM file with the private key"},
      {"server", "web_folder", "--web", &Settings::web_folder, "",
       "serve the web app from this folder instead of the copy in the binary"},
      {"server", "workers", "--workers", &Settings::server_workers, "16", "threads that answer requests"},
      {"server", "rate_limits", "--no-rate-limits", &Settings::rate_limits, "true",
       "switch off only for tests on loopback"},
      {"outbound", "allow", "--outbound-allow", &Settings::outbound_allow, "",
       "numeric addresses with a port, parted by commas, that the house may speak to besides port 443 of "
       "public addresses"},
      {"outbound", "contact", "--outbound-contact", &Settings::outbound_contact, "",
       "how push services reach who runs this house (mailto:... or https://...); empty: public_url"},
      {"accounts", "breached_passwords", "--breached-passwords", &Settings::breached_passwords, "",
       "passwords from break-ins that nobody may take: a sorted file of SHA-1 hashes or a folder of range "
       "files, as "
       "Have I Been Pwned distributes them"},
      {"media", "sandbox", "--sandbox", &Settings::sandbox, "bubblewrap",
       "how ffmpeg is locked in; \"none-i-understand\" runs it unprotected on files from strangers"},
      {"media", "workers", "--media-workers", &Settings::media_workers, "1", "videos processed at once"},
      {"media", "keep_originals", "--keep-originals", &Settings::keep_originals, "false",
       "keep uploads after processing (never public); they may hold places and device names"},
      {"limits", "upload_bytes", "--upload-bytes-max", &Settings::upload_bytes_max, "1073741824",
       "largest upload: 1 GiB is three minutes of 4K from a phone"},
      {"limits", "duration_s", "--duration-max", &Settings::duration_s_max, "180",
       "longest video in seconds"},
  };
  return list;
}

Result<void> put(Settings& into, const Setting& setting, std::string_view value, std::string_view where) {
  const auto wrong = [&](std::string_view wanted) {
    return fail(Fault::invalid_input, "setting_invalid",
                fmt::format("{} must be {}, not \"{}\".", where, wanted, value));
  };
  if (const auto* text = std::get_if<std::string Settings::*>(&setting.place))
    into.** text = std::string{value};
  if (const auto* path = std::get_if<std::filesystem::path Settings::*>(&setting.place)) into.** path = value;
  if (const auto* number = std::get_if<std::int64_t Settings::*>(&setting.place)) {
    const auto parsed = base::parse_number(value);
    if (!parsed || *parsed == 0 || *parsed > (1ULL << 50)) return wrong("a whole number above zero");
    into.** number = static_cast<std::int64_t>(*parsed);
  }
  if (const auto* flag = std::get_if<bool Settings::*>(&setting.place)) {
    if (value != "true" && value != "false") return wrong("true or false");
    into.** flag = value == "true";
  }
  return {};
}

Result<void> read_file(Settings& into, const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return {};
  try {
    const toml::table table = toml::parse_file(file.string());
    for (const auto& [section, node] : table) {
      const auto* entries = node.as_table();
      if (!entries)
        return fail(Fault::invalid_input, "setting_unknown",
                    fmt::format("{}: \"{}\" is not a section.", file.string(), section.str()));
      for (const auto& [key, value] : *entries) {
        const auto name = fmt::format("{}.{}", section.str(), key.str());
        const auto found = std::ranges::find_if(all(), [&](const Setting& s) { return s.name() == name; });
        if (found == all().end())
          return fail(Fault::invalid_input, "setting_unknown",
                      fmt::format("{}: there is no setting \"{}\"; see `vitrine config --explain`.",
                                  file.string(), name));
        std::string text;
        if (const auto* s = value.as_string()) text = s->get();
        else if (const auto* i = value.as_integer()) text = std::to_string(i->get());
        else if (const auto* b = value.as_boolean()) text = b->get() ? "true" : "false";
        TRY(put(into, *found, text, fmt::format("{}: {}", file.string(), name)));
      }
    }
  } catch (const toml::parse_error& error) {
    return fail(
        Fault::invalid_input, "setting_invalid",
        fmt::format("{}, line {}: {}.", file.string(), error.source().begin.line, error.description()));
  }
  return {};
}

bool is_switch(const Setting& setting) { return std::holds_alternative<bool Settings::*>(setting.place); }

/// The settings given as flags, in order; `rest` receives every other word.
Result<std::vector<std::pair<const Setting*, std::string>>> read_flags(std::span<char*> arguments,
                                                                       std::vector<std::string>* rest) {
  std::vector<std::pair<const Setting*, std::string>> found;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string_view word = arguments[i];
    std::optional<std::string> value;
    if (const auto equals = word.find('='); word.starts_with("--") && equals != std::string_view::npos) {
      value = std::string{word.substr(equals + 1)};
      word = word.substr(0, equals);
    }
    const auto setting = std::ranges::find_if(all(), [&](const Setting& s) { return s.flag == word; });
    if (setting == all().end()) {
      if (!rest)
        return fail(Fault::invalid_input, "setting_unknown",
                    fmt::format("\"{}\" is not an option here; see `vitrine config --explain`.", word));
      rest->emplace_back(arguments[i]);
      continue;
    }
    if (is_switch(*setting)) {
      found.emplace_back(&*setting, setting->built_in == "true" ? "false" : "true");
      continue;
    }
    if (!value) {
      if (++i == arguments.size())
        return fail(Fault::invalid_input, "setting_invalid", fmt::format("{} needs a value.", word));
      value = arguments[i];
    }
    found.emplace_back(&*setting, *value);
  }
  return found;
}
}  // namespace

Result<Settings> read_settings(std::span<char*> arguments, std::vector<std::string>* rest) {
  Settings settings;
  for (const auto& setting : all()) TRY(put(settings, setting, setting.built_in, setting.name()));
  TRY_LET(const auto flags, read_flags(arguments, rest));

  // The folder decides which file is read, so it is looked up first.
  if (const char* folder = std::getenv("VITRINE_DATA_FOLDER")) settings.data_folder = folder;
  for (const auto& [setting, value] : flags)
    if (setting->flag == "--data") settings.data_folder = value;
  TRY(read_file(settings, settings.data_folder / "vitrine.toml"));

  for (const auto& setting : all())
    if (const char* value = std::getenv(setting.variable().c_str()))
      TRY(put(settings, setting, value, setting.variable()));
  for (const auto& [setting, value] : flags) TRY(put(settings, *setting, value, setting->flag));
  return settings;
}

std::string explain_settings() {
  std::string out =
      "Later wins: built-in value, DIR/vitrine.toml, environment, command line.\n"
      "In the file: [section] and key = value.\n\n";
  for (const auto& setting : all()) {
    out +=
        fmt::format("{}{}\n    {}\n    {}, built-in: {}\n", setting.flag, is_switch(setting) ? "" : " VALUE",
                    setting.what, setting.name() + " or " + setting.variable(),
                    setting.built_in.empty() ? "(empty)" : setting.built_in);
  }
  return out;
}

}  // namespace vitrine::app
