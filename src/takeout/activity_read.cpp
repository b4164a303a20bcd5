#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/json.hpp"
#include "base/text.hpp"
#include "takeout/activity.hpp"

namespace vitrine::takeout {
using base::fail;
using base::Fault;

namespace {
namespace json = base::json;

/// What is not there, or of another kind, is as good as empty: only what has no meaning without it is
/// refused.
std::string text_of(const json::object& in, std::string_view name, std::size_t bytes_max = 16'384) {
  const auto* const found = in.if_contains(name);
  if (found == nullptr || !found->is_string() || found->get_string().size() > bytes_max) return {};
  return std::string{std::string_view{found->get_string()}};
}
std::int64_t number_of(const json::object& in, std::string_view name, std::int64_t max) {
  const auto* const found = in.if_contains(name);
  if (found == nullptr || !found->is_int64()) return 0;
  return std::clamp<std::int64_t>(found->get_int64(), 0, max);
}
bool is_set(const json::object& in, std::string_view name) {
  const auto* const found = in.if_contains(name);
  return found != nullptr && found->is_bool() && found->get_bool();
}
const json::object& object_of(const json::object& in, std::string_view name) {
  static const json::object none;
  const auto* const found = in.if_contains(name);
  return found != nullptr && found->is_object() ? found->get_object() : none;
}
const json::array& array_of(const json::object& in, std::string_view name) {
  static const json::array none;
  const auto* const found = in.if_contains(name);
  return found != nullptr && found->is_array() ? found->get_array() : none;
}
std::optional<Instant> time_of(const json::object& in, std::string_view name) {
  return iso_time(text_of(in, name, 40));
}
/// What was typed stands in `source`; whoever has only `content` sends it as HTML, which is kept as it is.
std::string typed(const json::object& in) {
  const auto& source = object_of(in, "source");
  return source.empty() ? text_of(in, "content") : text_of(source, "content");
}
template <class Word>
Word word_of(const json::object& in, std::string_view name, Word otherwise) {
  return model::word<Word>(text_of(in, name, 32)).value_or(otherwise);
}

Self read_self(const json::object& in) {
  Self self;
  self.handle = text_of(in, "preferredUsername", 64);
  self.name = text_of(in, "name", 400);
  const auto& source = object_of(in, "source");
  self.bio = source.empty() ? text_of(in, "summary", 4000) : text_of(source, "content", 4000);
  self.language = text_of(in, "vitrine:language", 8);
  self.created_at = time_of(in, "published").value_or(Instant{});
  self.is_private = is_set(in, "manuallyApprovesFollowers");
  self.portrait = text_of(object_of(in, "icon"), "url", 200);
  return self;
}

Clip read_clip(const json::object& in) {
  Clip clip;
  clip.id = text_of(in, "id", 200);
  clip.title = text_of(in, "name", 2000);
  clip.description = typed(in);
  clip.language = text_of(in, "vitrine:language", 8);
  // Who does not say for whom it is means nobody else.
  clip.visibility = word_of(in, "vitrine:visibility", model::Visibility::only_me);
  clip.audience = word_of(in, "vitrine:audience",
                          is_set(in, "sensitive") ? model::Audience::adult : model::Audience::all);
  clip.ai_made = is_set(in, "vitrine:ai_made");
  clip.advert = is_set(in, "vitrine:advert");
  clip.published_at = time_of(in, "published");
  clip.created_at = time_of(in, "vitrine:created").value_or(clip.published_at.value_or(Instant{}));
  constexpr std::int64_t ms_max = 24LL * 3'600'000, side_max = 100'000;
  clip.duration_ms = number_of(in, "vitrine:duration_ms", ms_max);
  clip.cover_ms = number_of(in, "vitrine:cover_ms", ms_max);
  clip.width = static_cast<int>(number_of(in, "vitrine:width", side_max));
  clip.height = static_cast<int>(number_of(in, "vitrine:height", side_max));
  for (const auto& file : array_of(in, "attachment")) {
    if (!file.is_object()) continue;
    clip.media = text_of(file.get_object(), "url", 200);
    clip.media_type = text_of(file.get_object(), "mediaType", 64);
    clip.original = is_set(file.get_object(), "vitrine:original");
    break;
  }
  if (clip.media.empty()) {
    clip.media_type.clear();
    clip.original = false;
  }
  clip.cover = text_of(object_of(in, "icon"), "url", 200);
  for (const auto& one : array_of(in, "vitrine:captions"))
    if (one.is_object() && clip.captions.size() < 12)
      clip.captions.push_back(
          {text_of(one.get_object(), "hreflang", 8), text_of(one.get_object(), "href", 200)});
  return clip;
}

Note read_note(const json::object& in) {
  Note note{.id = text_of(in, "id", 200),
            .video = text_of(in, "vitrine:video", 200),
            .root = text_of(in, "vitrine:answers", 200),
            .text = typed(in)};
  note.created_at = time_of(in, "published").value_or(Instant{});
  note.edited_at = time_of(in, "updated");
  return note;
}

std::vector<Mark> read_marks(const json::array& items) {
  std::vector<Mark> marks;
  for (const auto& item : items) {
    if (!item.is_object()) continue;
    Mark mark{text_of(object_of(item.get_object(), "object"), "id", 200),
              time_of(item.get_object(), "published").value_or(Instant{})};
    if (!mark.video.empty()) marks.push_back(std::move(mark));
  }
  return marks;
}

std::vector<Friend> read_friends(const json::array& items) {
  std::vector<Friend> friends;
  for (const auto& item : items) {
    if (!item.is_object()) continue;
    const auto& in = item.get_object();
    Friend one{text_of(in, "preferredUsername", 64), text_of(in, "name", 400),
               time_of(in, "vitrine:since").value_or(Instant{})};
    if (!one.handle.empty()) friends.push_back(std::move(one));
  }
  return friends;
}

std::vector<std::string> read_handles(const json::array& items) {
  std::vector<std::string> handles;
  for (const auto& item : items)
    if (item.is_string() && item.get_string().size() <= 64)
      handles.emplace_back(std::string_view{item.get_string()});
  return handles;
}

/// Beyond everything when it is no number.
std::int64_t number_in(const json::value& value) {
  return value.is_int64() ? value.get_int64() : std::int64_t{1} << 40;
}

Settings read_settings(const json::object& in) {
  Settings settings;
  settings.algorithm = text_of(in, "algorithm", 32);
  for (const auto& slider : object_of(in, "sliders")) {
    const std::string_view name{slider.key().data(), slider.key().size()};
    const auto place = number_in(slider.value());
    if (name.size() <= 32 && place >= -1000 && place <= 1000)
      settings.sliders.emplace_back(std::string{name}, static_cast<int>(place));
  }
  for (const auto& mute : array_of(in, "mutes"))
    if (mute.is_object())
      settings.mutes.emplace_back(text_of(mute.get_object(), "kind", 8),
                                  text_of(mute.get_object(), "word", 200));
  const auto& history = object_of(in, "history");
  settings.history_paused = is_set(history, "paused");
  if (const auto days = number_of(history, "kept_days", 10'000); days > 0)
    settings.history_days = static_cast<int>(days);
  settings.blocked = read_handles(array_of(in, "blocked"));
  settings.muted = read_handles(array_of(in, "muted"));
  return settings;
}

auto too_long(std::string_view entry) {
  return fail(Fault::over_limit, "archive_too_long",
              fmt::format("{} in the export lists more than is taken in at once.", entry));
}

using Texts = std::function<Result<std::optional<std::string>>(std::string_view)>;

/// Empty when there is no such file.
Result<json::object> read_object(const Texts& texts, std::string_view entry) {
  TRY_LET(const auto text, texts(entry));
  if (!text) return json::object{};
  auto parsed = base::parse_json(*text, list_bytes_max);
  if (!parsed || !parsed->is_object())
    return fail(Fault::corrupt_input, "archive_unreadable",
                fmt::format("{} in the export cannot be read.", entry));
  return std::move(parsed->get_object());
}

Result<json::array> read_list(const Texts& texts, std::string_view entry, std::size_t max) {
  TRY_LET(auto list, read_object(texts, entry));
  auto* const items = list.if_contains("orderedItems");
  if (items == nullptr || !items->is_array()) return json::array{};
  if (items->get_array().size() > max) return too_long(entry);
  return std::move(items->get_array());
}

Result<void> read_outbox(const json::array& items, Archive& archive) {
  for (const auto& item : items) {
    if (!item.is_object()) continue;
    const auto& about = object_of(item.get_object(), "object");
    const auto type = text_of(about, "type", 32);
    if (type == "Video") archive.clips.push_back(read_clip(about));
    if (type == "Note") archive.notes.push_back(read_note(about));
  }
  if (archive.clips.size() > clips_max || archive.notes.size() > notes_max) return too_long("outbox.json");
  return {};
}

/// `count` digits as a number, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
    value = 10 * value + (text[i] - '0');
  }
  return value;
}
}  // namespace

std::optional<Instant> iso_time(std::string_view text) {
  if (text.size() < 20 || text.back() != 'Z') return std::nullopt;
  constexpr std::string_view pattern = "0000-00-00T00:00:00";
  for (std::size_t i = 0; i < pattern.size(); ++i)
    if (pattern[i] != '0' && text[i] != pattern[i]) return std::nullopt;
  const int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  int ms = 0;
  if (text.size() > 20) {
    const auto fraction = text.substr(20, text.size() - 21);
    if (text[19] != '.' || fraction.empty() || fraction.size() > 9) return std::nullopt;
    const std::string padded = std::string{fraction} + "00";
    for (const char c : fraction)
      if (c < '0' || c > '9') return std::nullopt;
    ms = digits(padded, 0, 3);
  }
  if (year < 1970 || month < 0 || day < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
      second < 0 || second > 60)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return Instant{std::chrono::sys_days{date}} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second} + model::Millis{ms};
}

