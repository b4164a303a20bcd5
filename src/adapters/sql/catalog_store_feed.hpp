#pragma once
// The catalogue as the feed may know it: supply::FeedCatalog over the tables catalog_*. A video is there
// while it is published for everyone and plays; unlisted, followers-only and private ones never are.
// Stateless; thread-safe.
#include "supply/ports.hpp"

namespace vitrine::sql {

class FeedCatalog final : public supply::FeedCatalog {
 public:
  base::Result<std::optional<model::events::VideoFacts>> facts(ports::Transaction& tx,
                                                               model::VideoId video) override;
  base::Result<std::vector<model::events::VideoFacts>> facts_of(
      ports::Transaction& tx, std::span<const model::VideoId> videos) override;
  base::Result<std::vector<model::VideoId>> published_after(ports::Transaction& tx, model::VideoId after,
                                                            std::size_t max) override;
  base::Result<std::vector<model::VideoId>> missing(ports::Transaction& tx,
                                                    std::span<const model::VideoId> videos) override;
  base::Result<std::vector<model::VideoId>> saying(ports::Transaction& tx,
                                                   const std::vector<model::VideoId>& videos,
                                                   const std::vector<std::string>& words) override;
};

}  // namespace vitrine::sql
