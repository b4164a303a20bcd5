// A folder's policies and the rules of its market, as a start reads them.
#include "app/policies.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "base/testing/temporary_folder.hpp"

namespace vitrine::app_policies_test {
namespace {

struct House {
  base::testing::TemporaryFolder folder;

  void write(const std::filesystem::path& file, std::string_view text) const {
    std::filesystem::create_directories((folder.path() / file).parent_path());
    std::ofstream{folder.path() / file, std::ios::binary} << text;
  }
  base::Result<feed::Shelf> shelf() const {
    app::Settings settings;
    settings.data_folder = folder.path();
    const auto foundation = app::Foundation::open(settings);
    REQUIRE(foundation.has_value());
    auto shelf = app::open_shelf(**foundation);
    if (shelf) REQUIRE(app::keep_offered(**foundation, *shelf));
    return shelf;
  }
};

}  // namespace

TEST_CASE("open_shelf: every policy on offer has the rules of the market, and keeps those of its day") {
  House house;
  house.write("policies/calm.policy", "policy calm version 1\nsource latest at most 50\n");
  const auto before = house.shelf();
  REQUIRE(before.has_value());
  house.write("market.rules", "market DE\nwithhold tag dice by Act 5\n");
  const auto ruled = house.shelf();
  REQUIRE(ruled.has_value());
  CHECK(ruled->offered().size() == before->offered().size());
  for (const auto& policy : ruled->offered()) {
    CHECK(policy.market.name == "DE");
    CHECK(policy.market.withheld.size() == 1);
    const auto* old = before->named(policy.name);
    REQUIRE(old != nullptr);
    CHECK(old->market.name.empty());
    CHECK(old->digest() != policy.digest());
    // Its pages can be ranked again.
    CHECK(ruled->with_digest(old->digest()) != nullptr);
  }
  std::filesystem::remove(house.folder.path() / "market.rules");
  CHECK(house.shelf()->with_digest(ruled->named("calm")->digest()) != nullptr);
}

TEST_CASE("open_shelf: rules that are wrong stop the start and are named") {
  House house;
  const auto refusal = [&](std::string_view text) {
    house.write("market.rules", text);
    const auto shelf = house.shelf();
    return shelf ? std::string{} : shelf.error().detail;
  };
  CHECK(refusal("market DE\nwithhold tag dice because\n").find("market.rules, line 2, withhold") !=
        std::string::npos);
  CHECK(refusal("market DE\nwithhold tag Dice by Act 5\n").find("lower case") != std::string::npos);
  CHECK(refusal("market DE\nwithhold tag #dice by Act 5\n").find("without #") != std::string::npos);
  CHECK(refusal("market DE\n").empty());
}

TEST_CASE("open_shelf: a policy's file that brings rules of its own is refused") {
  House house;
  house.write("policies/calm.policy",
              "policy calm version 1\nsource latest at most 50\nmarket DE\nwithhold tag dice by Act 5\n");
  const auto shelf = house.shelf();
  REQUIRE_FALSE(shelf.has_value());
  CHECK(shelf.error().detail.find("market.rules") != std::string::npos);
}
}  // namespace vitrine::app_policies_test
