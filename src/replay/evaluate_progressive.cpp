#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/text.hpp"
#include "learning/model.hpp"
#include "replay/csv.hpp"
#include "replay/evaluate.hpp"

namespace vitrine::replay {
namespace {

using learning::Head;
using learning::Impression;
using learning::Outcome;

/// One line: a showing and how it ended.
struct Line {
  Impression shown;
  Outcome outcome;
  std::int64_t at_ms = 0;
};

constexpr std::array<Head, 10> heads{Head::finish,   Head::long_view, Head::like,   Head::skip,
                                     Head::opened,   Head::share,     Head::follow, Head::comment,
                                     Head::negative, Head::watched};

/// Where each fact stands in a line of this format; the column's name comes first where it has several.
struct Layout {
  const char *viewer, *video, *author, *tags, *at, *surface, *duration, *watched, *age_days;
  std::vector<std::pair<const char*, Head>> flags;
};

Layout layout_of(Format format) {
  if (format == Format::kuairand)
    return {"user_id",
            "video_id",
            "author_id",
            "tag",
            "time_ms",
            "tab",
            "duration_ms",
            "play_time_ms",
            "freshness_days",
            {{"is_click", Head::opened},
             {"is_like", Head::like},
             {"is_follow", Head::follow},
             {"is_comment", Head::comment},
             {"is_forward", Head::share},
             {"is_hate", Head::negative},
             {"long_view", Head::long_view}}};
  return {"viewer",
          "video",
          "author",
          "tags",
          "at_ms",
          "surface",
          "duration_ms",
          "watched_ms",
          "age_days",
          {{"opened", Head::opened},
           {"like", Head::like},
           {"follow", Head::follow},
           {"comment", Head::comment},
           {"share", Head::share},
           {"negative", Head::negative},
           {"long_view", Head::long_view}}};
}

/// Names of any kind become ids; 0 is kept for "nobody".
std::uint64_t id_of(std::string_view name) { return model::tag_id(name).raw(); }

class LineReader {
 public:
  static base::Result<LineReader> open(const std::string& header, Format format) {
    const auto names = csv_fields(header);
    if (!names)
      return base::fail(base::Fault::invalid_input, "evaluate_input", "The header has an open quote.");
    LineReader reader{Columns{*names}, layout_of(format)};
    for (const char* needed : {reader.layout_.viewer, reader.layout_.video, reader.layout_.at})
      if (!reader.columns_.find(needed))
        return base::fail(base::Fault::invalid_input, "evaluate_input",
                          "The events need a column named " + std::string{needed} + ".");
    return reader;
  }

  /// Answers what is wrong with the line, or nothing.
  std::string read(const std::string& text, Line& line) {
    const auto fields = csv_fields(text);
    if (!fields) return "open quote";
    if (fields->size() != columns_.count()) return "wrong number of fields";
    fields_ = &*fields;
    const auto at = number<std::int64_t>(field(layout_.at));
    if (!at) return "time is not a whole number of milliseconds";
    line.at_ms = *at;
    Impression& shown = line.shown;
    shown.viewer = id_of(field(layout_.viewer));
    shown.video = id_of(field(layout_.video));
    shown.author = id_of(field(layout_.author));
    read_tags(shown);
    shown.surface = small_number(field(layout_.surface));
    shown.at_s = learning::seconds(model::instant(*at));
    shown.age_s = number<float>(field(layout_.age_days)).value_or(0) * 86400.0F;
    const auto duration_ms = number<float>(field(layout_.duration)).value_or(0);
    shown.duration_s = std::max(duration_ms, 0.0F) * 0.001F;
    return read_outcome(line);
  }

 private:
  LineReader(Columns columns, Layout layout) : columns_(std::move(columns)), layout_(std::move(layout)) {}

  [[nodiscard]] std::string_view field(const char* name) const {
    const auto column = columns_.find(name);
    return column ? std::string_view{(*fields_)[*column]} : std::string_view{};
  }
  static std::uint32_t small_number(std::string_view text) {
    return std::min<std::uint32_t>(number<std::uint32_t>(text).value_or(15), 15);
  }
  void read_tags(Impression& shown) const {
    shown.tags = {};
    std::size_t i = 0;
    for (const auto tag : base::split(field(layout_.tags), ','))
      if (!tag.empty() && i < shown.tags.size()) shown.tags[i++] = id_of(tag);
  }
  std::string read_outcome(Line& line) const {
    const auto watched_ms = number<float>(field(layout_.watched));
    line.outcome = learning::outcome_of(watched_ms.value_or(0) * 0.001F, line.shown.duration_s, false,
                                        watched_ms.value_or(0) < 1000 * learning::skip_s);
    std::uint16_t known = 0;
    const auto know = [&](Head head) { known = static_cast<std::uint16_t>(known | (1U << index(head))); };
    if (watched_ms)
      for (const Head head : {Head::finish, Head::long_view, Head::skip, Head::watched}) know(head);
    for (const auto& [name, head] : layout_.flags) {
      if (!columns_.find(name)) continue;
      const auto value = field(name);
      if (value != "0" && value != "1") return std::string{name} + " is not 0 or 1";
      line.outcome.set(head, value == "1");
      know(head);
    }
    line.outcome.known = known;
    return {};
  }

