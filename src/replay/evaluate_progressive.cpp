#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/text.hpp"
#include "learning/model.hpp"
#include "replay/event_lines.hpp"
#include "replay/lines.hpp"
#include "replay/moments.hpp"
#include "replay/named_columns.hpp"

namespace vitrine::replay {
namespace {

using learning::Head;
using learning::Impression;

constexpr std::array<Head, 10> heads{Head::finish,   Head::long_view, Head::like,   Head::skip,
                                     Head::opened,   Head::share,     Head::follow, Head::comment,
                                     Head::negative, Head::watched};

using Videos = std::unordered_map<std::uint64_t, Impression>;  ///< what the catalogue knows of each

/// KuaiRand's prehistory: per viewer the last watches, likes and long watches, in order but without times.
/// Its labels are a little different and it says nothing of unopened showings, so `opened` is not learned
/// from it. Columns go by name: two lists that changed places would teach the opposite of what happened.
class PrehistoryReader {
 public:
  static base::Result<PrehistoryReader> open(std::string_view header) {
    PrehistoryReader reader;
    const auto names = fields_of(header, ",");
    const Columns columns{names.value_or(std::vector<std::string>{})};
    reader.count_ = columns.count();
    for (const auto& [name, place] : {std::pair{"user_id", &reader.viewer_},
                                      {"last_time_ms", &reader.last_ms_},
                                      {"watch_seq", &reader.watched_},
                                      {"like_seq", &reader.liked_},
                                      {"long_watch_seq", &reader.long_seen_}}) {
      const auto found = columns.find(name);
      if (!found)
        return base::fail(base::Fault::invalid_input, "evaluate_input",
                          "The prehistory needs a column named " + std::string{name} +
                              "; found: " + columns_found(header) + ".");
      *place = *found;
    }
    return reader;
  }

  /// Adds the watches of a line. Answers what is wrong with it, or nothing; then none is added.
  std::string read(std::string_view text, const Videos& videos, std::vector<EventLine>& found) const {
    const auto fields = fields_of(text, ",");
    if (!fields) return "open quote";
    if (fields->size() != count_) return "wrong number of fields";
    if ((*fields)[viewer_].empty()) return "user_id is empty";
    const auto last_ms = number<std::int64_t>((*fields)[last_ms_]);
    if (auto wrong = wrong_time("last_time_ms", last_ms); !wrong.empty()) return wrong;
    for (const std::size_t list : {watched_, liked_, long_seen_})
      if ((*fields)[list].find_first_of(no_id_has) != std::string::npos)
        return "a list is not ids with spaces between them";
    const auto watched = base::split((*fields)[watched_], ' ');
    for (std::size_t i = 0; i < watched.size(); ++i) {
      if (watched[i].empty()) continue;
      EventLine line = watch_of(watched[i], *fields, videos);
      // One watch a minute, the last one at the time given.
      line.at_ms = *last_ms - static_cast<std::int64_t>(watched.size() - i) * 60'000;
      line.shown.at_s = learning::seconds(model::instant(line.at_ms));
      found.push_back(line);
    }
    return {};
  }

 private:
  static constexpr std::string_view no_id_has = ",;|[](){}\"'\t";

  [[nodiscard]] EventLine watch_of(std::string_view name, const std::vector<std::string>& fields,
                                   const Videos& videos) const {
    const auto liked = base::split(fields[liked_], ' '), long_seen = base::split(fields[long_seen_], ' ');
    EventLine line;
    const std::uint64_t video = id_of(name);
    if (const auto known = videos.find(video); known != videos.end()) line.shown = known->second;
    line.shown.video = video;
    line.shown.viewer = id_of(fields[viewer_]);
    line.shown.surface = 15;
    const bool was_long = std::ranges::find(long_seen, name) != long_seen.end();
    const float needed_s = std::min(line.shown.duration_s, learning::long_view_s);
    line.outcome = learning::outcome_of(
        was_long ? std::max(line.shown.duration_s, learning::long_view_s) : std::min(7.0F, 0.3F * needed_s),
        line.shown.duration_s, false, false);
    line.outcome.set(Head::long_view, was_long);
    line.outcome.set(Head::like, std::ranges::find(liked, name) != liked.end());
    line.outcome.known = learning::bits_of({Head::long_view, Head::like, Head::watched, Head::finish});
    return line;
  }

