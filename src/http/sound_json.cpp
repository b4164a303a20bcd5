#include "http/sound_json.hpp"

#include <algorithm>

#include "http/account_json.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace json = base::json;
using base::Result;
using catalog::SoundSeen;
using model::AccountId;

Result<std::map<AccountId, accounts::AccountBrief>> SoundJson::authors_of(
    ports::Transaction& tx, std::span<const SoundSeen> sounds) const {
  std::vector<AccountId> ids;
  for (const auto& one : sounds)
    if (one.origin && std::ranges::find(ids, one.origin->author) == ids.end())
      ids.push_back(one.origin->author);
  std::map<AccountId, accounts::AccountBrief> authors;
  if (ids.empty()) return authors;
  TRY_LET(const auto briefs, accounts_.briefs(tx, ids));
  for (const auto& brief : briefs) authors.emplace(brief.id, brief);
  return authors;
}

Result<std::vector<json::value>> SoundJson::of(ports::Transaction& tx, std::optional<AccountId> viewer,
                                               std::span<const catalog::Video> videos) const {
  TRY_LET(const auto found, sounds_.of(tx, {.account = viewer}, videos));
  std::vector<SoundSeen> seen;
  for (const auto& [video, sound] : found) seen.push_back(sound);
  TRY_LET(const auto authors, authors_of(tx, seen));
  std::vector<json::value> out;
  for (const auto& video : videos) {
    const auto at = found.find(video.id);
    if (at == found.end()) {
      out.emplace_back(nullptr);
      continue;
    }
    const auto& [sound, origin, clips] = at->second;
    json::object o{{"id", sound.id.text()}, {"title", sound.title}};
    const auto author = origin ? authors.find(origin->author) : authors.end();
    o["author"] = author == authors.end() ? json::value(nullptr) : json::value(author->second.handle);
    o["original"] = sound.origin == video.id;
    out.emplace_back(std::move(o));
  }
  return out;
}

Result<json::array> SoundJson::render(ports::Transaction& tx, std::optional<AccountId> viewer,
                                      std::span<const SoundSeen> sounds, const VideoJson& videos) const {
  TRY_LET(const auto authors, authors_of(tx, sounds));
  json::array out;
  for (const auto& [sound, origin, clips] : sounds) {
    json::object o{{"id", sound.id.text()}, {"url", "/sound/" + sound.id.text()}};
    o["title"] = sound.title;
    const auto author = origin ? authors.find(origin->author) : authors.end();
    o["author"] = author == authors.end() ? json::value(nullptr) : json::value(brief_json(author->second));
    o["origin"] = nullptr;
    if (origin) {
      TRY_LET(auto rendered, videos.render(tx, viewer, *origin));
      o["origin"] = std::move(rendered);
    }
    o["duration_ms"] = sound.duration_ms;
    o["usable"] = sound.usable;
    o["clips"] = clips;
    o["mine"] = origin && viewer == origin->author;
    out.emplace_back(std::move(o));
  }
  return out;
}

Shape sound_shape() {
  using namespace shape;
  return named(
      "Sound",
      object({field("id", id()), field("url", url()), field("title", text(0, catalog::sound_title_chars_max)),
              field("author", nullable(shapes::account_brief())), field("origin", nullable(shapes::video())),
              field("duration_ms", count()), field("usable", boolean()), field("clips", count()),
              field("mine", boolean())}));
}

}  // namespace vitrine::http
