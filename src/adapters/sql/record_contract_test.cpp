// What every engine of the record promises, said once and run on each.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <bit>
#include <limits>
#include <thread>

#include "adapters/sql/news_codec.hpp"
#include "adapters/sql/sql.hpp"
#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::record_contract_test {
using base::Result;
using sql::connection;
using sql::testing::for_each_engine;

namespace {

void make_table(ports::Record& record) {
  REQUIRE(record.write([](ports::Transaction& tx) {
    return connection(tx).script(
        "CREATE TABLE house_try (id bigint PRIMARY KEY, word text, amount double precision, body bytea,"
        " parent bigint REFERENCES house_try (id), positive bigint CHECK (positive > 0))");
  }));
}

Result<void> add(ports::Transaction& tx, std::int64_t id) {
  TRY(connection(tx).exec("INSERT INTO house_try (id) VALUES ($1)", id));
  return {};
}

std::int64_t count(ports::Record& record) {
  const auto found = record.read([](ports::Transaction& tx) {
    return connection(tx).value<std::int64_t>("SELECT count(*) FROM house_try");
  });
  REQUIRE_MESSAGE(found, found.error().detail);
  return found->value();
}

struct Line {
  std::int64_t id;
  std::optional<std::string> word;
  std::optional<double> amount;
  std::optional<base::Bytes> body;
};

/// What comes back after `line` was saved and forgotten again.
Line through(ports::Record& record, const Line& line) {
  const auto found = record.write([&](ports::Transaction& tx) -> Result<std::optional<Line>> {
    auto& db = connection(tx);
    TRY(db.exec("DELETE FROM house_try WHERE id = $1", line.id));
    TRY(db.exec("INSERT INTO house_try (id, word, amount, body) VALUES ($1, $2, $3, $4)", line.id, line.word,
                line.amount, line.body));
    return db.one(
        "SELECT id, word, amount, body FROM house_try WHERE id = $1",
        [](const sql::Row& row) {
          return Line{row.get<std::int64_t>(0), row.get<std::optional<std::string>>(1),
                      row.get<std::optional<double>>(2), row.get<std::optional<base::Bytes>>(3)};
        },
        line.id);
  });
  REQUIRE_MESSAGE(found, found.error().detail);
  return found->value();
}

std::string code_of(const auto& result) { return result ? "" : result.error().code; }

}  // namespace

TEST_CASE("record: what a write returns a value for is there, what it returns an error for never was") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    CHECK(record.write([](ports::Transaction& tx) { return add(tx, 1); }));
    const auto refused = record.write([](ports::Transaction& tx) -> Result<int> {
      TRY(add(tx, 2));
      return base::fail(base::Fault::refused, "not_today", "Come back tomorrow.");
    });
    CHECK(code_of(refused) == "not_today");
    CHECK(count(record) == 1);
  });
}

TEST_CASE("record: a clash is recognised, spoils its transaction and only that") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    REQUIRE(record.write([](ports::Transaction& tx) { return add(tx, 1); }));
    const auto clash = record.write([](ports::Transaction& tx) { return add(tx, 1); });
    CHECK(code_of(clash) == sql::unique_violation);
    CHECK(clash.error().fault == base::Fault::conflict);

    const auto swallowed = record.write([](ports::Transaction& tx) -> Result<int> {
      TRY(add(tx, 2));
      CHECK_FALSE(add(tx, 1));
      CHECK(code_of(add(tx, 3)) == sql::unique_violation);
      return 7;
    });
    CHECK(code_of(swallowed) == sql::unique_violation);
    CHECK(count(record) == 1);
    CHECK(record.write([](ports::Transaction& tx) { return add(tx, 2); }));
  });
}

TEST_CASE("record: an attempt fails alone") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    const auto done = record.write([](ports::Transaction& tx) -> Result<int> {
      TRY(add(tx, 1));
      const auto tried = connection(tx).attempt([&]() -> Result<void> {
        TRY(add(tx, 2));
        return add(tx, 1);
      });
      CHECK(code_of(tried) == sql::unique_violation);
      TRY(connection(tx).attempt([&] { return add(tx, 3); }));
      TRY(add(tx, 4));
      return 0;
    });
    CHECK_MESSAGE(done, done.error().detail);
    CHECK(count(record) == 3);
  });
}