  std::size_t count_ = 0, viewer_ = 0, last_ms_ = 0, watched_ = 0, liked_ = 0, long_seen_ = 0;
};

base::Result<std::vector<EventLine>> read_prehistory(std::istream& in, const Videos& videos,
                                                     BadLines& all_bad) {
  BadLines bad;
  std::vector<EventLine> found;
  Lines lines{in, "prehistory", bad};
  std::string_view text;
  (void)lines.next(text);  // of a file without a line it stays empty, and is no header
  TRY_LET(const auto reader, PrehistoryReader::open(text));
  while (lines.next(text))
    if (const auto wrong = reader.read(text, videos, found); !wrong.empty()) lines.refuse(wrong);
  if (auto why = unreadable("The file of prehistory", found.size(), bad))
    return base::fail(base::Fault::invalid_input, "evaluate_input", std::move(*why));
  all_bad.add_all(bad);
  std::ranges::stable_sort(found, {}, &EventLine::at_ms);
  return found;
}

HeadFigures figures_of(Head head, std::vector<std::pair<float, bool>> scored) {
  HeadFigures figures;
  figures.head = learning::head_names[index(head)];
  figures.n = scored.size();
  double predicted = 0;
  for (const auto& [p, yes] : scored) {
    const double kept = std::clamp(static_cast<double>(p), 1e-6, 1 - 1e-6);
    figures.logloss -= yes ? std::log(kept) : std::log(1 - kept);
    figures.positive += yes ? 1 : 0;
    predicted += p;
  }
  const auto n = static_cast<double>(std::max<std::size_t>(scored.size(), 1));
  if (head != Head::watched && figures.positive > 0) figures.calibration = predicted / figures.positive;
  const bool both = figures.positive > 0 && figures.positive < n;
  figures.positive /= n;
  figures.logloss /= n;
  if (both) figures.auc = auc(std::move(scored));
  return figures;
}

}  // namespace

double auc(std::vector<std::pair<float, bool>> scored) {
  std::ranges::sort(scored, {}, &std::pair<float, bool>::first);
  double rank_sum = 0, yes = 0;
  for (std::size_t i = 0; i < scored.size();) {
    std::size_t j = i;
    while (j < scored.size() && scored[j].first == scored[i].first) ++j;
    const double middle = static_cast<double>(i + 1 + j) / 2;
    for (std::size_t k = i; k < j; ++k) {
      rank_sum += scored[k].second ? middle : 0;
      yes += scored[k].second ? 1 : 0;
    }
    i = j;
  }
  const double no = static_cast<double>(scored.size()) - yes;
  return yes == 0 || no == 0 ? 0.5 : (rank_sum - yes * (yes + 1) / 2) / (yes * no);
}

// Prehistory has other labels than the showings to be predicted (read_prehistory): its counts are worth as
// much, the weights that fit it are not.
constexpr float earlier_step = 0.1F;

base::Result<Progressive> progressive(std::istream& events, std::istream* prehistory, Format format,
                                      double (*seconds_now)()) {
  Progressive figures;
  TRY_LET(const auto log, read_events(events, format, "events", figures.bad));
  const auto& lines = log.lines;
  if (auto why = unreadable("The file of events", lines.size(), figures.bad))
    return base::fail(base::Fault::invalid_input, "evaluate_input", std::move(*why));
  figures.not_used = log.not_used;
  figures.first_ms = lines.front().at_ms;
  figures.last_ms = lines.back().at_ms;
  Videos videos;
  for (const EventLine& line : lines) videos.insert_or_assign(line.shown.video, line.shown);
  std::vector<EventLine> earlier;
  if (prehistory != nullptr) {
    TRY_LET(earlier, read_prehistory(*prehistory, videos, figures.bad));
  }

  figures.events = lines.size();
  figures.prehistory = earlier.size();
  std::array<std::vector<std::pair<float, bool>>, learning::heads_count> scored;
  const double start = seconds_now();
  learning::Model model;
  for (const EventLine& line : earlier) model.learn(line.shown, line.outcome, earlier_step);
  for (const EventLine& line : lines) {
    const bool longer = model.watch_ranks().of(line.outcome) > 0.5F;  // than most of that length
    const auto predicted = model.learn(line.shown, line.outcome);
    for (const Head head : heads)
      if (line.outcome.knows(head))
        scored[index(head)].emplace_back(predicted[index(head)],
                                         head == Head::watched ? longer : line.outcome.is(head));
  }
  figures.seconds = seconds_now() - start;
  for (const Head head : heads)
    if (!scored[index(head)].empty())
      figures.heads.push_back(figures_of(head, std::move(scored[index(head)])));
  if (figures.heads.empty())
    return base::fail(
        base::Fault::invalid_input, "evaluate_input",
        "No column of the events says how a showing ended: they need " + outcomes_of(format) + ".");
  return figures;
}

base::json::object to_json(const BadLines& bad) {
  base::json::array first;
  for (const auto& line : bad.first) first.emplace_back(line);
  return {{"count", bad.count}, {"first", std::move(first)}};
}

base::json::object to_json(const Progressive& figures) {
  base::json::object all;
  for (const auto& head : figures.heads) {
    base::json::object one{{"n", head.n}, {"positive", head.positive}, {"logloss", head.logloss}};
    if (head.auc) one["auc"] = *head.auc;
    if (head.calibration) one["calibration"] = *head.calibration;
    all[head.head] = std::move(one);
  }
  // Under the name other tools have for it. Round brackets: braces would make a list of one.
  if (const auto* opened = all.if_contains("opened")) {
    base::json::value click(*opened);
    all["click"] = std::move(click);
  }
  base::json::array not_used;
  for (const auto& name : figures.not_used) not_used.emplace_back(name);
  const double learned = static_cast<double>(figures.events + figures.prehistory);
  return {{"protocol", "progressive: predict, then learn; one pass in order of time"},
          {"times", base::json::array{moment_text(static_cast<std::uint32_t>(figures.first_ms / 1000)),
                                      moment_text(static_cast<std::uint32_t>(figures.last_ms / 1000))}},
          {"columns_not_used", std::move(not_used)},
          {"events", figures.events},
          {"prehistory", figures.prehistory},
          {"heads", std::move(all)},
          {"seconds", figures.seconds},
          {"events_per_second_all_heads", figures.seconds > 0 ? learned / figures.seconds : 0},
          {"bad_lines", to_json(figures.bad)}};
}

}  // namespace vitrine::replay
