#include "model/feed_event.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace vitrine::feed_event_test {
using namespace vitrine::model;
using namespace vitrine::model::events;

namespace {

template <class Id>
Id some() {
  return Id{*rc::gen::arbitrary<std::uint64_t>() >> 1};
}
std::string word(std::size_t max) {
  auto text = *rc::gen::arbitrary<std::string>();
  if (text.size() > max) text.resize(max);
  return text;
}

FeedEvent some_event() {
  const Instant at = instant(*rc::gen::inRange<std::int64_t>(-1'000'000, 4'000'000'000'000));
  switch (*rc::gen::inRange(0, 11)) {
    case 0: {
      VideoFacts facts{.video = some<VideoId>(), .author = some<AccountId>(), .sound = some<SoundId>()};
      for (int i = *rc::gen::inRange(0, 10); i > 0; --i) facts.tags.push_back(word(tag_bytes_max));
      facts.language = word(language_bytes_max);
      facts.duration_ms = *rc::gen::arbitrary<std::uint32_t>();
      facts.adult = *rc::gen::arbitrary<bool>();
      facts.followers_only = *rc::gen::arbitrary<bool>();
      facts.integrity = static_cast<Integrity>(*rc::gen::inRange(0, 4));
      return {at, VideoPublished{facts}};
    }
    case 1:
      return {at, VideoWithdrawn{some<VideoId>()}};
    case 2:
      return {at, VideoForgotten{some<VideoId>()}};
    case 3: {
      Shown shown{.viewer = some<ViewerId>(),
                  .video = some<VideoId>(),
                  .author = some<AccountId>(),
                  .receipt = some<ReceiptId>(),
                  .sound = some<SoundId>(),
                  .language = word(12)};
      for (int i = *rc::gen::inRange(0, 10); i > 0; --i) shown.tags.push_back(some<TagId>());
      auto features = *rc::gen::arbitrary<std::vector<std::uint8_t>>();
      if (features.size() > features_max) features.resize(features_max);
      shown.features.assign(features.begin(), features.end());
      shown.duration_ms = *rc::gen::arbitrary<std::uint32_t>();
      shown.position = *rc::gen::arbitrary<std::uint16_t>();
      shown.source = static_cast<Source>(*rc::gen::inRange(0, static_cast<int>(sources_count)));
      shown.propensity = 1.0f / static_cast<float>(*rc::gen::inRange(1, 1000));
      shown.policy = *rc::gen::arbitrary<std::uint64_t>();
      return {at, shown};
    }
    case 4:
      return {at, Watched{some<ViewerId>(), some<VideoId>(), some<ReceiptId>(), 1234,
                          *rc::gen::arbitrary<std::uint16_t>(), *rc::gen::arbitrary<bool>(), false}};
    case 5:
      return {at, Done{some<ViewerId>(), some<VideoId>(), static_cast<Deed>(*rc::gen::inRange(0, 8))}};
    case 6:
      return {at, FollowChanged{some<ViewerId>(), some<AccountId>(), *rc::gen::arbitrary<bool>()}};
    case 7:
      return {at, TopicWished{some<ViewerId>(), word(64), static_cast<Wish>(*rc::gen::inRange(0, 3))}};
    case 8:
      return {at, ViewingForgotten{some<ViewerId>(), some<VideoId>()}};
    case 9:
      return {at, ViewerReset{some<ViewerId>()}};
    default:
      return {at, ViewerForgotten{some<ViewerId>()}};
  }
}

}  // namespace

TEST_CASE("feed_event: every event comes back as it was written") {
  CHECK(rc::check([] {
    const FeedEvent event = some_event();
    const auto bytes = encode(event);
    RC_ASSERT(bytes.size() <= event_bytes_max);
    const auto back = decode_feed_event(bytes);
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == event);
  }));
}

TEST_CASE("feed_event: it comes back the same into an event that was any other") {
  CHECK(rc::check([] {
    FeedEvent back = some_event();
    const FeedEvent event = some_event();
    base::WireWriter out;
    encode(some_event(), out);
    const std::size_t before = out.bytes().size();
    encode(event, out);
    const auto bytes = out.bytes().subspan(before);
    const auto alone = encode(event);
    RC_ASSERT(std::ranges::equal(bytes, alone));
    RC_ASSERT(decode_feed_event(bytes, back));
    RC_ASSERT(back == event);
    RC_ASSERT_FALSE(decode_feed_event(bytes.first(bytes.size() - 1), back));
  }));
}

TEST_CASE("feed_event: no shorter, longer or foreign bytes are an event, and one event has one spelling") {
  CHECK(rc::check([] {
    auto bytes = encode(some_event());
    RC_ASSERT_FALSE(decode_feed_event(base::ByteView{bytes}.first(bytes.size() - 1)).has_value());
    bytes.push_back(std::byte{0});
    RC_ASSERT_FALSE(decode_feed_event(bytes).has_value());
    bytes.pop_back();
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] ^=
        static_cast<std::byte>(*rc::gen::inRange(1, 255));
    if (const auto changed = decode_feed_event(bytes)) RC_ASSERT(encode(*changed) == bytes);
  }));
}

TEST_CASE("feed_event: what moderators found is in two bits; bytes from before them say `whole`") {
  const auto last_byte = [](const VideoFacts& facts) {
    return static_cast<unsigned>(encode({instant(0), VideoPublished{facts}}).back());
  };
  CHECK(last_byte({.adult = true, .followers_only = true}) == 3);
  CHECK(last_byte({.integrity = Integrity::unoriginal}) == 4);
  CHECK(last_byte({.adult = true, .integrity = Integrity::borderline}) == 13);
  auto bytes = encode({instant(0), VideoPublished{{.integrity = Integrity::borderline}}});
  for (const unsigned more : {16U, 32U, 64U, 128U}) {
    bytes.back() = static_cast<std::byte>(more);
    CHECK_FALSE(decode_feed_event(bytes).has_value());
  }
}

TEST_CASE("feed_event: the longest event keeps the limit") {
  VideoFacts facts;
  facts.tags.assign(tags_max, std::string(tag_bytes_max, 'x'));
  CHECK(encode({instant(0), VideoPublished{facts}}).size() <= event_bytes_max);
  Shown shown;
  shown.tags.assign(shown_tags_max, TagId{1});
  shown.features.assign(features_max, 255);
  CHECK(decode_feed_event(encode({instant(0), shown})).has_value());
}

TEST_CASE("feed_event: a tag's id is its word's, never zero") {
  CHECK(tag_id("pottery") == tag_id("pottery"));
  CHECK(tag_id("pottery") != tag_id("pottery "));
  CHECK(tag_id("").raw() != 0);
}
}  // namespace vitrine::feed_event_test