TEST_CASE("record: a write sees itself; a read sees one moment, whatever is committed meanwhile") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    const auto size = [](ports::Transaction& tx) {
      return connection(tx).value<std::int64_t>("SELECT count(*) FROM house_try");
    };
    const auto wrote = record.write([&](ports::Transaction& tx) -> Result<int> {
      TRY(add(tx, 1));
      TRY_LET(const auto seen, size(tx));
      CHECK(seen == 1);
      return 0;
    });
    REQUIRE(wrote);
    const auto read = record.read([&](ports::Transaction& tx) -> Result<int> {
      TRY_LET(const auto before, size(tx));
      CHECK(before == 1);
      std::thread{[&] {
        CHECK(record.write([](ports::Transaction& other) { return add(other, 2); }));
      }}.join();
      TRY_LET(const auto after, size(tx));
      CHECK(after == 1);
      return 0;
    });
    CHECK(read);
    CHECK(count(record) == 2);
  });
}

TEST_CASE("record: a read cannot write") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    CHECK(code_of(record.read([](ports::Transaction& tx) { return add(tx, 1); })) == "sql_failed");
    CHECK(count(record) == 0);
  });
}

TEST_CASE("record: what a body throws is an error and leaves nothing") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    const auto thrown = record.write([](ports::Transaction& tx) -> Result<void> {
      TRY(add(tx, 1));
      throw std::runtime_error("no memory");
    });
    CHECK(code_of(thrown) == "exception_in_transaction");
    CHECK(count(record) == 0);
  });
}

TEST_CASE("record: numbers, text and bytes come back as they went") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    using Limits = std::numeric_limits<double>;
    for (const auto id : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
      CHECK(through(record, {id, {}, {}, {}}).id == id);
    for (const double amount : {0.1, 0.0, Limits::max(), Limits::denorm_min(), Limits::epsilon(), 1.0})
      CHECK(std::bit_cast<std::uint64_t>(*through(record, {1, {}, amount, {}}).amount) ==
            std::bit_cast<std::uint64_t>(amount));
    CHECK_FALSE(std::signbit(*through(record, {1, {}, -0.0, {}}).amount));
    for (const std::string word : {"", "'; DROP TABLE house_try; --", "Grüße, мир, 世界 🎬", "\\x00", "42"})
      CHECK(through(record, {1, word, {}, {}}).word == word);
    base::Bytes every;
    for (int i = 0; i < 256; ++i) every.push_back(static_cast<std::byte>(i));
    for (const base::Bytes& body : {base::Bytes{}, every, base::Bytes(std::size_t{4} << 20, std::byte{0xa5})})
      CHECK(through(record, {1, {}, {}, body}).body == body);
    const auto nothing = through(record, {1, {}, {}, {}});
    CHECK_FALSE(nothing.word);
    CHECK_FALSE(nothing.amount);
    CHECK_FALSE(nothing.body);

    CHECK(rc::check("any line comes back", [&](std::int64_t id, const std::vector<std::uint8_t>& raw) {
      const auto bits = *rc::gen::arbitrary<std::uint64_t>();
      const auto amount = std::bit_cast<double>(bits);
      RC_PRE(std::isfinite(amount) && amount != 0);
      const base::Bytes body(reinterpret_cast<const std::byte*>(raw.data()),
                             reinterpret_cast<const std::byte*>(raw.data()) + raw.size());
      const auto word = base::hex(body) + "é";
      const auto back = through(record, {id, word, amount, body});
      RC_ASSERT(back.id == id);
      RC_ASSERT(back.word == word);
      RC_ASSERT(std::bit_cast<std::uint64_t>(*back.amount) == bits);
      RC_ASSERT(back.body == body);
    }));
  });
}

