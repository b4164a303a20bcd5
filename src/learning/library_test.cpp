#include "learning/library.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace vitrine::library_test {
using namespace vitrine::learning;

namespace {

void publish(Library& library, std::uint64_t video, std::vector<std::string> tags, std::uint32_t at_s,
             std::uint64_t author = 5) {
  library.publish(
      {.video = model::VideoId{video}, .author = model::AccountId{author}, .tags = std::move(tags)}, at_s);
}
std::uint64_t tag(std::string_view word) { return model::tag_id(word).raw(); }

std::size_t written(const Library& library) {
  base::WireWriter out;
  library.write(out);
  return out.take().size();
}

}  // namespace

TEST_CASE("library: a word that was edited away is gone, whatever becomes of its video") {
  Library library;
  publish(library, 1, {"ourfamilyname", "sea"}, 100);
  publish(library, 2, {"sea"}, 110);
  publish(library, 1, {"pottery"}, 200);
  CHECK(library.word_of(tag("ourfamilyname")).empty());
  CHECK(library.by_tag(tag("ourfamilyname")) == nullptr);
  CHECK(library.word_of(tag("sea")) == "sea");  // another carries it still
  CHECK(library.by_tag(tag("sea"))->videos == std::vector<std::uint64_t>{2});
  library.forget(1);
  library.forget(2);
  CHECK(library.word_of(tag("pottery")).empty());
  CHECK(written(library) == written(Library{}));
}

TEST_CASE("library: however often a video is edited, no more is kept of it") {
  Library library;
  publish(library, 1, {"a", "b", "c"}, 100);
  const std::size_t once = written(library);
  for (std::uint32_t i = 0; i < 300; ++i)
    publish(library, 1, {std::string{static_cast<char>('a' + i % 20)}, "b", "z"}, 200 + i);
  CHECK(written(library) == once);
}

TEST_CASE("library: lists are in order of publication, also after old ones were edited or came back") {
  Library library;
  for (std::uint32_t i = 1; i <= 2000; ++i) publish(library, i, {"a"}, 1000 + i, 5 + i % 3);
  for (std::uint32_t i = 1; i <= 600; ++i) publish(library, i, {"a", "b"}, 5000 + i, 5 + i % 3);
  library.withdraw(1990);
  publish(library, 1990, {"a"}, 9000);
  publish(library, 3000, {"a"}, 9001);
  for (const auto* list : {&library.newest(), &library.fresh(), &library.by_tag(tag("a"))->videos,
                           &library.by_author(6)->videos}) {
    CHECK(std::ranges::is_sorted(*list));
    CHECK(list->size() <= Library::list_max);
  }
  CHECK(library.newest().back() == 3000);
  CHECK(std::ranges::count_if(library.newest(), [](std::uint64_t id) { return id > 1500; }) >=
        static_cast<std::ptrdiff_t>(Library::list_max * 7 / 8 - 1));
  CHECK(std::ranges::find(library.newest(), 1990U) != library.newest().end());
  CHECK(library.by_tag(tag("b"))->videos.size() >= 448);  // a list of its own, of old ones alone
}

TEST_CASE("library: number 0 is no video") {
  Library library;
  publish(library, 0, {"a"}, 100);
  CHECK(library.size() == 0);
  CHECK(library.newest().empty());
}

TEST_CASE("library: a clip for followers counts its good watches, and is never among what rises") {
  Library library;
  library.publish({.video = model::VideoId{1}, .author = model::AccountId{5}, .followers_only = true}, 100);
  for (int i = 0; i < 3; ++i) {
    library.note_shown(1);
    library.note_good(1, 200);
  }
  CHECK(library.find(1)->shown == 3);
  CHECK(library.find(1)->good == 3);
  CHECK(library.hot().empty());
}
}  // namespace vitrine::library_test
