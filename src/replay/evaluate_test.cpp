#include "replay/evaluate.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <sstream>

#include "replay/csv.hpp"

namespace vitrine::evaluate_test {
using namespace vitrine::replay;

TEST_CASE("csv: quoted fields keep their commas, an open quote is no line") {
  CHECK(csv_fields("1,\"2,3\",\"a\"\"b\"\r") == std::vector<std::string>{"1", "2,3", "a\"b"});
  CHECK_FALSE(csv_fields("1,\"2").has_value());
}

TEST_CASE("auc: ties count half") {
  CHECK(auc({{0.1F, false}, {0.9F, true}}) == 1.0);
  CHECK(auc({{0.9F, false}, {0.1F, true}}) == 0.0);
  CHECK(auc({{0.5F, false}, {0.5F, true}}) == 0.5);
  CHECK(auc({{0.5F, true}}) == 0.5);
}

TEST_CASE("progressive: two tastes are told apart, bad lines are counted and named") {
  std::stringstream events;
  events << "viewer,video,author,tags,at_ms,surface,duration_ms,watched_ms,like,opened\n";
  for (int i = 0; i < 2000; ++i) {
    const int viewer = i % 10, video = (i * 7 + i / 10) % 40;
    const bool likes = (viewer + video) % 2 == 0;
    events << viewer << ',' << video << ',' << video % 5 << ",topic" << video % 2 << ','
           << 1'700'000'000'000 + i * 1000 << ",0,10000," << (likes ? 10000 : 500) << ",0," << likes << '\n';
  }
  events << "1,2,3\n1,2,3,x,yesterday,0,1,1,0,0\n";
  const auto figures = progressive(events, nullptr, Format::plain, [] { return 0.0; });
  REQUIRE(figures.has_value());
  CHECK(figures->events == 2000);
  CHECK(figures->bad.count == 2);
  CHECK(figures->bad.first.at(0) == "events:2002: wrong number of fields");
  for (const auto& head : figures->heads)
    if (head.head == "finish") CHECK(head.auc > 0.9);
  const auto json = to_json(*figures);
  for (const char* const head : {"finish", "opened", "click"})
    CHECK_MESSAGE(json.at("heads").at(head).at("auc").is_double(), head);
  CHECK(json.at("heads").at("click") == json.at("heads").at("opened"));
}

TEST_CASE("progressive: a file without the needed columns is refused in one sentence") {
  std::stringstream events{"a,b\n1,2\n"};
  CHECK(progressive(events, nullptr, Format::plain, [] { return 0.0; }).error().code == "evaluate_input");
}

TEST_CASE("progressive: a field that is no finite number makes a bad line, and poisons nothing") {
  const std::string head = "viewer,video,at_ms,surface,duration_ms,watched_ms,age_days,like\n";
  std::string text = head + "1,2,1650812741436.0,,10000,5000,,1.0\n";
  const std::vector<std::string> wrong{"1,2,1650812741436,0,nan,1,1,0",
                                       "1,2,1650812741436,0,1,inf,1,0",
                                       "1,2,1650812741436,0,1,abc,1,0",
                                       "1,2,1650812741436,0,1e38,1,1,0",
                                       "1,2,1650812741436,0,1,1,-inf,0",
                                       "1,2,1650812741436,home,1,1,1,0",
                                       "1,2,-5,0,1,1,1,0",
                                       "1,2,-9223372036854775808,0,1,1,1,0",
                                       "1,2,1650812741436.5,0,1,1,1,0"};
  for (const auto& line : wrong) text += line + "\n";
  for (int i = 0; i < 20; ++i) text += "1,3,165081274200" + std::to_string(i % 10) + ",0,10000,9000,1,0\n";
  std::stringstream events{text};
  const auto figures = progressive(events, nullptr, Format::plain, [] { return 0.0; });
  REQUIRE(figures.has_value());
  CHECK(figures->events == 21);
  CHECK(figures->bad.count == wrong.size());
  CHECK(figures->bad.first.at(0) == "events:3: duration_ms is no number, or far too large");
  CHECK(figures->bad.first.at(6) == "events:9: time is not between 1970 and 2106");
  for (const auto& one : figures->heads) {
    CHECK_MESSAGE(std::isfinite(one.logloss), one.head);
    CHECK_MESSAGE(one.calibration.has_value() == (one.head != "watched" && one.positive > 0), one.head);
  }
}

TEST_CASE("progressive: KuaiRand's header is recognised where the plain one is missing") {
  std::stringstream events{"user_id,video_id,time_ms,is_click\n1,2,1650812741436,1\n"};
  CHECK(progressive(events, nullptr, Format::plain, [] { return 0.0; }).error().detail ==
        "The events need a column named viewer. These are KuaiRand's columns: --format kuairand.");
}
}  // namespace vitrine::evaluate_test
