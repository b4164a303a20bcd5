#include "takeout/foreign.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace vitrine::takeout {
namespace json = base::json;
using base::fail;
using base::Fault;

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('/') + 1); }

std::string_view stem(std::string_view name) {
  const auto last = last_part(name);
  return last.substr(0, last.rfind('.'));
}

std::string text_in(const json::object& in, std::string_view name, std::size_t bytes_max) {
  const auto* const found = in.if_contains(name);
  if (found == nullptr || !found->is_string() || found->get_string().size() > bytes_max) return {};
  return base::clean_text(std::string_view{found->get_string()}, base::Lines::many);
}

const json::object& part(const json::object& in, std::string_view name) {
  static const json::object none;
  const auto* const found = in.if_contains(name);
  return found != nullptr && found->is_object() ? found->get_object() : none;
}

Result<std::vector<const json::object*>> objects_in(const json::object& in, std::string_view name,
                                                    std::size_t max) {
  std::vector<const json::object*> objects;
  const auto* const found = in.if_contains(name);
  if (found == nullptr) return objects;
  const auto add = [&](const json::value& one) {
    if (one.is_object()) objects.push_back(&one.get_object());
  };
  if (found->is_array()) std::ranges::for_each(found->get_array(), add);
  if (found->is_object())
    for (const auto& [_, one] : found->get_object()) add(one);
  if (objects.size() > max)
    return fail(Fault::over_limit, "archive_too_long", "The file lists more than is taken in at once.");
  return objects;
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

Films::Films(const std::vector<std::string>& names, Key key) {
  for (const auto& name : names) by_key_.emplace(key(stem(name)), name);
}

std::string Films::take(const std::string& key) {
  const auto found = key.empty() ? by_key_.end() : by_key_.find(key);
  if (found == by_key_.end()) return {};
  auto name = std::move(found->second);
  by_key_.erase(found);
  return name;
}

Result<void> Films::rest_into(std::vector<Clip>& clips) {
  std::vector<std::string> names;
  for (auto& [_, name] : by_key_) names.push_back(std::move(name));
  by_key_.clear();
  std::ranges::sort(names);
  for (const auto& name : names) {
    clips.push_back(foreign_draft(name, name));
    clips.back().title = base::clean_text(stem(name), base::Lines::one);
  }
  if (clips.size() > clips_max)
    return fail(Fault::over_limit, "archive_too_long", "The file holds more than is taken in at once.");
  return {};
}

Clip foreign_draft(std::string id, std::string film) {
  Clip clip;
  clip.id = std::move(id);
  clip.visibility = model::Visibility::only_me;
  if (!film.empty())
    clip.media_type = base::lower_ascii(film).ends_with(".mov") ? "video/quicktime" : "video/mp4";
  clip.media = std::move(film);
  return clip;
}

}  // namespace vitrine::takeout
