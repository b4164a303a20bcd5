#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "app/commands/commands.hpp"
#include "app/wiring.hpp"

namespace vitrine::app {

// The route table refers to what it serves, so the document is printed by a house of its own in a folder that
// goes again; no file is processed there.
int openapi(std::span<char*>) {
  auto pattern = (std::filesystem::temp_directory_path() / "vitrine-openapi-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) return 1;
  Settings settings = *read_settings({});
  settings.data_folder = pattern;
  settings.database.clear();
  settings.listen = "127.0.0.1:0";
  settings.sandbox = "none-i-understand";
  int status = 1;
  if (auto house = House::open(settings)) {
    std::puts((*house)->openapi().c_str());
    status = 0;
  } else {
    std::fprintf(stderr, "vitrine: %s\n", house.error().detail.c_str());
  }
  std::error_code ignored;
  std::filesystem::remove_all(pattern, ignored);
  return status;
}

}  // namespace vitrine::app
