#include "adapters/sql/social_store.hpp"
#include "adapters/sql/social_store_shared.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;
using model::AccountId;
using model::Instant;
using ports::Transaction;
using social::ListedPerson;
using social::Page;
using social::PersonCounts;
using social::Relation;

namespace {
ListedPerson person_row(const Row& row) { return {row.get<AccountId>(0), row.get<Instant>(1)}; }
}  // namespace

Result<bool> RelationStore::follow(Transaction& tx, AccountId by, AccountId who, Instant now) {
  auto& db = connection(tx);
  TRY_LET(const auto made, db.exec("INSERT INTO social_follow (follower, followee, at_ms) VALUES ($1, $2, $3)"
                                   " ON CONFLICT (follower, followee) DO NOTHING",
                                   by, who, now));
  if (made == 0) return false;
  TRY(add_to_person(db, by, {.following = 1}));
  TRY(add_to_person(db, who, {.followers = 1}));
  return true;
}

Result<bool> RelationStore::unfollow(Transaction& tx, AccountId by, AccountId who) {
  auto& db = connection(tx);
  TRY_LET(const auto gone,
          db.exec("DELETE FROM social_follow WHERE follower = $1 AND followee = $2", by, who));
  if (gone == 0) return false;
  TRY(add_to_person(db, by, {.following = -1}));
  TRY(add_to_person(db, who, {.followers = -1}));
  return true;
}

Result<bool> RelationStore::block(Transaction& tx, AccountId by, AccountId who, Instant now) {
  TRY_LET(const auto made,
          connection(tx).exec("INSERT INTO social_block (blocker, blocked, at_ms) VALUES ($1, $2, $3)"
                              " ON CONFLICT (blocker, blocked) DO NOTHING",
                              by, who, now));
  return made > 0;
}

Result<bool> RelationStore::unblock(Transaction& tx, AccountId by, AccountId who) {
  TRY_LET(const auto gone,
          connection(tx).exec("DELETE FROM social_block WHERE blocker = $1 AND blocked = $2", by, who));
  return gone > 0;
}

Result<bool> RelationStore::mute(Transaction& tx, AccountId by, AccountId who, Instant now) {
  TRY_LET(const auto made,
          connection(tx).exec("INSERT INTO social_mute (muter, muted, at_ms) VALUES ($1, $2, $3)"
                              " ON CONFLICT (muter, muted) DO NOTHING",
                              by, who, now));
  return made > 0;
}

Result<bool> RelationStore::unmute(Transaction& tx, AccountId by, AccountId who) {
  TRY_LET(const auto gone,
          connection(tx).exec("DELETE FROM social_mute WHERE muter = $1 AND muted = $2", by, who));
  return gone > 0;
}

Result<bool> RelationStore::ask(Transaction& tx, AccountId by, AccountId who, Instant now) {
  TRY_LET(const auto made,
          connection(tx).exec("INSERT INTO social_follow_request (asker, asked, at_ms) VALUES ($1, $2, $3)"
                              " ON CONFLICT (asker, asked) DO NOTHING",
                              by, who, now));
  return made > 0;
}

Result<bool> RelationStore::unask(Transaction& tx, AccountId by, AccountId who) {
  TRY_LET(const auto gone,
          connection(tx).exec("DELETE FROM social_follow_request WHERE asker = $1 AND asked = $2", by, who));
  return gone > 0;
}

Result<bool> RelationStore::has_asked(Transaction& tx, AccountId by, AccountId who) {
  TRY_LET(const auto found,
          connection(tx).value<std::int64_t>(
              "SELECT at_ms FROM social_follow_request WHERE asker = $1 AND asked = $2", by, who));
  return found.has_value();
}

Result<std::int64_t> RelationStore::count_asking(Transaction& tx, AccountId who) {
  TRY_LET(const auto count, connection(tx).value<std::int64_t>(
                                "SELECT count(*) FROM social_follow_request WHERE asked = $1", who));
  return count.value_or(0);
}

Result<std::vector<ListedPerson>> RelationStore::asking(Transaction& tx, AccountId who, const Page& page) {
  const auto from = from_newest(page);
  return connection(tx).query(
      "SELECT asker, at_ms FROM social_follow_request WHERE asked = $1 AND (at_ms, asker) < ($2, $3)"
      " ORDER BY at_ms DESC, asker DESC LIMIT $4",
      person_row, who, from.major, from.minor, page.limit);
}

Result<std::vector<Relation>> RelationStore::of(Transaction& tx, AccountId viewer,
                                                std::span<const AccountId> people) {
  auto& db = connection(tx);
  std::vector<Relation> relations(people.size());
  if (people.empty()) return relations;
  const auto in = " IN (" + marks(2, people.size()) + ")";
  const auto collect = [&](std::string_view sql, bool Relation::* fact) -> Result<void> {
    TRY_LET(const auto found, db.query(
                                  std::string{sql} + in, [](const Row& row) { return row.get<AccountId>(0); },
                                  viewer, each_of(people)));
    for (const auto id : found)
      for (std::size_t i = 0; i < people.size(); ++i)
        if (people[i] == id) relations[i].*fact = true;
    return {};
  };
  TRY(collect("SELECT followee FROM social_follow WHERE follower = $1 AND followee", &Relation::follows));
  TRY(collect("SELECT blocked FROM social_block WHERE blocker = $1 AND blocked", &Relation::blocks));
  TRY(collect("SELECT blocker FROM social_block WHERE blocked = $1 AND blocker", &Relation::blocked_by));
  TRY(collect("SELECT muted FROM social_mute WHERE muter = $1 AND muted", &Relation::mutes));
  return relations;
}

