#pragma once
// Receipts, choices, policies and creators' figures in the tables supply_*: supply/ports.hpp on SQLite and
// PostgreSQL. Stateless; thread-safe.
#include "supply/ports.hpp"

namespace vitrine::sql {

class ReceiptStore final : public supply::ReceiptStore {
 public:
  base::Result<void> put(ports::Transaction& tx, const supply::StoredReceipt& receipt) override;
  base::Result<supply::StoredReceipt> get(ports::Transaction& tx, model::ReceiptId id) override;
  base::Result<std::vector<model::ReceiptId>> newest(ports::Transaction& tx, std::size_t max) override;
  base::Result<std::vector<supply::StoredReceipt>> newest_of(ports::Transaction& tx, model::ViewerId viewer,
                                                             std::size_t max) override;
  base::Result<void> remove_older_than(ports::Transaction& tx, model::Instant limit) override;
  base::Result<void> remove_of(ports::Transaction& tx, model::ViewerId viewer) override;
};

class ChoiceStore final : public supply::ChoiceStore {
 public:
  base::Result<supply::Choices> of(ports::Transaction& tx, model::AccountId account) override;
  base::Result<void> choose(ports::Transaction& tx, model::AccountId account, std::string_view name,
                            model::Instant at) override;
  base::Result<void> set(ports::Transaction& tx, model::AccountId account,
                         const supply::SliderPlace& place) override;
  base::Result<void> mute(ports::Transaction& tx, model::AccountId account, const supply::Mute& mute,
                          model::Instant at) override;
  base::Result<void> unmute(ports::Transaction& tx, model::AccountId account,
                            const supply::Mute& mute) override;
  base::Result<supply::WatchHistory> history(ports::Transaction& tx, model::ViewerId viewer) override;
  base::Result<void> set_history(ports::Transaction& tx, model::ViewerId viewer,
                                 const supply::WatchHistory& history, model::Instant at) override;
  base::Result<std::vector<std::pair<model::ViewerId, int>>> history_terms(ports::Transaction& tx) override;
};

class PolicyStore final : public supply::PolicyStore {
 public:
  base::Result<void> keep(ports::Transaction& tx, const base::Digest& digest, std::string_view text,
                          model::Instant at) override;
  base::Result<std::vector<std::string>> texts(ports::Transaction& tx) override;
};

class FigureStore final : public supply::FigureStore {
 public:
  base::Result<void> put(ports::Transaction& tx, const supply::FigureCell& cell) override;
  base::Result<supply::Figures::Ends> ends(ports::Transaction& tx, model::Instant after) override;
  base::Result<std::vector<supply::FigureCell>> of(ports::Transaction& tx,
                                                   const supply::Figures::Subject& subject,
                                                   model::Instant after) override;
  base::Result<std::vector<supply::FigureCell>> of_videos(ports::Transaction& tx, model::AccountId author,
                                                          model::Instant after) override;
  base::Result<void> forget_video(ports::Transaction& tx, model::VideoId video) override;
};

}  // namespace vitrine::sql
