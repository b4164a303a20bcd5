// Sealed columns on SQLite and on PostgreSQL: nothing of what was typed stands in the rows, their owners read
// it, and without the key nobody does, in lists neither.
#include "adapters/sql/sealed.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "adapters/sql/accounts_store.hpp"
#include "adapters/sql/catalog_store.hpp"
#include "adapters/sql/migrations.hpp"
#include "adapters/sql/personal_rows.hpp"
#include "adapters/sql/privacy_store.hpp"
#include "adapters/sql/safety_store.hpp"
#include "adapters/sql/sealing.hpp"
#include "adapters/sql/social_store.hpp"
#include "adapters/sql/supply_store.hpp"
#include "adapters/sql/takeout_store.hpp"
#include "adapters/sql/testing/each_engine.hpp"
#include "adapters/sql/transparency_store.hpp"
#include "base/testing/temporary_folder.hpp"

namespace vitrine::sealed_test {
using base::Result;
using model::AccountId;
using ports::Transaction;
using sql::testing::for_each_engine;
using sql::testing::Surroundings;

namespace {
constexpr AccountId ada{1}, ben{2};
constexpr model::ViewerId adas_viewer{777'000'777'000};
constexpr model::VideoId video{10};

model::Instant at(std::int64_t ms) { return model::instant(ms); }

/// A word of its own for each sealed column.
std::string token(std::string_view table, std::string_view column) {
  return fmt::format("tok-{}-{}", table, column);
}
std::string token(const sql::Sealed& where) { return token(where.table, where.column); }

struct SealedColumn {
  std::string_view table;
  privacy::Column column;
};
std::vector<SealedColumn> declared() {
  std::vector<SealedColumn> all;
  for (const auto& table : privacy::the_map().tables)
    for (const auto& column : table.columns)
      if (!column.seal.by.empty()) all.push_back({table.name, column});
  return all;
}

Result<void> plant_account(Transaction& tx) {
  TRY(sql::AccountStore{}.insert(tx,
                                 {.id = ada,
                                  .handle = "ada",
                                  .name = "Ada",
                                  .bio = {},
                                  .language = {},
                                  .pseudonym = adas_viewer,
                                  .created_at = at(1)},
                                 "hash"));
  TRY(sql::SessionStore{}.insert(tx,
                                 {.id = model::SessionId{3},
                                  .account = ada,
                                  .agent = token(sql::session_agent),
                                  .created_at = at(1),
                                  .last_seen_at = at(1),
                                  .expires_at = at(INT64_MAX / 2)},
                                 base::sha256(base::as_bytes("token"))));
  const auto words = token(sql::second_factor_secret);
  const auto secret = base::as_bytes(words);
  TRY(sql::SecondFactorStore{}.put(tx, {.account = ada, .sealed_secret = {secret.begin(), secret.end()}},
                                   at(1)));
  TRY(sql::PasskeyStore{}.insert(tx, {.id = model::PasskeyId{4},
                                      .account = ada,
                                      .credential = base::Bytes(16),
                                      .place = "here.example",
                                      .public_key = base::Bytes(8),
                                      .name = token(sql::passkey_name)}));
  TRY(sql::FarewellStore{}.put(tx, privacy::Farewell{.account = ada,
                                                     .viewer = adas_viewer,
                                                     .asked_at = at(1),
                                                     .due_at = at(2),
                                                     .receipt = base::sha256(base::as_bytes("receipt"))}));
  const auto hash = base::sha256(base::as_bytes("endpoint"));
  return sql::PushStore{}.put(
      tx,
      {.hash = hash, .account = ada, .session = model::SessionId{3}, .endpoint = token(sql::push_endpoint)});
}

Result<void> plant_talk(Transaction& tx) {
  sql::CommentStore comments;
  const social::Comment said{.id = model::CommentId{21},
                             .video = video,
                             .video_author = ben,
                             .author = ada,
                             .root = {},
                             .text = token(sql::comment_body),
                             .created_at = at(1),
                             .edited_at = {}};
  TRY(comments.insert(tx, said));
  auto before = said;
  before.text = token(sql::comment_edit_body);
  TRY(comments.keep_edit(tx, before, 22, at(1)));
  TRY(comments.set_filter(tx, ada, std::array{token(sql::filter_word)}, at(1)));
  sql::ConversationStore talks;
  const model::ConversationId group{31};
  TRY(talks.insert(tx, social::Conversation{.id = group,
                                            .kind = social::ConversationKind::group,
                                            .name = token(sql::conversation_name),
                                            .named_by = ada,
                                            .created_at = at(1)}));
  for (const auto who : {ada, ben})
    TRY(talks.put_member(tx, {.conversation = group, .account = who, .since = at(1), .last_at = at(1)}));
  return talks.insert(tx, social::Message{.id = model::MessageId{32},
                                          .conversation = group,
                                          .author = ada,
                                          .text = token(sql::message_body),
                                          .at = at(1)});
}

Result<void> plant_rest(Transaction& tx) {
  sql::VideoStore videos;
  TRY(videos.insert(tx, catalog::Video{.id = video, .author = ada}));
  TRY(videos.put_edit(tx, video, {token(sql::edit_document), false, at(1)}));
  TRY(sql::UploadStore{}.insert(tx, {.id = model::UploadId{41},
                                     .author = ada,
                                     .video = video,
                                     .file_name = token(sql::upload_file_name),
                                     .expires_at = at(INT64_MAX / 2)}));
  TRY(sql::ChoiceStore{}.mute(tx, ada, {supply::Mute::Kind::word, token(sql::mute_word)}, at(1)));
  sql::ReportStore reports;
  const model::ReportId report{51};
  TRY(reports.put(tx, {.id = report,
                       .reporter = ada,
                       .kind = safety::SubjectKind::account,
                       .subject = ben.raw(),
                       .note = token(sql::report_note),
                       .at = at(1),
                       .quote = {ada, token(sql::report_quote)}}));
  TRY(reports.resolve(tx, report,
                      {.by = ada, .outcome = {}, .note = token(sql::report_answer), .at = at(2)}));
  TRY(sql::ImportStore{}.insert(tx, {.id = model::TakeoutId{61},
                                     .account = ada,
                                     .sent_at = at(1),
                                     .expires_at = at(INT64_MAX / 2),
                                     .report = token(sql::import_report)}));
  return sql::OpeningStore{}.insert(
      tx, {.id = model::OpeningId{71}, .staff = ada, .person = ben, .reason = token(sql::opening_reason)});
}

/// Through the stores, as the product writes.
void plant(ports::Record& record) {
  const auto done = record.write([](Transaction& tx) -> Result<void> {
    TRY(plant_account(tx));
    TRY(plant_talk(tx));
    return plant_rest(tx);
  });
  REQUIRE_MESSAGE(done, done.error().detail);
}

/// "table.column" of every value that stands there unsealed, and of columns in which nothing stands at all.
std::vector<std::string> unsealed(ports::Record& record) {
  std::vector<std::string> found;
  for (const auto& [table, column] : declared()) {
    const auto name = fmt::format("{}.{}", table, column.name);
    const auto values = record.read([&](Transaction& tx) {
      return sql::connection(tx).query(fmt::format("SELECT {} FROM {}", column.name, table),
                                       [&](const sql::Row& row) {
                                         if (row.null(0)) return true;
                                         if (column.seal.bytes)
                                           return sql::is_sealed(base::ByteView{row.get<base::Bytes>(0)});
                                         const auto text = row.get<std::string>(0);
                                         return text.empty() || sql::is_sealed(text);
                                       });
    });
    REQUIRE_MESSAGE(values, values.error().detail);
    if (values->empty() || std::ranges::count(*values, false) > 0) found.push_back(name);
  }
  return found;
}

/// What the person is shown and may take along, by holding and column.
std::map<std::string, std::string> told(sql::SqlRecord& record) {
  std::map<std::string, std::string> all;
  const auto copied =
      record.read([](Transaction& tx) { return sql::PersonalRows{}.copy(tx, {ada, adas_viewer}); });
  const auto found =
      record.read([](Transaction& tx) { return sql::PersonalRows{}.look(tx, {ada, adas_viewer}); });
  REQUIRE_MESSAGE(copied, copied.error().detail);
  REQUIRE_MESSAGE(found, found.error().detail);
  for (const auto& one : *copied)
    for (const auto& row : one.rows)
      for (std::size_t i = 0; i < row.size(); ++i)
        all[fmt::format("{}.{}", one.holding->name, one.columns[i])] = row[i];
  for (const auto& one : *found)
    for (const auto& value : one.newest)
      if (value.says != privacy::Says::secret)
        CHECK(value.text == all[fmt::format("{}.{}", one.holding->name, value.column)]);
  return all;
}
}  // namespace

TEST_CASE("sealed: every column the map declares sealed holds nothing in plain, and its owner reads it") {
  for_each_engine([](sql::SqlRecord& record, Surroundings& around) {
    plant(record);
    CHECK_MESSAGE(unsealed(record).empty(), fmt::format("{}", fmt::join(unsealed(record), " ")));
    const auto shown = told(record);
    CHECK(shown.at("sessions.agent") == token(sql::session_agent));
    CHECK(shown.at("passkeys.name") == token(sql::passkey_name));
    CHECK(shown.at("comments.body") == token(sql::comment_body));
    CHECK(shown.at("comment_edits.body") == token(sql::comment_edit_body));
    CHECK(shown.at("comment_filter.word") == token(sql::filter_word));
    CHECK(shown.at("groups_named.name") == token(sql::conversation_name));
    CHECK(shown.at("messages.body") == token(sql::message_body));
    CHECK(shown.at("edits.document") == token(sql::edit_document));
    CHECK(shown.at("uploads.file_name") == token(sql::upload_file_name));
    CHECK(shown.at("mutes_of_topics.word") == token(sql::mute_word));
    CHECK(shown.at("reports_made.note") == token(sql::report_note));
    CHECK(shown.at("reports_decided.resolver_note") == token(sql::report_answer));
    CHECK(shown.at("import.report") == token(sql::import_report));
    CHECK(shown.at("openings_asked.reason") == token(sql::opening_reason));

    const auto read = [&](const auto& what) { return record.read(what).value(); };
    CHECK(read([](Transaction& tx) { return sql::AccountStore{}.find(tx, ada); })->pseudonym == adas_viewer);
    CHECK(read([](Transaction& tx) { return sql::FarewellStore{}.of(tx, ada); })->viewer == adas_viewer);
    CHECK(read([](Transaction& tx) { return sql::PushStore{}.of_account(tx, ada); }).at(0).endpoint ==
          token(sql::push_endpoint));
    const auto factor = read([](Transaction& tx) { return sql::SecondFactorStore{}.find(tx, ada); });
    CHECK(base::as_text(factor->sealed_secret) == token(sql::second_factor_secret));

    // Without the key: lists are whole and say nothing.
    REQUIRE(around.keys.destroy(ada));
    for (const auto& [name, value] : told(record))
      CHECK_MESSAGE(value.find("tok-") == std::string::npos, name);
    CHECK(read([](Transaction& tx) { return sql::AccountStore{}.find(tx, ada); })->pseudonym.raw() == 0);
    CHECK(read([](Transaction& tx) { return sql::FarewellStore{}.of(tx, ada); })->viewer.raw() == 0);
    const auto listed =
        read([](Transaction& tx) { return sql::CommentStore{}.list(tx, {.video = video, .root = {}}, {}); });
    REQUIRE(listed.size() == 1);
    CHECK(listed[0].text.empty());
    CHECK(listed[0].author == ada);
    CHECK(read([](Transaction& tx) {
            return sql::ConversationStore{}.messages(tx, model::ConversationId{31}, ben, {});
          }).size() == 1);
  });
}

TEST_CASE("sealed: no byte of what was typed stands in the files of the database") {
  const base::testing::TemporaryFolder folder;
  Surroundings around;
  const auto opened =
      sql::open_sqlite({.file = folder.path() / "record.db"}, {around.clock, around.ids, &around.keys});
  REQUIRE(opened);
  REQUIRE(sql::migrate(**opened));
  plant(**opened);
  REQUIRE((*opened)->write([](Transaction& tx) {
    return sql::connection(tx).exec("UPDATE accounts_account SET bio = 'tok-plain'");
  }));
  std::string bytes;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    std::ifstream in{entry.path(), std::ios::binary};
    bytes.append(std::istreambuf_iterator<char>{in}, {});
  }
  CHECK(bytes.find("tok-plain") != std::string::npos);  // what is not sealed is found
  for (const auto& [table, column] : declared())
    CHECK_MESSAGE(bytes.find(token(table, column.name)) == std::string::npos, table << "." << column.name);
  std::string viewer(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) viewer[i] = static_cast<char>(adas_viewer.raw() >> (8 * (7 - i)));
  CHECK(bytes.find(viewer.substr(2)) == std::string::npos);  // as SQLite writes it: without leading zeros
}

TEST_CASE("sealed: a value opens in its own place only") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    REQUIRE(record.write([](Transaction& tx) -> Result<void> {
      const sql::Seals seals{tx};
      const auto stored = seals.seal(sql::message_body, ada, std::int64_t{5}, "words").value();
      CHECK(sql::is_sealed(stored));
      CHECK(stored != seals.seal(sql::message_body, ada, std::int64_t{5}, "words").value());
      CHECK(seals.open(sql::message_body, ada, std::int64_t{5}, stored) == "words");
      CHECK(seals.open(sql::message_body, ada, std::int64_t{6}, stored).empty());
      CHECK(seals.open(sql::comment_body, ada, std::int64_t{5}, stored).empty());
      CHECK(seals.open(sql::message_body, ben, std::int64_t{5}, stored).empty());
      TRY(seals.seal(sql::message_body, ben, std::int64_t{5},
                     "other words"));  // now there is a key of theirs
      CHECK(seals.open(sql::message_body, ben, std::int64_t{5}, stored).empty());
      CHECK(seals.open(sql::message_body, ada, std::int64_t{5}, stored.substr(0, stored.size() - 4)).empty());
      CHECK(seals.open(sql::message_body, ada, std::int64_t{5}, "from before").starts_with("from"));
      CHECK(seals.seal(sql::message_body, ada, std::int64_t{5}, "").value().empty());
      CHECK(seals.seal(sql::message_body, AccountId{0}, std::int64_t{5}, "nobody's").value() == "nobody's");
      const auto refused = seals.seal(sql::message_body, ada, std::int64_t{5}, std::string_view{"a\0b", 3});
      REQUIRE(!refused);
      CHECK(refused.error().code == "text_invalid");
      return {};
    }));
  });
}