  Columns columns_;
  Layout layout_;
  const std::vector<std::string>* fields_ = nullptr;
};

/// KuaiRand's prehistory: per viewer the last watches, likes and long watches, in order but without times.
/// Its labels are a little different and it says nothing of unopened showings, so `opened` is not learned
/// from it.
std::vector<Line> read_prehistory(std::istream& in,
                                  const std::unordered_map<std::uint64_t, Impression>& videos,
                                  BadLines& bad) {
  std::vector<Line> lines;
  std::string text;
  std::getline(in, text);
  for (std::uint64_t at = 2; std::getline(in, text); ++at) {
    const auto fields = csv_fields(text);
    const auto last_ms = fields && fields->size() == 6 ? number<std::int64_t>((*fields)[2]) : std::nullopt;
    if (!last_ms) {
      bad.add("prehistory", at, "six fields are needed, the third a time");
      continue;
    }
    const auto liked = base::split((*fields)[4], ' ');
    const auto long_seen = base::split((*fields)[5], ' ');
    const auto watched = base::split((*fields)[3], ' ');
    for (std::size_t i = 0; i < watched.size(); ++i) {
      if (watched[i].empty()) continue;
      Line line;
      const std::uint64_t video = id_of(watched[i]);
      if (const auto known = videos.find(video); known != videos.end()) line.shown = known->second;
      line.shown.video = video;
      line.shown.viewer = id_of((*fields)[0]);
      line.shown.surface = 15;
      // One watch a minute, the last one at the time given.
      line.at_ms = *last_ms - static_cast<std::int64_t>(watched.size() - i) * 60'000;
      line.shown.at_s = learning::seconds(model::instant(line.at_ms));
      const bool was_long = std::ranges::find(long_seen, watched[i]) != long_seen.end();
      const float needed_s = std::min(line.shown.duration_s, learning::long_view_s);
      line.outcome = learning::outcome_of(
          was_long ? std::max(line.shown.duration_s, learning::long_view_s) : std::min(7.0F, 0.3F * needed_s),
          line.shown.duration_s, false, false);
      line.outcome.set(Head::long_view, was_long);
      line.outcome.set(Head::like, std::ranges::find(liked, watched[i]) != liked.end());
      line.outcome.known = (1U << index(Head::long_view)) | (1U << index(Head::like)) |
                           (1U << index(Head::watched)) | (1U << index(Head::finish));
      lines.push_back(line);
    }
  }
  return lines;
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
  figures.calibration = figures.positive > 0 ? predicted / figures.positive : 0;
  figures.positive /= n;
  figures.logloss /= n;
  figures.auc = auc(std::move(scored));
  return figures;
}

}  // namespace

void BadLines::add(const std::string& file, std::uint64_t line, const std::string& why) {
  ++count;
  if (first.size() < 10) first.push_back(file + ":" + std::to_string(line) + ": " + why);
}

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

base::Result<Progressive> progressive(std::istream& events, std::istream* prehistory, Format format,
                                      double (*seconds_now)()) {
  Progressive figures;
  std::string text;
  std::getline(events, text);
  TRY_LET(LineReader reader, LineReader::open(text, format));
  std::vector<Line> lines;
  std::unordered_map<std::uint64_t, Impression> videos;  // what the catalogue knows of each
  for (std::uint64_t at = 2; std::getline(events, text); ++at) {
    Line line;
    if (const auto wrong = reader.read(text, line); !wrong.empty()) {
      figures.bad.add("events", at, wrong);
      continue;
    }
    lines.push_back(line);
    videos.insert_or_assign(line.shown.video, line.shown);
  }
  const auto by_time = [](const Line& a, const Line& b) { return a.at_ms < b.at_ms; };
  std::ranges::stable_sort(lines, by_time);
  std::vector<Line> earlier;
  if (prehistory != nullptr) earlier = read_prehistory(*prehistory, videos, figures.bad);
  std::ranges::stable_sort(earlier, by_time);

  figures.events = lines.size();
  figures.prehistory = earlier.size();
  std::array<std::vector<std::pair<float, bool>>, learning::heads_count> scored;
  const double start = seconds_now();
  learning::Model model;
  for (Line& line : earlier) {
    model.complete(line.shown);
    model.learn(line.shown, line.outcome);
  }
  for (Line& line : lines) {
    model.complete(line.shown);
    const auto predicted = model.learn(line.shown, line.outcome);
    for (const Head head : heads)
      if (line.outcome.knows(head))
        scored[index(head)].emplace_back(predicted[index(head)], line.outcome.is(head));
  }
  figures.seconds = seconds_now() - start;
  for (const Head head : heads)
    if (!scored[index(head)].empty())
      figures.heads.push_back(figures_of(head, std::move(scored[index(head)])));
  return figures;
}

base::json::object to_json(const BadLines& bad) {
  base::json::array first;
  for (const auto& line : bad.first) first.emplace_back(line);
  return {{"count", bad.count}, {"first", std::move(first)}};
}

base::json::object to_json(const Progressive& figures) {
  base::json::object all;
  for (const auto& head : figures.heads)
    all[head.head] = base::json::object{{"n", head.n},
                                        {"positive", head.positive},
                                        {"auc", head.auc},
                                        {"logloss", head.logloss},
                                        {"calibration", head.calibration}};
  if (auto* opened = all.if_contains("opened")) all["click"] = base::json::value{*opened};
  const double learned = static_cast<double>(figures.events + figures.prehistory);
  return {{"protocol", "progressive: predict, then learn; one pass in order of time"},
          {"events", figures.events},
          {"prehistory", figures.prehistory},
          {"heads", std::move(all)},
          {"seconds", figures.seconds},
          {"events_per_second_all_heads", figures.seconds > 0 ? learned / figures.seconds : 0},
          {"bad_lines", to_json(figures.bad)}};
}

}  // namespace vitrine::replay
