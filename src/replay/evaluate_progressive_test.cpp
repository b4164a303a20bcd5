// Logs of viewing that were once misread without a word: now they are read as they are meant, or refused.
#include <doctest/doctest.h>

#include <map>
#include <sstream>

#include "replay/csv.hpp"
#include "replay/evaluate.hpp"
#include "replay/event_lines.hpp"

namespace vitrine::evaluate_progressive_test {
using namespace vitrine::replay;
using learning::Head;

namespace {

double no_time() { return 0; }

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

base::Result<Progressive> judged(const std::string& text, const std::string& earlier = {}) {
  std::stringstream in{text}, before{earlier};
  return progressive(in, earlier.empty() ? nullptr : &before, Format::plain, no_time);
}

std::string refusal(const std::string& text, const std::string& earlier = {}) {
  const auto figures = judged(text, earlier);
  return figures ? "" : figures.error().detail;
}

EventLog log_of(const std::string& text) {
  std::stringstream in{text};
  BadLines bad;
  auto log = read_events(in, Format::plain, "events", bad);
  REQUIRE(log);
  return std::move(*log);
}

const std::string events = "viewer,video,at_ms,like\nann,c1,1650812741436,1\nben,c2,1650812741437,0\n";
const std::string earlier_head = "user_id,history_len,last_time_ms,watch_seq,like_seq,long_watch_seq\n";

}  // namespace

TEST_CASE("events: of a clip of unknown length only what seconds say is known") {
  for (const char* columns : {"viewer,video,at_ms,watched_ms,duration_ms\nann,c1,1650812741436,1500,0\n",
                              "viewer,video,at_ms,watched_ms,duration_ms\nann,c1,1650812741436,1500,\n",
                              "viewer,video,at_ms,watched_ms,duration\nann,c1,1650812741436,1500,9000\n"}) {
    const auto outcome = log_of(columns).lines.at(0).outcome;
    CHECK_MESSAGE(outcome.known == learning::bits_of({Head::skip}), columns);
    CHECK_MESSAGE(outcome.is(Head::skip), columns);
    CHECK_FALSE(outcome.is(Head::finish));
  }
  const auto whole =
      log_of("viewer,video,at_ms,watched_ms,duration_ms\nann,c1,1650812741436,1500,1500\n").lines.at(0);
  CHECK(whole.outcome.known == learning::bits_of({Head::finish, Head::long_view, Head::skip, Head::watched}));
  CHECK(whole.outcome.is(Head::finish));
  CHECK_FALSE(whole.outcome.is(Head::skip));
  const auto labelled = log_of("viewer,video,at_ms,watched_ms,long_view\nann,c1,1650812741436,30000,0\n");
  CHECK(labelled.lines.at(0).outcome.known == learning::bits_of({Head::skip, Head::long_view}));
}

TEST_CASE("events: columns that are not used are named, and none is there twice") {
  const auto figures = judged("viewer,video,at_ms,duration,is_like,like\nann,c1,1650812741436,9,1,0\n");
  REQUIRE(figures);
  CHECK(figures->not_used == std::vector<std::string>{"duration", "is_like"});
  CHECK(to_json(*figures).at("columns_not_used").at(1) == "is_like");
  CHECK(refusal("viewer,video,at_ms,like,like\nann,c1,1650812741436,1,0\n") ==
        "Two columns of the events are named like.");
}

TEST_CASE("events: spaces around a name are none of it, and an empty name is a bad line") {
  const auto log = log_of("viewer, video,at_ms,tags,like\n ann ,c1,1650812741436,\"a, b\",1\n");
  CHECK(log.lines.at(0).shown.viewer == id_of("ann"));
  CHECK(log.lines.at(0).shown.tags[1] == id_of("b"));
  const auto figures = judged(events + " ,c1,1650812741436,1\nann,,1650812741436,1\n" + events);
  REQUIRE(figures);
  CHECK(figures->events == 4);
  CHECK(figures->bad.first == std::vector<std::string>{"events:4: viewer is empty",
                                                       "events:5: video is empty",
                                                       "events:6: the header once more"});
}

TEST_CASE("events: seconds are no milliseconds, and the times that were read are told") {
  CHECK(says(refusal("viewer,video,at_ms,like\nann,c1,1650812741,1\nben,c2,1650812742,0\n"),
             "events:2: at_ms looks like seconds; milliseconds since 1970 are needed"));
  const auto figures = judged(events + "cyd,c1,1650812741,1\n");
  REQUIRE(figures);
  CHECK(figures->events == 2);
  CHECK(figures->bad.count == 1);
  CHECK(to_json(*figures).at("times").at(0) == "2022-04-24 15:05:41");
}

TEST_CASE("events: where all are yes or none is, there is no area under a curve") {
  const auto none = judged("viewer,video,at_ms,like\nann,c1,1650812741436,0\nben,c2,1650812741437,0\n");
  REQUIRE(none);
  CHECK_FALSE(none->heads.at(0).auc);
  const auto like = to_json(*none).at("heads").at("like").as_object();
  CHECK_FALSE(like.contains("auc"));
  CHECK_FALSE(like.contains("calibration"));
  CHECK(like.contains("logloss"));
  CHECK(to_json(*judged(events)).at("heads").at("like").at("auc").is_double());
}

TEST_CASE("prehistory: columns go by name") {
  const auto log_loss = [](const std::string& earlier) {
    const auto figures = judged(events, earlier);
    REQUIRE_MESSAGE(figures, earlier);
    CHECK(figures->prehistory == 3);
    return figures->heads.at(0).logloss;
  };
  const double liked = log_loss(earlier_head + "ann,3,1650812741000,c1 c2 c1,c1,\n");
  CHECK(
      log_loss("like_seq,user_id,long_watch_seq,watch_seq,last_time_ms\nc1,ann,,c1 c2 c1,1650812741000\n") ==
      liked);
  CHECK(log_loss(earlier_head + "ann,3,1650812741000,c1 c2 c1,,c1\n") != liked);
  CHECK(says(refusal(events, "ann,3,1650812741000,c1 c2 c1,c1,\n"),
             "The prehistory needs a column named user_id; found: ann, 3, 1650812741000"));
}

TEST_CASE("prehistory: times out of range and lists that are none are bad lines") {
  const std::map<std::string, std::string> wrong{
      {"ann,1,1650812741,c1,,", "last_time_ms looks like seconds"},
      {"ann,1,0,c1,,", "last_time_ms looks like seconds"},
      {"ann,1,1650812741436000,c1,,", "time is not between 1970 and 2106"},
      {"ann,1,never,c1,,", "time is not a whole number of milliseconds"},
      {",1,1650812741436,c1,,", "user_id is empty"},
      {"ann,1,1650812741436,c1", "wrong number of fields"},
      {"ann,1,1650812741436,\"c1,c2\",,", "a list is not ids with spaces between them"},
      {"ann,1,1650812741436,c1,[c1],", "a list is not ids with spaces between them"}};
  for (const auto& [line, why] : wrong)
    CHECK_MESSAGE(says(refusal(events, earlier_head + line + "\n"), "The first is prehistory:2: " + why),
                  line);
}

TEST_CASE("csv: what is too small for a float is small, and no mistake") {
  CHECK(real("1e-50").value_or(0) > 0);
  CHECK(real("-1e-50").value_or(0) < 0);
  CHECK(real("0.5") == 0.5F);
  CHECK_FALSE(real("1e50"));
  CHECK_FALSE(real("x"));
}
}  // namespace vitrine::evaluate_progressive_test