Result<Archive> read_archive(const Texts& texts) {
  Archive archive;
  TRY_LET(const auto actor, read_object(texts, "actor.json"));
  archive.self = read_self(actor);
  if (archive.self.handle.empty())
    return fail(
        Fault::corrupt_input, "archive_unreadable",
        "actor.json is not in the ZIP file, or does not say whose it is: this is no export of Vitrine.");
  TRY_LET(const auto outbox, read_list(texts, "outbox.json", clips_max + notes_max));
  TRY(read_outbox(outbox, archive));
  TRY_LET(const auto likes, read_list(texts, "likes.json", marks_max));
  archive.likes = read_marks(likes);
  TRY_LET(const auto saves, read_list(texts, "saves.json", marks_max));
  archive.saves = read_marks(saves);
  TRY_LET(const auto history, read_list(texts, "history.json", marks_max));
  archive.history = read_marks(history);
  TRY_LET(const auto following, read_list(texts, "following.json", friends_max));
  archive.following = read_friends(following);
  TRY_LET(const auto followers, read_list(texts, "followers.json", friends_max));
  archive.followers = read_friends(followers);
  TRY_LET(const auto settings, read_object(texts, "settings.json"));
  archive.settings = read_settings(settings);
  return archive;
}

}  // namespace vitrine::takeout
