#include "app/demo/clips.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>

namespace vitrine::clips_test {
using namespace vitrine::app;

TEST_CASE("demo: thirty clips and more, a dozen creators who all post, topics that take turns") {
  const auto clips = demo::clips();
  CHECK(clips.size() >= 30);
  CHECK(demo::creators().size() == 12);
  std::map<std::string_view, int> posts;
  std::set<std::string> titles, topics;
  for (const auto& clip : clips) {
    ++posts[clip.creator];
    titles.insert(clip.title);
    topics.insert(clip.topic);
    CHECK(clip.description.find('#' + clip.topic) != std::string::npos);
    CHECK(clip.seconds >= 5);
    CHECK(clip.seconds <= 10);
  }
  CHECK(posts.size() == demo::creators().size());
  CHECK(titles.size() == clips.size());
  for (std::size_t i = 1; i < clips.size(); ++i) CHECK(clips[i].topic != clips[i - 1].topic);
  CHECK(topics.size() >= 8);
}
}  // namespace vitrine::clips_test
