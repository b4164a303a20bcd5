#include "replay/named_columns.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.hpp"
#include "replay/csv.hpp"
#include "replay/moments.hpp"

namespace vitrine::replay {
namespace {

using Name = std::string_view;

constexpr auto session_names = std::to_array<Name>({"session", "sessionid", "usersession", "sid"});
constexpr auto user_names = std::to_array<Name>(
    {"user", "userid", "uid", "viewer", "viewerid", "visitor", "visitorid", "customer", "customerid",
     "reviewer", "reviewerid", "profile", "profileid", "member", "memberid", "accountid", "listener"});
constexpr auto item_names =
    std::to_array<Name>({"item",       "itemid",  "iid",     "clickarticleid", "article",  "articleid",
                         "video",      "videoid", "movie",   "movieid",        "product",  "productid",
                         "parentasin", "asin",    "book",    "bookid",         "isbn",     "song",
                         "songid",     "track",   "trackid", "artist",         "artistid", "business",
                         "businessid", "news",    "newsid",  "photo",          "photoid",  "game",
                         "gameid",     "anime",   "animeid", "recipe",         "recipeid", "aid"});
constexpr auto time_names =
    std::to_array<Name>({"at",         "atms",           "ats",       "time",           "timems",
                         "timestamp",  "timestampms",    "ts",        "clicktimestamp", "eventtime",
                         "datetime",   "unixreviewtime", "createdat", "eventtimestamp", "interactiontime",
                         "reviewtime", "unixtime",       "ratedat",   "starttime",      "created",
                         "tdat",       "date",           "eventdate", "timeframe"});

constexpr auto within_names = std::to_array<Name>({"timeframe"});
constexpr auto day_names = std::to_array<Name>({"eventdate"});
constexpr auto clock_names = std::to_array<Name>({"time"});
constexpr auto date_names = std::to_array<Name>({"date", "day"});

constexpr std::array<Name, 6> separators{"\t", "::", ";", "|", ",", " "};

std::string plain_name(std::string_view name) {
  std::string plain;
  for (const char c : base::lower_ascii(name.substr(0, name.find(':'))))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain += c;
  return plain;
}

std::optional<std::size_t> find(const std::vector<std::string>& plain, std::span<const Name> known) {
  for (const std::string_view name : known)
    if (const auto found = std::ranges::find(plain, name); found != plain.end())
      return static_cast<std::size_t>(found - plain.begin());
  return std::nullopt;
}

/// Times that stand in two columns, or count from somewhere else than 1970.
void settle_times(const std::vector<std::string>& plain, NamedColumns& columns) {
  const auto within = find(plain, within_names), day = find(plain, day_names);
  if (within && (day || columns.at == within)) {
    columns.at = within;
    columns.day = day;
    columns.own_clocks = true;
  }
  const auto clock = find(plain, clock_names);
  if (clock && columns.at == clock) columns.date = find(plain, date_names);
}

std::optional<std::int64_t> whole_ms(std::string_view text) {
  if (const auto value = number<double>(text); value && *value >= 0 && *value < 1e15)
    return static_cast<std::int64_t>(*value);
  return std::nullopt;
}

/// The moment of a line in milliseconds. Says in `wrong` why there is none.
std::int64_t moment_of(const std::vector<std::string>& fields, const NamedColumns& columns,
                       std::string& wrong) {
  constexpr std::int64_t day_ms = 86'400'000, dates_from_ms = 100'000'000'000;
  const std::string& text = fields[*columns.at];
  if (columns.own_clocks && !columns.day) {
    const auto within = whole_ms(text);
    if (!within || *within / 1000 > UINT32_MAX) wrong = "the time is no number of milliseconds";
    return within.value_or(0);
  }
  if (columns.day) {
    const auto day = moment_ms(fields[*columns.day]);
    const auto within = number<std::int64_t>(text);
    if (!day || !within || *within < 0 || *within > day_ms)
      wrong = "not a day, and milliseconds of less than one";
    return day.value_or(0) + within.value_or(0);
  }
  auto at = moment_ms(text);
  if (columns.date && at.value_or(0) < dates_from_ms) {
    at = moment_ms(fields[*columns.date] + " " + text);
    if (!at) wrong = "date and time are two columns that make no moment: write 2014-04-07 09:31:17 in one";
  } else if (!at) {
    wrong = "the time is no number of seconds or milliseconds, and no date";
  }
  return at.value_or(0);
}

}  // namespace

std::optional<std::vector<std::string>> fields_of(std::string_view line, std::string_view separator) {
  auto fields = csv_fields(line, separator);
  if (!fields) return std::nullopt;
  for (auto& field : *fields) field = std::string{trimmed(field)};
  return fields;
}

std::optional<NamedColumns> named_columns(std::string_view header, Whose whose) {
  for (const std::string_view separator : separators) {
    const auto names = fields_of(header, separator);
    if (!names) continue;
    std::vector<std::string> plain;
    for (const auto& name : *names) plain.push_back(plain_name(name));
    const auto session = find(plain, session_names), user = find(plain, user_names);
    const auto who = whose == Whose::sessions ? (session ? session : user) : (user ? user : session);
    const auto item = find(plain, item_names);
    if (!who || !item) continue;
    NamedColumns columns{.separator = std::string{separator},
                         .count = names->size(),
                         .who = *who,
                         .item = *item,
                         .at = find(plain, time_names),
                         .names = *names};
    settle_times(plain, columns);
    return columns;
  }
  return std::nullopt;
}

std::string columns_found(std::string_view header) {
  constexpr std::size_t named_max = 12;
  std::vector<std::string> most;
  for (const std::string_view separator : separators)
    if (auto names = fields_of(header, separator); names && names->size() > most.size())
      most = std::move(*names);
  std::string all;
  for (std::size_t i = 0; i < std::min(most.size(), named_max); ++i)
    all += (i > 0 ? ", " : "") + shown_name(most[i]);
  return all + (most.size() > named_max ? ", ..." : "");
}

std::string shown_name(std::string_view name, std::size_t bytes_max) {
  if (!base::is_utf8(name)) return "(no text)";
  auto shown = base::clean_text(name, base::Lines::one).substr(0, bytes_max);
  while (!base::is_utf8(shown)) shown.pop_back();  // the cut went through a letter
  return shown;
}

std::string columns_taken(const NamedColumns& columns) {
  const auto name = [&](std::size_t i) {
    return i < columns.names.size() ? shown_name(columns.names[i]) : std::to_string(i + 1);
  };
  std::string all = "user or session " + name(columns.who) + ", item " + name(columns.item);
  std::vector<std::size_t> used{columns.who, columns.item};
  for (const auto& [what, column] :
       {std::pair{", time ", columns.at}, {", day ", columns.day}, {", date ", columns.date}}) {
    if (!column) continue;
    all += what + name(*column);
    used.push_back(*column);
  }
  constexpr std::size_t named_max = 20;
  std::string unused;
  std::size_t n = 0;
  for (std::size_t i = 0; i < columns.count; ++i) {
    if (std::ranges::find(used, i) != used.end() || ++n > named_max) continue;
    unused += (unused.empty() ? "; not used: " : ", ") + name(i);
  }
  return all + unused + (n > named_max ? ", ..." : "");
}

std::optional<std::size_t> unnamed_times(const std::vector<std::string>& lines, const NamedColumns& columns) {
  constexpr std::int64_t from_ms = 788'918'400'000, to_ms = 2'240'524'800'000;  // 1995 to 2041
  constexpr std::size_t enough = 2;  // of one line anything can be said
  for (std::size_t column = 0; column < columns.count; ++column) {
    if (columns.at || column == columns.who || column == columns.item) continue;
    std::size_t n = 0, times = 0;
    for (const auto& line : lines) {
      const auto fields = fields_of(line, columns.separator);
      if (!fields || fields->size() != columns.count || (*fields)[column].empty()) continue;
      const auto at = moment_ms((*fields)[column]);
      ++n;
      times += at && *at >= from_ms && *at <= to_ms ? 1 : 0;
    }
    if (n >= enough && times == n) return column;
  }
  return std::nullopt;
}

std::string read_entry(std::string_view line, const NamedColumns& columns, Entry& entry) {
  auto fields = fields_of(line, columns.separator);
  if (!fields) return "open quote";
  if (fields->size() != columns.count) return "wrong number of fields";
  entry.who = std::move((*fields)[columns.who]);
  entry.item = std::move((*fields)[columns.item]);
  entry.at_ms = 0;
  std::string wrong;
  if (columns.at) entry.at_ms = moment_of(*fields, columns, wrong);
  return wrong;
}

}  // namespace vitrine::replay
