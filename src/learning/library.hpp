#pragma once
// The catalogue as the log tells it: which videos there are, by whom, about what, how new and how hot.
// Everything a page can be made from is here, so a page can be made again from the log alone.
//
// One writer or many readers. Lists are bounded and newest last.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/wire.hpp"
#include "learning/keyed_store.hpp"
#include "model/feed_event.hpp"

namespace vitrine::learning {

struct Video {
  std::uint64_t key = 0;
  std::uint64_t author = 0;
  std::array<std::uint64_t, 3> topics{};  ///< the first tags, or 0: what a page reads of thousands
  std::vector<std::uint64_t> tags;
  std::uint64_t sound = 0;
  std::string language;
  std::uint32_t duration_ms = 0;
  std::uint32_t published_s = 0;
  bool adult = false;
  bool withdrawn = false;
  bool followers_only = false;  ///< in its author's list and in no other: who does not follow never meets it
  model::Integrity integrity = model::Integrity::whole;
  std::uint32_t shown = 0;  ///< showings since publication
  std::uint32_t good = 0;   ///< of which watched well
  float heat_hour = 0;      ///< good watches, half of them forgotten every hour
  float heat_day = 0;       ///< ... every day
  std::uint32_t heat_s = 0;
  bool hot = false;  ///< among Library::hot()
};

[[nodiscard]] inline float age_of(const Video& video, std::uint32_t at_s) {
  return at_s > video.published_s ? static_cast<float>(at_s - video.published_s) : 0.0F;
}

class Library {
 public:
  // A list longer than this is never walked by a page: sources take a few hundred newest.
  static constexpr std::size_t list_max = 512;
  /// Videos shown less often than this are new: they have a budget of their own.
  static constexpr std::uint32_t fresh_shown = 60;

  struct List {  ///< of an author, a tag or a sound
    std::uint64_t key = 0;
    std::string word;  ///< the tag's spelling; empty for others
    std::vector<std::uint64_t> videos;
  };

  void publish(const model::events::VideoFacts& facts, std::uint32_t at_s);
  void withdraw(std::uint64_t video);
  void forget(std::uint64_t video);
  void note_shown(std::uint64_t video);
  void note_good(std::uint64_t video, std::uint32_t at_s);

  [[nodiscard]] const Video* find(std::uint64_t video) const { return videos_.find(video); }
  // Two steps of a find() that is to come, the second some time after the first.
  void prefetch_slot(std::uint64_t video) const { videos_.prefetch_slot(video); }
  void prefetch_video(std::uint64_t video) const { videos_.prefetch_value(video); }
  [[nodiscard]] std::size_t size() const { return videos_.size(); }
  [[nodiscard]] const KeyedStore<Video>& videos() const { return videos_; }
  [[nodiscard]] const List* by_author(std::uint64_t author) const { return authors_.find(author); }
  [[nodiscard]] const List* by_tag(std::uint64_t tag) const { return tags_.find(tag); }
  [[nodiscard]] const List* by_sound(std::uint64_t sound) const { return sounds_.find(sound); }
  [[nodiscard]] const std::vector<std::uint64_t>& newest() const { return newest_; }
  [[nodiscard]] const std::vector<std::uint64_t>& hot() const { return hot_; }  ///< in no particular order
  /// Few showings so far, in order of publication; may hold some that are no longer (check `shown`).
  [[nodiscard]] const std::vector<std::uint64_t>& fresh() const { return fresh_; }
  [[nodiscard]] const KeyedStore<List>& tags() const { return tags_; }
  /// The spelling of a tag; empty when it is not known.
  [[nodiscard]] const std::string& word_of(std::uint64_t tag) const;

  /// Good watches lately, in the two half-lives.
  struct Heat {
    float hour, day;
  };
  [[nodiscard]] static Heat heat(const Video& video, std::uint32_t at_s);

  [[nodiscard]] std::size_t bytes() const;
  void write(base::WireWriter& out) const;
  void read(base::WireReader& in);

 private:
  static void note_topics(Video& video);
  void list(std::vector<std::uint64_t>& videos, const Video& video) const;
  void list(KeyedStore<List>& lists, std::uint64_t key, const Video& video) const;
  /// A word that no video carries any more was its author's alone: lists that `was` may have left empty go.
  void drop_empty(const Video& was);
  static void drop_empty(KeyedStore<List>& lists, std::uint64_t key);
  void unlist(Video& video);
  static void unlist(KeyedStore<List>& lists, std::uint64_t key, std::uint64_t video);
  void keep_hottest(std::uint32_t at_s);
  void mark_hot();

  KeyedStore<Video> videos_;
  KeyedStore<List> authors_, tags_, sounds_;
  std::vector<std::uint64_t> newest_, fresh_, hot_;
};

}  // namespace vitrine::learning
