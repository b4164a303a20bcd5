#include "http/playlists_routes.hpp"

#include <algorithm>
#include <array>

#include "accounts/handle.hpp"
#include "http/account_json.hpp"
#include "http/shapes.hpp"
#include "http/videos_routes.hpp"

namespace vitrine::http {
namespace json = base::json;
using base::fail;
using catalog::Playlist;
using catalog::PlaylistId;
using model::AccountId;
using model::VideoId;
using ports::Transaction;

namespace {
/// A screen of a wall, twice.
constexpr std::size_t page_items = 24;

/// The playlists with their author, what the viewer may find in them, and the picture of the first of it.
/// `video`: whether each holds it.
Result<json::array> render(Call& call, Transaction& tx, const PlaylistsNeeds& needs,
                           const std::vector<Playlist>& lists, std::optional<VideoId> video = {}) {
  std::vector<AccountId> authors;
  for (const auto& list : lists)
    if (std::ranges::find(authors, list.author) == authors.end()) authors.push_back(list.author);
  TRY_LET(const auto briefs, needs.accounts.briefs(tx, authors));
  json::array out;
  for (const auto& list : lists) {
    TRY_LET(const auto ids, needs.playlists.videos(tx, list.id));
    TRY_LET(const auto found, needs.videos.some(tx, viewer_of(call), ids, catalog::Videos::Want::found));
    json::value poster = nullptr;
    if (!found.empty()) {
      TRY_LET(auto first, needs.json.render(tx, call.my_account(), found.front()));
      poster = first.at("poster");
    }
    const auto author = std::ranges::find(briefs, list.author, &accounts::AccountBrief::id);
    json::object o{{"id", list.id.text()}, {"title", list.title}};
    o["visibility"] = model::text(list.visibility);
    o["author"] = author == briefs.end() ? nobody_json() : brief_json(*author);
    o["videos"] = found.size();
    o["poster"] = std::move(poster);
    o["changed_at"] = model::millis(list.changed_at);
    o["mine"] = call.my_account() == list.author;
    o["has"] = video && std::ranges::find(ids, *video) != ids.end();
    out.emplace_back(std::move(o));
  }
  return out;
}

Result<Response> one(Call& call, Transaction& tx, const PlaylistsNeeds& needs, const Playlist& list,
                     int status = 200) {
  TRY_LET(auto rendered, render(call, tx, needs, {list}));
  return Response::json(rendered.front(), status);
}

Result<AccountId> author_of(Call& call, Transaction& tx, const PlaylistsNeeds& needs) {
  const auto absent = [] { return fail(Fault::not_found, "account_absent", "There is no such account."); };
  const auto handle = accounts::fold_handle(call.text("handle"));
  if (!handle) return absent();
  TRY_LET(const auto account, needs.accounts.find_handle(tx, *handle));
  if (!account) return absent();
  const auto viewer = viewer_of(call);
  if (viewer.account && !viewer.moderator) {
    TRY_LET(const auto relations, needs.relations.of(tx, *viewer.account, std::span{&account->id, 1}));
    if (relations.front().blocked) return absent();
  }
  return account->id;
}

Result<Response> list_mine(Call& call, const PlaylistsNeeds& needs) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto lists, needs.playlists.of_author(tx, viewer_of(call), call.me().account));
    TRY_LET(auto items, render(call, tx, needs, lists, call.query().maybe_id<VideoId>("video")));
    return Response::json(json::object{{"items", std::move(items)}});
  });
}

Result<Response> list_of_author(Call& call, const PlaylistsNeeds& needs) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto author, author_of(call, tx, needs));
    TRY_LET(const auto lists, needs.playlists.of_author(tx, viewer_of(call), author));
    TRY_LET(auto items, render(call, tx, needs, lists));
    return Response::json(json::object{{"items", std::move(items)}});
  });
}

Result<Response> create(Call& call, const PlaylistsNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    const auto& body = call.body();
    TRY_LET(auto list, needs.playlists.create(tx, call.me().account, body.text("title"),
                                              body.word<model::Visibility>("visibility")));
    if (const auto video = body.maybe_id<VideoId>("video"))
      TRY(needs.playlists.add(tx, viewer_of(call), list.id, *video));
    return one(call, tx, needs, list, 201);
  });
}

