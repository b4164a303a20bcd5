#include "catalog/visibility.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "catalog/life.hpp"

namespace vitrine::visibility_test {
using namespace vitrine::catalog;
using model::Visibility;

namespace {
const AccountId ada{1}, bob{2};
const Viewer nobody{};
const Viewer as_ada{.account = ada};
const Viewer as_bob{.account = bob};
const Viewer as_moderator{.account = AccountId{9}, .moderator = true};

Video published(Visibility visibility) {
  return Video{.id = VideoId{7},
               .author = ada,
               .visibility = visibility,
               .state = model::VideoState::ready,
               .publish_wanted = true,
               .published_at = model::instant(1)};
}
}  // namespace

TEST_CASE("visibility: the table") {
  const auto open = published(Visibility::everyone);
  CHECK(may_see(open, nobody, {}));
  CHECK(may_see(open, as_bob, {}));
  CHECK_FALSE(may_see(open, as_bob, {.blocked = true}));
  CHECK(may_see(open, as_moderator, {.blocked = true}));

  const auto followers = published(Visibility::followers);
  CHECK_FALSE(may_see(followers, nobody, {}));
  CHECK_FALSE(may_see(followers, nobody, {.follows = true}));
  CHECK_FALSE(may_see(followers, as_bob, {}));
  CHECK(may_see(followers, as_bob, {.follows = true}));
  CHECK_FALSE(may_see(followers, as_bob, {.follows = true, .blocked = true}));
  CHECK_FALSE(may_see(followers, as_moderator, {}));
  CHECK(may_see(followers, as_moderator, {.follows = true}));

  const auto unlisted = published(Visibility::unlisted);
  CHECK(may_see(unlisted, nobody, {}));
  CHECK_FALSE(may_find(unlisted, nobody, {}));
  CHECK(may_find(unlisted, as_ada, {}));

  const auto mine = published(Visibility::only_me);
  CHECK(may_see(mine, as_ada, {}));
  CHECK_FALSE(may_see(mine, as_bob, {.follows = true}));
  CHECK_FALSE(may_see(mine, as_moderator, {}));

  auto adult = published(Visibility::everyone);
  adult.audience = model::Audience::adult;
  CHECK_FALSE(may_see(adult, nobody, {}));
  CHECK(may_see(adult, as_bob, {}));
}

TEST_CASE("visibility: restricted, one sees what is for everybody, and one's own") {
  const auto restricted = [](Viewer viewer) {
    viewer.restricted = true;
    return viewer;
  };
  const auto open = published(Visibility::everyone);
  CHECK(may_find(open, restricted(as_bob), {}));

  auto adult = open;
  adult.audience = model::Audience::adult;
  CHECK_FALSE(may_see(adult, restricted(as_bob), {.follows = true}));
  CHECK(may_find(adult, restricted(as_ada), {}));
  CHECK(may_see(adult, restricted(as_moderator), {}));
  CHECK_FALSE(may_find(adult, restricted(as_moderator), {}));
}

TEST_CASE("visibility: before publication, without a rung or after failure only its author sees it") {
  CHECK(rc::check([](std::uint8_t state, std::uint8_t visibility, bool follows, bool moderator) {
    Video video = published(static_cast<Visibility>(visibility % 4));
    video.state = static_cast<model::VideoState>(state % 6);
    const Viewer viewer{.account = bob, .moderator = moderator};
    if (!can_play(video.state)) RC_ASSERT(!may_see(video, viewer, {.follows = follows}));
    video.published_at.reset();
    RC_ASSERT(!may_see(video, viewer, {.follows = follows}));
    RC_ASSERT(may_see(video, as_ada, {}));
    RC_ASSERT(!may_find(video, viewer, {.follows = follows}) || may_see(video, viewer, {.follows = follows}));
  }));
}
}  // namespace vitrine::visibility_test
