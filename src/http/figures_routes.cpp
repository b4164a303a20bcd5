#include "http/figures_routes.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include "http/shapes.hpp"
#include "http/videos_routes.hpp"

namespace vitrine::http {
namespace json = base::json;
using model::Instant;
using model::VideoId;
using ports::Transaction;
using supply::FigureCell;
using supply::FigureTally;
using namespace shape;

namespace {
constexpr std::int64_t days_least = 7, days_usual = 28, days_most = 365;
constexpr std::size_t videos_max = 200;  // as many as catalog fetches at once; the most watched ones
constexpr std::int64_t below_zero = -1'000'000;  // noise may leave a bar there

Shape bar() { return integer(below_zero, 1'000'000'000'000); }

Shape figures_shape() {
  const auto ways = object({field("for_you", bar()), field("following", bar()), field("other_feeds", bar()),
                            field("direct", bar())});
  const auto cell = object({field("from", time()), field("to", time()), field("ways", ways),
                            field("reaches", array(bar(), supply::reaches_count))});
  return named("Figures", object({field("threshold", count()), field("spread", number()),
                                  field("from", time()), field("to", time()), field("people", count()),
                                  field("watched_ms", count()),
                                  field("cells", array(named("FigureCell", cell), days_most + 1))}));
}

Shape my_figures_shape() {
  const auto video = object(
      {field("video", shapes::video()), field("people", count()), field("watched_ms", count())});
  const auto day = object({field("day", time()), field("came", count())});
  const auto followers =
      object({field("before", count()), field("days", array(day, days_most + 2))});
  return named("MyFigures", extend(figures_shape(), {field("videos", array(video, videos_max)),
                                                     field("followers", followers)}));
}

/// What some cells come to.
struct Sum {
  FigureTally tally;
  double watched_s = 0;

  void add(const FigureCell& cell) {
    tally += cell.tally;
    watched_s += supply::watched_s(cell.tally, cell.duration_ms);
  }
  void write(json::object& out) const {
    out["people"] = supply::people_of(tally);
    out["watched_ms"] = static_cast<std::int64_t>(watched_s * 1000);
  }
};

json::object cell_json(const FigureCell& cell) {
  const auto& ways = cell.tally.ways;
  json::array reaches;
  for (const auto count : cell.tally.reaches) reaches.emplace_back(count);
  return {{"from", model::millis(cell.from)},
          {"to", model::millis(cell.to)},
          {"ways", json::object{{"for_you", ways[0]},
                                {"following", ways[1]},
                                {"other_feeds", ways[2]},
                                {"direct", ways[3]}}},
          {"reaches", std::move(reaches)}};
}

struct Term {
  Instant from, to;
};

Term term_of(const Call& call) {
  const auto days = call.query().maybe_integer("days").value_or(days_usual);
  const auto to = supply::day_of(call.now());
  return {to - std::chrono::days{days}, to};
}

json::object figures_json(const Term& term, const std::vector<FigureCell>& cells) {
  Sum sum;
  json::array items;
  for (const auto& cell : cells) {
    sum.add(cell);
    items.emplace_back(cell_json(cell));
  }
  json::object out{{"threshold", supply::viewers_min},
                   {"spread", supply::noise_deviation},
                   {"from", model::millis(term.from)},
                   {"to", model::millis(term.to)},
                   {"cells", std::move(items)}};
  sum.write(out);
  return out;
}

Result<json::array> videos_json(Transaction& tx, const Call& call, const FiguresNeeds& needs,
                                const std::map<VideoId, Sum>& sums) {
  std::vector<VideoId> ids;
  for (const auto& [id, sum] : sums) ids.push_back(id);
  std::ranges::stable_sort(ids, [&](VideoId a, VideoId b) {
    return supply::people_of(sums.at(a).tally) > supply::people_of(sums.at(b).tally);
  });
  if (ids.size() > videos_max) ids.erase(ids.begin() + videos_max, ids.end());
  TRY_LET(const auto videos, needs.videos.some(tx, viewer_of(call), ids));
  TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), videos));
  json::array items;
  for (std::size_t i = 0; i < videos.size(); ++i) {
    json::object item{{"video", std::move(rendered[i])}};
    sums.at(videos[i].id).write(item);
    items.emplace_back(std::move(item));
  }
  return items;
}

/// Of all together: people of the cells that count them once, watch time of the videos' own.
Result<Response> mine(const FiguresNeeds& needs, Call& call) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    const auto me = call.me().account;
    const auto term = term_of(call);
    TRY_LET(const auto cells, needs.figures.of(tx, {me, VideoId{0}}, term.from));
    TRY_LET(const auto by_video, needs.figures.of_videos(tx, me, term.from));
    auto out = figures_json(term, cells);
    Sum all;
    std::map<VideoId, Sum> sums;
    for (const auto& cell : by_video) {
      all.add(cell);
      sums[cell.video].add(cell);
    }
    out["watched_ms"] = static_cast<std::int64_t>(all.watched_s * 1000);
    TRY_LET(auto videos, videos_json(tx, call, needs, sums));
    out["videos"] = std::move(videos);
    TRY_LET(const auto followers, needs.relations.follower_days(tx, me, term.from));
    json::array days;
    for (const auto& [day, came] : followers.days)
      days.push_back(json::object{{"day", model::millis(day)}, {"came", came}});
    out["followers"] = json::object{{"before", followers.before}, {"days", std::move(days)}};
    return Response::json(std::move(out));
  });
}

Result<Response> of_video(const FiguresNeeds& needs, Call& call) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    const auto me = call.me().account;
    const auto id = call.id<VideoId>("video");
    TRY(needs.videos.own(tx, me, id));
    const auto term = term_of(call);
    TRY_LET(const auto cells, needs.figures.of(tx, {me, id}, term.from));
    return Response::json(figures_json(term, cells));
  });
}
}  // namespace

void add_figures_routes(RouteTable& table, FiguresNeeds needs) {
  const auto query = object({optional("days", integer(days_least, days_most))});
  table.add({.method = "GET",
             .path = "/api/v1/me/figures",
             .summary = "How one's videos were watched, all together; nothing of fewer than 20 people",
             .tag = "studio",
             .access = Access::signed_in,
             .query = query,
             .answer = {200, my_figures_shape()},
             .handler = [needs](Call& call) { return mine(needs, call); }});
  table.add({.method = "GET",
             .path = "/api/v1/videos/{video}/figures",
             .summary = "How one's video was watched; nothing of fewer than 20 people",
             .tag = "studio",
             .access = Access::signed_in,
             .query = query,
             .answer = {200, figures_shape()},
             .handler = [needs](Call& call) { return of_video(needs, call); }});
}

}  // namespace vitrine::http
