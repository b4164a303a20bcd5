#include "http/captions_routes.hpp"

#include "catalog/captions.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
using model::VideoId;
using ports::Transaction;

namespace {
Result<Response> get_captions(Call& call, const VideosNeeds& needs) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(auto found,
            needs.videos.captions(tx, viewer_of(call), call.id<VideoId>("video"), call.text("language")));
    return Response::text(std::move(found.webvtt), "text/vtt; charset=utf-8");
  });
}

Result<Response> put_captions(Call& call, const VideosNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto video, needs.videos.put_captions(tx, call.me().account, call.id<VideoId>("video"),
                                                        call.text("language"), call.body().text("file")));
    TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), video));
    return Response::json(std::move(rendered));
  });
}

Result<Response> remove_captions(Call& call, const VideosNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto video, needs.videos.remove_captions(tx, call.me().account, call.id<VideoId>("video"),
                                                           call.text("language")));
    TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), video));
    return Response::json(std::move(rendered));
  });
}

using Act = Result<Response> (*)(Call&, const VideosNeeds&);

Route route(const VideosNeeds& needs, std::string method, std::string summary, Act act) {
  Route made{.method = std::move(method),
             .path = "/api/v1/videos/{video}/captions/{language:word}",
             .summary = std::move(summary),
             .tag = "videos"};
  made.handler = [needs, act](Call& call) { return act(call, needs); };
  return made;
}
}  // namespace

void add_captions_routes(RouteTable& table, VideosNeeds needs) {
  auto get = route(needs, "GET", "What is said in a video, as WebVTT", get_captions);
  get.answer = {200, std::nullopt};
  table.add(std::move(get));

  auto put =
      route(needs, "PUT", "Sets the captions of a video in one language; WebVTT or SubRip", put_captions);
  put.access = Access::signed_in;
  put.pace = Pace::write;
  put.body = shape::named("CaptionsFile",
                          shape::object({shape::field("file", shape::text(1, catalog::captions_bytes_max))}));
  put.body_bytes_max = 2 * catalog::captions_bytes_max;  // as JSON, line ends and quotes are two bytes
  put.answer = {200, shapes::video()};
  table.add(std::move(put));

  auto remove = route(needs, "DELETE", "Takes the captions in one language away", remove_captions);
  remove.access = Access::signed_in;
  remove.pace = Pace::write;
  remove.answer = {200, shapes::video()};
  table.add(std::move(remove));
}

}  // namespace vitrine::http
