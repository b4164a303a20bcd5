#include <fmt/format.h>

#include <chrono>

#include "base/json.hpp"
#include "base/text.hpp"
#include "takeout/activity.hpp"

namespace vitrine::takeout {
namespace {
namespace json = base::json;

constexpr const char* public_collection = "https://www.w3.org/ns/activitystreams#Public";

json::array context() {
  json::array list;
  list.emplace_back("https://www.w3.org/ns/activitystreams");
  list.emplace_back(json::object{
      {"vitrine", "urn:vitrine:takeout:1:"}, {"sensitive", "as:sensitive"}, {"Hashtag", "as:Hashtag"}});
  return list;
}

json::object collection(std::string_view id, json::array items) {
  json::object out;
  out["@context"] = context();
  out["type"] = "OrderedCollection";
  out["id"] = id;
  out["totalItems"] = items.size();
  out["orderedItems"] = std::move(items);
  return out;
}

json::object actor(const Self& self, std::string_view address) {
  json::object out;
  out["@context"] = context();
  out["type"] = "Person";
  out["id"] = "actor.json";
  out["preferredUsername"] = self.handle;
  out["name"] = self.name;
  out["summary"] = base::escape_html(self.bio);
  out["source"] = json::object{{"mediaType", "text/plain"}, {"content", self.bio}};
  out["published"] = iso_text(self.created_at);
  if (!address.empty()) out["url"] = fmt::format("{}/@{}", address, self.handle);
  if (!self.portrait.empty())
    out["icon"] = json::object{{"type", "Image"}, {"mediaType", "image/webp"}, {"url", self.portrait}};
  // Mastodon's word for it; to ActivityStreams it is unknown.
  out["manuallyApprovesFollowers"] = self.is_private;
  out["outbox"] = "outbox.json";
  out["liked"] = "likes.json";
  out["following"] = "following.json";
  out["followers"] = "followers.json";
  out["vitrine:language"] = self.language;
  return out;
}

/// Whom it is for, in the words of ActivityStreams; ours stand beside them.
json::array addressed(model::Visibility visibility) {
  json::array to;
  if (visibility == model::Visibility::everyone) to.emplace_back(public_collection);
  if (visibility == model::Visibility::followers) to.emplace_back("followers.json");
  return to;
}

json::object video(const Clip& clip, std::string_view address) {
  json::object out;
  out["type"] = "Video";
  out["id"] = clip.id;
  if (!address.empty()) out["url"] = fmt::format("{}/v/{}", address, clip.id);
  out["attributedTo"] = "actor.json";
  out["name"] = clip.title;
  out["content"] = base::escape_html(clip.description);
  out["source"] = json::object{{"mediaType", "text/plain"}, {"content", clip.description}};
  if (clip.published_at) out["published"] = iso_text(*clip.published_at);
  out["duration"] = fmt::format("PT{}.{:03}S", clip.duration_ms / 1000, clip.duration_ms % 1000);
  out["to"] = addressed(clip.visibility);
  out["sensitive"] = clip.audience == model::Audience::adult;
  json::array files;
  if (!clip.media.empty())
    files.emplace_back(json::object{{"type", "Video"},
                                    {"mediaType", clip.media_type},
                                    {"url", clip.media},
                                    {"width", clip.width},
                                    {"height", clip.height},
                                    {"vitrine:original", clip.original}});
  out["attachment"] = std::move(files);
  if (!clip.cover.empty())
    out["icon"] = json::object{{"type", "Image"}, {"mediaType", "image/webp"}, {"url", clip.cover}};
  json::array captions;
  for (const auto& one : clip.captions)
    captions.emplace_back(json::object{
        {"type", "Link"}, {"mediaType", "text/vtt"}, {"hreflang", one.language}, {"href", one.entry}});
  out["vitrine:captions"] = std::move(captions);
  out["vitrine:created"] = iso_text(clip.created_at);
  out["vitrine:visibility"] = model::text(clip.visibility);
  out["vitrine:audience"] = model::text(clip.audience);
  out["vitrine:language"] = clip.language;
  out["vitrine:ai_made"] = clip.ai_made;
  out["vitrine:advert"] = clip.advert;
  out["vitrine:cover_ms"] = clip.cover_ms;
  out["vitrine:width"] = clip.width;
  out["vitrine:height"] = clip.height;
  out["vitrine:duration_ms"] = clip.duration_ms;
  return out;
}

json::object note(const Note& said, std::string_view address) {
  json::object out;
  out["type"] = "Note";
  out["id"] = said.id;
  out["attributedTo"] = "actor.json";
  out["inReplyTo"] = said.root.empty() ? said.video : said.root;
  if (!address.empty()) out["url"] = fmt::format("{}/v/{}?comment={}", address, said.video, said.id);
  out["content"] = base::escape_html(said.text);
  out["source"] = json::object{{"mediaType", "text/plain"}, {"content", said.text}};
  out["published"] = iso_text(said.created_at);
  if (said.edited_at) out["updated"] = iso_text(*said.edited_at);
  out["vitrine:video"] = said.video;
  out["vitrine:answers"] = said.root;
  return out;
}

json::object created(json::object object, std::string_view at) {
  json::object out;
  out["type"] = "Create";
  out["actor"] = "actor.json";
  if (!at.empty()) out["published"] = at;
  out["object"] = std::move(object);
  return out;
}

json::array outbox(const Archive& archive, std::string_view address) {
  json::array items;
  for (const auto& clip : archive.clips)
    items.emplace_back(
        created(video(clip, address), clip.published_at ? iso_text(*clip.published_at) : std::string{}));
  for (const auto& said : archive.notes)
    items.emplace_back(created(note(said, address), iso_text(said.created_at)));
  return items;
}

json::array marks(const std::vector<Mark>& all, std::string_view type, std::string_view address) {
  json::array items;
  for (const auto& mark : all) {
    json::object item;
    item["type"] = type;
    item["actor"] = "actor.json";
    item["published"] = iso_text(mark.at);
    json::object about{{"type", "Video"}, {"id", mark.video}};
    if (!address.empty()) about["url"] = fmt::format("{}/v/{}", address, mark.video);
    item["object"] = std::move(about);
    items.push_back(std::move(item));
  }
  return items;
}

json::array friends(const std::vector<Friend>& all, std::string_view address) {
  json::array items;
  for (const auto& one : all) {
    json::object item{{"type", "Person"}, {"preferredUsername", one.handle}, {"name", one.name}};
    if (!address.empty()) item["url"] = fmt::format("{}/@{}", address, one.handle);
    item["vitrine:since"] = iso_text(one.since);
    items.push_back(std::move(item));
  }
  return items;
}

json::array handles(const std::vector<std::string>& all) {
  json::array list;
  for (const auto& handle : all) list.emplace_back(handle);
  return list;
}

json::object settings(const Settings& settings) {
  json::object sliders;
  for (const auto& [name, value] : settings.sliders) sliders[name] = value;
  json::array mutes;
  for (const auto& [kind, what] : settings.mutes)
    mutes.emplace_back(json::object{{"kind", kind}, {"word", what}});
  return {{"algorithm", settings.algorithm},
          {"sliders", std::move(sliders)},
          {"mutes", std::move(mutes)},
          {"history", {{"paused", settings.history_paused}, {"kept_days", settings.history_days}}},
          {"blocked", handles(settings.blocked)},
          {"muted", handles(settings.muted)}};
}
}  // namespace

std::string iso_text(Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const auto ms = (at - day).count();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), ms / 3'600'000,
                     ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

std::vector<std::pair<std::string, std::string>> files_of(const Archive& archive, std::string_view address) {
  const auto list = [](std::string_view name, json::array items) {
    return std::pair{std::string{name}, base::to_text(collection(name, std::move(items)))};
  };
  return {{"actor.json", base::to_text(actor(archive.self, address))},
          list("outbox.json", outbox(archive, address)),
          list("likes.json", marks(archive.likes, "Like", address)),
          list("saves.json", marks(archive.saves, "Add", address)),
          list("history.json", marks(archive.history, "View", address)),
          list("following.json", friends(archive.following, address)),
          list("followers.json", friends(archive.followers, address)),
          {"settings.json", base::to_text(settings(archive.settings))}};
}

}  // namespace vitrine::takeout
