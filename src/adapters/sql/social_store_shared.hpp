#pragma once
// What the four files of social's store share: counts that grow and shrink, and where a page begins.
#include <limits>

#include "adapters/sql/sql.hpp"
#include "social/ports.hpp"

namespace vitrine::sql {

/// Adds (or takes away) from the counts of a person; makes the row at need.
inline base::Result<void> add_to_person(Connection& db, model::AccountId account, social::PersonCounts more) {
  TRY(db.exec(
      "INSERT INTO social_person_count (account, followers, following, likes) VALUES ($1, $2, $3, $4)"
      " ON CONFLICT (account) DO UPDATE SET followers = social_person_count.followers + excluded.followers,"
      " following = social_person_count.following + excluded.following,"
      " likes = social_person_count.likes + excluded.likes",
      account, more.followers, more.following, more.likes));
  return {};
}

inline base::Result<void> add_to_video(Connection& db, model::VideoId video, model::AccountId author,
                                       social::VideoCounts more) {
  TRY(
      db.exec("INSERT INTO social_video_count (video, author, likes, comments, shares, saves)"
              " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (video) DO UPDATE SET"
              " likes = social_video_count.likes + excluded.likes,"
              " comments = social_video_count.comments + excluded.comments,"
              " shares = social_video_count.shares + excluded.shares,"
              " saves = social_video_count.saves + excluded.saves",
              video, author, more.likes, more.comments, more.shares, more.saves));
  return {};
}

/// The position to look below: the page's, or above everything.
inline social::Position from_newest(const social::Page& page) {
  constexpr auto top = std::numeric_limits<std::int64_t>::max();
  return page.after.value_or(social::Position{top, top});
}

}  // namespace vitrine::sql