Result<Response> get(Call& call, const PlaylistsNeeds& needs) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto list, needs.playlists.seen_by(tx, viewer_of(call), call.id<PlaylistId>("playlist")));
    return one(call, tx, needs, list);
  });
}

Result<Response> edit(Call& call, const PlaylistsNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    const auto& body = call.body();
    TRY_LET(const auto list,
            needs.playlists.edit(tx, call.me().account, call.id<PlaylistId>("playlist"),
                                 {.title = body.maybe_text("title"),
                                  .visibility = body.maybe_word<model::Visibility>("visibility")}));
    return one(call, tx, needs, list);
  });
}

Result<Response> remove(Call& call, const PlaylistsNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs.playlists.remove(tx, call.me().account, call.id<PlaylistId>("playlist")));
    return Response::nothing();
  });
}

/// Videos of a list of ids from `from` on, with the cursor to go on at.
Result<Response> videos_of(Call& call, const PlaylistsNeeds& needs) {
  const auto id = call.id<PlaylistId>("playlist");
  const auto name = "playlist " + id.text();
  TRY_LET(const auto numbers, call.cursor(name));
  return call.read([&](Transaction& tx) -> Result<Response> {
    const auto viewer = viewer_of(call);
    TRY(needs.playlists.seen_by(tx, viewer, id));
    TRY_LET(const auto ids, needs.playlists.videos(tx, id));
    const auto from = numbers && numbers->size() == 1 && numbers->front() > 0
                          ? std::min(ids.size(), static_cast<std::size_t>(numbers->front()))
                          : 0;
    const auto some = std::span{ids}.subspan(from, std::min(page_items, ids.size() - from));
    TRY_LET(const auto found, needs.videos.some(tx, viewer, some, catalog::Videos::Want::found));
    TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), found));
    json::array items;
    for (auto& each : rendered) items.emplace_back(std::move(each));
    json::value next = nullptr;
    if (from + some.size() < ids.size())
      next = call.next(name, std::array{static_cast<std::int64_t>(from + some.size())});
    return Response::json(json::object{{"items", std::move(items)}, {"next", std::move(next)}});
  });
}

std::vector<VideoId> ids_in(const Fields& body) {
  std::vector<VideoId> ids;
  for (const auto& each : body.array("videos")) ids.push_back(*VideoId::parse(each.as_string()));
  return ids;
}

Result<Response> order(Call& call, const PlaylistsNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    const auto ids = ids_in(call.body());
    TRY_LET(const auto list,
            needs.playlists.order(tx, call.me().account, call.id<PlaylistId>("playlist"), ids));
    return one(call, tx, needs, list);
  });
}

Result<Response> add_video(Call& call, const PlaylistsNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto list, needs.playlists.add(tx, viewer_of(call), call.id<PlaylistId>("playlist"),
                                                 call.id<VideoId>("video")));
    return one(call, tx, needs, list);
  });
}

Result<Response> take_video(Call& call, const PlaylistsNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto list, needs.playlists.take(tx, call.me().account, call.id<PlaylistId>("playlist"),
                                                  call.id<VideoId>("video")));
    return one(call, tx, needs, list);
  });
}

Result<Response> pins_json(Call& call, Transaction& tx, const PlaylistsNeeds& needs, AccountId author) {
  TRY_LET(const auto ids, needs.playlists.pins(tx, author));
  TRY_LET(const auto found, needs.videos.some(tx, viewer_of(call), ids, catalog::Videos::Want::found));
  TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), found));
  json::array items;
  for (auto& each : rendered) items.emplace_back(std::move(each));
  return Response::json(json::object{{"items", std::move(items)}});
}

Result<Response> get_pins(Call& call, const PlaylistsNeeds& needs) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto author, author_of(call, tx, needs));
    return pins_json(call, tx, needs, author);
  });
}

Result<Response> put_pins(Call& call, const PlaylistsNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs.playlists.pin(tx, call.me().account, ids_in(call.body())));
    return pins_json(call, tx, needs, call.me().account);
  });
}

Shape playlist_shape() {
  using namespace shape;
  return named(
      "Playlist",
      object({field("id", id()), field("title", text(1, catalog::playlist_title_chars_max)),
              field("visibility", words<model::Visibility>()), field("author", shapes::account_brief()),
              field("videos", count()), field("poster", nullable(url())), field("changed_at", time()),
              field("mine", boolean()), field("has", boolean())}));
}

