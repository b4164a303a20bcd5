#include "http/operator_routes.hpp"

#include "feed/policy.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace {
namespace json = base::json;
using namespace shape;
using learning::heads_count;
using supply::Vitals;

constexpr std::size_t newest_max = 300;  // points of a scatter plot that can still be told apart

Shape tally_shape() {
  return named("Tally", object({field("shown", count()), field("ended", count()), field("finished", count()),
                                field("skipped", count())}));
}

Shape class_shape() { return object({field("at_most", nullable(count())), field("tally", tally_shape())}); }

Shape calibration_shape() {
  return object({field("head", text(1, 20)), field("n", number()), field("predicted", number()),
                 field("happened", number())});
}

Shape vitals_shape() {
  return named(
      "AlgorithmVitals",
      object({field("log_position", count()),
              field("folded_position", count()),
              field("unreadable", count()),
              field("videos", count()),
              field("viewers", count()),
              field("rows", count()),
              field("table_bytes", count()),
              field("now", time()),
              field("newest_event_at", nullable(time())),
              field("measured_since", time()),
              field("events_last_minute", count()),
              field("calibration", array(calibration_shape(), heads_count)),
              field("hours", array(object({field("begins_at", time()), field("events", count()),
                                           field("tally", tally_shape()),
                                           field("calibration", array(calibration_shape(), heads_count))}),
                                   Vitals::hours)),
              field("sources", array(object({field("source", text(1, 20)), field("tally", tally_shape())}),
                                     model::events::sources_count)),
              field("viewer_classes", array(class_shape(), Vitals::viewer_classes.size())),
              field("age_classes", array(class_shape(), Vitals::age_classes.size())),
              field("creators", count()),
              field("gini", number()),
              field("lorenz", array(number(), 11)),
              field("diversity", object({field("topics", number()), field("creators", number()),
                                         field("without_topic", count())})),
              field("uncounted", object({field("creators", count()), field("topics", count())})),
              field("newest",
                    array(object({field("age_s", count()), field("shown", count()), field("good", count())}),
                          newest_max))}));
}

json::object tally_json(const Vitals::Tally& tally) {
  return {{"shown", tally.shown},
          {"ended", tally.ended},
          {"finished", tally.finished},
          {"skipped", tally.skipped}};
}

template <std::size_t n>
json::array classes_json(const std::array<std::uint32_t, n>& bounds,
                         const std::array<Vitals::Tally, n>& tallies) {
  json::array list;
  for (std::size_t i = 0; i < n; ++i)
    list.push_back(
        json::object{{"at_most", bounds[i] == UINT32_MAX ? json::value(nullptr) : json::value(bounds[i])},
                     {"tally", tally_json(tallies[i])}});
  return list;
}

/// Mean promise and mean outcome of each head; only those that were never asked are left out.
json::array calibration_json(const learning::Calibration& calibration) {
  json::array list;
  for (std::size_t h = 0; h < heads_count; ++h)
    if (const float n = calibration.n[h]; n > 0)
      list.push_back(json::object{{"head", learning::head_names[h]},
                                  {"n", n},
                                  {"predicted", calibration.predicted[h] / n},
                                  {"happened", calibration.happened[h] / n}});
  return list;
}

json::object model_json(const learning::Model& model, std::int64_t now_s) {
  json::array newest;
  const auto& ids = model.library().newest();
  for (std::size_t i = ids.size() > newest_max ? ids.size() - newest_max : 0; i < ids.size(); ++i)
    if (const auto* video = model.library().find(ids[i]); video != nullptr && !video->withdrawn)
      newest.push_back(json::object{{"age_s", std::max<std::int64_t>(0, now_s - video->published_s)},
                                    {"shown", video->shown},
                                    {"good", video->good}});
  return {{"folded_position", model.position()},  {"videos", model.library().size()},
          {"viewers", model.viewers().size()},    {"rows", model.table().size()},
          {"table_bytes", model.table().bytes()}, {"calibration", calibration_json(model.calibration())},
          {"newest", std::move(newest)}};
}

json::array hours_json(const Vitals::Report& report) {
  json::array list;
  for (const auto& hour : report.hours)
    list.push_back(json::object{{"begins_at", hour.begins_s * 1000},
                                {"events", hour.events},
                                {"tally", tally_json(hour.tally)},
                                {"calibration", calibration_json(hour.calibration)}});
  return list;
}

json::array sources_json(const Vitals::Report& report) {
  json::array list;
  for (std::size_t s = 0; s < report.sources.size(); ++s)
    if (report.sources[s].shown + report.sources[s].ended > 0)
      list.push_back(json::object{{"source", feed::source_name(static_cast<model::events::Source>(s))},
                                  {"tally", tally_json(report.sources[s])}});
  return list;
}

Result<Response> vitals(const OperatorNeeds& needs, model::Instant now) {
  TRY_LET(const model::LogPosition last, needs.log.last());
  const auto report = needs.live.vitals(now);
  json::object answer =
      needs.live.read([&](const learning::Model& model) { return model_json(model, report.now_s); });
  json::array lorenz;
  for (const double share : report.lorenz) lorenz.push_back(share);
  answer["log_position"] = std::max(last, answer.at("folded_position").to_number<model::LogPosition>());
  answer["unreadable"] = needs.live.unreadable();
  answer["now"] = report.now_s * 1000;
  answer["newest_event_at"] =
      report.newest_s == 0 ? json::value(nullptr) : json::value(report.newest_s * 1000);
  answer["measured_since"] = report.measured_since_s * 1000;
  answer["events_last_minute"] = report.events_last_minute;
  answer["hours"] = hours_json(report);
  answer["sources"] = sources_json(report);
  answer["viewer_classes"] = classes_json(Vitals::viewer_classes, report.viewers);
  answer["age_classes"] = classes_json(Vitals::age_classes, report.ages);
  answer["creators"] = report.creators;
  answer["gini"] = report.gini;
  answer["lorenz"] = std::move(lorenz);
  answer["diversity"] = json::object{{"topics", report.diversity.topics},
                                     {"creators", report.diversity.creators},
                                     {"without_topic", report.diversity.without_topic}};
  answer["uncounted"] =
      json::object{{"creators", report.uncounted.creators}, {"topics", report.uncounted.topics}};
  return Response::json(std::move(answer));
}
}  // namespace

void add_operator_routes(RouteTable& table, OperatorNeeds needs) {
  table.add({.method = "GET",
             .path = "/api/v1/operator/algorithm",
             .summary = "How the algorithm has been doing for the last day",
             .tag = "operator",
             .access = Access::moderator,
             .answer = {200, vitals_shape()},
             .handler = [needs](Call& call) { return vitals(needs, call.now()); }});
}

}  // namespace vitrine::http
