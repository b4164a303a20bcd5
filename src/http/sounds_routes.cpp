#include "http/sounds_routes.hpp"

#include <array>

#include "http/shapes.hpp"
#include "http/videos_routes.hpp"

namespace vitrine::http {
namespace json = base::json;
using model::SoundId;
using ports::Transaction;

namespace {
/// A screen of a wall, twice.
constexpr int page_items = 24;

Result<Response> one(Call& call, Transaction& tx, const SoundsNeeds& needs, const catalog::SoundSeen& seen) {
  TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), std::span{&seen, 1}, needs.videos));
  return Response::json(std::move(rendered.front()));
}

Result<Response> get(Call& call, const SoundsNeeds& needs) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto seen, needs.sounds.seen_by(tx, viewer_of(call), call.id<SoundId>("sound")));
    return one(call, tx, needs, seen);
  });
}

Result<Response> edit(Call& call, const SoundsNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    const auto& body = call.body();
    TRY_LET(const auto seen,
            needs.sounds.edit(tx, viewer_of(call), call.id<SoundId>("sound"),
                              {.title = body.maybe_text("title"), .usable = body.maybe_boolean("usable")}));
    return one(call, tx, needs, seen);
  });
}

Result<Response> clips(Call& call, const SoundsNeeds& needs) {
  const auto id = call.id<SoundId>("sound");
  const auto name = "sound " + id.text();
  catalog::Page page{.limit = page_items};
  TRY_LET(const auto place, call.cursor(name));
  if (place && place->size() == 2)
    page.after = catalog::Position{model::instant((*place)[0]),
                                   model::VideoId{static_cast<std::uint64_t>((*place)[1])}};
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto listing, needs.sounds.clips(tx, viewer_of(call), id, page));
    TRY_LET(auto rendered, needs.videos.render(tx, call.my_account(), listing.videos));
    json::array items;
    for (auto& each : rendered) items.emplace_back(std::move(each));
    json::value next = nullptr;
    if (listing.next)
      next = call.next(name, std::array{model::millis(listing.next->at),
                                        static_cast<std::int64_t>(listing.next->id.raw())});
    return Response::json(json::object{{"items", std::move(items)}, {"next", std::move(next)}});
  });
}

Response choice(bool usable) { return Response::json(json::object{{"usable", usable}}); }

Result<Response> get_default(Call& call, const SoundsNeeds& needs) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const bool usable, needs.sounds.usable_by_default(tx, call.me().account));
    return choice(usable);
  });
}

Result<Response> put_default(Call& call, const SoundsNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    const bool usable = call.body().boolean("usable");
    TRY(needs.sounds.choose_default(tx, call.me().account, usable));
    return choice(usable);
  });
}

Result<Response> get_choice(Call& call, const SoundsNeeds& needs) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const bool usable,
            needs.sounds.usable_in(tx, call.me().account, call.id<model::VideoId>("video")));
    return choice(usable);
  });
}

Result<Response> put_choice(Call& call, const SoundsNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    const bool usable = call.body().boolean("usable");
    TRY(needs.sounds.choose(tx, call.me().account, call.id<model::VideoId>("video"), usable));
    return choice(usable);
  });
}

using Act = Result<Response> (*)(Call&, const SoundsNeeds&);

Route route(const SoundsNeeds& needs, std::string method, std::string path, std::string summary, Act act) {
  Route made{
      .method = std::move(method), .path = "/api/v1" + path, .summary = std::move(summary), .tag = "sounds"};
  made.handler = [needs, act](Call& call) { return act(call, needs); };
  return made;
}

/// What an author says of their sounds: read, and written.
void add_choice(RouteTable& table, const SoundsNeeds& needs, const std::string& path, const std::string& what,
                Act read, Act write) {
  const auto usable = shape::named("SoundChoice", shape::object({shape::field("usable", shape::boolean())}));
  auto get = route(needs, "GET", path, "Tells " + what, read);
  get.access = Access::signed_in;
  get.answer = {200, usable};
  table.add(std::move(get));
  auto put = route(needs, "PUT", path, "Says " + what, write);
  put.access = Access::signed_in;
  put.pace = Pace::write;
  put.body = usable;
  put.answer = {200, usable};
  table.add(std::move(put));
}
}  // namespace

void add_sounds_routes(RouteTable& table, SoundsNeeds needs) {
  using namespace shape;
  auto look =
      route(needs, "GET", "/sounds/{sound}", "A sound, where it is from and how many clips have it", get);
  look.answer = {200, sound_shape()};
  table.add(std::move(look));

  auto change = route(needs, "PATCH", "/sounds/{sound}", "Names it, or says whether others may use it", edit);
  change.access = Access::signed_in;
  change.pace = Pace::write;
  // The catalog counts after tidying up.
  change.body = named("SoundEdit", object({optional("title", text(0, 4 * catalog::sound_title_chars_max)),
                                           optional("usable", boolean())}));
  change.answer = {200, sound_shape()};
  table.add(std::move(change));

  auto list =
      route(needs, "GET", "/sounds/{sound}/videos", "The clips that have a sound, newest first", clips);
  list.query = shapes::cursor_query();
  list.answer = {200, page_of(shapes::video())};
  table.add(std::move(list));

  add_choice(table, needs, "/me/sound-choice", "whether others may use my sounds", get_default, put_default);
  add_choice(table, needs, "/videos/{video}/sound", "whether others may use the sound of a video of mine",
             get_choice, put_choice);
}

}  // namespace vitrine::http
