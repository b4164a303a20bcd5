// The map of personal data against the real schema, the event kinds, and the rows of two people.
#include "adapters/sql/personal_rows.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <set>

#include "adapters/sql/catalog_store.hpp"
#include "adapters/sql/catalog_store_search.hpp"
#include "adapters/sql/event_log.hpp"
#include "adapters/sql/sql.hpp"
#include "adapters/sql/testing/each_engine.hpp"
#include "base/testing/temporary_folder.hpp"
#include "model/feed_event.hpp"

namespace vitrine::personal_rows_test {
using privacy::Says;
using sql::testing::for_each_engine;
using sql::testing::Surroundings;

namespace {
using Schema = std::map<std::string, std::set<std::string>>;

Schema schema_of(ports::Transaction& tx) {
  auto& db = sql::connection(tx);
  const auto tables = db.query(
      db.is_postgres()
          ? "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
          : "SELECT name FROM pragma_table_list WHERE type IN ('table', 'virtual') AND schema = 'main'"
            " AND name NOT LIKE 'sqlite%'",
      [](const sql::Row& row) { return row.get<std::string>(0); });
  REQUIRE(tables);
  Schema schema;
  for (const auto& table : *tables) {
    const auto columns = db.query(
        db.is_postgres() ? "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
                           " AND table_name = $1"
                         : "SELECT name FROM pragma_table_info($1)",
        [](const sql::Row& row) { return row.get<std::string>(0); }, table);
    REQUIRE(columns);
    schema[table] = {columns->begin(), columns->end()};
    if (table == "catalog_match") schema[table].insert("place");  // FTS5 calls it the rowid
  }
  return schema;
}

void check_table(const std::string& table, const std::set<std::string>& columns) {
  const auto* const declared = privacy::find_table(table);
  CHECK_MESSAGE(declared != nullptr, "table " << table << " is not declared: add it to src/privacy/map.cpp");
  if (declared == nullptr) return;
  std::set<std::string> names;
  for (const auto& column : declared->columns) names.emplace(column.name);
  for (const auto& column : columns)
    CHECK_MESSAGE(names.contains(column),
                  table << "." << column << " is not declared: say in src/privacy/map.cpp what it says");
  for (const auto& name : names)
    CHECK_MESSAGE(columns.contains(name), table << "." << name << " is declared and not there");
}

/// The names of the event kinds, in the order of the variant: a new kind does not compile until it has one.
template <class What>
constexpr std::string_view name_of = {};
using namespace model::events;
template <>
constexpr std::string_view name_of<VideoPublished> = "video_published";
template <>
constexpr std::string_view name_of<VideoWithdrawn> = "video_withdrawn";
template <>
constexpr std::string_view name_of<VideoForgotten> = "video_forgotten";
template <>
constexpr std::string_view name_of<Shown> = "shown";
template <>
constexpr std::string_view name_of<Watched> = "watched";
template <>
constexpr std::string_view name_of<Done> = "done";
template <>
constexpr std::string_view name_of<FollowChanged> = "follow_changed";
template <>
constexpr std::string_view name_of<TopicWished> = "topic_wished";
template <>
constexpr std::string_view name_of<ViewingForgotten> = "viewing_forgotten";
template <>
constexpr std::string_view name_of<ViewerReset> = "viewer_reset";
template <>
constexpr std::string_view name_of<ViewerForgotten> = "viewer_forgotten";

template <class... Whats>
std::vector<std::string_view> names_of(const std::variant<Whats...>*) {
  static_assert(((!name_of<Whats>.empty()) && ...), "give the new event a name, and declare it in the map");
  return {name_of<Whats>...};
}

constexpr privacy::Person ada{model::AccountId{1}, model::ViewerId{101}};

void insert_two_people(sql::Connection& db) {
  for (const std::int64_t n : {1, 2}) {
    REQUIRE(
        db.exec("INSERT INTO accounts_account (id, handle, name, bio, language, role, pseudonym,"
                " created_ms) VALUES ($1, $2, 'Name', 'Words', 'en', 'creator', $3, 5000)",
                n, "person" + std::to_string(n), n + 100));
    REQUIRE(
        db.exec("INSERT INTO accounts_password (account, hash, changed_ms) VALUES ($1, 'the hash', 1)", n));
    REQUIRE(db.exec("INSERT INTO social_follow (follower, followee, at_ms) VALUES ($1, $2, 7000)", n, 3 - n));
    REQUIRE(db.exec("INSERT INTO supply_receipt (id, viewer, at_ms, bytes) VALUES ($1, $2, 9000, $3)", n,
                    n + 100, base::as_bytes("page")));
    REQUIRE(
        db.exec("INSERT INTO safety_report (id, reporter, kind, subject, reason, note, at_ms)"
                " VALUES ($1, $2, 'account', $3, 'spam', 'typed words', 1)",
                n, n, 3 - n));
    REQUIRE(
        db.exec("INSERT INTO house_idempotency (scope, idempotency_key, fingerprint, status, body, at_ms)"
                " VALUES ($1, 'k', $2, 200, '{}', 9000)",
                model::AccountId{static_cast<std::uint64_t>(n)}.text(), base::as_bytes("f")));
  }
}
}  // namespace

TEST_CASE("map: every column of the record is declared, and nothing else") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    REQUIRE(record.read([](ports::Transaction& tx) -> base::Result<void> {
      const auto schema = schema_of(tx);
      CHECK(schema.size() >= 20);
      for (const auto& [table, columns] : schema) check_table(table, columns);
      for (const auto& table : privacy::the_map().tables)
        if (!table.apart)
          CHECK_MESSAGE(schema.contains(std::string{table.name}), table.name << " is declared and not there");
      return {};
    }));
  });
}

