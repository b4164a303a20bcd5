#pragma once
// The outbox as the relay sees it: news that are committed and not carried yet. One relay per record; a
// second would carry everything twice. Thread-safe through the transaction.
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "model/news.hpp"
#include "ports/record.hpp"

namespace vitrine::sql {

/// News of a kind or shape this version does not know: a newer one has written it.
struct UnreadableNews {
  model::NewsId id;
  std::string kind;
};

using Pending = std::variant<model::News, UnreadableNews>;

[[nodiscard]] model::NewsId id_of(const Pending& pending);

/// At most `max` after `after`, in the order in which they were announced.
base::Result<std::vector<Pending>> pending_news(ports::Transaction& tx, model::NewsId after, int max);

/// They are carried: removes them. Already gone is fine.
base::Result<void> forget_news(ports::Transaction& tx, std::span<const model::NewsId> carried);

}  // namespace vitrine::sql
