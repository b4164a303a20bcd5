#include "http/takeout_routes.hpp"

#include "http/shapes.hpp"

namespace vitrine::http {
namespace {
using model::TakeoutId;
using ports::Transaction;
using takeout::Export;
using takeout::Gathering;
namespace json = base::json;
using namespace shape;

Shape export_shape() {
  return named("Export", object({field("id", id()), field("state", words<model::TakeoutState>()),
                                 field("progress", integer(0, 100)), field("media", boolean()),
                                 field("asked_at", time()), field("done_at", nullable(time())),
                                 field("expires_at", nullable(time())), field("bytes", count()),
                                 field("entries", count()), field("problem", nullable(text(1, 64)))}));
}

json::value time_json(const std::optional<model::Instant>& at) {
  return at ? json::value(model::millis(*at)) : json::value(nullptr);
}

json::object export_json(const Export& made) {
  return {{"id", made.id.text()},
          {"state", model::text(made.state)},
          {"progress", made.progress_percent},
          {"media", made.with_media},
          {"asked_at", model::millis(made.asked_at)},
          {"done_at", time_json(made.done_at)},
          {"expires_at", time_json(made.expires_at)},
          {"bytes", made.bytes},
          {"entries", made.entries},
          {"problem", made.problem_code.empty() ? json::value(nullptr) : json::value(made.problem_code)}};
}

Result<Response> look(const TakeoutNeeds& needs, Call& call) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto made, needs.exports.of(tx, call.me().account));
    return Response::json({{"export", made ? json::value(export_json(*made)) : json::value(nullptr)}});
  });
}

Result<Response> ask(const TakeoutNeeds& needs, Call& call) {
  std::optional<TakeoutId> replaced;
  const auto media = call.body().boolean("media") ? Gathering::Media::with : Gathering::Media::without;
  auto answer = call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto asked, needs.exports.ask(tx, call.me().account, media));
    replaced = asked.replaced;
    return Response::json(export_json(asked.made), 201);
  });
  if (answer && replaced) needs.exports.remove_file(*replaced);
  return answer;
}

Result<Response> fetch(const TakeoutNeeds& needs, Call& call) {
  TRY_LET(const auto made, call.read([&](Transaction& tx) {
    return needs.exports.ready(tx, call.me().account, call.id<TakeoutId>("export"));
  }));
  auto response = Response::file({needs.files.path(made.id), made.id.text()}, "application/zip");
  response.add("Cache-Control", "private, no-store");
  response.add("Content-Disposition",
               "attachment; filename=\"" + takeout::export_file_name(call.me().handle, made.asked_at) + "\"");
  return response;
}

Result<Response> remove(const TakeoutNeeds& needs, Call& call) {
  const auto id = call.id<TakeoutId>("export");
  auto answer = call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs.exports.remove(tx, call.me().account, id));
    return Response::nothing();
  });
  if (answer) needs.exports.remove_file(id);
  return answer;
}
}  // namespace

void add_takeout_routes(RouteTable& table, TakeoutNeeds needs) {
  table.add({.method = "GET",
             .path = "/api/v1/me/export",
             .summary = "One's export, if one was asked for: how far it is, until when it can be fetched",
             .tag = "privacy",
             .access = Access::signed_in,
             .answer = {200, object({field("export", nullable(export_shape()))})},
             .handler = [needs](Call& call) { return look(needs, call); }});
  table.add(
      {.method = "POST",
       .path = "/api/v1/me/export",
       .summary = "Asks for everything of one's account as a signed ZIP file; takes the place of the last",
       .tag = "privacy",
       .access = Access::signed_in,
       .fresh_proof = true,
       .pace = Pace::sign_in,
       .body = object({field("media", boolean())}),
       .answer = {201, export_shape()},
       .handler = [needs](Call& call) { return ask(needs, call); }});
  table.add({.method = "GET",
             .path = "/api/v1/me/exports/{export}/file",
             .summary = "The ZIP file of a finished export, whole or in ranges",
             .tag = "privacy",
             .access = Access::signed_in,
             .fresh_proof = true,
             .answer = {200, std::nullopt},
             .handler = [needs](Call& call) { return fetch(needs, call); }});
  table.add({.method = "DELETE",
             .path = "/api/v1/me/exports/{export}",
             .summary = "Takes an export back, packed or not",
             .tag = "privacy",
             .access = Access::signed_in,
             .pace = Pace::write,
             .handler = [needs](Call& call) { return remove(needs, call); }});
}

void push_takeout(LiveHub& hub, const model::News& news) {
  const auto* changed = std::get_if<model::TakeoutChanged>(&news.what);
  if (changed == nullptr) return;
  hub.send(changed->account, "takeout",
           json::object{{"id", changed->takeout.text()},
                        {"kind", model::text(changed->kind)},
                        {"state", model::text(changed->state)},
                        {"progress", changed->progress_percent}});
}

}  // namespace vitrine::http