TEST_CASE("record: ids, instants, words, digests and unsigned numbers are bound as what they are") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    const model::VideoId video{0x7fff'ffff'ffff'ffff};
    const auto digest = base::sha256(base::as_bytes("x"));
    const auto done = record.write([&](ports::Transaction& tx) -> Result<int> {
      auto& db = connection(tx);
      TRY(db.exec("INSERT INTO house_try (id, word, body, positive) VALUES ($1, $2, $3, $4)", video,
                  model::Visibility::unlisted, digest, model::instant(1234)));
      TRY_LET(const auto id, db.value<model::VideoId>("SELECT id FROM house_try"));
      CHECK(id == video);
      TRY_LET(const auto word, db.value<model::Visibility>("SELECT word FROM house_try"));
      CHECK(word == model::Visibility::unlisted);
      TRY_LET(const auto body, db.value<base::Digest>("SELECT body FROM house_try"));
      CHECK(body == digest);
      TRY_LET(const auto at, db.value<model::Instant>("SELECT positive FROM house_try"));
      CHECK(at == model::instant(1234));
      const std::uint64_t all_bits = ~std::uint64_t{0};
      TRY(db.exec("UPDATE house_try SET id = $1", all_bits));
      TRY_LET(const auto bits, db.value<std::uint64_t>("SELECT id FROM house_try"));
      CHECK(bits == all_bits);
      TRY_LET(const auto yes, db.value<bool>("SELECT id < 0 FROM house_try"));
      CHECK(yes == true);
      TRY_LET(const auto sum, db.value<std::int64_t>("SELECT sum(positive) FROM house_try"));
      CHECK(sum == 1234);
      TRY_LET(const auto mean, db.value<double>("SELECT avg(positive) FROM house_try"));
      CHECK(mean == 1234.0);
      return 0;
    });
    CHECK_MESSAGE(done, done.error().detail);
  });
}

TEST_CASE("record: what one engine could not keep is refused on both") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    const auto put = [&](const auto& value, std::string_view column) {
      return code_of(record.write([&](ports::Transaction& tx) {
        return connection(tx).exec("INSERT INTO house_try (id, " + std::string(column) + ") VALUES (1, $1)",
                                   value);
      }));
    };
    CHECK(put(std::string("a\0b", 3), "word") == "text_invalid");
    CHECK(put("\xff\xfe", "word") == "text_invalid");
    CHECK(put(std::numeric_limits<double>::infinity(), "amount") == "sql_failed");
    CHECK(put(std::numeric_limits<double>::quiet_NaN(), "amount") == "sql_failed");
    CHECK(put(-5, "positive") == "constraint_violation");
    CHECK(put(77, "parent") == sql::foreign_key_violation);
    CHECK(count(record) == 0);
  });
}

TEST_CASE("record: a statement that cannot mean the same on both is refused") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    const auto run = [&](std::string_view text, const auto&... args) {
      return code_of(
          record.write([&](ports::Transaction& tx) { return connection(tx).exec(text, args...); }));
    };
    CHECK(run("INSERT INTO house_try (id, parent) VALUES ($2, $1)", 1, 2) == "sql_failed");
    CHECK(run("INSERT INTO house_try (id) VALUES ($1)", 1, 2) == "sql_failed");
    CHECK(run("INSERT INTO house_try (id) VALUES ($1)") == "sql_failed");
    CHECK(run("INSERT INTO house_nowhere (id) VALUES ($1)", 1) == "sql_failed");
    CHECK(run("this is no statement") == "sql_failed");
    CHECK(run("INSERT INTO house_try (id, word, parent) VALUES ($1, '$9', $1)", 1) == "");
  });
}

TEST_CASE("record: a column that is not what was asked for is an error, not a guess") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    REQUIRE(record.write([](ports::Transaction& tx) {
      return connection(tx).exec("INSERT INTO house_try (id, word) VALUES (1, 'seven')");
    }));
    const auto read = [&]<class T>(T, std::string_view column) {
      return code_of(record.read([&](ports::Transaction& tx) {
        return connection(tx).value<T>("SELECT " + std::string(column) + " FROM house_try");
      }));
    };
    CHECK(read(std::string{}, "amount") == "row_unreadable");
    CHECK(read(std::int64_t{}, "word") == "row_unreadable");
    CHECK(read(model::Role{}, "word") == "row_unreadable");
    CHECK(read(base::Bytes{}, "word") == "row_unreadable");
    CHECK(read(base::Digest{}, "word") == "row_unreadable");
    CHECK(read(std::string{}, "word") == "");
  });
}

