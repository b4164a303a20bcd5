// Whatever reads what strangers send has given up starting programs: seen in the kernel's own account of our
// threads.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "app/testing/takeout_house.hpp"

namespace vitrine::confinement_end_to_end_test {
namespace fs = std::filesystem;

TEST_CASE("confine: every thread that serves has its filter, and the house works with it") {
  const base::testing::TemporaryFolder folder;
  app::testing::House house{folder.path()};
  const auto ada = house.sign_up("adalovelace", "Ada");
  CHECK(house.call("GET", "/me", ada, 200).at("account").at("handle") == "adalovelace");
  std::size_t confined = 0;
  for (const auto& task : fs::directory_iterator{"/proc/self/task"}) {
    std::ifstream status{task.path() / "status"};
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("Seccomp:") && line.ends_with("2")) ++confined;
  }
  const app::Settings usual;
  CHECK(confined >= static_cast<std::size_t>(usual.server_workers) + 2);
}
}  // namespace vitrine::confinement_end_to_end_test
