// What http asks of the idempotency store, on every engine.
#include "adapters/sql/house_store.hpp"

#include <doctest/doctest.h>

#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::house_store_test {
using base::Result;
using sql::testing::for_each_engine;

TEST_CASE("house_store: answers are kept per scope, replaced when old, and forgotten") {
  for_each_engine([](ports::Record& record) {
    sql::IdempotencyAnswers answers;
    constexpr model::Millis day{24 * 60 * 60 * 1000};
    const auto start = model::instant(1'700'000'000'000);
    const auto mark = [](std::string_view text) { return base::sha256(base::as_bytes(text)); };
    const auto keep = [&](std::string_view scope, std::string_view body, model::Instant now) {
      return record.write([&](auto& tx) {
        return answers.keep(tx, scope, "key-1", {mark(body), 201, std::string{body}}, now);
      });
    };
    const auto find = [&](std::string_view scope, model::Instant now) {
      return record.read([&](auto& tx) { return answers.find(tx, scope, "key-1", now - day); });
    };
    REQUIRE(keep("ann", "one", start));
    REQUIRE(find("ann", start)->has_value());
    CHECK((*find("ann", start))->body == "one");
    CHECK((*find("ann", start))->status == 201);
    CHECK((*find("ann", start))->fingerprint == mark("one"));
    CHECK_FALSE(find("ben", start)->has_value());
    CHECK(keep("ann", "two", start).error().fault == base::Fault::conflict);

    const auto later = start + day + model::Millis{1};
    CHECK_FALSE(find("ann", later)->has_value());
    REQUIRE(keep("ann", "two", later));
    CHECK((*find("ann", later))->body == "two");

    REQUIRE(keep("ben", "three", start));
    CHECK(*record.write([&](auto& tx) { return answers.forget(tx, later - day, 10); }) == 1);
    CHECK(*record.write([&](auto& tx) { return answers.forget(tx, later - day, 10); }) == 0);
    CHECK(find("ann", later)->has_value());
  });
}
}  // namespace vitrine::house_store_test
