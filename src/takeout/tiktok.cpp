#include "takeout/tiktok.hpp"

#include <algorithm>
#include <map>

#include "base/json.hpp"
#include "base/text.hpp"

namespace vitrine::takeout {
using base::fail;
using base::Fault;

namespace {
namespace json = base::json;

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('/') + 1); }

std::string text_of(const json::object& in, std::string_view name, std::size_t bytes_max) {
  const auto* const found = in.if_contains(name);
  if (found == nullptr || !found->is_string() || found->get_string().size() > bytes_max) return {};
  return base::clean_text(std::string_view{found->get_string()}, base::Lines::many);
}

/// The first of two names, as older and newer files call it, that is an object.
const json::object& part(const json::object& in, std::string_view name, std::string_view older) {
  static const json::object none;
  for (const auto one : {name, older})
    if (const auto* const found = in.if_contains(one); found != nullptr && found->is_object())
      return found->get_object();
  return none;
}

Result<json::array> list(const json::object& in, std::string_view name, std::size_t max) {
  const auto* const found = in.if_contains(name);
  if (found == nullptr || !found->is_array()) return json::array{};
  if (found->get_array().size() > max)
    return fail(Fault::over_limit, "archive_too_long", "The file lists more than is taken in at once.");
  return found->get_array();
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

std::string_view stem(std::string_view film) {
  const auto name = last_part(film);
  return name.substr(0, name.rfind('.'));
}

std::string_view type_of(std::string_view film) {
  return base::lower_ascii(film).ends_with(".mov") ? "video/quicktime" : "video/mp4";
}

/// Films by the digits of their names; each is given away once.
class Films {
 public:
  explicit Films(const std::vector<std::string>& names) {
    for (const auto& name : names) by_digits_.emplace(digits_of(stem(name)), name);
  }
  std::string take(const std::string& digits) {
    const auto found = digits.empty() ? by_digits_.end() : by_digits_.find(digits);
    if (found == by_digits_.end()) return {};
    auto name = std::move(found->second);
    by_digits_.erase(found);
    return name;
  }
  [[nodiscard]] std::vector<std::string> left() const {
    std::vector<std::string> names;
    for (const auto& [_, name] : by_digits_) names.push_back(name);
    std::ranges::sort(names);
    return names;
  }

 private:
  std::multimap<std::string, std::string> by_digits_;
};

Clip draft(std::string id, std::string film) {
  Clip clip;
  clip.id = std::move(id);
  clip.visibility = model::Visibility::only_me;
  if (!film.empty()) clip.media_type = type_of(film);
  clip.media = std::move(film);
  return clip;
}

Clip read_post(const json::object& in, Films& films) {
  const auto date = text_of(in, "Date", 40), link = text_of(in, "Link", 150);
  auto film = films.take(number_in(link));
  if (film.empty()) film = films.take(digits_of(date));
  auto clip = draft(date + ' ' + link, std::move(film));
  clip.title = text_of(in, "Title", 2000);
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

std::vector<std::string> films_in(const ZipReader& zip) {
  std::vector<std::string> films;
  for (const auto& entry : zip.entries()) {
    const auto name = base::lower_ascii(last_part(entry.name));
    const bool hidden = name.starts_with('.') || entry.name.starts_with("__MACOSX/");
    if (!hidden && (name.ends_with(".mp4") || name.ends_with(".mov"))) films.push_back(entry.name);
  }
  return films;
}

Result<Archive> read_tiktok(std::string_view text, const std::vector<std::string>& films) {
  const auto parsed = base::parse_json(text, list_bytes_max);
  if (!parsed || !parsed->is_object())
    return fail(Fault::corrupt_input, "archive_unreadable", "The list of TikTok's file cannot be read.");
  const auto& all = parsed->get_object();
  Archive archive;
  const auto& map =
      part(part(part(all, "Profile And Settings", "Profile"), "Profile Info", "Profile Information"),
           "ProfileMap", "ProfileMap");
  archive.self.handle = text_of(map, "userName", 64);
  archive.self.name = text_of(map, "displayName", 400);
  archive.self.bio = text_of(map, "bioDescription", 4000);

  TRY_LET(const auto following,
          list(part(part(all, "Profile And Settings", "Activity"), "Following", "Following List"),
               "Following", friends_max));
  for (const auto& one : following) {
    if (!one.is_object()) continue;
    Friend person{base::lower_ascii(text_of(one.get_object(), "UserName", 64)),
                  {},
                  time_in(text_of(one.get_object(), "Date", 40)).value_or(Instant{})};
    if (!person.handle.empty()) archive.following.push_back(std::move(person));
  }

  TRY_LET(const auto posts,
          list(part(part(all, "Post", "Video"), "Posts", "Videos"), "VideoList", clips_max));
  Films there{films};
  for (const auto& post : posts)
    if (post.is_object()) archive.clips.push_back(read_post(post.get_object(), there));
  for (const auto& film : there.left()) {
    archive.clips.push_back(draft(film, film));
    archive.clips.back().title = base::clean_text(stem(film), base::Lines::one);
  }
  if (archive.clips.size() > clips_max)
    return fail(Fault::over_limit, "archive_too_long", "The file holds more than is taken in at once.");
  std::ranges::stable_sort(archive.clips, {}, &Clip::created_at);
  return archive;
}

}  // namespace vitrine::takeout
