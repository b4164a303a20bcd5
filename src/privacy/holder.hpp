#pragma once
// The map of personal data: what this house holds about people, where, why, how long, and what becomes of it
// when somebody leaves. One declaration; the page "what Vitrine knows about you", the erasure, the retention
// job and docs/privacy.md are made from it, and a test walks the real schema, the event kinds, the files of
// the data folder and the log lines and fails on anything that is not declared. Start here: the_map().
//
// A new column is one word in map.cpp: what it says. A new table about people is one Holding more: how its
// rows are found from a person. Plain data, thread-safe.
//
// The market is always the one this installation serves: no holding leaves it, so it is not repeated per row.
#include <span>
#include <string_view>

namespace vitrine::privacy {

/// What a column says.
enum class Says {
  nothing,  ///< about nobody: a count of the machine, an id of a thing, a state of work
  person,   ///< points at a person by account or pseudonym: must be the key of a Holding
  words,    ///< somebody typed or chose it
  fact,     ///< something about a person: a time, a kind, a choice
  secret,   ///< kept only to check or to join something; never shown, never exported
};

enum class Purpose {
  account,
  sign_in,
  publish,
  talk,
  relations,
  recommend,
  explain,
  notify,
  safety,
  operate
};
/// Of Article 6(1) GDPR: b, a, f, c.
enum class Basis { contract, consent, interest, duty };
/// What erasure does to a row.
enum class Fate {
  removed,  ///< the row goes
  nobody,   ///< the row stays for others' sake; the pointer becomes 0, what was said is blanked
  fades,    ///< too short-lived to be looked for: gone within `days`
};

/// How a person's rows are found by `key`.
enum class By {
  account,  ///< the key is the account's id
  viewer,   ///< the key is the pseudonym
  text,     ///< the key is the account's id as text
  video,    ///< the key is a video of theirs
  comment,  ///< the key is a comment of theirs
};

/// Whose key a column is sealed with, so that nobody reads it once that is destroyed.
struct Seal {
  std::string_view by = {};     ///< the column of the row with their account; empty: not sealed
  std::string_view row = "id";  ///< the column by which the row is told from others
  bool bytes = false;           ///< a column of bytes, not of text
};

struct Column {
  std::string_view name;
  Says says = Says::nothing;
  Seal seal = {};
};

struct Table {
  std::string_view name;  ///< its prefix is its owner
  std::span<const Column> columns;
  bool apart = false;  ///< in a database of its own, where no statement made from the map looks
};

/// One kind of thing held about a person: a row of their page.
struct Holding {
  std::string_view name;  ///< "sessions"; each once
  std::string_view table;
  std::string_view key;
  By by = By::account;
  Purpose purpose = Purpose::account;
  Basis basis = Basis::contract;
  Fate fate = Fate::removed;
  std::string_view since = {};    ///< the column that says since when
  int days = 0;                   ///< kept so long after `since`; 0: as long as the account
  std::string_view expires = {};  ///< the column that says until when, instead
  std::string_view kind = {};     ///< only rows whose column `kind` is this word
  std::string_view blanks = {};   ///< with Fate::nobody: the column of what this person typed
  /// Columns that say something of others, apart by spaces: who reported, blocked or muted one, and in which
  /// words. Counted for the person, never shown to them (Article 15 (4)).
  std::string_view hides = {};
};

/// Whether the person themselves is not told what a column says.
[[nodiscard]] bool is_hidden(const Holding& holding, std::string_view column);

/// Something that is not a column: a kind of event, of file in the data folder, or a fact of a log line.
struct Thing {
  std::string_view name;
  Says says = Says::nothing;
  std::string_view why = {};
};

struct Map {
  std::span<const Table> tables;
  std::span<const Holding> holdings;
  std::span<const Thing> events;     ///< of model/feed_event.hpp, in the order of its variant
  std::span<const Thing> files;      ///< names directly inside the data folder; a trailing * stands for more
  std::span<const Thing> log_facts;  ///< names of facts in log lines: none says anything about a person
};

[[nodiscard]] const Map& the_map();
[[nodiscard]] const Table* find_table(std::string_view name);
[[nodiscard]] std::string_view owner_of(std::string_view table);  ///< "accounts" of "accounts_session"

}  // namespace vitrine::privacy

#include "model/words.hpp"

namespace vitrine::model {
template <>
struct Words<privacy::Says> {
  using S = privacy::Says;
  static constexpr std::array list{std::pair{S::nothing, "nothing"}, std::pair{S::person, "person"},
                                   std::pair{S::words, "words"}, std::pair{S::fact, "fact"},
                                   std::pair{S::secret, "secret"}};
};
template <>
struct Words<privacy::Purpose> {
  using P = privacy::Purpose;
  static constexpr std::array list{std::pair{P::account, "account"},     std::pair{P::sign_in, "sign_in"},
                                   std::pair{P::publish, "publish"},     std::pair{P::talk, "talk"},
                                   std::pair{P::relations, "relations"}, std::pair{P::recommend, "recommend"},
                                   std::pair{P::explain, "explain"},     std::pair{P::notify, "notify"},
                                   std::pair{P::safety, "safety"},       std::pair{P::operate, "operate"}};
};
template <>
struct Words<privacy::Basis> {
  using B = privacy::Basis;
  static constexpr std::array list{std::pair{B::contract, "contract"}, std::pair{B::consent, "consent"},
                                   std::pair{B::interest, "interest"}, std::pair{B::duty, "duty"}};
};
template <>
struct Words<privacy::Fate> {
  using F = privacy::Fate;
  static constexpr std::array list{std::pair{F::removed, "removed"}, std::pair{F::nobody, "nobody"},
                                   std::pair{F::fades, "fades"}};
};
}  // namespace vitrine::model
