// People are found by what they are called, on every engine.
#include "adapters/sql/accounts_store_names.hpp"

#include <doctest/doctest.h>

#include "accounts/finding.hpp"
#include "adapters/sql/accounts_store.hpp"
#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::accounts_store_names_test {
using accounts::Account;
using accounts::Closeness;
using model::AccountId;
using ports::Transaction;

TEST_CASE("name_index: handles and names are found from their beginnings, and with a slip") {
  sql::testing::for_each_engine([](ports::Record& record) {
    sql::AccountStore store;
    sql::NameIndex names;
    accounts::Finding finding{{names}};
    const auto now = [&](auto body) {
      auto answer = record.write(body);
      REQUIRE_MESSAGE(answer, answer.error().detail);
      if constexpr (!std::is_void_v<typename decltype(answer)::value_type>) return *answer;
    };
    Account anna{AccountId{1}, "anna.clay",          "Anna Müller",      "",
                 "",           model::Role::creator, model::ViewerId{1}, {}};
    Account annette{AccountId{2}, "annette", "Annette", "", "", model::Role::creator, model::ViewerId{2}, {}};
    Account bob{AccountId{3}, "bob_mueller", "Bob", "", "", model::Role::creator, model::ViewerId{3}, {}};
    for (const auto& account : {anna, annette, bob})
      now([&](Transaction& tx) { return store.insert(tx, account, "x"); });
    const auto found = [&](std::string_view typed) {
      std::string list;
      for (const auto& one : now([&](Transaction& tx) { return finding.people(tx, typed, 10); }))
        list += one.brief.handle + (one.closeness == Closeness::slip ? "~ " : " ");
      return list;
    };
    CHECK(found("ann") == "anna.clay annette ");
    CHECK(found("Annette") == "annette ");
    CHECK(found("@anna.clay") == "anna.clay ");
    CHECK(found("annaclay") == "anna.clay ");
    CHECK(found("muller") == "anna.clay bob_mueller~ ");
    CHECK(found("anna muller") == "anna.clay ");
    CHECK(found("anette") == "annette~ ");
    CHECK(found("zoe").empty());
    CHECK(found("").empty());
    CHECK(found("'; DROP").empty());

    annette.name = "Zoë";
    now([&](Transaction& tx) { return store.update(tx, annette); });
    CHECK(found("zoe") == "annette ");
    const auto last = now([&](Transaction& tx) { return names.write_again(tx, AccountId{0}, 10); });
    CHECK(last == AccountId{3});
    CHECK(found("zoe") == "annette ");
    CHECK_FALSE(now([&](Transaction& tx) { return names.write_again(tx, AccountId{3}, 10); }));
  });
}
}  // namespace vitrine::accounts_store_names_test
