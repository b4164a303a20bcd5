#pragma once
// What words find, in the tables catalog_found, catalog_word, catalog_slip, catalog_hint and catalog_match:
// catalog::SearchIndex on SQLite (FTS5) and PostgreSQL (tsvector with GIN). The engines only tell which
// videos match; what a word is and which video comes first is decided above, the same for both. Stateless;
// thread-safe.
#include "adapters/sql/sql.hpp"
#include "catalog/ports.hpp"

namespace vitrine::sql {

class SearchIndex final : public catalog::SearchIndex {
 public:
  using Transaction = ports::Transaction;
  base::Result<std::int64_t> size(Transaction& tx) override;
  base::Result<std::vector<Known>> known(Transaction& tx, std::span<const std::string> words) override;
  base::Result<std::vector<Known>> near(Transaction& tx, std::span<const std::uint64_t> slips) override;
  base::Result<std::vector<Known>> beginning(Transaction& tx, std::string_view letters, int limit) override;
  base::Result<std::vector<catalog::Hint>> hints(Transaction& tx, catalog::HintKind kind,
                                                 std::string_view letters, int limit) override;
  base::Result<std::vector<Match>> matching(Transaction& tx, const Ask& ask) override;
  base::Result<std::vector<std::pair<model::VideoId, model::Instant>>> published(Transaction& tx,
                                                                                 model::Instant from,
                                                                                 model::Instant until,
                                                                                 int limit) override;
  base::Result<std::optional<model::Instant>> first_published(Transaction& tx) override;
  base::Result<std::optional<model::VideoId>> write_again(Transaction& tx, model::VideoId after,
                                                          int limit) override;
};

/// Makes the entry what the video says now: written, changed, taken away, or left as it is. Cost: a read when
/// nothing changed; otherwise one statement for all terms and one for all hints.
base::Result<void> index_words(Connection& db, const catalog::Video& video);
base::Result<void> unindex_words(Connection& db, model::VideoId video);

}  // namespace vitrine::sql
