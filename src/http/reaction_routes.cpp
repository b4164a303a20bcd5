// Like, save, share, and the lists of what one liked and saved.
#include <array>
#include <memory>

#include "http/paging.hpp"
#include "http/shapes.hpp"
#include "http/social_routes.hpp"

namespace vitrine::http {
namespace {
using model::VideoId;
using model::events::Deed;
using ports::Transaction;
using social::ListedVideo;
using social::Reaction;
namespace json = base::json;

class ReactionRoutes {
 public:
  explicit ReactionRoutes(SocialNeeds needs) : needs_(needs) {}

  Result<Response> put(Call& call, Reaction kind) {
    bool changed = false;
    auto response = call.write([&](Transaction& tx) -> Result<Response> {
      const auto video = call.id<VideoId>("video");
      TRY_LET(const auto author, needs_.videos.author(tx, call.viewer(), video));
      TRY_LET(changed, needs_.reactions.add(tx, kind, call.me().account, video, author));
      if (kind == Reaction::share) return Response::nothing();
      return reaction(tx, call, video);
    });
    if (response && changed && kind == Reaction::share)
      needs_.deeds.did(call.me().pseudonym, call.id<VideoId>("video"), Deed::shared);
    return response;
  }

  Result<Response> remove(Call& call, Reaction kind) {
    bool changed = false;
    auto response = call.write([&](Transaction& tx) -> Result<Response> {
      const auto video = call.id<VideoId>("video");
      TRY(needs_.videos.author(tx, call.viewer(), video));
      TRY_LET(changed, needs_.reactions.remove(tx, kind, call.me().account, video));
      return reaction(tx, call, video);
    });
    if (response && changed && kind == Reaction::like)
      needs_.deeds.did(call.me().pseudonym, call.id<VideoId>("video"), Deed::unliked);
    return response;
  }

  Result<Response> list(Call& call, Reaction kind) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      const auto listing = fmt::format("my {} {}", model::text(kind), call.me().account.text());
      TRY_LET(const auto page, page_of(call, listing));
      TRY_LET(const auto rows, needs_.reactions.listed(tx, kind, call.me().account, page));
      std::vector<VideoId> ids;
      for (const auto& row : rows) ids.push_back(row.video);
      TRY_LET(auto items, needs_.videos.cards(tx, call.viewer(), ids));
      return Response::json(page_json(call, listing, rows, std::move(items), [](const ListedVideo& row) {
        return social::Position{model::millis(row.at), number_of(row.video)};
      }));
    });
  }

 private:
  /// {counts, my} as the video itself would show them now.
  Result<Response> reaction(Transaction& tx, const Call& call, VideoId video) {
    TRY_LET(const auto cards, needs_.videos.cards(tx, call.viewer(), std::array{video}));
    if (cards.empty()) return base::fail(Fault::not_found, "video_absent", "There is no such video.");
    const auto& card = cards[0].as_object();
    return Response::json({{"counts", card.at("counts")}, {"my", card.at("my")}});
  }

  SocialNeeds needs_;
};
}  // namespace

void add_reaction_routes(RouteTable& table, SocialNeeds needs) {
  const auto routes = std::make_shared<ReactionRoutes>(needs);
  const std::pair<std::string, Reaction> kinds[] = {{"like", Reaction::like}, {"save", Reaction::save}};
  for (const auto& [name, kind] : kinds) {
    const auto path = "/api/v1/videos/{video}/" + name;
    table.add({.method = "PUT",
               .path = path,
               .summary = "One's " + name + " of a video; repeatable",
               .tag = "reactions",
               .access = Access::signed_in,
               .scope = accounts::Scope::write,
               .pace = Pace::write,
               .answer = {200, shapes::video_reaction()},
               .handler = [routes, kind = kind](Call& call) { return routes->put(call, kind); }});
    table.add({.method = "DELETE",
               .path = path,
               .summary = "Takes one's " + name + " back; repeatable",
               .tag = "reactions",
               .access = Access::signed_in,
               .scope = accounts::Scope::write,
               .pace = Pace::write,
               .answer = {200, shapes::video_reaction()},
               .handler = [routes, kind = kind](Call& call) { return routes->remove(call, kind); }});
    table.add({.method = "GET",
               .path = "/api/v1/me/" + name + "s",
               .summary = "Videos one gave a " + name + ", newest first",
               .tag = "reactions",
               .access = Access::signed_in,
               .scope = accounts::Scope::read,
               .query = shapes::cursor_query(),
               .answer = {200, shape::page_of(shapes::video())},
               .handler = [routes, kind = kind](Call& call) { return routes->list(call, kind); }});
  }
  table.add({.method = "POST",
             .path = "/api/v1/videos/{video}/share",
             .summary = "Counts a share, once per person",
             .tag = "reactions",
             .access = Access::signed_in,
             .scope = accounts::Scope::write,
             .pace = Pace::write,
             .handler = [routes](Call& call) { return routes->put(call, Reaction::share); }});
}
}  // namespace vitrine::http