TEST_CASE("map: the event log is declared, kind by kind") {
  const base::testing::TemporaryFolder folder;
  Surroundings around;
  const auto file = folder.path() / "events.sqlite";
  REQUIRE(sql::SqlEventLog::open_file(file, {around.clock, around.ids}));
  const auto record = sql::open_sqlite({.file = file}, {around.clock, around.ids});
  REQUIRE(record);
  REQUIRE((*record)->read([](ports::Transaction& tx) -> base::Result<void> {
    for (const auto& [table, columns] : schema_of(tx)) check_table(table, columns);
    return {};
  }));

  const auto kinds = names_of(static_cast<const decltype(model::FeedEvent::what)*>(nullptr));
  const auto declared = privacy::the_map().events;
  REQUIRE(kinds.size() == declared.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) CHECK(kinds[i] == declared[i].name);
}

TEST_CASE("map: whatever says something about a person can be found from the person") {
  const auto& map = privacy::the_map();
  std::set<std::string_view> names;
  for (const auto& holding : map.holdings) {
    CHECK_MESSAGE(names.insert(holding.name).second, holding.name << " stands twice");
    const auto* const table = privacy::find_table(holding.table);
    REQUIRE_MESSAGE(table != nullptr, holding.name);
    const auto has = [&](std::string_view name) {
      return name.empty() ||
             std::ranges::find(table->columns, name, &privacy::Column::name) != table->columns.end();
    };
    for (const auto name : {holding.key, holding.since, holding.expires, holding.blanks})
      CHECK_MESSAGE(has(name), holding.name << ": " << holding.table << " has no column " << name);
    CHECK_MESSAGE((holding.days == 0 || !holding.since.empty()), holding.name << ": days after what?");
    CHECK_MESSAGE((holding.fate == privacy::Fate::nobody || holding.blanks.empty()), holding.name);
  }
  for (const auto& table : map.tables) {
    if (table.apart) continue;  // emptied event by event; destroyed key by key
    const auto held = [&](std::string_view key) {
      return std::ranges::any_of(map.holdings, [&](const auto& holding) {
        return holding.table == table.name && (key.empty() || holding.key == key);
      });
    };
    for (const auto& column : table.columns) {
      if (column.says == Says::person)
        CHECK_MESSAGE(held(column.name), table.name << "." << column.name
                                                    << " points at a person and no holding"
                                                       " finds its rows by it");
      else if (column.says != Says::nothing) CHECK_MESSAGE(held({}), table.name << " has no holding");
    }
  }
}

