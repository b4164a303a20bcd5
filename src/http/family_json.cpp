#include "http/family_json.hpp"

namespace vitrine::http {
namespace json = base::json;
using namespace shape;

Shape limits_shape() {
  const auto time_of_day = integer(0, social::day_min - 1);
  const auto hours = object({field("from", time_of_day), field("until", time_of_day)});
  return named("FamilyLimits", object({field("daily_minutes", integer(0, social::day_min)),
                                       field("quiet", nullable(hours)), field("restricted", boolean()),
                                       field("may_write", words<social::MayWrite>())}));
}

json::object limits_json(const social::Limits& limits) {
  json::object out{{"daily_minutes", limits.daily_min},
                   {"quiet", nullptr},
                   {"restricted", limits.restricted},
                   {"may_write", model::text(limits.may_write)}};
  if (limits.quiet) out["quiet"] = {{"from", limits.quiet->from_min}, {"until", limits.quiet->until_min}};
  return out;
}

social::Limits read_limits(const Fields& in) {
  social::Limits limits{.daily_min = static_cast<int>(in.integer("daily_minutes")),
                        .quiet = std::nullopt,
                        .restricted = in.boolean("restricted"),
                        .may_write = in.word<social::MayWrite>("may_write")};
  if (const auto quiet = in.maybe_object("quiet"))
    limits.quiet = {static_cast<int>(quiet->integer("from")), static_cast<int>(quiet->integer("until"))};
  return limits;
}

}  // namespace vitrine::http
