#pragma once
// privacy::FarewellStore on SQL: tables privacy_*. Stateless; safe from any thread.
#include "privacy/ports.hpp"

namespace vitrine::sql {

class FarewellStore final : public privacy::FarewellStore {
 public:
  base::Result<void> put(ports::Transaction& tx, const privacy::Farewell& farewell) override;
  base::Result<std::optional<privacy::Farewell>> of(ports::Transaction& tx,
                                                    model::AccountId account) override;
  base::Result<std::optional<privacy::Farewell>> by_receipt(ports::Transaction& tx,
                                                            const base::Digest& receipt) override;
  base::Result<bool> remove(ports::Transaction& tx, model::AccountId account) override;
  base::Result<std::vector<privacy::Farewell>> due(ports::Transaction& tx, model::Instant now,
                                                   int max) override;
  base::Result<void> put(ports::Transaction& tx, const privacy::Certificate& certificate) override;
  base::Result<std::optional<privacy::Certificate>> certificate(ports::Transaction& tx,
                                                                const base::Digest& receipt) override;
};

}  // namespace vitrine::sql
