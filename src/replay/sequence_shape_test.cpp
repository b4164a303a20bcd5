// Files that were once read as something they are not: each is read as it is meant, or refused, and what was
// made of it is told.
#include "replay/sequence_shape.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "base/random.hpp"
#include "replay/moments.hpp"

namespace vitrine::sequence_shape_test {
using namespace vitrine::replay;

namespace {

double no_time() { return 0; }

base::Result<Sequences> read(const std::string& text, SequenceFormat asked = SequenceFormat::detect) {
  std::stringstream in{text};
  return read_sequences(in, asked);
}

std::string refusal(const std::string& text, SequenceFormat asked = SequenceFormat::detect) {
  const auto found = read(text, asked);
  return found ? "" : found.error().detail;
}

base::Result<Sessions> judged(const std::string& text) {
  std::stringstream in{text};
  return sessions(in, no_time);
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// So many lines, each made of its number.
template <class Make>
std::string lines_of(int n, Make make) {
  std::string text;
  for (int k = 0; k < n; ++k) text += make(k) + "\n";
  return text;
}

std::string text_of(int number) { return std::to_string(number); }

}  // namespace

TEST_CASE("sequences: where columns are separated by tabs, names may have blanks") {
  const auto name = [](int k) {
    return std::string{k % 3 == 0 ? "Doors" : k % 3 == 1 ? "Red Sea" : "A B C"};
  };
  const auto pairs = read(lines_of(60, [&](int k) { return "u" + text_of(k / 6) + "\t" + name(k); }));
  REQUIRE(pairs);
  CHECK(pairs->items == 3);
  CHECK(pairs->events.size() == 60);
  CHECK(pairs->read_as.columns == "1 user, 2 item");
  CHECK(pairs->read_as.header.empty());
  const auto lastfm = lines_of(60, [&](int k) {
    return "u" + text_of(k / 6) + "\t2009-04-17T20:41:40Z\tm" + text_of(k) + "\t" + name(k) + "\tt\tSong";
  });
  CHECK(says(refusal(lastfm), "Every line has 6 words"));
  const auto lists = lines_of(60, [&](int k) { return "u" + text_of(k) + "\t" + name(k) + "\tThe End"; }) +
                     "v\tRed Sea\tDoors\tThe End\tA\n";
  CHECK(read(lists, SequenceFormat::lists)->items == 5);
  const auto ambiguous = lines_of(60, [&](int k) { return "u" + text_of(k) + "\t" + name(k); });
  CHECK(says(refusal(ambiguous), "--format pairs"));
  CHECK(read(ambiguous, SequenceFormat::pairs)->items == 3);
  const auto numbers = read(lines_of(60, [&](int k) { return text_of(k) + "\t8 2 " + text_of(k % 5); }));
  REQUIRE(numbers);
  CHECK(numbers->format == SequenceFormat::lists);
}

TEST_CASE("sequences: commas, quotes and times with a blank make columns, too") {
  const auto quoted = read(lines_of(60, [](int k) {
    return text_of(k / 6) + ",\"Film " + text_of(k) + ", The\",2014-04-07 10:00:" + text_of(10 + k % 50);
  }));
  REQUIRE(quoted);
  CHECK(quoted->events.size() == 60);
  CHECK(quoted->items == 60);
  CHECK(quoted->timed);
  CHECK(quoted->read_as.columns == "1 user, 2 item, 3 time");
  CHECK(says(refusal(lines_of(60,
                              [](int k) {
                                return text_of(k / 6) + "," + text_of(k) + ",4,978300000,Comedy" +
                                       (k % 2 == 0 ? "|Drama" : "");
                              })),
             "Every line has 5 words"));
}

TEST_CASE("sequences: lists in brackets are lists, and what cannot be lists is refused") {
  const auto frames = read("user,items\n" + lines_of(30, [](int k) {
                             return text_of(k) + ",\"[8, " + text_of(k) + (k % 2 == 0 ? "]\"" : ", 17]\"");
                           }));
  REQUIRE(frames);
  CHECK(frames->format == SequenceFormat::lists);
  CHECK(frames->items == 30);  // 0 to 29, with 8 and 17
  CHECK(frames->read_as.header == "user,items");
  CHECK(frames->read_as.format == "lists, one user and all its items per line");
  const auto dated = lines_of(
      40, [](int k) { return "u" + text_of(k) + " 2009-04-17T20:41:40Z a" + (k % 2 == 0 ? " b c" : " d"); });
  CHECK(says(refusal(dated), "The second word of each line is a date"));
  const auto repeated =
      lines_of(40, [](int k) { return "u" + text_of(k / 10) + " Red" + (k % 2 == 0 ? " Sea Song" : " x"); });
  CHECK(says(refusal(repeated), "many begin with the same user"));
  CHECK(read(repeated, SequenceFormat::lists));
}

TEST_CASE("sequences: a bad line of a list leaves nothing behind") {
  const auto found = read("u a b\nv c d " + std::string(65, 'x') + "\nw a b c\n", SequenceFormat::lists);
  REQUIRE(found);
  CHECK(found->bad.count == 1);
  CHECK(found->people == 2);
  CHECK(found->items == 3);
  CHECK(found->events.size() == 5);
}

TEST_CASE("sequences: a header looks like names, is told, and comes once") {
  const auto pairs = lines_of(40, [](int k) { return "u" + text_of(k / 4) + ",x" + text_of(k % 9); });
  const auto unknown = read("source,target\n" + pairs);
  REQUIRE(unknown);
  CHECK(unknown->events.size() == 40);
  CHECK(unknown->read_as.header == "source,target");
  const auto isbn = read("276725;034545104X\n" + lines_of(40, [](int k) {
                           return text_of(276725 + k / 4) + ";" + text_of(340000000 + k);
                         }));
  REQUIRE(isbn);
  CHECK(isbn->events.size() == 41);
  CHECK(isbn->read_as.header.empty());
  const auto twice =
      read("user item\n" + lines_of(20, [](int k) { return text_of(k) + " 5"; }) + "user item\n1 7\n");
  REQUIRE(twice);
  CHECK(twice->events.size() == 21);
  CHECK(twice->bad.first.at(0) == "sequences:22: the header once more");
}

TEST_CASE("sequences: times under more names; one without a known name is no reason to take none") {
  const auto table = [](const std::string& name) {
    return "user_id,item_id,price," + name + "\n" + lines_of(40, [](int k) {
             return text_of(k / 4) + "," + text_of(k % 9) + ",5.5," + text_of(978'301'251 + k);
           });
  };
  for (const char* name : {"created", "review_time", "reviewTime", "start_time", "unix_time",
                           "event_timestamp", "interaction_time", "rated_at", "t_dat"}) {
    const auto found = read(table(name));
    REQUIRE_MESSAGE(found, name);
    CHECK_MESSAGE(found->timed, name);
    CHECK(found->events.front().at_s == 978'301'251);
    CHECK(found->read_as.columns ==
          "user or session user_id, item item_id, time " + std::string{name} + "; not used: price");
  }
  CHECK(says(refusal(table("wann")), "No column is known as the time, but \"wann\" looks like one."));
  CHECK_FALSE(read("user,item,rating\n1,2,5\n1,3,4\n1,4,2\n")->timed);
}

TEST_CASE("named columns: a date and a clock in two columns are one moment, or none") {
  const std::string head = "user,item,date,time\n";
  const auto found = read(head + "1,2,2014-04-07,09:31:17\n1,3,2014-04-08,00:00:01\n");
  REQUIRE(found);
  CHECK(moment_text(found->events[0].at_s) == "2014-04-07 09:31:17");
  CHECK(found->read_as.columns == "user or session user, item item, time time, date date");
  CHECK(says(refusal(head + "1,2,2014-04-07,093117\n"), "date and time are two columns"));
  CHECK(read(head + "1,2,2014-04-07,1396863077\n")->events[0].at_s == 1'396'863'077);
}

TEST_CASE("moments: thousandths are kept, of whatever they are written as") {
  CHECK(moment_ms("2014-04-07T10:51:09.277Z") == 1'396'867'869'277);
  CHECK(moment_ms("1396867869277") == 1'396'867'869'277);
  CHECK(moment_ms("1396867869.277") == 1'396'867'869'277);
  CHECK(moment_ms("1396867869.99999") == 1'396'867'869'999);
  CHECK(iso_ms("1969-12-31 23:59:59.5") == -500);
  CHECK(iso_seconds("1969-12-31 23:59:59.5") == -1);
  CHECK_FALSE(moment_ms("1969-12-31 23:59:59"));
}

// Three clicks of a session share a second; only their thousandths tell which came first.
TEST_CASE("sessions, next item: lines in another order give the same figures, within a second, too") {
  std::vector<std::string> rows;
  for (int s = 0; s < 200; ++s)
    for (int k = 0; k < 3; ++k)
      rows.push_back("s" + text_of(s) + ",i" + text_of((s + k) % 20) + "," +
                     std::to_string(1'500'000'000'000 + 5000LL * s + 300LL * k));
  const auto text = [&] {
    std::string all = "session,item,at\n";
    for (const auto& row : rows) all += row + "\n";
    return all;
  };
  const auto next = [&] {
    std::stringstream in{text()};
    return next_items(in, SequenceFormat::detect, HeldOut::last, no_time);
  };
  const auto clicks = judged(text());
  const auto items = next();
  base::Random random{3};
  for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[random.below(i)]);
  const auto clicks_too = judged(text());
  const auto items_too = next();
  REQUIRE(clicks);
  REQUIRE(items);
  CHECK(clicks->ours.hr(10) > 0.8);
  CHECK(clicks->ours.mrr() == doctest::Approx(clicks_too->ours.mrr()));
  CHECK(clicks->fresh.n == clicks_too->fresh.n);
  CHECK(items->ours.mrr() == doctest::Approx(items_too->ours.mrr()));
  CHECK(items->ours.hr(10) == items_too->ours.hr(10));
}

TEST_CASE("sessions: what was read is told; times of a session's own clock judge nothing as fresh") {
  const std::string rows = lines_of(
      30, [](int k) { return text_of(k / 3) + "," + text_of(k % 4) + "," + text_of(1000 * (k % 3) + 500); });
  const auto own = judged("session_id,item_id,timeframe\n" + rows);
  REQUIRE(own);
  const auto json = to_json(*own);
  CHECK(json.at("times").at(0) == "0 s");
  CHECK(json.at("times").at(1) == "2 s");
  CHECK_FALSE(json.contains("fresh"));
  CHECK(json.at("note").as_string() == own_clocks_note);
  const auto at =
      judged("session_id,item_id,at,price\n" + lines_of(30, [](int k) {
               return text_of(k / 3) + "," + text_of(k % 4) + "," + text_of(1'500'000'000 + k) + ",3";
             }));
  REQUIRE(at);
  CHECK(to_json(*at).at("times").at(0) == "2017-07-14 02:40:00");
  CHECK(to_json(*at).at("columns") == "user or session session_id, item item_id, time at; not used: price");
  CHECK(to_json(*at).contains("fresh"));
  CHECK(to_json(*at).at("header") == "session_id,item_id,at,price");
  std::stringstream bare{"1 2\n1 3\n1 4\n"};
  CHECK(to_json(*next_items(bare, SequenceFormat::detect, HeldOut::last, no_time)).at("header").is_null());
}
}  // namespace vitrine::sequence_shape_test
