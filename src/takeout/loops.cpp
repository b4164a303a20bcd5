#include "takeout/loops.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/json.hpp"
#include "base/text.hpp"
#include "takeout/foreign.hpp"

namespace vitrine::takeout {
using base::fail;
using base::Fault;

namespace {
namespace json = base::json;

/// What a time is read from, piece by piece.
class Pieces {
 public:
  explicit Pieces(std::string_view text) : rest_{text} {}
  [[nodiscard]] bool skip(std::string_view what) {
    if (!rest_.starts_with(what)) return false;
    rest_.remove_prefix(what.size());
    return true;
  }
  /// A number of one or more digits, up to `most`; -1 for anything else.
  [[nodiscard]] int number(int most) {
    int value = 0;
    const auto [end, trouble] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (trouble != std::errc{} || value < 0 || value > most) return -1;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }
  /// 1 for January; 0 for no month.
  [[nodiscard]] int month() {
    static constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
    for (std::size_t i = 0; i < months.size(); ++i)
      if (skip(months[i])) return static_cast<int>(i) + 1;
    return 0;
  }
  [[nodiscard]] bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

void two_digits(std::string& to, int number) {
  to += static_cast<char>('0' + number / 10);
  to += static_cast<char>('0' + number % 10);
}

/// "80264773241016320" of "80264773241016320_x7a".
std::string number_before(std::string_view name) {
  const auto end = name.find('_');
  const auto number = name.substr(0, end);
  const bool digits = std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
  return end != std::string_view::npos && digits ? std::string{number} : std::string{};
}

/// Numbers too: which of both an id is depends on who wrote it.
std::string id_in(const json::object& in) {
  const auto* const found = in.if_contains("id");
  if (found == nullptr) return {};
  if (found->is_int64()) return std::to_string(found->get_int64());
  if (found->is_uint64()) return std::to_string(found->get_uint64());
  return text_in(in, "id", 40);
}

/// Where a member stands: in its part of the whole, or in the whole, which is that part alone then.
const json::object& around(const json::object& all, std::string_view name, std::string_view member) {
  const auto& inside = part(all, name);
  return inside.contains(member) ? inside : all;
}
}  // namespace

std::optional<Instant> loops_time(std::string_view text) {
  Pieces pieces{text};
  const int month = pieces.month();
  if (month == 0 || !pieces.skip(" ")) return std::nullopt;
  const int day = pieces.number(31);
  if (day < 1 || !pieces.skip(", ")) return std::nullopt;
  const int year = pieces.number(9999);
  if (year < 1000) return std::nullopt;
  int hour = 0, minute = 0;
  if (pieces.skip(", ")) {
    hour = pieces.number(12);
    if (hour < 1 || !pieces.skip(":")) return std::nullopt;
    minute = pieces.number(59);
    const bool afternoon = pieces.skip(" pm");
    if (minute < 0 || (!afternoon && !pieces.skip(" am"))) return std::nullopt;
    hour = hour % 12 + (afternoon ? 12 : 0);
  }
  if (!pieces.empty()) return std::nullopt;
  std::string iso = std::to_string(year) + '-';
  two_digits(iso, month);
  iso += '-';
  two_digits(iso, day);
  iso += 'T';
  two_digits(iso, hour);
  iso += ':';
  two_digits(iso, minute);
  return iso_time(iso + ":00Z");
}

const ZipEntry* loops_list(const ZipReader& zip) {
  const auto found =
      std::ranges::find(zip.entries(), "data.json", [](const ZipEntry& one) { return last_part(one.name); });
  return found == zip.entries().end() ? nullptr : &*found;
}

Result<Archive> read_loops(std::string_view text, const std::vector<std::string>& films) {
  const auto parsed = base::parse_json(text, list_bytes_max);
  if (!parsed || !parsed->is_object())
    return fail(Fault::corrupt_input, "archive_unreadable", "The list of Loops' file cannot be read.");
  const auto& all = parsed->get_object();
  const auto& who = part(around(all, "user_profile", "basic_info"), "basic_info");
  const auto& whom = around(all, "social_connections", "following");
  const auto& posts = around(all, "videos", "videos");
  if (who.empty() && !whom.contains("following") && !posts.contains("videos"))
    return fail(Fault::corrupt_input, "archive_unreadable",
                "There is a data.json in the file, but it is not what Loops writes.");

  Archive archive;
  archive.self.handle = text_in(who, "username", 64);
  archive.self.name = text_in(who, "display_name", 400);
  archive.self.bio = text_in(who, "bio", 4000);

  TRY_LET(const auto following, objects_in(whom, "following", friends_max));
  for (const auto* const one : following) {
    Friend person{base::lower_ascii(text_in(*one, "username", 64)), text_in(*one, "display_name", 400),
                  loops_time(text_in(*one, "followed_at", 40)).value_or(Instant{})};
    if (!person.handle.empty()) archive.following.push_back(std::move(person));
  }

  TRY_LET(const auto videos, objects_in(posts, "videos", clips_max));
  Films there{films, number_before};
  for (const auto* const one : videos) {
    const auto id = id_in(*one), date = text_in(*one, "created_at", 40);
    auto caption = text_in(*one, "caption", 8000);
    auto clip = foreign_draft(id.empty() ? date + ' ' + caption.substr(0, 100) : id, there.take(id));
    clip.description = std::move(caption);
    clip.created_at = loops_time(date).value_or(Instant{});
    archive.clips.push_back(std::move(clip));
  }
  TRY(there.rest_into(archive.clips));
  std::ranges::stable_sort(archive.clips, {}, &Clip::created_at);
  return archive;
}

}  // namespace vitrine::takeout