TEST_CASE("sealed: trouble with the keys is trouble, not emptiness") {
  struct Broken final : ports::AccountKeys {
    static auto trouble() { return base::fail(base::Fault::not_available, "record_busy", "Try again soon."); }
    Result<Key> make(AccountId) override { return trouble(); }
    Result<Key> find(AccountId) override { return trouble(); }
    Result<void> make_all(std::span<const AccountId>) override { return trouble(); }
    Result<void> destroy(AccountId) override { return trouble(); }
  } broken;
  const base::testing::TemporaryFolder folder;
  Surroundings around;
  const auto file = folder.path() / "record.db";
  {
    const auto opened = sql::open_sqlite({.file = file}, {around.clock, around.ids, &around.keys});
    REQUIRE(opened);
    REQUIRE(sql::migrate(**opened));
    plant(**opened);
  }
  const auto opened = sql::open_sqlite({.file = file}, {around.clock, around.ids, &broken});
  REQUIRE(opened);
  const auto found = (*opened)->read([](Transaction& tx) { return sql::AccountStore{}.find(tx, ada); });
  REQUIRE(!found);
  CHECK(found.error().code == "record_busy");
}

TEST_CASE("sealing: what was written before is sealed once, and reads as it did") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    plant(record);
    // As an earlier version would have left it.
    REQUIRE(record.write([](Transaction& tx) -> Result<void> {
      auto& db = sql::connection(tx);
      for (const auto& [table, column] : declared()) {
        if (column.name == "sealed_pseudonym" || column.name == "sealed_viewer") continue;
        const auto update = fmt::format("UPDATE {} SET {} = $1", table, column.name);
        const auto text = token(table, column.name);
        if (column.name == "sealed_secret") TRY(db.exec(update, base::as_bytes(text)));
        else TRY(db.exec(update, text));
      }
      TRY(db.exec("UPDATE accounts_account SET sealed_pseudonym = '', pseudonym = $1", adas_viewer));
      TRY(db.exec("UPDATE privacy_farewell SET sealed_viewer = '', viewer = $1", adas_viewer));
      for (std::int64_t n = 1; n <= 1100; ++n)
        TRY(
            db.exec("INSERT INTO social_message (id, conversation, author, body, created_ms, deleted)"
                    " VALUES ($1, 31, $2, $3, 1, 0)",
                    1000 + n, n % 5 == 0 ? 0 : 2 + n % 5, "old words"));
      return {};
    }));
    CHECK(unsealed(record).size() >= 14);
    const auto sealed = sql::seal_older(record);
    REQUIRE_MESSAGE(sealed, sealed.error().detail);
    CHECK(*sealed > 880);
    // Of nobody (author 0) is what is left.
    const auto left = record.read([](Transaction& tx) {
      return sql::connection(tx).value<std::int64_t>(
          "SELECT count(*) FROM social_message WHERE body = 'old words' AND author <> 0");
    });
    CHECK(left.value() == 0);
    REQUIRE(record.write([](Transaction& tx) {
      return sql::connection(tx).exec("DELETE FROM social_message WHERE author = 0");
    }));
    CHECK_MESSAGE(unsealed(record).empty(), fmt::format("{}", fmt::join(unsealed(record), " ")));
    const auto shown = told(record);
    CHECK(shown.at("edits.document") == token(sql::edit_document));
    CHECK(shown.at("mutes_of_topics.word") == token(sql::mute_word));
    CHECK(shown.at("sessions.agent") == token(sql::session_agent));
    const auto message = record.read(
        [](Transaction& tx) { return sql::ConversationStore{}.message(tx, model::MessageId{2099}); });
    CHECK(message.value()->text == "old words");
    const auto known = record.read([](Transaction& tx) { return sql::AccountStore{}.find(tx, ada); });
    CHECK(known.value()->pseudonym == adas_viewer);
    const auto plain = record.read([](Transaction& tx) {
      return sql::connection(tx).value<std::int64_t>("SELECT pseudonym FROM accounts_account");
    });
    CHECK(plain.value() == static_cast<std::int64_t>(ada.raw()));
    CHECK(sql::seal_older(record).value() == 0);
  });
}

TEST_CASE("supply_store: a sealed mute is found again to be taken back") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    using Kind = supply::Mute::Kind;
    sql::ChoiceStore choices;
    const auto muted = record.write([&](Transaction& tx) -> Result<std::vector<supply::Mute>> {
      TRY(choices.mute(tx, ada, {Kind::word, "one"}, at(1)));
      TRY(choices.mute(tx, ada, {Kind::tag, "one"}, at(1)));
      TRY(choices.mute(tx, ada, {Kind::word, "two"}, at(2)));
      TRY(choices.mute(tx, ada, {Kind::word, "one"}, at(3)));  // again: still once
      TRY(choices.unmute(tx, ada, {Kind::tag, "two"}));        // not muted
      TRY(choices.unmute(tx, ada, {Kind::word, "two"}));
      TRY_LET(const auto known, choices.of(tx, ada));
      return known.mutes;
    });
    REQUIRE(muted);
    CHECK(*muted == std::vector<supply::Mute>{{Kind::tag, "one"}, {Kind::word, "one"}});
  });
}
}  // namespace vitrine::sealed_test
