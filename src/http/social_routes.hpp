#pragma once
// What people do with each other and with videos, over HTTP: follow, block, mute and their lists; like, save
// and share; comments. Whether somebody may see a video is VideoCards' answer; whether two people may see
// each other is social::Relations'. What a viewer may not see is answered like what was never there.
#include "accounts/accounts.hpp"
#include "http/deeds.hpp"
#include "http/route.hpp"
#include "http/video_cards.hpp"
#include "social/comments.hpp"
#include "social/reactions.hpp"
#include "social/relations.hpp"

namespace vitrine::http {

struct SocialNeeds {
  accounts::Accounts& accounts;
  social::Relations& relations;
  social::Reactions& reactions;
  social::Comments& comments;
  VideoCards& videos;
  Deeds& deeds;
};

/// What `needs` refers to outlives the table.
void add_people_routes(RouteTable& table, SocialNeeds needs);    ///< follow, block, mute, lists of people
void add_reaction_routes(RouteTable& table, SocialNeeds needs);  ///< like, save, share, lists of videos
void add_comment_routes(RouteTable& table, SocialNeeds needs);
inline void add_social_routes(RouteTable& table, const SocialNeeds& needs) {
  add_people_routes(table, needs);
  add_reaction_routes(table, needs);
  add_comment_routes(table, needs);
}

}  // namespace vitrine::http
