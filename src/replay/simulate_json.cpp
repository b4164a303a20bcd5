#include "replay/simulate.hpp"

namespace vitrine::replay {
namespace {

struct Figure {
  const char* name;
  double Run::* of;
};
constexpr std::array figures{Figure{"regret", &Run::regret},
                             Figure{"late_regret_per_swipe", &Run::late_regret},
                             Figure{"reward", &Run::reward},
                             Figure{"newcomer_swipes", &Run::newcomer_swipes},
                             Figure{"found_share", &Run::found_share},
                             Figure{"found_showings", &Run::found_showings},
                             Figure{"gini", &Run::gini},
                             Figure{"topics_in_ten", &Run::topics},
                             Figure{"coverage", &Run::coverage},
                             Figure{"seconds", &Run::seconds}};

base::json::object to_json(const Spread& spread) {
  return {{"mean", spread.mean}, {"deviation", spread.deviation}};
}

}  // namespace

base::json::object to_json(const Simulated& simulated) {
  base::json::object feeds;
  for (const Algorithm algorithm : algorithms) {
    base::json::object one;
    for (const Figure& figure : figures)
      one[figure.name] = to_json(spread_of(simulated, algorithm, figure.of));
    base::json::array each;
    for (const Run& run : simulated.runs) {
      if (run.algorithm != algorithm) continue;
      base::json::object of_seed{
          {"seed", run.seed}, {"newcomers", run.newcomers}, {"good_new", run.good_new}};
      for (const Figure& figure : figures) of_seed[figure.name] = run.*figure.of;
      of_seed["newcomer_curve"] = base::json::array(run.newcomer_curve.begin(), run.newcomer_curve.end());
      each.push_back(std::move(of_seed));
    }
    one["each"] = std::move(each);
    feeds[algorithm_name(algorithm)] = std::move(one);
  }
  const double ours = spread_of(simulated, Algorithm::vitrine, &Run::regret).mean;
  base::json::object ratios;
  for (const Algorithm algorithm : algorithms) {
    const double theirs = spread_of(simulated, algorithm, &Run::regret).mean;
    if (algorithm != Algorithm::vitrine && theirs > 0) ratios[algorithm_name(algorithm)] = ours / theirs;
  }
  return {{"protocol", "closed loop; rewards are expected by the truth"},
          {"swipes", simulated.options.swipes},
          {"seeds", simulated.options.seeds},
          {"people", simulated.people},
          {"worth", simulated.options.worth == Worth::policy ? "policy" : "long_view"},
          {"clips", simulated.clips},
          {"feeds", std::move(feeds)},
          {"regret_ratio", std::move(ratios)}};
}

base::json::object to_json(const FitFigures& figures) {
  return {{"lines", figures.lines},
          {"lines_without_outcome", figures.untold},
          {"viewers", figures.viewers},
          {"videos", figures.videos},
          {"auc_held_out", figures.held_out.auc},
          {"auc_held_out_without_taste", figures.held_out.auc_biases},
          {"spread", figures.held_out.spread},
          {"bad_lines", to_json(figures.bad)}};
}

}  // namespace vitrine::replay
