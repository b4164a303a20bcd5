// What safety asks of its store, and its service on top, run on every engine.
#include "adapters/sql/safety_store.hpp"

#include <doctest/doctest.h>

#include "adapters/sql/testing/each_engine.hpp"
#include "safety/reports.hpp"

namespace vitrine::safety_store_test {
using safety::Outcome;
using safety::Reason;
using safety::SubjectKind;
using sql::testing::for_each_engine;

TEST_CASE("safety: a report is kept once while open, resolved once, and may come again") {
  for_each_engine([](sql::SqlRecord& record, sql::testing::Surroundings& around) {
    sql::ReportStore store;
    safety::Reports reports{{store, around.clock, around.ids}};
    const model::AccountId ada{1}, ben{2}, mod{3};
    const auto report = [&](model::AccountId by, std::uint64_t subject, Reason reason,
                            std::string note = "") {
      around.clock.advance(model::Millis{1});
      const auto id = record.write(
          [&](auto& tx) { return reports.report(tx, by, SubjectKind::video, subject, reason, note); });
      REQUIRE_MESSAGE(id, id.error().detail);
      return *id;
    };
    const auto resolve = [&](model::ReportId id) {
      const auto done =
          record.write([&](auto& tx) { return reports.resolve(tx, mod, id, Outcome::warned, " seen "); });
      return done ? std::string{} : done.error().code;
    };
    const auto open = [&](model::ReportId after) {
      return *record.read([&](auto& tx) { return reports.open(tx, after, 10); });
    };

    const auto first = report(ada, 7, Reason::spam, " look ");
    CHECK(report(ada, 7, Reason::hate) == first);
    const auto second = report(ben, 7, Reason::hate);
    CHECK(second != first);
    REQUIRE(open(model::ReportId{0}).size() == 2);
    CHECK(open(model::ReportId{0})[0].note == "look");
    CHECK(open(model::ReportId{0})[0].reason == Reason::spam);
    CHECK(open(first)[0].id == second);

    CHECK(resolve(first).empty());
    CHECK(resolve(first) == "report_resolved");
    CHECK(resolve(model::ReportId{99}) == "report_absent");
    CHECK(open(model::ReportId{0}).size() == 1);
    const auto kept = record.read([&](auto& tx) { return store.find(tx, first); });
    REQUIRE((*kept)->resolution);
    CHECK((*kept)->resolution->note == "seen");
    CHECK((*kept)->resolution->outcome == Outcome::warned);
    CHECK(report(ada, 7, Reason::spam) != first);
    const auto long_note = record.write([&](auto& tx) {
      return reports.report(tx, ada, SubjectKind::account, 1, Reason::other, std::string(1001, 'x'));
    });
    CHECK(long_note.error().code == "note_too_long");
  });
}
}  // namespace vitrine::safety_store_test
