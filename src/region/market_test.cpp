#include "region/market.hpp"

#include <doctest/doctest.h>

namespace vitrine::market_test {
using namespace vitrine::region;

namespace {
std::string refusal(std::string_view text) {
  const auto market = parse_market(text);
  return market ? std::string{} : market.error().detail;
}
bool refused_for(std::string_view text, std::string_view why) {
  return refusal(text).find(why) != std::string::npos;
}
}  // namespace

TEST_CASE("market: its rules come back from their own text, remarks aside") {
  const std::string sound = model::SoundId{77}.text(), author = model::AccountId{78}.text();
  const auto market = parse_market(
      "# ours\nmarket DE\r\n\nwithhold tag sweepstakes by GlüStV 5: games\n"
      "withhold sound " +
      sound +
      " by no licence\n"
      "withhold author " +
      author + " by Regulation (EU) 2022/350\n");
  REQUIRE(market.has_value());
  CHECK(market->name == "DE");
  REQUIRE(market->withheld.size() == 3);
  CHECK(market->withheld[0].id == model::tag_id("sweepstakes").raw());
  CHECK(market->withheld[0].rule == "GlüStV 5: games");
  CHECK(market->withheld[1].id == 77);
  CHECK(market->withheld[2].what == Withheld::What::author);
  CHECK(parse_market(market->text()) == *market);
  CHECK(Market{}.text().empty());
}

TEST_CASE("market: a refusal names the line and what is wrong") {
  CHECK(refused_for("", "a line \"market NAME\" is needed"));
  CHECK(refused_for("withhold tag a by b", "line 1, withhold: a line \"market NAME\" comes first"));
  CHECK(refused_for("market de", "1 to 16 of A-Z"));
  CHECK(refused_for("market DE\nmarket AT", "line 2, market: is said a second time"));
  CHECK(refused_for("market DE\nallow tag a by b", "line 2, allow: is neither"));
  CHECK(refused_for("market DE\nwithhold word a by b", "a tag, a sound or an author"));
  CHECK(refused_for("market DE\nwithhold sound x by b", "there is no sound x"));
  CHECK(refused_for("market DE\nwithhold tag a by b\nwithhold tag a by c",
                    "line 3, withhold: is said a second"));
  CHECK(refused_for("market DE\nwithhold tag a because b", "is written \"withhold tag a by RULE\""));
  CHECK(refused_for("market DE\nwithhold tag a by ", "the rule takes 1 to 120 bytes"));
  CHECK(refused_for("market DE\nwithhold tag a by \x01x", "the rule takes"));
  CHECK(refused_for("market DE\nwithhold tag a by " + std::string(121, 'x'), "the rule takes"));
  CHECK(refused_for("market DE\nwithhold tag " + std::string(300, 'x') + " by y", "there is no tag"));
  std::string many = "market DE\n";
  for (int i = 0; i <= 400; ++i) many += "withhold tag " + std::to_string(i) + " by y\n";
  CHECK(refused_for(many, "line 402, withhold: at most 400"));
  CHECK(refused_for(std::string(market_bytes_max + 1, '#'), "at most 16 kB"));
  CHECK(refused_for("market \xff", "UTF-8"));
}
}  // namespace vitrine::market_test
