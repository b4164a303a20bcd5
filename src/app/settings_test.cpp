#include "app/settings.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

namespace vitrine::settings_test {
namespace {
struct Words {
  explicit Words(std::vector<std::string> words) : text(std::move(words)) {
    for (auto& word : text) pointers.push_back(word.data());
  }
  std::vector<std::string> text;
  std::vector<char*> pointers;
};

struct Folder {
  std::filesystem::path path = [] {
    std::string name = (std::filesystem::temp_directory_path() / "vitrine-settings-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    return std::filesystem::path{name};
  }();
  ~Folder() { std::filesystem::remove_all(path); }
  void write(std::string_view text) const { std::ofstream{path / "vitrine.toml"} << text; }
};
}  // namespace

TEST_CASE("settings: the command line wins over the environment, which wins over the file") {
  const Folder folder;
  folder.write("[server]\nlisten = \"127.0.0.1:1\"\nworkers = 3\n[limits]\nduration_s = 60\n");
  ::setenv("VITRINE_SERVER_LISTEN", "127.0.0.1:2", 1);
  ::setenv("VITRINE_SERVER_WORKERS", "4", 1);
  Words words{{"--data", folder.path.string(), "--listen=127.0.0.1:3", "--no-rate-limits"}};
  const auto settings = app::read_settings(words.pointers);
  ::unsetenv("VITRINE_SERVER_LISTEN");
  ::unsetenv("VITRINE_SERVER_WORKERS");
  REQUIRE(settings);
  CHECK(settings->listen == "127.0.0.1:3");
  CHECK(settings->server_workers == 4);
  CHECK(settings->duration_s_max == 60);
  CHECK_FALSE(settings->rate_limits);
  CHECK(settings->sandbox == "bubblewrap");
}

TEST_CASE("settings: what is wrong is named") {
  const Folder folder;
  Words unknown{{"--data", folder.path.string(), "--lissen", "x"}};
  CHECK(app::read_settings(unknown.pointers).error().detail.find("--lissen") != std::string::npos);
  Words number{{"--data", folder.path.string(), "--workers", "many"}};
  CHECK(app::read_settings(number.pointers).error().code == "setting_invalid");
  folder.write("[server]\nlissen = \"x\"\n");
  Words file{{"--data", folder.path.string()}};
  CHECK(app::read_settings(file.pointers).error().detail.find("server.lissen") != std::string::npos);
  folder.write("[server\n");
  CHECK(app::read_settings(file.pointers).error().code == "setting_invalid");
}

TEST_CASE("settings: every one is explained") {
  const auto text = app::explain_settings();
  for (const auto* name : {"--data", "--listen", "media.sandbox", "VITRINE_LIMITS_UPLOAD_BYTES"})
    CHECK(text.find(name) != std::string::npos);
}
}  // namespace vitrine::settings_test
