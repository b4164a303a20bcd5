#pragma once
// Making something with somebody else's clip, over the API: the clip to take, what its author lets others do,
// and what a clip was made with. The edit itself goes through edits_routes.hpp.
#include "accounts/ports.hpp"
#include "catalog/edits.hpp"
#include "catalog/remixes.hpp"
#include "http/media_links.hpp"
#include "http/route.hpp"

namespace vitrine::http {

struct RemixesNeeds {
  catalog::Remixes& remixes;
  catalog::Edits& edits;
  accounts::AccountStore& accounts;
  const MediaLinks& links;
};

/// GET /videos/{video}/remix, GET|PUT /me/remix-choice, GET|PUT /videos/{video}/remix-choice. What `needs`
/// refers to outlives the table.
void add_remixes_routes(RouteTable& table, RemixesNeeds needs);

/// What each video was made with, as shapes::video() has it, in order; null where with nothing.
base::Result<std::vector<base::json::value>> remix_json(catalog::Remixes& remixes,
                                                        accounts::AccountStore& accounts,
                                                        ports::Transaction& tx,
                                                        std::optional<model::AccountId> viewer,
                                                        std::span<const catalog::Video> videos);

}  // namespace vitrine::http
