#include "supply/rising.hpp"

#include <algorithm>
#include <map>

namespace vitrine::supply {
using learning::Library;

namespace {
/// Hot now counts as much as hot today: each is compared in its own half-life (feed/sources.cpp).
float heat_of(const learning::Video& video, std::uint32_t at_s) {
  const auto heat = Library::heat(video, at_s);
  return heat.hour * 4 + heat.day;
}
}  // namespace

Rising rising(const learning::Model& model, model::Instant at) {
  const auto& library = model.library();
  const auto at_s = learning::seconds(at);
  Rising found;
  std::map<std::uint64_t, std::map<std::uint64_t, float>> tags;  // tag -> author -> the hottest clip's heat
  for (const auto id : library.hot()) {
    const auto* video = library.find(id);
    if (video == nullptr || video->withdrawn || video->adult || video->followers_only) continue;
    const float heat = heat_of(*video, at_s);
    if (heat < heat_min) continue;
    found.clips.push_back({model::VideoId{id}, heat});
    for (const auto tag : video->tags) {
      auto& best = tags[tag][video->author];
      best = std::max(best, heat);
    }
  }
  for (const auto& [tag, authors] : tags) {
    Rising::Tag one{.word = library.word_of(tag), .heat = 0, .people = authors.size()};
    for (const auto& [author, heat] : authors) one.heat += heat;
    if (!one.word.empty()) found.tags.push_back(std::move(one));
  }
  std::ranges::sort(found.clips, [](const auto& a, const auto& b) {
    return a.heat != b.heat ? a.heat > b.heat : a.video > b.video;
  });
  std::ranges::sort(found.tags, [](const auto& a, const auto& b) {
    return a.heat != b.heat ? a.heat > b.heat : a.word < b.word;
  });
  return found;
}

}  // namespace vitrine::supply
