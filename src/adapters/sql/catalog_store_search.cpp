#include "adapters/sql/catalog_store_search.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "adapters/sql/catalog_store.hpp"
#include "base/hash.hpp"
#include "search/slips.hpp"

namespace vitrine::sql {
using base::Result;
using catalog::Entry;
using catalog::EntryTexts;
using catalog::Hint;
using catalog::Video;
using model::Instant;
using model::VideoId;

namespace {
// Places of one millisecond, so that an entry has its own however many are published at once.
constexpr int place_bits = 20;
constexpr std::string_view of_all_videos = "";

struct Kept {
  std::int64_t place = 0;
  Instant published_at{};
  bool adult = false;
  EntryTexts texts;
};

Result<std::optional<Kept>> kept_of(Connection& db, VideoId video) {
  return db.one(
      "SELECT place, published_ms, adult, title, tags, more, marks, hints FROM catalog_found WHERE video = "
      "$1",
      [](const Row& row) {
        return Kept{row.get<std::int64_t>(0),
                    row.get<Instant>(1),
                    row.get<bool>(2),
                    {row.get<std::string>(3), row.get<std::string>(4), row.get<std::string>(5),
                     row.get<std::string>(6), row.get<std::string>(7)}};
      },
      video);
}

std::string in_one(const std::vector<std::string>& terms, std::string_view before, std::string_view after) {
  std::string text;
  for (const auto& term : terms) ((text += before) += term) += after;
  return text;
}

/// Terms are letters and digits, so quotes hold them on both engines.
Result<void> put_match(Connection& db, std::int64_t place, const std::vector<std::string>& terms) {
  if (db.is_postgres())
    TRY(db.exec("INSERT INTO catalog_match (place, terms) VALUES ($1, CAST($2 AS tsvector))", place,
                in_one(terms, "'", "' ")));
  else
    TRY(db.exec("INSERT INTO catalog_match (rowid, terms) VALUES ($1, $2)", place, in_one(terms, "", " ")));
  return {};
}

Result<void> take_match(Connection& db, std::int64_t place, const std::vector<std::string>& terms) {
  if (db.is_postgres()) TRY(db.exec("DELETE FROM catalog_match WHERE place = $1", place));
  else  // an index without content is told what it forgets
    TRY(db.exec("INSERT INTO catalog_match (catalog_match, rowid, terms) VALUES ('delete', $1, $2)", place,
                in_one(terms, "", " ")));
  return {};
}

/// A free place of this time; where it falls within the millisecond depends on the video alone.
Result<std::int64_t> place_for(Connection& db, const Entry& entry) {
  const auto first = model::millis(entry.published_at) << place_bits;
  for (std::uint64_t attempt = 0;; ++attempt) {
    const auto within = base::mix64(entry.video.raw() + attempt) >> (64 - place_bits);
    const auto place = first + static_cast<std::int64_t>(within);
    TRY_LET(const auto taken,
            db.value<std::int64_t>("SELECT place FROM catalog_found WHERE place = $1", place));
    if (!taken) return place;
  }
}

Result<void> count_terms(Connection& db, const Entry& entry, const std::vector<std::string>& terms) {
  std::vector<std::pair<std::string_view, std::string_view>> rows{{of_all_videos, {}}};
  std::vector<std::string_view> words;
  for (const auto& term : terms) {
    const auto at =
        std::ranges::lower_bound(entry.spelled, term, {}, &std::pair<std::string, std::string>::first);
    const bool spelled = at != entry.spelled.end() && at->first == term;
    rows.emplace_back(term, spelled ? std::string_view{at->second} : std::string_view{});
    if (spelled) words.push_back(term);
  }
  std::vector<std::string> known;
  if (!words.empty()) {
    TRY_LET(known, db.query(
                       "SELECT word FROM catalog_word WHERE spelled <> '' AND word IN (" +
                           marks(1, words.size()) + ")",
                       [](const Row& row) { return row.get<std::string>(0); }, each_of(words)));
  }
  TRY(
      db.exec_many("INSERT INTO catalog_word (word, videos, spelled) VALUES ($1, 1, $2) "
                   "ON CONFLICT (word) DO UPDATE SET videos = catalog_word.videos + 1, spelled = CASE "
                   "WHEN catalog_word.spelled = '' THEN excluded.spelled ELSE catalog_word.spelled END",
                   rows, [](const auto& row) { return std::tuple{row.first, row.second}; }));
  std::ranges::sort(known);
  std::vector<std::pair<std::uint64_t, std::string_view>> slips;
  for (const auto word : words)
    if (!std::ranges::binary_search(known, word, {}, [](const auto& w) { return std::string_view{w}; }))
      for (const auto slip : search::slips_of(word)) slips.emplace_back(slip, word);
  TRY(db.exec_many(
      "INSERT INTO catalog_slip (slip, word) VALUES ($1, $2) ON CONFLICT (slip, word) DO NOTHING", slips,
      [](const auto& row) { return std::tuple{row.first, row.second}; }));
  return {};
}

Result<void> count_back_terms(Connection& db, std::vector<std::string> terms) {
  terms.emplace_back(of_all_videos);
  TRY(db.exec_many("UPDATE catalog_word SET videos = videos - 1 WHERE word = $1", terms,
                   [](const auto& term) { return std::tuple{std::string_view{term}}; }));
  TRY_LET(const auto gone, db.query(
                               "DELETE FROM catalog_word WHERE videos <= 0 AND word IN (" +
                                   marks(1, terms.size()) + ") RETURNING word",
                               [](const Row& row) { return row.get<std::string>(0); }, each_of(terms)));
  TRY(db.exec_many("DELETE FROM catalog_slip WHERE word = $1", gone,
                   [](const auto& word) { return std::tuple{std::string_view{word}}; }));
  return {};
}

Result<void> count_hints(Connection& db, const std::vector<Hint>& hints) {
  TRY(
      db.exec_many("INSERT INTO catalog_hint (kind, key, spelled, videos) VALUES ($1, $2, $3, 1) "
                   "ON CONFLICT (kind, key) DO UPDATE SET videos = catalog_hint.videos + 1",
                   hints, [](const Hint& hint) {
                     return std::tuple{catalog::text(hint.kind), std::string_view{hint.key},
                                       std::string_view{hint.spelled}};
                   }));
  return {};
}

Result<void> count_back_hints(Connection& db, const std::vector<Hint>& hints) {
  const auto bind = [](const Hint& hint) {
    return std::tuple{catalog::text(hint.kind), std::string_view{hint.key}};
  };
  TRY(db.exec_many("UPDATE catalog_hint SET videos = videos - 1 WHERE kind = $1 AND key = $2", hints, bind));
  TRY(db.exec_many("DELETE FROM catalog_hint WHERE kind = $1 AND key = $2 AND videos <= 0", hints, bind));
  return {};
}

Result<void> take_away(Connection& db, const Kept& kept) {
  auto terms = catalog::entry_terms(kept.texts);
  TRY(take_match(db, kept.place, terms));
  TRY(db.exec("DELETE FROM catalog_found WHERE place = $1", kept.place));
  TRY(count_back_terms(db, std::move(terms)));
  return count_back_hints(db, catalog::hints_of_list(kept.texts.hints));
}

Result<void> put(Connection& db, const Entry& entry) {
  const auto terms = catalog::entry_terms(entry.texts);
  TRY_LET(const auto place, place_for(db, entry));
  TRY(db.exec(
      "INSERT INTO catalog_found (place, video, published_ms, adult, title, tags, more, marks, hints) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      place, entry.video, entry.published_at, entry.adult, entry.texts.title, entry.texts.tags,
      entry.texts.more, entry.texts.marks, entry.texts.hints));
  TRY(put_match(db, place, terms));
  TRY(count_terms(db, entry, terms));
  return count_hints(db, entry.hints);
}

SearchIndex::Known read_known(const Row& row) {
  return {row.get<std::string>(0), row.get<std::string>(1), row.get<std::int64_t>(2)};
}

/// The first text after all that begin with `letters`, in the order of bytes: U+10FFFF ends no word.
std::string end_of(std::string_view letters) { return std::string{letters} + "\xf4\x8f\xbf\xbf"; }

/// The question as FTS5 or as a tsquery.
std::string question(const SearchIndex::Ask& ask, bool postgres) {
  const std::string_view quote = postgres ? "'" : "\"";
  const std::string_view either = postgres ? " | " : " OR ", both = postgres ? " & " : " AND ";
  // Terms are made of letters and digits; one that is not must not end its own quotes.
  const auto quoted = [&](const std::string& term) {
    std::string out{quote};
    for (const char c : term) {
      if (c == quote.front() || (postgres && c == '\\')) out += c;
      out += c;
    }
    return out + quote.front();
  };
  const auto put_together = [](const auto& list, std::string_view between, auto text) {
    std::string out;
    for (const auto& item : list) {
      if (!out.empty()) out += between;
      out += text(item);
    }
    return "(" + out + ")";
  };
  const auto group = [&](const std::vector<std::string>& terms) {
    return put_together(terms, either, quoted);
  };
  auto text = put_together(ask.groups, ask.any ? either : both, group);
  for (const auto& mark : ask.marks) (text += both) += quoted(mark);
  return text;
}

/// What its author called the sound of the video is found like what they said of the video.
Result<std::optional<Entry>> entry_of(Connection& db, const Video& video) {
  TRY_LET(
      const auto sound,
      db.value<std::string>("SELECT title FROM catalog_sound WHERE origin = $1 AND title <> ''", video.id));
  if (!sound) return catalog::search_entry(video);
  auto named = video;
  (named.description += '\n') += *sound;
  return catalog::search_entry(named);
}
}  // namespace

Result<void> index_words(Connection& db, const Video& video) {
  TRY_LET(const auto kept, kept_of(db, video.id));
  TRY_LET(const auto entry, entry_of(db, video));
  if (kept && entry && kept->texts == entry->texts && kept->adult == entry->adult &&
      kept->published_at == entry->published_at)
    return {};
  if (kept) TRY(take_away(db, *kept));
  if (entry) TRY(put(db, *entry));
  return {};
}

Result<void> unindex_words(Connection& db, VideoId video) {
  TRY_LET(const auto kept, kept_of(db, video));
  if (kept) TRY(take_away(db, *kept));
  return {};
}

Result<std::int64_t> SearchIndex::size(Transaction& tx) {
  TRY_LET(const auto all, connection(tx).value<std::int64_t>(
                              "SELECT videos FROM catalog_word WHERE word = $1", of_all_videos));
  return all.value_or(0);
}

Result<std::vector<SearchIndex::Known>> SearchIndex::known(Transaction& tx,
                                                           std::span<const std::string> words) {
  if (words.empty()) return std::vector<Known>{};
  return connection(tx).query("SELECT word, spelled, videos FROM catalog_word WHERE word IN (" +
                                  marks(1, words.size()) + ") AND word <> '' ORDER BY word",
                              read_known, each_of(words));
}

Result<std::vector<SearchIndex::Known>> SearchIndex::near(Transaction& tx,
                                                          std::span<const std::uint64_t> slips) {
  if (slips.empty()) return std::vector<Known>{};
  return connection(tx).query(
      "SELECT w.word, w.spelled, w.videos FROM catalog_word w WHERE w.word IN "
      "(SELECT s.word FROM catalog_slip s WHERE s.slip IN (" +
          marks(1, slips.size()) + ")) ORDER BY w.videos DESC, w.word LIMIT 100",
      read_known, each_of(slips));
}

Result<std::vector<SearchIndex::Known>> SearchIndex::beginning(Transaction& tx, std::string_view letters,
                                                               int limit) {
  return connection(tx).query(
      "SELECT word, spelled, videos FROM catalog_word WHERE word >= $1 AND word < $2 AND spelled <> '' "
      "ORDER BY videos DESC, word LIMIT $3",
      read_known, letters, end_of(letters), limit);
}

Result<std::vector<Hint>> SearchIndex::hints(Transaction& tx, catalog::HintKind kind,
                                             std::string_view letters, int limit) {
  return connection(tx).query(
      "SELECT key, spelled, videos FROM catalog_hint WHERE kind = $1 AND key >= $2 AND key < $3 "
      "ORDER BY videos DESC, key LIMIT $4",
      [kind](const Row& row) {
        return Hint{kind, row.get<std::string>(0), row.get<std::string>(1), row.get<std::int64_t>(2)};
      },
      catalog::text(kind), letters, end_of(letters), limit);
}

Result<std::vector<SearchIndex::Match>> SearchIndex::matching(Transaction& tx, const Ask& ask) {
  if (ask.groups.empty()) return std::vector<Match>{};
  auto& db = connection(tx);
  const auto from = ask.published_after ? model::millis(*ask.published_after) << place_bits : 0;
  std::string sql{"SELECT f.video, f.published_ms, f.title, f.tags, f.more FROM catalog_match "};
  if (db.is_postgres())
    sql +=
        "JOIN catalog_found f ON f.place = catalog_match.place WHERE terms @@ CAST($1 AS tsquery) "
        "AND f.place >= $2 AND f.adult <= $3 ORDER BY f.place DESC LIMIT $4";
  else
    sql +=
        "JOIN catalog_found f ON f.place = catalog_match.rowid WHERE catalog_match MATCH $1 "
        "AND catalog_match.rowid >= $2 AND f.adult <= $3 ORDER BY catalog_match.rowid DESC LIMIT $4";
  return db.query(
      sql,
      [](const Row& row) {
        return Match{row.get<VideoId>(0), row.get<Instant>(1), row.get<std::string>(2),
                     row.get<std::string>(3), row.get<std::string>(4)};
      },
      question(ask, db.is_postgres()), from, ask.with_adult ? 1 : 0, ask.limit);
}

Result<std::vector<std::pair<VideoId, Instant>>> SearchIndex::published(Transaction& tx, Instant from,
                                                                        Instant until, int limit) {
  return connection(tx).query(
      "SELECT video, published_ms FROM catalog_found WHERE place >= $1 AND place < $2 AND adult = 0 "
      "ORDER BY place DESC LIMIT $3",
      [](const Row& row) { return std::pair{row.get<VideoId>(0), row.get<Instant>(1)}; },
      model::millis(from) << place_bits, model::millis(until) << place_bits, limit);
}

Result<std::optional<Instant>> SearchIndex::first_published(Transaction& tx) {
  return connection(tx).value<Instant>("SELECT published_ms FROM catalog_found ORDER BY place LIMIT 1");
}

Result<std::optional<VideoId>> SearchIndex::write_again(Transaction& tx, VideoId after, int limit) {
  auto& db = connection(tx);
  TRY_LET(const auto ids, db.query(
                              "SELECT id FROM catalog_video WHERE id > $1 ORDER BY id LIMIT $2",
                              [](const Row& row) { return row.get<VideoId>(0); }, after, limit));
  if (ids.empty()) return std::nullopt;
  VideoStore store;
  TRY_LET(const auto videos, store.find_many(tx, ids));
  for (const auto& video : videos) {
    // Taken away first, so that what an older version wrote is counted back in its own words.
    TRY(unindex_words(db, video.id));
    TRY(index_words(db, video));
  }
  return ids.back();
}

}  // namespace vitrine::sql