TEST_CASE("record: changed rows are counted, chosen rows are not") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    const auto done = record.write([](ports::Transaction& tx) -> Result<int> {
      auto& db = connection(tx);
      const auto run = [&](std::string_view text) { return db.exec(text).value_or(-1); };
      CHECK(run("INSERT INTO house_try (id) VALUES (1), (2), (3)") == 3);
      CHECK(run("SELECT id FROM house_try") == 0);
      CHECK(run("INSERT INTO house_try (id) VALUES (1) ON CONFLICT (id) DO NOTHING") == 0);
      CHECK(run("INSERT INTO house_try (id) VALUES (4) ON CONFLICT (id) DO NOTHING") == 1);
      CHECK(run("UPDATE house_try SET word = 'x' WHERE id > 2") == 2);
      CHECK(run("UPDATE house_try SET word = 'x' WHERE id > 20") == 0);
      CHECK(run("DELETE FROM house_try WHERE id = 4") == 1);
      TRY_LET(const auto made, db.value<std::string>("UPDATE house_try SET word = word || $1 WHERE id = $2 "
                                                     "RETURNING word",
                                                     "y", 3));
      CHECK(made == "xy");
      return 0;
    });
    CHECK_MESSAGE(done, done.error().detail);
  });
}

TEST_CASE("record: rows come in order, lists are parameters, a visit may ask again") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    const auto done = record.write([](ports::Transaction& tx) -> Result<int> {
      auto& db = connection(tx);
      const std::vector<std::int64_t> ids{5, 3, 8, 1};
      TRY(db.exec_many("INSERT INTO house_try (id) VALUES ($1)", ids,
                       [](auto id) { return std::tuple{id}; }));
      const auto id_of = [](const sql::Row& row) { return row.get<std::int64_t>(0); };
      TRY_LET(const auto sorted, db.query("SELECT id FROM house_try ORDER BY id", id_of));
      CHECK(sorted == std::vector<std::int64_t>{1, 3, 5, 8});
      const std::vector<std::int64_t> wanted{8, 9, 3};
      TRY_LET(const auto some, db.query("SELECT id FROM house_try WHERE id <> $1 AND id IN (" +
                                            sql::marks(2, wanted.size()) + ") ORDER BY id",
                                        id_of, 5, sql::each_of(wanted)));
      CHECK(some == std::vector<std::int64_t>{3, 8});
      TRY_LET(const auto none,
              db.query("SELECT id FROM house_try WHERE id IN (" + sql::marks(1, 0) + ")", id_of));
      CHECK(none.empty());
      const std::string below = "SELECT id FROM house_try WHERE id < $1 ORDER BY id";
      TRY_LET(
          const auto sizes,
          db.query(
              below, [&](const sql::Row& row) { return db.query(below, id_of, id_of(row)).value().size(); },
              100));
      CHECK(sizes == std::vector<std::size_t>{0, 1, 2, 3});
      TRY_LET(const auto absent, db.one("SELECT id FROM house_try WHERE id = $1", id_of, 4));
      CHECK_FALSE(absent);
      return 0;
    });
    CHECK_MESSAGE(done, done.error().detail);
  });
}

TEST_CASE("record: large batches go in whole or not at all") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    const auto add_up_to = [&](std::int64_t last, std::int64_t step) {
      std::vector<std::int64_t> ids;
      for (std::int64_t id = 1; id <= last; id += step) ids.push_back(id);
      return record.write([&](ports::Transaction& tx) {
        return connection(tx).exec_many("INSERT INTO house_try (id, word) VALUES ($1, $2)", ids,
                                        [](auto id) { return std::tuple{id, "line " + std::to_string(id)}; });
      });
    };
    CHECK(add_up_to(0, 1).value() == 0);
    CHECK(add_up_to(1, 1).value() == 1);
    CHECK(code_of(add_up_to(3000, 1)) == sql::unique_violation);
    CHECK(count(record) == 1);
    REQUIRE(
        record.write([](ports::Transaction& tx) { return connection(tx).exec("DELETE FROM house_try"); }));
    CHECK(add_up_to(3000, 1).value() == 3000);
    CHECK(count(record) == 3000);
    const auto unfit = record.write([&](ports::Transaction& tx) {
      const std::vector<std::string> words{"good", "bad \xc0"};
      return connection(tx).exec_many("UPDATE house_try SET word = $1 WHERE id = 1", words,
                                      [](const auto& word) { return std::tuple{word}; });
    });
    CHECK(code_of(unfit) == "text_invalid");
    CHECK(add_up_to(2, 5).has_value() == false);
  });
}

