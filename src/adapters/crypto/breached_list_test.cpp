#include "adapters/crypto/breached_list.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "base/testing/temporary_folder.hpp"

namespace vitrine::breached_list_test {
using crypto::BreachedList;
using crypto::sha1_hex;

namespace {
/// Hashes of "secret 0" ... in the order of the list, with counts of different lengths.
std::vector<std::string> lines(int n) {
  std::vector<std::string> all;
  for (int i = 0; i < n; ++i)
    all.push_back(fmt::format("{}:{}", sha1_hex(fmt::format("secret {}", i)), i * i + 1));
  std::ranges::sort(all);
  return all;
}

void write(const std::filesystem::path& file, const std::vector<std::string>& all, std::string_view end) {
  std::ofstream out{file, std::ios::binary};
  for (const auto& line : all) out << line << end;
}
}  // namespace

TEST_CASE("breached list: SHA-1 as the list spells it") {
  CHECK(sha1_hex("password") == "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8");
}

TEST_CASE("breached list: every line of a sorted file is found, and nothing else") {
  base::testing::TemporaryFolder folder;
  for (const int n : {1, 2, 3, 17, 500})
    for (const std::string_view end : {"\n", "\r\n"}) {
      const auto file = folder.path() / "hashes.txt";
      write(file, lines(n), end);
      const auto list = BreachedList::open(file);
      REQUIRE(list);
      for (int i = 0; i < n; ++i)
        CHECK_MESSAGE(list->holds(fmt::format("secret {}", i)).value(), i << " of " << n);
      for (int i = n; i < n + 300; ++i) CHECK_FALSE(list->holds(fmt::format("secret {}", i)).value());
    }
}

TEST_CASE("breached list: range files of a folder") {
  base::testing::TemporaryFolder folder;
  for (const auto& line : lines(40)) {
    std::ofstream out{folder.path() / (line.substr(0, 5) + ".txt"), std::ios::app};
    out << line.substr(5) << "\r\n";
  }
  const auto list = BreachedList::open(folder.path());
  REQUIRE(list);
  CHECK(list->holds("secret 7").value());
  CHECK_FALSE(list->holds("secret 41").value());
}

TEST_CASE("breached list: what is no list is refused at start") {
  base::testing::TemporaryFolder folder;
  CHECK(BreachedList::open(folder.path() / "absent").error().code == "breached_list_unreadable");
  write(folder.path() / "words", {"password", "123456"}, "\n");
  CHECK(BreachedList::open(folder.path() / "words").error().code == "breached_list_unreadable");
}
}  // namespace vitrine::breached_list_test
