// The formats in which public data comes: whether it is read as it is meant, or refused.
#include <doctest/doctest.h>

#include <sstream>

#include "replay/moments.hpp"
#include "replay/named_columns.hpp"
#include "replay/next.hpp"

namespace vitrine::evaluate_formats_test {
using namespace vitrine::replay;

namespace {

double no_time() { return 0; }

constexpr std::uint32_t start_s = 975'768'600;

/// Twelve users with ten events each, in the order of time; {u} {i} {r} {t} are filled in.
std::string lines_of(const std::string& shape) {
  std::string text;
  for (int k = 0; k < 120; ++k) {
    std::string line = shape;
    const auto fill = [&](const std::string& name, const std::string& value) {
      if (const auto at = line.find(name); at != std::string::npos) line.replace(at, name.size(), value);
    };
    fill("{u}", std::to_string(k % 12 + 1));
    fill("{i}", std::to_string(k * 7 % 30 + 1));
    fill("{r}", std::to_string(k % 5 + 1));
    fill("{t}", std::to_string(start_s + k * 60));
    text += line + "\n";
  }
  return text;
}

base::Result<Sequences> read(const std::string& text, SequenceFormat asked = SequenceFormat::detect) {
  std::stringstream in{text};
  return read_sequences(in, asked);
}

std::string refusal(const std::string& text, SequenceFormat asked = SequenceFormat::detect) {
  const auto read_it = read(text, asked);
  return read_it ? "" : read_it.error().detail;
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// The same events as they should always come out.
void check_is_read(const std::string& text) {
  const auto found = read(text);
  REQUIRE_MESSAGE(found.has_value(), text.substr(0, 60));
  CHECK_MESSAGE(found->events.size() == 120, text.substr(0, 60));
  CHECK(found->people == 12);
  CHECK(found->items == 30);
  CHECK(found->timed);
  CHECK(found->bad.count == 0);
  CHECK(found->events.front().at_s == start_s);
  CHECK(found->events.back().at_s == start_s + 119 * 60);
}

base::Result<Sequences> clicks_of(const std::string& text) {
  std::stringstream in{text};
  return read_clicks(in);
}

}  // namespace

TEST_CASE("moments: ISO 8601 with its usual liberties, numbers, and what is neither") {
  constexpr std::int64_t at = 1'574'553'793;
  CHECK(iso_seconds("2019-11-24 00:03:13.442536+00:00") == at);
  CHECK(iso_seconds("2019-11-24T00:03:13Z") == at);
  CHECK(iso_seconds("2019-11-24 00:03:13 UTC") == at);
  CHECK(iso_seconds("2019-11-24T01:33:13+0130") == at);
  CHECK(iso_seconds("2019-11-23T22:03:13-02:00") == at);
  CHECK(iso_seconds("2019-11-24") == at - 193);
  for (const char* none : {"", "yesterday", "2019-11-31", "2019-13-01", "2019-11-24T", "2019-11-24 25:00:00",
                           "2019-11-24 00:03:13 CET", "2019-11-24 00:03:13+", "19-11-24", "2019-11-24x"})
    CHECK_MESSAGE(!iso_seconds(none), none);
  CHECK(moment_seconds("1574553793") == at);
  CHECK(moment_seconds("1574553793.5") == at);
  CHECK(moment_seconds("1574553793000") == at);
  CHECK_FALSE(moment_seconds("-5"));
  CHECK_FALSE(moment_seconds("nan"));
  CHECK_FALSE(moment_seconds("1574553793000000"));
  CHECK(moment_text(at) == "2019-11-24 00:03:13");
}

TEST_CASE("sequences: tables with a header are read by its names, whatever the separator") {
  check_is_read("userId,movieId,rating,timestamp\n" + lines_of("{u},{i},4.5,{t}"));
  check_is_read("user_id:token\titem_id:token\trating:float\ttimestamp:float\n" +
                lines_of("{u}\t{i}\t{r}\t{t}.0"));
  check_is_read("\xEF\xBB\xBF\"Time\";\"Item-ID\";\"User ID\"\n" + lines_of("{t};\"The {i}\";\"{u}\""));
  check_is_read(",user,item,ts\n" + lines_of("0,A{u},B{i},{t}"));
  check_is_read("user item time\n" + lines_of("{u} {i} {t}"));
  check_is_read("timestamp,visitorid,event,itemid,transactionid\n" + lines_of("{t}000,{u},view,{i},"));
  const auto untimed = read("user,item,rating\n" + lines_of("{u},{i},{r}"));
  REQUIRE(untimed);
  CHECK(untimed->events.size() == 120);
  CHECK_FALSE(untimed->timed);
}

TEST_CASE("sequences: user item rating time is known by its shape, with any separator") {
  check_is_read(lines_of("{u}\t{i}\t{r}\t{t}"));
  check_is_read(lines_of("{u}::{i}::{r}::{t}"));
  check_is_read(lines_of("{u}|{i}|{r}|{t}"));
  check_is_read("a;b;c;d\n" + lines_of("{u};{i};{r};{t}"));  // a header is no event, whatever its names
  check_is_read(lines_of("{u} {i} {t}"));
  check_is_read("# user item\n# made up\n" + lines_of("{u} {i} {t}"));
  check_is_read("who,what,when\n" + lines_of("{u},{i},{t}"));
}

TEST_CASE("sequences: a rating is no time, and other columns are not lists") {
  const std::string rating = "The third column looks like a rating: leave it out, or put the time there.";
  CHECK(says(refusal(lines_of("{u} {i} {r}")), rating));
  CHECK(says(refusal(lines_of("{u} {i} {r}")), "--format lists"));
  CHECK(refusal(lines_of("{u} {i} {r}"), SequenceFormat::pairs) == rating);
  CHECK(says(refusal(lines_of("{u} {i} {r}0000000")), rating));  // five times, a hundred lines
  CHECK(says(refusal(lines_of("{u},{i},view,x,{t}")), "Every line has 5 words"));
  CHECK(says(refusal(lines_of("{u} {i} {i} {i}")), "--format lists"));
  const auto lists = read(lines_of("{u} {i} {r} 77"), SequenceFormat::lists);
  REQUIRE(lists);
  CHECK(lists->format == SequenceFormat::lists);
  CHECK(lists->events.size() == 360);
  CHECK(says(refusal("{\"user\": 1, \"items\": [3, 4]}\n"), "JSON"));
}

TEST_CASE("sequences: short lists that look like pairs are told of --format lists") {
  std::string short_lists, longer;
  for (int k = 0; k < 300; ++k) {
    short_lists += "u" + std::to_string(k) + " i" + std::to_string(k % 9) + "\n";
    longer += "u" + std::to_string(k) + (k < 100 ? " i1 i2\n" : " i1 i2 i3 i4\n");
  }
  std::stringstream in{short_lists};
  const auto figures = next_items(in, SequenceFormat::detect, HeldOut::last, no_time);
  REQUIRE_FALSE(figures);
  CHECK(figures.error().detail ==
        "Nobody has three items, so none can be left out: 300 users have at most 1 each. If each line is a "
        "user "
        "and all its items: --format lists.");
  CHECK(says(refusal(longer), "(a list of items? then --format lists)"));
  CHECK(read(longer, SequenceFormat::lists)->events.size() == 1000);
}

TEST_CASE("clicks: the public data sets' headers, separators and times") {
  const auto check = [](const std::string& text, std::uint32_t first_s) {
    const auto found = clicks_of(text);
    REQUIRE_MESSAGE(found.has_value(), text.substr(0, 60));
    CHECK(found->events.size() == 120);
    CHECK_MESSAGE(found->people == 12, text.substr(0, 60));
    CHECK(found->items == 30);
    CHECK(found->events.front().at_s == first_s);
  };
  check("SessionId\tItemId\tTime\n" + lines_of("{u}\t{i}\t{t}.279"), start_s);
  check("sessionId;userId;itemId;timeframe;eventdate\n" + lines_of("{u};NA;{i};61000;2016-05-09"),
        1'462'752'061);
  check("timestamp,visitorid,event,itemid,transactionid\n" + lines_of("{t}000,{u},view,{i},"), start_s);
  check("event_time,event_type,product_id,price,user_id,user_session\n" +
            lines_of("2019-11-24 00:03:13 UTC,view,{i},1.5,x,{u}"),
        1'574'553'793);
  check("user_id, session_id, click_article_id, click_timestamp\n" + lines_of("1, {u}, {i}, {t}000"),
        start_s);
  check(lines_of("{u},2019-11-24T00:03:13.442Z,{i},0"), 1'574'553'793);  // YooChoose has no header
  const auto none = clicks_of("who,what\n1,2\n");
  REQUIRE_FALSE(none);
  CHECK(says(none.error().detail, "found: who, what."));
  CHECK(says(clicks_of("session,item,at\n").error().detail, "no line with data"));
  std::stringstream alone{"session,item,at\n1,a,5\n2,a,6\n"};
  CHECK(says(sessions(alone, no_time).error().detail, "No session has two clicks"));
}

TEST_CASE("sessions: a baseline may predict what the session had before") {
  std::string text = "session,item,at\n";
  for (int k = 0; k < 40; ++k)
    text += "1," + std::string(k % 2 == 0 ? "a" : "b") + "," + std::to_string(k) + "\n";
  std::stringstream in{text};
  const auto figures = sessions(in, no_time);
  REQUIRE(figures);
  CHECK(figures->popularity.n == 39);
  CHECK(figures->popularity.hr(5) > 0.9);  // all but the first click come back
  CHECK(figures->graph.hr(5) > 0.9);
}

TEST_CASE("next item: the times that were read are told") {
  std::stringstream in{lines_of("{u} {i} {t}")};
  const auto figures = next_items(in, SequenceFormat::detect, HeldOut::last, no_time);
  REQUIRE(figures);
  CHECK(figures->people == 12);
  CHECK(to_json(*figures).at("times").at(0) == "2000-12-02 14:50:00");
  CHECK(to_json(*figures).at("times").at(1) == "2000-12-02 16:49:00");
}
}  // namespace vitrine::evaluate_formats_test
