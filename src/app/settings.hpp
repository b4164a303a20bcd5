#pragma once
// Everything an operator can set: one list (settings.cpp) from which the command line, the environment, the
// file and `vitrine config --explain` are read, so none of them can drift.
//
// Order, later wins: built-in value, DIR/vitrine.toml, VITRINE_<SECTION>_<KEY>, --<flag>. An unknown key or a
// value of the wrong kind is an error that names it. Read once at start-up; plain values afterwards.
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace vitrine::app {

struct Settings {
  std::filesystem::path data_folder = "data";
  std::string database;  ///< empty: SQLite in the data folder; otherwise a libpq connection string

  std::string listen = "127.0.0.1:8080";
  std::string public_url;  ///< "https://example.org"; empty: taken from the Host header
  std::string media_url;   ///< "https://media.example.org"; empty: files lie beside the pages
  std::string tls_certificate;
  std::string tls_key;
  std::string web_folder;  ///< empty: the web app inside the binary
  std::int64_t server_workers = 16;
  bool rate_limits = true;

  std::string outbound_allow;    ///< "ADDRESS:PORT, ...": besides port 443 of public addresses
  std::string outbound_contact;  ///< "mailto:..." or an https address; empty: the public address

  std::string breached_passwords;  ///< file or folder; empty: the built-in rules alone

  std::string sandbox = "bubblewrap";
  std::int64_t media_workers = 1;
  bool keep_originals = false;

  std::int64_t upload_bytes_max = 0;  ///< set by settings.cpp; one place for built-in values
  std::int64_t duration_s_max = 0;
};

/// Reads them for one command. `arguments` are the words after the command; words that are not settings are
/// an error unless `rest` is given to receive them. Errors: invalid_input "setting_unknown",
/// "setting_invalid".
[[nodiscard]] base::Result<Settings> read_settings(std::span<char*> arguments,
                                                   std::vector<std::string>* rest = nullptr);

/// One paragraph per setting: flag, file key, environment variable, built-in value, what it does.
[[nodiscard]] std::string explain_settings();

}  // namespace vitrine::app
