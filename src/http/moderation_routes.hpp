#pragma once
// Reports over HTTP: anybody signed in may report what they can see; moderators read and resolve,
// and say what they found of a clip.
#include "accounts/accounts.hpp"
#include "catalog/videos.hpp"
#include "http/deeds.hpp"
#include "http/route.hpp"
#include "http/video_cards.hpp"
#include "safety/reports.hpp"
#include "social/comments.hpp"
#include "social/conversations.hpp"
#include "social/relations.hpp"

namespace vitrine::http {

struct ModerationNeeds {
  accounts::Accounts& accounts;
  social::Relations& relations;
  social::Comments& comments;
  safety::Reports& reports;
  VideoCards& videos;
  Deeds& deeds;
  social::Conversations& conversations;
  catalog::Videos& catalog;
};

/// What `needs` refers to outlives the table.
void add_moderation_routes(RouteTable& table, ModerationNeeds needs);

}  // namespace vitrine::http
