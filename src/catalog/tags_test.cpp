#include "catalog/tags.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

#include "base/text.hpp"

namespace vitrine::tags_test {
using namespace vitrine::catalog;
using Words = std::vector<std::string>;

TEST_CASE("tags: letters and digits of every script, folded, each once") {
  CHECK(find_tags_and_mentions("#Straße und #STRASSE, #Käse #cafe\xcc\x81 #café").tags ==
        Words{"strasse", "käse", "café"});
  CHECK(find_tags_and_mentions("#日本語 #हिन्दी #عربي ＃全角 #𝓯𝓪𝓷𝓬𝔂").tags ==
        Words{"日本語", "हिन्दी", "عربي", "全角", "fancy"});
  CHECK(find_tags_and_mentions("#می\xe2\x80\x8cخواهم").tags == Words{"میخواهم"});
  CHECK(find_tags_and_mentions("#one,#two.#three(#four)\n#five!").tags ==
        Words{"one", "two", "four", "five"});  // ".#three" reads like an address with a fragment
}

TEST_CASE("tags: what is not one") {
  CHECK(find_tags_and_mentions("a#b #2024 # #! &#39; https://x.example/#top ##x C#").tags == Words{});
  CHECK(find_tags_and_mentions("#" + std::string(65, 'a')).tags == Words{});
  CHECK(find_tags_and_mentions("#" + std::string(64, 'a')).tags == Words{std::string(64, 'a')});
  std::string many;
  for (int i = 0; i < 30; ++i) many += "#t" + std::to_string(i) + " ";
  const auto tags = find_tags_and_mentions(many).tags;
  CHECK(tags.size() == tags_max);
  CHECK(tags.back() == "t19");
}

TEST_CASE("mentions: handles in lower case, addresses are none") {
  CHECK(find_tags_and_mentions("hi @Ada_1, (@bob)! @ada_1 me@site.example xyz@bob @ @eve.x. #art").mentions ==
        Words{"ada_1", "bob", "eve.x"});
  CHECK(find_tags_and_mentions("@" + std::string(31, 'a')).mentions == Words{});
  CHECK(find_tags_and_mentions("@ada#tag").tags == Words{});
}

TEST_CASE("tags: any bytes are safe and every found tag folds to itself") {
  CHECK(rc::check([](const std::string& noise, const std::vector<std::uint8_t>& picks) {
    static const Words pieces{"#",  "@", "a", "Ä", "ﬁ", " ", "\xff", "１", "_", "\xe2\x80\x8d",
                              "日", ".", "ß", "İ"};
    std::string text = noise;
    for (const auto pick : picks) text += pieces[pick % pieces.size()];
    const auto found = find_tags_and_mentions(text);
    RC_ASSERT(found.tags.size() <= tags_max);
    RC_ASSERT(found.mentions.size() <= mentions_max);
    RC_ASSERT(std::set(found.tags.begin(), found.tags.end()).size() == found.tags.size());
    for (const auto& tag : found.tags) {
      RC_ASSERT(vitrine::base::is_utf8(tag));
      RC_ASSERT(vitrine::base::code_points(tag) <= tag_chars_max);
      RC_ASSERT(fold_tag(tag) == tag);
    }
  }));
}

TEST_CASE("tags: put at the end once, taken out in every spelling") {
  CHECK(with_tag("A bowl", "Clay") == "A bowl #Clay");
  CHECK(with_tag("", "clay") == "#clay");
  CHECK(with_tag("A bowl #CLAY.", "clay") == "A bowl #CLAY.");
  CHECK(with_tag("A bowl\n", "clay") == "A bowl\n#clay");
  CHECK(without_tag("A #Clay bowl #clay #clays", "clay") == "A bowl #clays");
  CHECK(without_tag("#clay first", "CLAY") == "first");
  CHECK(without_tag("#clay#clay", "clay") == "");
  CHECK(without_tag("nothing of it", "clay") == "nothing of it");
  CHECK(without_tag("Käse #STRASSE", "straße") == "Käse");
}
}  // namespace vitrine::tags_test
