#include "adapters/sql/outbox.hpp"

#include "adapters/sql/news_codec.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {

using base::Result;

model::NewsId id_of(const Pending& pending) {
  return std::visit([](const auto& news) { return news.id; }, pending);
}

Result<std::vector<Pending>> pending_news(ports::Transaction& tx, model::NewsId after, int max) {
  return connection(tx).query(
      "SELECT id, at_ms, kind, body FROM house_outbox WHERE id > $1 ORDER BY id LIMIT $2",
      [](const Row& row) -> Pending {
        const auto id = row.get<model::NewsId>(0);
        auto kind = row.get<std::string>(2);
        auto what = parse_news(kind, row.get<std::string>(3));
        if (!what) return UnreadableNews{id, std::move(kind)};
        return model::News{id, row.get<model::Instant>(1), *std::move(what)};
      },
      after, max);
}

Result<void> forget_news(ports::Transaction& tx, std::span<const model::NewsId> carried) {
  TRY(connection(tx).exec_many("DELETE FROM house_outbox WHERE id = $1", carried,
                               [](model::NewsId id) { return std::tuple{id}; }));
  return {};
}

}  // namespace vitrine::sql