TEST_CASE("personal_rows: look shows what is held about one person, and no secret") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    REQUIRE(record.write([](ports::Transaction& tx) -> base::Result<void> {
      insert_two_people(sql::connection(tx));
      return {};
    }));
    const auto found = record.read([](ports::Transaction& tx) { return sql::PersonalRows{}.look(tx, ada); });
    REQUIRE_MESSAGE(found, found.error().detail);
    std::map<std::string_view, const privacy::Found*> by_name;
    for (const auto& one : *found) by_name[one.holding->name] = &one;
    CHECK(by_name.size() + 0 == privacy::the_map().holdings.size());

    const auto& account = *by_name.at("account");
    CHECK(account.rows == 1);
    CHECK(account.since == model::instant(5000));
    CHECK(!account.until);
    const auto handle = std::ranges::find(account.newest, "handle", &privacy::Found::Value::column);
    REQUIRE(handle != account.newest.end());
    CHECK(handle->text == "person1");

    const auto& password = *by_name.at("password");
    CHECK(password.rows == 1);
    for (const auto& value : password.newest) CHECK(value.text.find("hash") == std::string::npos);

    const auto copied = record.read([](ports::Transaction& tx) { return sql::PersonalRows{}.copy(tx, ada); });
    REQUIRE(copied);
    for (const auto& one : *copied) {
      CHECK(one.rows.size() == static_cast<std::size_t>(by_name.at(one.holding->name)->rows));
      for (const auto& row : one.rows)
        for (const auto& value : row) CHECK(value.find("the hash") == std::string::npos);
    }
    CHECK(by_name.at("pages")->until == model::instant(9000) + std::chrono::hours{24 * 30});
    CHECK(by_name.at("follows")->rows == 1);
    CHECK(by_name.at("followers")->rows == 1);
    CHECK(by_name.at("reports_made")->rows == 1);
    CHECK(by_name.at("reports_about_you")->rows == 1);
    CHECK(by_name.at("videos")->rows == 0);
  });
}

TEST_CASE("map: whoever else stands in a person's row is hidden from them, or known to them anyway") {
  const std::set<std::string_view> known{"notification_people.actor",
                                         "told_others.account",
                                         "notifications.actor",
                                         "notified_others.account",
                                         "comments.video_author",
                                         "follows.followee",
                                         "followers.follower",
                                         "follows_asked.asked",
                                         "followers_asking.asker",
                                         "blocks.blocked",
                                         "mutes.muted",
                                         "playlist_videos.video",
                                         "reports_made.subject",
                                         "reports_about_messages.subject",
                                         "in_playlists.video",
                                         "remixes.origin",
                                         "guardian.guardian",
                                         "wards.ward"};
  for (const auto& holding : privacy::the_map().holdings) {
    const auto* const table = privacy::find_table(holding.table);
    for (const auto& column : table->columns) {
      if (column.says != Says::person || column.name == holding.key) continue;
      const auto name = fmt::format("{}.{}", holding.name, column.name);
      CHECK_MESSAGE((privacy::is_hidden(holding, column.name) || known.contains(name)),
                    name << ": may its person read who that is?");
    }
    // A misspelt word hides nothing.
    for (auto rest = std::string{holding.hides} + ' '; rest.size() > 1; rest.erase(0, rest.find(' ') + 1))
      CHECK_MESSAGE(std::ranges::find(table->columns, std::string_view{rest}.substr(0, rest.find(' ')),
                                      &privacy::Column::name) != table->columns.end(),
                    holding.name << " hides what is not there: " << rest);
  }
}

TEST_CASE("personal_rows: who reported, blocked or muted one, when and in which words, is told nobody") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    REQUIRE(record.write([](ports::Transaction& tx) -> base::Result<void> {
      auto& db = sql::connection(tx);
      insert_two_people(db);
      REQUIRE(db.exec("INSERT INTO social_block (blocker, blocked, at_ms) VALUES (2, 1, 7777001)"));
      REQUIRE(db.exec("INSERT INTO social_mute (muter, muted, at_ms) VALUES (2, 1, 7777002)"));
      REQUIRE(
          db.exec("UPDATE safety_report SET note = 'what eve wrote', resolver = 777003,"
                  " resolver_note = 'what staff wrote' WHERE subject = 1"));
      return {};
    }));
    const auto found = record.read([](ports::Transaction& tx) { return sql::PersonalRows{}.look(tx, ada); });
    const auto copied = record.read([](ports::Transaction& tx) { return sql::PersonalRows{}.copy(tx, ada); });
    REQUIRE(found);
    REQUIRE(copied);
    std::string told;
    for (const auto& one : *found) {
      for (const auto& value : one.newest) told += value.text + "\n";
      if (one.since) told += std::to_string(model::millis(*one.since)) + "\n";
      if (one.holding->name == "blocked_by") CHECK(one.rows == 1);
    }
    for (const auto& one : *copied)
      for (const auto& row : one.rows)
        for (const auto& value : row) told += value + "\n";
    for (const auto* secret : {"7777001", "7777002", "777003", "what eve wrote", "what staff wrote"})
      CHECK_MESSAGE(told.find(secret) == std::string::npos, secret);
    CHECK(told.find("spam") != std::string::npos);  // for what, one may know
  });
}