Shape lists_shape() {
  return shape::object({shape::field("items", shape::array(playlist_shape(), catalog::playlists_max))});
}

Shape ids_shape(std::string name, std::size_t most) {
  return shape::named(std::move(name),
                      shape::object({shape::field("videos", shape::array(shape::id(), most))}));
}

using Act = Result<Response> (*)(Call&, const PlaylistsNeeds&);

Route route(const PlaylistsNeeds& needs, std::string method, std::string path, std::string summary, Act act) {
  Route made{.method = std::move(method),
             .path = "/api/v1" + path,
             .summary = std::move(summary),
             .tag = "playlists"};
  made.handler = [needs, act](Call& call) { return act(call, needs); };
  made.scope = made.method == "GET" ? accounts::Scope::read : accounts::Scope::write;
  if (made.method != "GET") {
    made.access = Access::signed_in;
    made.pace = Pace::write;
  }
  return made;
}

void add_lists(RouteTable& table, const PlaylistsNeeds& needs) {
  auto mine = route(needs, "GET", "/me/playlists", "My playlists; of a video, which hold it", list_mine);
  mine.access = Access::signed_in;
  mine.query = shape::object({shape::optional("video", shape::id())});
  mine.answer = {200, lists_shape()};
  table.add(std::move(mine));

  auto author =
      route(needs, "GET", "/accounts/{handle:handle}/playlists", "Playlists of an account", list_of_author);
  author.answer = {200, lists_shape()};
  table.add(std::move(author));

  auto pinned = route(needs, "GET", "/accounts/{handle:handle}/pins", "What an account has pinned", get_pins);
  const auto few = shape::object({shape::field("items", shape::array(shapes::video(), catalog::pins_max))});
  pinned.answer = {200, few};
  table.add(std::move(pinned));

  auto pin = route(needs, "PUT", "/me/pins", "Pins up to three of my videos, in this order", put_pins);
  // One more than may be pinned is understood, and refused with a sentence.
  pin.body = ids_shape("Pins", catalog::pins_max + 1);
  pin.answer = {200, few};
  table.add(std::move(pin));
}

void add_contents(RouteTable& table, const PlaylistsNeeds& needs) {
  auto videos = route(needs, "GET", "/playlists/{playlist}/videos", "The videos of a playlist", videos_of);
  videos.query = shapes::cursor_query();
  videos.answer = {200, shape::page_of(shapes::video())};
  table.add(std::move(videos));

  auto sort = route(needs, "PUT", "/playlists/{playlist}/videos", "Puts the videos in this order", order);
  sort.body = ids_shape("PlaylistOrder", catalog::playlist_videos_max);
  sort.answer = {200, playlist_shape()};
  table.add(std::move(sort));

  auto add =
      route(needs, "PUT", "/playlists/{playlist}/videos/{video}", "Adds a video at the end", add_video);
  add.answer = {200, playlist_shape()};
  table.add(std::move(add));

  auto take = route(needs, "DELETE", "/playlists/{playlist}/videos/{video}", "Takes a video out", take_video);
  take.answer = {200, playlist_shape()};
  table.add(std::move(take));
}
}  // namespace

void add_playlists_routes(RouteTable& table, PlaylistsNeeds needs) {
  using namespace shape;
  const auto title = text(1, 4 * catalog::playlist_title_chars_max);  // the catalog counts after tidying up
  auto make = route(needs, "POST", "/playlists", "Makes a playlist, with a video in it if given", create);
  make.body =
      named("NewPlaylist", object({field("title", title), field("visibility", words<model::Visibility>()),
                                   optional("video", id())}));
  make.answer = {201, playlist_shape()};
  table.add(std::move(make));

  auto look = route(needs, "GET", "/playlists/{playlist}", "A playlist", get);
  look.answer = {200, playlist_shape()};
  table.add(std::move(look));

  auto change = route(needs, "PATCH", "/playlists/{playlist}", "Renames it, or says who can see it", edit);
  change.body = named("PlaylistEdit",
                      object({optional("title", title), optional("visibility", words<model::Visibility>())}));
  change.answer = {200, playlist_shape()};
  table.add(std::move(change));

  table.add(route(needs, "DELETE", "/playlists/{playlist}", "Deletes a playlist; its videos stay", remove));
  add_contents(table, needs);
  add_lists(table, needs);
}

}  // namespace vitrine::http
