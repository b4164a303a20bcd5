#include "replay/event_lines.hpp"

#include <cmath>

#include "base/text.hpp"
#include "learning/model.hpp"
#include "replay/lines.hpp"
#include "replay/named_columns.hpp"

namespace vitrine::replay {

using learning::Head;

namespace {

constexpr float duration_ms_max = 1e10F;  // four months; no clip is as long, and its square is still a float
constexpr float age_days_max = 1e5F;
constexpr std::int64_t at_ms_max = 1000LL * UINT32_MAX;  // the model counts seconds in 32 bits
constexpr std::int64_t at_ms_min = 100'000'000'000;      // 1973; as seconds it would be the year 5138

bool known_elsewhere(const Columns& columns) {
  return columns.find("user_id") && columns.find("video_id") && columns.find("time_ms");
}

/// "1650812741436" or, as data frames write it when a value is missing elsewhere, "1650812741436.0".
std::optional<std::int64_t> whole(std::string_view text) {
  if (text.ends_with(".0")) text.remove_suffix(2);
  return number<std::int64_t>(text);
}

std::optional<bool> flag(std::string_view text) {
  const auto value = whole(text);
  if (value == 0 || value == 1) return *value == 1;
  return std::nullopt;
}

}  // namespace

std::uint64_t id_of(std::string_view name) { return model::tag_id(name).raw(); }

std::string wrong_time(std::string_view name, std::optional<std::int64_t> at_ms) {
  if (!at_ms) return "time is not a whole number of milliseconds";
  if (*at_ms < 0 || *at_ms > at_ms_max) return "time is not between 1970 and 2106";
  if (*at_ms < at_ms_min)
    return std::string{name} + " looks like seconds; milliseconds since 1970 are needed";
  return {};
}

EventReader::Layout EventReader::layout_of(Format format) {
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

std::string outcomes_of(Format format) {
  return format == Format::kuairand
             ? "play_time_ms, is_click, is_like or another of its labels"
             : "watched_ms, opened, like, follow, comment, share, negative or long_view";
}

base::Result<EventReader> EventReader::open(std::string_view header, Format format) {
  const auto names = fields_of(header, ",");
  if (!names)
    return base::fail(base::Fault::invalid_input, "evaluate_input", "The header has an open quote.");
  EventReader reader{*names, layout_of(format)};
  for (const char* needed : {reader.layout_.viewer, reader.layout_.video, reader.layout_.at})
    if (!reader.columns_.find(needed))
      return base::fail(base::Fault::invalid_input, "evaluate_input",
                        "The events need a column named " + std::string{needed} + "." +
                            (format == Format::plain && known_elsewhere(reader.columns_)
                                 ? " These are KuaiRand's columns: --format kuairand."
                                 : ""));
  for (const auto known : reader.known_names())
    if (std::ranges::count(*names, known) > 1)
      return base::fail(base::Fault::invalid_input, "evaluate_input",
                        "Two columns of the events are named " + std::string{known} + ".");
  return reader;
}

std::vector<std::string_view> EventReader::known_names() const {
  std::vector<std::string_view> known{layout_.viewer,  layout_.video,    layout_.author,
                                      layout_.tags,    layout_.at,       layout_.surface,
                                      layout_.watched, layout_.duration, layout_.age_days};
  for (const auto& [name, head] : layout_.flags) known.emplace_back(name);
  return known;
}

std::vector<std::string> EventReader::not_used() const {
  std::vector<std::string> all;
  const auto known = known_names();
  for (const auto& name : names_)
    if (std::ranges::find(known, name) == known.end()) all.push_back(shown_name(name));
  return all;
}

std::string EventReader::read(std::string_view text, EventLine& line) {
  auto fields = fields_of(text, ",");
  if (!fields) return "open quote";
  if (fields->size() != columns_.count()) return "wrong number of fields";
  fields_ = std::move(*fields);
  const auto at = whole(field(layout_.at));
  if (auto wrong = wrong_time(layout_.at, at); !wrong.empty()) return wrong;
  for (const char* needed : {layout_.viewer, layout_.video})
    if (field(needed).empty()) return std::string{needed} + " is empty";
  line.at_ms = *at;
  learning::Impression& shown = line.shown;
  shown.viewer = id_of(field(layout_.viewer));
  shown.video = id_of(field(layout_.video));
  shown.author = id_of(field(layout_.author));
  read_tags(shown);
  std::string wrong;
  const auto surface = measure(layout_.surface, 1e9F, wrong);
  const auto age_days = measure(layout_.age_days, age_days_max, wrong);
  const auto duration_ms = measure(layout_.duration, duration_ms_max, wrong);
  if (!wrong.empty()) return wrong;
  shown.surface = static_cast<std::uint32_t>(surface && *surface >= 0 ? std::min(*surface, 15.0F) : 15.0F);
  shown.at_s = learning::seconds(model::instant(*at));
  shown.age_s = age_days.value_or(0) * 86400.0F;
  shown.duration_s = std::max(duration_ms.value_or(0), 0.0F) * 0.001F;
  return read_outcome(line);
}

std::string_view EventReader::field(const char* name) const {
  const auto column = columns_.find(name);
  return column ? std::string_view{fields_[*column]} : std::string_view{};
}

std::optional<float> EventReader::measure(const char* name, float max, std::string& wrong) const {
  const auto text = field(name);
  if (text.empty()) return std::nullopt;
  const auto value = real(text);
  if (value && std::abs(*value) <= max) return value;  // a NaN is not
  wrong = std::string{name} + " is no number, or far too large";
  return std::nullopt;
}

void EventReader::read_tags(learning::Impression& shown) const {
  shown.tags = {};
  std::size_t i = 0;
  for (const auto tag : base::split(field(layout_.tags), ','))
    if (!trimmed(tag).empty() && i < shown.tags.size()) shown.tags[i++] = id_of(trimmed(tag));
}

std::string EventReader::read_outcome(EventLine& line) const {
  std::string wrong;
  const auto watched_ms = measure(layout_.watched, duration_ms_max, wrong);
  if (!wrong.empty()) return wrong;
  const bool skipped = watched_ms.value_or(0) < 1000 * learning::skip_s;
  line.outcome = learning::outcome_of(watched_ms.value_or(0) * 0.001F, line.shown.duration_s, false, skipped);
  std::uint16_t known = 0;
  const auto know = [&](Head head) { known = static_cast<std::uint16_t>(known | (1U << index(head))); };
  if (watched_ms) know(Head::skip);
  if (watched_ms && line.shown.duration_s > 0)
    for (const Head head : {Head::finish, Head::long_view, Head::watched}) know(head);
  // Of a clip of unknown length nobody knows whether it was seen to the end; outcome_of takes one second.
  if (line.shown.duration_s <= 0) line.outcome.set(Head::skip, skipped);
  for (const auto& [name, head] : layout_.flags) {
    if (!columns_.find(name)) continue;
    const auto value = flag(field(name));
    if (!value) return std::string{name} + " is not 0 or 1";
    line.outcome.set(head, *value);
    know(head);
  }
  for (std::size_t h = 0; h < learning::heads_count; ++h)
    if ((known >> h & 1) == 0) line.outcome.set(static_cast<Head>(h), false);
  line.outcome.known = known;
  return {};
}

base::Result<EventLog> read_events(std::istream& in, Format format, const std::string& file, BadLines& bad) {
  Lines lines{in, file, bad};
  std::string_view text;
  (void)lines.next(text);  // of a file without a line it stays empty, and is no header
  TRY_LET(EventReader reader, EventReader::open(text, format));
  const std::string header{text};
  EventLog log{.lines = {}, .not_used = reader.not_used()};
  while (lines.next(text)) {
    EventLine event;
    if (text == header) lines.refuse("the header once more");
    else if (const auto wrong = reader.read(text, event); !wrong.empty()) lines.refuse(wrong);
    else log.lines.push_back(event);
  }
  std::ranges::stable_sort(log.lines, {}, &EventLine::at_ms);
  return log;
}

}  // namespace vitrine::replay