Result<std::vector<PersonCounts>> RelationStore::counts(Transaction& tx, std::span<const AccountId> people) {
  std::vector<PersonCounts> counts(people.size());
  if (people.empty()) return counts;
  TRY_LET(const auto found,
          connection(tx).query(
              "SELECT account, followers, following, likes FROM social_person_count WHERE account IN (" +
                  marks(1, people.size()) + ")",
              [](const Row& row) {
                return std::pair{row.get<AccountId>(0),
                                 PersonCounts{row.get<std::int64_t>(1), row.get<std::int64_t>(2),
                                              row.get<std::int64_t>(3)}};
              },
              each_of(people)));
  for (const auto& [id, count] : found)
    for (std::size_t i = 0; i < people.size(); ++i)
      if (people[i] == id) counts[i] = count;
  return counts;
}

Result<std::int64_t> RelationStore::count_blocks(Transaction& tx, AccountId by) {
  TRY_LET(const auto count,
          connection(tx).value<std::int64_t>("SELECT count(*) FROM social_block WHERE blocker = $1", by));
  return count.value_or(0);
}

Result<std::int64_t> RelationStore::count_mutes(Transaction& tx, AccountId by) {
  TRY_LET(const auto count,
          connection(tx).value<std::int64_t>("SELECT count(*) FROM social_mute WHERE muter = $1", by));
  return count.value_or(0);
}

Result<std::vector<ListedPerson>> RelationStore::followers(Transaction& tx, AccountId who, AccountId viewer,
                                                           const Page& page) {
  const auto from = from_newest(page);
  return connection(tx).query(
      "SELECT f.follower, f.at_ms FROM social_follow f WHERE f.followee = $1 AND (f.at_ms, f.follower) < "
      "($2, $3)"
      " AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.blocker = $4 AND b.blocked = f.follower)"
      " AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.blocker = f.follower AND b.blocked = $4)"
      " ORDER BY f.at_ms DESC, f.follower DESC LIMIT $5",
      person_row, who, from.major, from.minor, viewer, page.limit);
}

Result<std::vector<ListedPerson>> RelationStore::following(Transaction& tx, AccountId who, AccountId viewer,
                                                           const Page& page) {
  const auto from = from_newest(page);
  return connection(tx).query(
      "SELECT f.followee, f.at_ms FROM social_follow f WHERE f.follower = $1 AND (f.at_ms, f.followee) < "
      "($2, $3)"
      " AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.blocker = $4 AND b.blocked = f.followee)"
      " AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.blocker = f.followee AND b.blocked = $4)"
      " ORDER BY f.at_ms DESC, f.followee DESC LIMIT $5",
      person_row, who, from.major, from.minor, viewer, page.limit);
}

Result<std::vector<ListedPerson>> RelationStore::blocks(Transaction& tx, AccountId by, const Page& page) {
  const auto from = from_newest(page);
  return connection(tx).query(
      "SELECT blocked, at_ms FROM social_block WHERE blocker = $1 AND (at_ms, blocked) < ($2, $3)"
      " ORDER BY at_ms DESC, blocked DESC LIMIT $4",
      person_row, by, from.major, from.minor, page.limit);
}

Result<std::vector<ListedPerson>> RelationStore::mutes(Transaction& tx, AccountId by, const Page& page) {
  const auto from = from_newest(page);
  return connection(tx).query(
      "SELECT muted, at_ms FROM social_mute WHERE muter = $1 AND (at_ms, muted) < ($2, $3)"
      " ORDER BY at_ms DESC, muted DESC LIMIT $4",
      person_row, by, from.major, from.minor, page.limit);
}

Result<std::vector<AccountId>> RelationStore::followed_ids(Transaction& tx, AccountId by) {
  return connection(tx).query(
      "SELECT followee FROM social_follow WHERE follower = $1 ORDER BY followee",
      [](const Row& row) { return row.get<AccountId>(0); }, by);
}

Result<std::vector<AccountId>> RelationStore::unseen_ids(Transaction& tx, AccountId by, std::size_t max) {
  return connection(tx).query(
      "SELECT who FROM (SELECT who, min(turn) AS turn FROM ("
      "SELECT blocked AS who, 0 AS turn FROM social_block WHERE blocker = $1"
      " UNION ALL SELECT muted, 0 FROM social_mute WHERE muter = $1"
      " UNION ALL SELECT blocker, 1 FROM social_block WHERE blocked = $1"
      ") AS each_way GROUP BY who ORDER BY turn, who LIMIT $2) AS unseen ORDER BY who",
      [](const Row& row) { return row.get<AccountId>(0); }, by, max);
}

Result<social::FollowerDays> RelationStore::follower_days(Transaction& tx, AccountId who, Instant since) {
  auto& db = connection(tx);
  social::FollowerDays followers;
  TRY_LET(const auto before,
          db.value<std::int64_t>("SELECT count(*) FROM social_follow WHERE followee = $1 AND at_ms < $2", who,
                                 since));
  followers.before = before.value_or(0);
  TRY_LET(followers.days,
          db.query(
              "SELECT at_ms / 86400000 * 86400000 AS day, count(*) FROM social_follow"
              " WHERE followee = $1 AND at_ms >= $2 GROUP BY 1 ORDER BY 1",
              [](const Row& row) { return std::pair{row.get<Instant>(0), row.get<std::int64_t>(1)}; }, who,
              since));
  return followers;
}
}  // namespace vitrine::sql
