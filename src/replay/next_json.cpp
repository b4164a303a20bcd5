#include <string>

#include "replay/moments.hpp"
#include "replay/next.hpp"

namespace vitrine::replay {
namespace {

base::json::object json_of(const Ranking& ranking) {
  return {{"n", ranking.n},
          {"hr_at_5", ranking.hr(5)},
          {"hr_at_10", ranking.hr(10)},
          {"hr_at_20", ranking.hr(20)},
          {"ndcg_at_5", ranking.ndcg(5)},
          {"ndcg_at_10", ranking.ndcg(10)},
          {"ndcg_at_20", ranking.ndcg(20)},
          {"mrr", ranking.mrr()}};
}

/// "item_graph": {"at_100": a share, ...}, the same with near ones.
base::json::object json_of(const Candidates& candidates) {
  const auto shares = [&](const auto& found) {
    base::json::object all;
    for (std::size_t i = 0; i < Candidates::counts.size(); ++i)
      all["at_" + std::to_string(Candidates::counts[i])] = candidates.share(found[i]);
    return all;
  };
  return {{"item_graph", shares(candidates.by_graph)},
          {"item_graph_and_taste", shares(candidates.with_near)}};
}

/// What the file was taken for, into the answer.
void add_reading(base::json::object& all, const ReadAs& read_as) {
  all["read_as"] = read_as.format;
  if (!read_as.columns.empty()) all["columns"] = read_as.columns;
  all["header"] = read_as.header.empty() ? base::json::value(nullptr) : base::json::value(read_as.header);
}

base::json::array times_of(std::uint32_t first_s, std::uint32_t last_s, const ReadAs& read_as) {
  const auto text = [&](std::uint32_t at_s) {
    return read_as.own_clocks && !read_as.days ? std::to_string(at_s) + " s" : moment_text(at_s);
  };
  return {base::json::value(text(first_s)), base::json::value(text(last_s))};
}

double per_second(std::uint64_t n, double seconds) {
  return seconds > 0 ? static_cast<double>(n) / seconds : 0;
}

}  // namespace

base::json::object to_json(const NextItems& figures) {
  base::json::object all = json_of(figures.ours);
  all["protocol"] =
      figures.held_out == HeldOut::last
          ? "last item of each user left out, every item the user has not had is ranked, ties count against "
            "us"
          : "validation: the last item of each user is not used, the one before it is left out; every item "
            "the user has not had is ranked, ties count against us";
  all["order"] = figures.timed ? "one pass in order of time"
                               : "one pass, everybody's history spread evenly over the same stretch";
  all["format"] = figures.format == SequenceFormat::lists ? "lists" : "pairs";
  add_reading(all, figures.read_as);
  if (figures.timed) all["times"] = times_of(figures.first_s, figures.last_s, figures.read_as);
  all["users"] = figures.people;
  all["items"] = figures.items;
  all["events"] = figures.events;
  all["taught"] = figures.taught;
  all["seconds_learning"] = figures.seconds_learning;
  all["seconds_ranking"] = figures.seconds_ranking;
  all["events_per_second"] = per_second(figures.events, figures.seconds_learning);
  all["rankings_per_second"] = per_second(figures.people, figures.seconds_ranking);
  all["baselines"] =
      base::json::object{{"popularity", json_of(figures.popularity)}, {"item_graph", json_of(figures.graph)}};
  all["candidates"] = json_of(figures.candidates);
  all["bad_lines"] = to_json(figures.bad);
  return all;
}

base::json::object to_json(const Sessions& figures) {
  base::json::object all = json_of(figures.ours);
  all["protocol"] =
      "every click of a session after its first, predicted from the state just before it and then learned; "
      "every item seen so far is ranked, ties count against us; baselines with the items of the session or "
      "without them, whichever hits more often";
  all["events"] = figures.events;
  all["sessions"] = figures.sessions;
  all["items"] = figures.items;
  add_reading(all, figures.read_as);
  all["times"] = times_of(figures.first_s, figures.last_s, figures.read_as);
  const bool fresh = !figures.read_as.own_clocks;  // else nobody knows what came an hour before
  if (fresh) all["fresh"] = json_of(figures.fresh);
  else all["note"] = own_clocks_note;
  all["seconds"] = figures.seconds;
  all["events_per_second"] = per_second(figures.events, figures.seconds);
  base::json::object popularity = json_of(figures.popularity);
  if (fresh) popularity["fresh"] = json_of(figures.fresh_popularity);
  all["baselines"] =
      base::json::object{{"popularity", std::move(popularity)}, {"item_graph", json_of(figures.graph)}};
  all["bad_lines"] = to_json(figures.bad);
  return all;
}

}  // namespace vitrine::replay