TEST_CASE("personal_rows: erase leaves nothing of one person and everything of the other") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    REQUIRE(record.write([](ports::Transaction& tx) -> base::Result<void> {
      auto& db = sql::connection(tx);
      insert_two_people(db);
      REQUIRE(
          db.exec("UPDATE safety_report SET resolver = 1, resolver_note = 'judged', outcome = 'warned',"
                  " resolved_ms = 3 WHERE id = 1"));
      std::set<std::string_view> owners;
      for (const auto& holding : privacy::the_map().holdings) {
        const auto owner = privacy::owner_of(holding.table);
        if (!owners.insert(owner).second) continue;
        TRY(sql::PersonalRows{}.erase(tx, ada, owner));
      }
      return {};
    }));
    const auto look = [&](const privacy::Person& who) {
      std::map<std::string_view, std::int64_t> rows;
      const auto found =
          record.read([&](ports::Transaction& tx) { return sql::PersonalRows{}.look(tx, who); });
      REQUIRE(found);
      for (const auto& one : *found) rows[one.holding->name] = one.rows;
      return rows;
    };
    for (const auto& [name, rows] : look(ada)) CHECK_MESSAGE(rows == 0, name);
    const auto other = look({model::AccountId{2}, model::ViewerId{102}});
    CHECK(other.at("account") == 1);
    CHECK(other.at("password") == 1);
    CHECK(other.at("pages") == 1);
    CHECK(other.at("answers") == 1);
    CHECK(other.at("follows") == 0);            // whom they followed is gone
    CHECK(other.at("reports_about_you") == 1);  // the case stays, its reporter is nobody and says nothing
    REQUIRE(record.read([](ports::Transaction& tx) -> base::Result<void> {
      TRY_LET(const auto words,
              sql::connection(tx).value<std::string>(
                  "SELECT note || coalesce(resolver_note, '') FROM safety_report WHERE id = 1"));
      CHECK(words == "");
      return {};
    }));
  });
}

TEST_CASE("personal_rows: expire removes what has outlived the map, a batch at a time") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    constexpr std::int64_t day = 24LL * 3'600'000;
    REQUIRE(record.write([](ports::Transaction& tx) -> base::Result<void> {
      for (std::int64_t n = 1; n <= 10; ++n)
        TRY(sql::connection(tx).exec(
            "INSERT INTO supply_receipt (id, viewer, at_ms, bytes) VALUES ($1, 1, $2, $3)", n, n * day,
            base::as_bytes("page")));
      return {};
    }));
    const auto expire = [&](std::int64_t now, int max) {
      return record
          .write([&](ports::Transaction& tx) {
            return sql::PersonalRows{}.expire(tx, model::instant(now), max);
          })
          .value();
    };
    CHECK(expire(31 * day, 100) == 0);
    CHECK(expire(35 * day, 3) == 3);
    CHECK(expire(35 * day, 3) == 1);
    CHECK(expire(35 * day, 3) == 0);
  });
}

TEST_CASE("rows: the words of somebody who leaves are suggested no more") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    sql::VideoStore videos;
    sql::SearchIndex index;
    sql::PersonalRows rows;
    const auto clip = [](std::uint64_t id, model::AccountId author, std::string title) {
      catalog::Video video{.id = model::VideoId{id}, .author = author};
      video.title = std::move(title);
      video.state = model::VideoState::ready;
      video.published_at = model::instant(1'700'000'000'000);
      return video;
    };
    REQUIRE(record.write([&](ports::Transaction& tx) -> base::Result<void> {
      TRY(videos.insert(tx, clip(1, ada.account, "Secret recipe")));
      return videos.insert(tx, clip(2, model::AccountId{2}, "Another recipe"));
    }));
    const auto words = [&](std::string_view letters) {
      return record
          .read([&](ports::Transaction& tx) -> base::Result<std::size_t> {
            TRY_LET(const auto begun, index.beginning(tx, letters, 9));
            TRY_LET(const auto hints, index.hints(tx, catalog::HintKind::words, letters, 9));
            return begun.size() + hints.size();
          })
          .value();
    };
    CHECK(words("secret") == 2);
    REQUIRE(record.write([&](ports::Transaction& tx) { return rows.erase(tx, ada, "catalog"); }));
    CHECK(words("secret") == 0);
    CHECK(words("recipe") == 1);
    CHECK(words("another") == 2);
  });
}
}  // namespace vitrine::personal_rows_test
