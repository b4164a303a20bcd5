// What `evaluate` refuses, and whether it says why and what to do.
#include <doctest/doctest.h>

#include <sstream>

#include "replay/clicks.hpp"
#include "replay/lines.hpp"
#include "replay/next.hpp"
#include "replay/off_policy.hpp"

namespace vitrine::evaluate_refusals_test {
using namespace vitrine::replay;

namespace {

double no_time() { return 0; }

std::string times(int n, const std::string& line) {
  std::string text;
  for (int i = 0; i < n; ++i) text += line;
  return text;
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string refusal_of_events(const std::string& text, Format format = Format::plain) {
  std::stringstream in{text};
  const auto figures = progressive(in, nullptr, format, no_time);
  return figures ? "" : figures.error().detail;
}

std::string refusal_of_rows(const std::string& train_text, const std::string& test_text) {
  std::stringstream train{train_text}, test{test_text};
  const auto figures = clicks({train, test}, 1U, no_time);
  return figures ? "" : figures.error().detail;
}

std::string refusal_of_trials(const std::string& text) {
  std::stringstream in{text};
  const auto log = read_trials(in, "log");
  return log ? "" : log.error().detail;
}

}  // namespace

TEST_CASE("text: what is packed is named, with the command that unpacks it") {
  const auto refusal = [](const std::string& bytes) {
    std::stringstream in{bytes};
    const auto begun = begin_text(in, "a.txt");
    return begun ? "" : begun.error().detail;
  };
  CHECK(refusal("\x1F\x8B\x08 and so on") == "a.txt: this is gzip: unpack it first (zcat FILE.gz > FILE).");
  CHECK(says(refusal("\x28\xB5\x2F\xFD ..."), "this is zstd: unpack it first"));
  CHECK(says(refusal("PK\x03\x04 ..."), "this is zip: unpack it first"));
  CHECK(says(refusal("\xFF\xFEu\0"), "UTF-16"));
  CHECK(refusal("") == "a.txt is empty.");
  std::stringstream plain{"ab\ncd"}, marked{"\xEF\xBB\xBFx\n"};
  REQUIRE(begin_text(plain, "a.txt"));
  REQUIRE(begin_text(marked, "a.txt"));
  CHECK(plain.str().substr(plain.tellg()) == "ab\ncd");
  std::string word;
  marked >> word;
  CHECK(word == "x");
}

TEST_CASE("text: a byte order mark is left out however often the file is read") {
  std::stringstream in{"\xEF\xBB\xBFx\ny\n"};
  BadLines bad;
  for (int round = 0; round < 2; ++round) {
    in.clear();
    in.seekg(0);
    Lines lines{in, "file", bad};
    std::string_view line;
    REQUIRE(lines.next(line));
    CHECK(line == "x");
  }
}

TEST_CASE("bad lines: the first is shown, short and printable") {
  BadLines bad;
  CHECK(unreadable("The log", 0, bad) == "The log has no line with data in it.");
  bad.add("log", 2, "no number", "a\tb\x1B[31m" + std::string(200, 'x'));
  bad.add("log", 3, "no time", "other");
  CHECK(unreadable("The log", 0, bad) ==
        "The log has no line that could be read. The first is log:2: no number; it reads \"a b[31m" +
            std::string(52, 'x') + "...\".");
  CHECK_FALSE(unreadable("The log", 1, bad));  // both are named with the figures
  for (int i = 0; i < 10; ++i) bad.add("log", 4, "no time");
  CHECK_FALSE(unreadable("The log", 12, bad));
  CHECK(says(*unreadable("The log", 11, bad), "more bad lines than good ones, 12 of 23"));
  BadLines more;
  more.add("log", 1, "cut", std::string(58, 'x') + "\xC3\xA4\xC3\xA4");  // through the second letter
  CHECK(more.example == std::string(58, 'x') + "\xC3\xA4...");
}

TEST_CASE("events: nothing to read, nothing foretold and mostly broken are errors that say why") {
  const std::string head = "viewer,video,at_ms,like\n";
  CHECK(refusal_of_events(head) == "The file of events has no line with data in it.");
  CHECK(
      refusal_of_events(head + "1,2\n") ==
      "The file of events has no line that could be read. The first is events:2: wrong number of fields; it "
      "reads \"1,2\".");
  CHECK(
      says(refusal_of_events(head + times(5, "1,2,1650812741436,0\n") + times(11, "1,2,x,0\n")), "11 of 16"));
  CHECK(says(refusal_of_events("viewer,video,at_ms\n1,2,1650812741436\n"), "they need watched_ms"));
  std::stringstream events{head + "1,2,1650812741436,1\n"}, earlier{"a,b\n1,2\n"};
  const auto figures = progressive(events, &earlier, Format::plain, no_time);
  REQUIRE_FALSE(figures);
  CHECK(figures.error().detail == "The prehistory needs a column named user_id; found: a, b.");
}

TEST_CASE("rows: one label only, and labels of another kind, are named") {
  const std::string both = "1 1:1\n0 2:1\n";
  CHECK(refusal_of_rows(both, both).empty());
  CHECK(refusal_of_rows("\xEF\xBB\xBF" + both, "\xEF\xBB\xBF" + both).empty());
  CHECK(says(refusal_of_rows("1 1:1\n1 2:1\n", both), "The train file has only the label 1;"));
  CHECK(says(refusal_of_rows(both, "-1 1:1\n"), "The test file has only the label 0 or -1;"));
  CHECK(says(refusal_of_rows("1 1:1\n2 1:1\n1 3:1\n", both),
             "The first line that cannot be read is train:2: the label is not 1, 0 or -1."));
  CHECK(says(refusal_of_rows("5 1:1\n3 2:1\n", both), "it reads \"5 1:1\""));
}

TEST_CASE("rows: whether lines name fields is told, and the odd one is a bad line") {
  const std::string plain = times(3, "1 1:1\n0 2:1\n"), named = times(3, "1 0:1:1\n0 0:2:1\n");
  CHECK(says(refusal_of_rows(named, plain), "test:1: names no fields, most training lines do"));
  CHECK(says(refusal_of_rows(plain, named), "test:1: names fields, most training lines do not"));
  const auto figures_of = [](const std::string& text) {
    std::stringstream train{text}, test{text};
    auto figures = clicks({train, test}, 1U, no_time);
    REQUIRE(figures);
    return std::move(*figures);
  };
  const auto by_name = figures_of(named + "1 2:1\n1 0:1:1 2:1\n1\n");
  CHECK(by_name.bad.first == std::vector<std::string>{"train:7: names no fields, most training lines do",
                                                      "train:8: some features name a field, others do not",
                                                      "test:7: names no fields, most training lines do",
                                                      "test:8: some features name a field, others do not"});
  CHECK(to_json(by_name).at("fields") == "named");
  CHECK(reading_told(by_name) == "fields: named; 0 numeric; lines are field:index:value");
  CHECK(reading_told(figures_of(plain)) == "fields: places; 0 numeric; lines are index:value");
  CHECK(reading_told(figures_of(times(3, "1 1:1 7:0.5\n0 2:1 7:3\n"))) ==
        "fields: places; 1 numeric; lines are index:value");
  // Fields and indices without a value look like indices and whole values.
  const auto doubtful = figures_of(times(3, "1 0:3 1:105\n0 0:4 1:107\n"));
  CHECK(says(reading_told(doubtful), "if they are field:index, write field:index:1"));
  CHECK(to_json(doubtful).at("numeric").to_number<int>() == 2);
}

TEST_CASE("rows: a value too small for a float is a small one") {
  Row row;
  CHECK(read_row("1 3:1e-50 4:-1e-60", row).empty());
  REQUIRE(row.values.size() == 2);
  CHECK(row.values[0].second > 0);
  CHECK(row.values[1].second < 0);
  CHECK(read_row("1 3:1e50", row) == "a value is not a finite number");
}

TEST_CASE("rows: where the lines kept for validation have one label there is no AUC of them") {
  std::stringstream train{"1 1:1\n0 2:1\n"}, test{"1 1:1\n0 2:1\n"};  // none of two is kept
  const auto figures = clicks({train, test}, 1U, no_time);
  REQUIRE(figures);
  REQUIRE_FALSE(figures->validation_auc.empty());
  CHECK_FALSE(figures->validation_auc[0]);
  CHECK(to_json(*figures).at("validation_auc").at(0).is_null());
  CHECK(to_json(*figures).at("auc").is_double());
}

TEST_CASE("trials: the first bad line and why") {
  const std::string head = "item_id,click,propensity_score\n";
  CHECK(refusal_of_trials(head) == "The log has no line with data in it.");
  CHECK(says(refusal_of_trials(head + "a,1,0\n"), "log:2: propensity_score is not a probability above 0"));
  std::stringstream items{"item_id,item_feature_0\n"};
  BadLines bad;
  CHECK(read_items(items, bad).error().detail == "The file of items has no line with data in it.");
}
}  // namespace vitrine::evaluate_refusals_test
