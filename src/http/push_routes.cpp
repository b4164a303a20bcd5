#include "http/push_routes.hpp"

#include "base/log.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace {
using ports::Transaction;
using social::PushChoice;
using social::PushTopic;
namespace json = base::json;
using namespace shape;

constexpr std::size_t topics = model::Words<PushTopic>::list.size();

Shape choice_shape() {
  return named("PushChoice", object({field("cadence", words<social::PushCadence>()),
                                     field("daily_at_min", integer(0, 24 * 60 - 1)),
                                     field("off", array(words<PushTopic>(), topics))}));
}

json::object choice_json(const PushChoice& choice) {
  json::array off;
  for (const auto topic : choice.off) off.push_back(json::string(model::text(topic)));
  return {{"cadence", model::text(choice.cadence)}, {"daily_at_min", choice.daily_at_min}, {"off", off}};
}

PushChoice read_choice(const Fields& in) {
  PushChoice choice{.cadence = in.word<social::PushCadence>("cadence"),
                    .daily_at_min = static_cast<int>(in.integer("daily_at_min"))};
  for (const auto& word : in.array("off")) {
    const auto topic = *model::word<PushTopic>(std::string_view{word.as_string()});
    if (std::ranges::find(choice.off, topic) == choice.off.end()) choice.off.push_back(topic);
  }
  return choice;
}

Result<Response> state(social::PushDesk& desk, Call& call) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    const auto& me = call.me();
    TRY_LET(const auto devices, desk.devices(tx, me.account));
    TRY_LET(const auto choice, desk.choice(tx, me.account));
    const auto is_here = [&](const social::PushDevice& device) { return device.session == me.session; };
    return Response::json({{"key", base::base64_url(desk.public_key())},
                           {"here", std::ranges::any_of(devices, is_here)},
                           {"devices", devices.size()},
                           {"choice", choice_json(choice)}});
  });
}

Result<Response> choose(social::PushDesk& desk, Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(desk.choose(tx, call.me().account, read_choice(call.body())));
    return Response::nothing();
  });
}

Result<Response> subscribe(social::PushDesk& desk, Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(desk.subscribe(tx, call.me().account, call.me().session, call.body().text("endpoint")));
    return Response::nothing();
  });
}

Result<Response> unsubscribe(social::PushDesk& desk, Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(desk.unsubscribe(tx, call.me().account, call.me().session));
    return Response::nothing();
  });
}

using Handle = Result<Response> (*)(social::PushDesk&, Call&);

Route route(social::PushDesk& desk, std::string method, std::string path, std::string summary,
            Handle handle) {
  return {.method = std::move(method),
          .path = "/api/v1/me/push" + path,
          .summary = std::move(summary),
          .tag = "notifications",
          .access = Access::signed_in,
          .pace = Pace::write,
          .handler = [&desk, handle](Call& call) { return handle(desk, call); }};
}
}  // namespace

void add_push_routes(RouteTable& table, social::PushDesk& desk) {
  auto all =
      route(desk, "GET", "", "Whether this browser is rung, for what, how often, and with which key", state);
  all.pace = Pace::read;
  all.answer = {200, object({field("key", text(1, 128)), field("here", boolean()), field("devices", count()),
                             field("choice", choice_shape())})};
  table.add(std::move(all));
  auto chosen = route(desk, "PUT", "", "For what one is rung, and how often", choose);
  chosen.body = choice_shape();
  table.add(std::move(chosen));
  auto here =
      route(desk, "PUT", "/here", "This browser is rung at the address its push service gave it", subscribe);
  here.body = object({field("endpoint", text(1, social::push_endpoint_bytes_max))});
  table.add(std::move(here));
  table.add(route(desk, "DELETE", "/here", "This browser is rung no more", unsubscribe));
}

void ring(social::PushDesk& desk, ports::Record& record, const model::News& news) {
  if (!social::rings(news)) return;
  const auto concerned = record.read([&](Transaction& tx) { return desk.concerned(tx, news); });
  if (concerned && concerned->empty()) return;
  const auto done = record.write([&](Transaction& tx) { return desk.hear(tx, news); });
  if (!done) base::log(base::Level::error, "push_not_noted", {{"code", done.error().code}});
}

}  // namespace vitrine::http
