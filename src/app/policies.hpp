#pragma once
// The policies of a data folder, each with the rules of its market (DIR/market.rules, where there is one):
// the product's own, the operator's (DIR/policies/NAME.policy, which may take the place of one of ours), and
// old ones that pages of the last 30 days were ranked with.
#include "app/foundation.hpp"
#include "feed/policy.hpp"

namespace vitrine::app {

/// The rules written in `file`; none where there is no such file. Errors: invalid_input "market_invalid",
/// naming file and line; not_available.
[[nodiscard]] base::Result<region::Market> read_market(const std::filesystem::path& file);

/// Errors: invalid_input "policy_invalid", "market_invalid", naming file, line and key; not_available.
[[nodiscard]] base::Result<feed::Shelf> open_shelf(Foundation& foundation);

/// Writes down every policy on offer, so that its pages can be ranked again when it has changed.
base::Result<void> keep_offered(Foundation& foundation, const feed::Shelf& shelf);

}  // namespace vitrine::app
