#include "http/schedule_routes.hpp"

#include "http/shape.hpp"

namespace vitrine::http {
namespace json = base::json;
using catalog::Planned;
using catalog::Schedule;
using model::VideoId;
using ports::Transaction;

namespace {
json::object to_json(const Planned& planned) {
  return {{"video", planned.video.text()}, {"at", model::millis(planned.at)}};
}

Shape planned_shape() {
  return shape::named("Planned",
                      shape::object({shape::field("video", shape::id()), shape::field("at", shape::time())}));
}

Result<Response> list(Call& call, Schedule& schedule) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto all, schedule.of(tx, call.me().account));
    json::array items;
    for (const auto& planned : all) items.emplace_back(to_json(planned));
    return Response::json(json::object{{"items", std::move(items)}});
  });
}

Result<Response> put(Call& call, Schedule& schedule) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    const auto at = model::instant(call.body().integer("at"));
    TRY_LET(const auto planned, schedule.put(tx, call.me().account, call.id<VideoId>("video"), at));
    return Response::json(to_json(planned));
  });
}

Result<Response> remove(Call& call, Schedule& schedule) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(schedule.remove(tx, call.me().account, call.id<VideoId>("video")));
    return Response::nothing();
  });
}

using Act = Result<Response> (*)(Call&, Schedule&);

Route route(Schedule& schedule, std::string method, std::string path, std::string summary, Act act) {
  Route made{
      .method = std::move(method), .path = "/api/v1" + path, .summary = std::move(summary), .tag = "videos"};
  made.access = Access::signed_in;
  made.handler = [&schedule, act](Call& call) { return act(call, schedule); };
  return made;
}
}  // namespace

void add_schedule_routes(RouteTable& table, Schedule& schedule) {
  auto mine =
      route(schedule, "GET", "/me/schedule", "What of mine is to come out when, the next first", list);
  mine.answer = {200,
                 shape::object({shape::field("items", shape::array(planned_shape(), Schedule::plans_max))})};
  table.add(std::move(mine));

  auto set = route(schedule, "PUT", "/videos/{video}/schedule", "Publishes a video at a moment", put);
  set.access = Access::creator;
  set.pace = Pace::write;
  set.body = shape::named("Plan", shape::object({shape::field("at", shape::time())}));
  set.answer = {200, planned_shape()};
  table.add(std::move(set));

  auto off = route(schedule, "DELETE", "/videos/{video}/schedule", "Takes the moment back", remove);
  off.pace = Pace::write;
  table.add(std::move(off));
}

}  // namespace vitrine::http
