#include "takeout/tiktok.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "takeout/foreign.hpp"

namespace vitrine::takeout {
using base::fail;
using base::Fault;

namespace {
namespace json = base::json;

/// A part, as newer files call it or as older ones do.
const json::object& either(const json::object& in, std::string_view name, std::string_view older) {
  const auto& found = part(in, name);
  return found.empty() ? part(in, older) : found;
}

/// "2024-05-01 10:00:00", with or without " UTC".
std::optional<Instant> time_in(std::string_view text) {
  if (text.ends_with(" UTC")) text.remove_suffix(4);
  if (text.size() != 19 || text[10] != ' ') return std::nullopt;
  std::string iso{text};
  iso[10] = 'T';
  return iso_time(iso + "Z");
}

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

/// "7362000000000000001" of "https://www.tiktokv.com/share/video/7362000000000000001/".
std::string number_in(std::string_view link) {
  constexpr std::string_view before = "/video/";
  const auto at = link.find(before);
  if (at == std::string_view::npos) return {};
  const auto rest = link.substr(at + before.size());
  return std::string{rest.substr(0, rest.find_first_not_of("0123456789"))};
}

Clip read_post(const json::object& in, Films& films) {
  const auto date = text_in(in, "Date", 40), link = text_in(in, "Link", 150);
  auto film = films.take(number_in(link));
  if (film.empty()) film = films.take(digits_of(date));
  auto clip = foreign_draft(date + ' ' + link, std::move(film));
  clip.title = text_in(in, "Title", 2000);
  clip.created_at = time_in(date).value_or(Instant{});
  return clip;
}
}  // namespace

const ZipEntry* tiktok_list(const ZipReader& zip) {
  for (const auto& entry : zip.entries()) {
    const auto name = last_part(entry.name);
    if (name == "user_data_tiktok.json" || name == "user_data.json") return &entry;
  }
  return nullptr;
}

Result<Archive> read_tiktok(std::string_view text, const std::vector<std::string>& films) {
  const auto parsed = base::parse_json(text, list_bytes_max);
  if (!parsed || !parsed->is_object())
    return fail(Fault::corrupt_input, "archive_unreadable", "The list of TikTok's file cannot be read.");
  const auto& all = parsed->get_object();
  Archive archive;
  const auto& map =
      part(either(either(all, "Profile And Settings", "Profile"), "Profile Info", "Profile Information"),
           "ProfileMap");
  archive.self.handle = text_in(map, "userName", 64);
  archive.self.name = text_in(map, "displayName", 400);
  archive.self.bio = text_in(map, "bioDescription", 4000);

  const auto& whom = either(either(all, "Profile And Settings", "Activity"), "Following", "Following List");
  TRY_LET(const auto following, objects_in(whom, "Following", friends_max));
  for (const auto* const one : following) {
    Friend person{base::lower_ascii(text_in(*one, "UserName", 64)),
                  {},
                  time_in(text_in(*one, "Date", 40)).value_or(Instant{})};
    if (!person.handle.empty()) archive.following.push_back(std::move(person));
  }

  const auto& listed = either(either(all, "Post", "Video"), "Posts", "Videos");
  TRY_LET(const auto posts, objects_in(listed, "VideoList", clips_max));
  Films there{films, digits_of};
  for (const auto* const post : posts) archive.clips.push_back(read_post(*post, there));
  TRY(there.rest_into(archive.clips));
  std::ranges::stable_sort(archive.clips, {}, &Clip::created_at);
  return archive;
}

}  // namespace vitrine::takeout