TEST_CASE("record: writers at once neither lose nor mix their work") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    REQUIRE(record.write([](ports::Transaction& tx) {
      return connection(tx).exec("INSERT INTO house_try (id, positive) VALUES (0, 1)");
    }));
    constexpr int writers = 6;
    constexpr int rounds = 20;
    const auto work = [&](int writer) {
      for (int round = 0; round < rounds; ++round) {
        const bool give_up = round % 4 == 3;
        const auto status = record.write([&](ports::Transaction& tx) -> Result<void> {
          auto& db = connection(tx);
          TRY_LET(const auto now, db.value<std::int64_t>("SELECT positive FROM house_try WHERE id = 0"));
          TRY(db.exec("UPDATE house_try SET positive = $1 WHERE id = 0", *now + 1));
          TRY(add(tx, 1 + writer * rounds + round));
          if (give_up) return base::fail(base::Fault::refused, "not_today", "Come back tomorrow.");
          return {};
        });
        CHECK_MESSAGE(code_of(status) == (give_up ? "not_today" : ""), (status ? "" : status.error().detail));
      }
    };
    {
      std::vector<std::jthread> threads;
      for (int writer = 0; writer < writers; ++writer) threads.emplace_back(work, writer);
    }
    constexpr int kept = writers * rounds * 3 / 4;
    CHECK(count(record) == 1 + kept);
    const auto sum = record.read([](ports::Transaction& tx) {
      return connection(tx).value<std::int64_t>("SELECT positive FROM house_try WHERE id = 0");
    });
    CHECK(sum.value() == 1 + kept);
  });
}

TEST_CASE("record: what only fails at the commit fails alone") {
  for_each_engine([](ports::Record& record) {
    REQUIRE(record.write([](ports::Transaction& tx) {
      return connection(tx).script(
          "CREATE TABLE house_try (id bigint PRIMARY KEY, parent bigint REFERENCES house_try (id)"
          " DEFERRABLE INITIALLY DEFERRED)");
    }));
    const auto work = [&](int writer) {
      for (int round = 0; round < 10; ++round) {
        const bool orphan = (writer + round) % 5 == 0;
        const std::int64_t id = writer * 100 + round + 1;
        const auto status = record.write([&](ports::Transaction& tx) {
          return connection(tx).exec("INSERT INTO house_try (id, parent) VALUES ($1, $2)", id,
                                     orphan ? -1 : id);
        });
        CHECK(code_of(status) == (orphan ? sql::foreign_key_violation : ""));
      }
    };
    {
      std::vector<std::jthread> threads;
      for (int writer = 0; writer < 5; ++writer) threads.emplace_back(work, writer);
    }
    CHECK(count(record) == 40);
  });
}

TEST_CASE("record: news are kept with their transaction, in order, and wake the relay after it") {
  for_each_engine([](sql::SqlRecord& record, sql::testing::Surroundings& around) {
    int woken = 0;
    record.on_news([&] { ++woken; });
    const auto announce = [&](std::uint64_t who, bool keep) {
      return record.write([&](ports::Transaction& tx) -> Result<void> {
        TRY(tx.announce(model::Followed{model::AccountId{who}, model::AccountId{1}}));
        TRY(tx.announce(model::Followed{model::AccountId{who + 1}, model::AccountId{1}}));
        if (!keep) return base::fail(base::Fault::refused, "not_today", "Come back tomorrow.");
        return {};
      });
    };
    CHECK(announce(10, true));
    CHECK(woken == 1);
    CHECK_FALSE(announce(20, false));
    CHECK(woken == 1);
    CHECK(announce(30, true));
    CHECK(woken == 2);
    const auto bodies = record.read([&](ports::Transaction& tx) {
      return connection(tx).query(
          "SELECT at_ms, kind, body FROM house_outbox ORDER BY id", [&](const sql::Row& row) {
            CHECK(row.get<model::Instant>(0) == around.clock.now());
            const auto what = sql::parse_news(row.get<std::string>(1), row.get<std::string>(2)).value();
            return std::get<model::Followed>(what).who.raw();
          });
    });
    CHECK(bodies.value() == std::vector<std::uint64_t>{10, 11, 30, 31});
  });
}
}  // namespace vitrine::record_contract_test
