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
constexpr auto time_names = std::to_array<Name>(
    {"at", "atms", "ats", "time", "timems", "timestamp", "timestampms", "ts", "clicktimestamp", "eventtime",
     "datetime", "unixreviewtime", "createdat", "date", "eventdate", "timeframe"});

constexpr auto within_names = std::to_array<Name>({"timeframe"});
constexpr auto day_names = std::to_array<Name>({"eventdate"});

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

}  // namespace

std::optional<std::vector<std::string>> fields_of(std::string_view line, std::string_view separator) {
  auto fields = csv_fields(line, separator);
  if (!fields) return std::nullopt;
  for (auto& field : *fields) {
    field.erase(0, std::min(field.find_first_not_of(' '), field.size()));
    field.erase(field.find_last_not_of(' ') + 1);
  }
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
    NamedColumns columns{std::string{separator}, names->size(), *who, *item, find(plain, time_names), {}};
    const auto within = find(plain, within_names), day = find(plain, day_names);
    if (within && day) {
      columns.at = within;
      columns.day = day;
    }
    return columns;
  }
  return std::nullopt;
}

std::string columns_found(std::string_view header) {
  constexpr std::size_t named_max = 12, name_max = 40;
  std::vector<std::string> most;
  for (const std::string_view separator : separators)
    if (auto names = fields_of(header, separator); names && names->size() > most.size())
      most = std::move(*names);
  std::string all;
  for (std::size_t i = 0; i < std::min(most.size(), named_max); ++i)
    all += (i > 0 ? ", " : "") + (base::is_utf8(most[i])
                                      ? base::clean_text(most[i], base::Lines::one).substr(0, name_max)
                                      : std::string{"(no text)"});
  return all + (most.size() > named_max ? ", ..." : "");
}

std::string read_entry(std::string_view line, const NamedColumns& columns, Entry& entry) {
  constexpr std::int64_t day_ms = 86'400'000;
  auto fields = fields_of(line, columns.separator);
  if (!fields) return "open quote";
  if (fields->size() != columns.count) return "wrong number of fields";
  entry.who = std::move((*fields)[columns.who]);
  entry.item = std::move((*fields)[columns.item]);
  entry.at_s = 0;
  if (!columns.at) return {};
  if (columns.day) {
    const auto day = moment_seconds((*fields)[*columns.day]);
    const auto within_ms = number<std::int64_t>((*fields)[*columns.at]);
    if (!day || !within_ms || *within_ms < 0 || *within_ms > day_ms)
      return "not a day, and milliseconds within it";
    entry.at_s = *day + static_cast<std::uint32_t>(*within_ms / 1000);
    return {};
  }
  const auto at_s = moment_seconds((*fields)[*columns.at]);
  if (!at_s) return "the time is no number of seconds or milliseconds, and no date";
  entry.at_s = *at_s;
  return {};
}

}  // namespace vitrine::replay
