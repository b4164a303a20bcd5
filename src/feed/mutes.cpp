#include "feed/mutes.hpp"

#include <algorithm>

namespace vitrine::feed {

Mutes::Mutes(const Query& query, const learning::Library& library)
    : query_(query),
      library_(library),
      none_(query.muted_tags.empty() && query.muted_sounds.empty() && query.muted_words.empty() &&
            query.muted_languages.empty() && query.worded_videos.empty()) {
  for (const auto& tag : query.muted_tags) tags_.push_back(model::tag_id(tag).raw());
  for (const auto video : query.worded_videos) worded_videos_.push_back(video.raw());
  std::ranges::sort(worded_videos_);
}

std::optional<Muted> Mutes::against(const learning::Video& video) const {
  if (none_) return std::nullopt;
  for (std::size_t i = 0; i < tags_.size(); ++i)
    if (std::ranges::find(video.tags, tags_[i]) != video.tags.end())
      return Muted{Muted::What::tag, query_.muted_tags[i]};
  for (const auto sound : query_.muted_sounds)
    if (video.sound != 0 && video.sound == sound.raw()) return Muted{Muted::What::sound, {}};
  if (!video.language.empty() &&
      std::ranges::find(query_.muted_languages, video.language) != query_.muted_languages.end())
    return Muted{Muted::What::language, video.language};
  for (const auto& word : query_.muted_words)
    for (const std::uint64_t tag : video.tags)
      if (library_.word_of(tag).find(word) != std::string::npos) return Muted{Muted::What::word, word};
  if (std::ranges::binary_search(worded_videos_, video.key)) return Muted{Muted::What::word, {}};
  return std::nullopt;
}

}  // namespace vitrine::feed
