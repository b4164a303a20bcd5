#include "model/feed_event.hpp"

#include "base/assert.hpp"
#include "base/hash.hpp"
#include "base/wire.hpp"

namespace vitrine::model {
namespace {

using base::WireReader;
using base::WireWriter;
using namespace events;

constexpr std::uint8_t version = 1;

template <class Id>
void put(WireWriter& out, Id id) {
  out.u64(id.raw());
}
template <class Id>
Id id(WireReader& in) {
  const std::uint64_t raw = in.u64();
  if (raw >> 63) in.refuse();  // ids fit a signed SQL bigint
  return Id{raw};
}
bool flag(WireReader& in) { return in.varint(1) != 0; }

template <class Enum>
Enum one_of(WireReader& in, Enum last) {
  return static_cast<Enum>(in.varint(static_cast<std::uint64_t>(last)));
}

void put(WireWriter& out, const VideoFacts& facts) {
  VITRINE_ASSERT(facts.tags.size() <= tags_max, "whoever publishes a video keeps to the limit");
  put(out, facts.video);
  put(out, facts.author);
  out.varint(facts.tags.size());
  for (const auto& tag : facts.tags) out.text(tag);
  put(out, facts.sound);
  out.text(facts.language);
  out.varint(facts.duration_ms);
  const auto integrity = static_cast<unsigned>(facts.integrity);
  out.u8(static_cast<std::uint8_t>(facts.adult | (facts.followers_only << 1) | (integrity << 2)));
}
VideoFacts facts(WireReader& in) {
  VideoFacts facts;
  facts.video = id<VideoId>(in);
  facts.author = id<AccountId>(in);
  facts.tags.resize(in.count(tags_max));
  for (auto& tag : facts.tags) tag = in.text(tag_bytes_max);
  facts.sound = id<SoundId>(in);
  facts.language = in.text(language_bytes_max);
  facts.duration_ms = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
  const std::uint64_t flags = in.varint(15);
  facts.adult = (flags & 1) != 0;
  facts.followers_only = (flags & 2) != 0;
  facts.integrity = static_cast<Integrity>(flags >> 2);
  return facts;
}

// One write and one read per kind; the order in the variant is the kind's number on disk.
void write(WireWriter& out, const VideoPublished& e) { put(out, e.facts); }
void write(WireWriter& out, const VideoWithdrawn& e) { put(out, e.video); }
void write(WireWriter& out, const VideoForgotten& e) { put(out, e.video); }
void write(WireWriter& out, const Shown& e) {
  VITRINE_ASSERT(e.tags.size() <= shown_tags_max && e.features.size() <= features_max,
                 "supply keeps the limits");
  put(out, e.viewer);
  put(out, e.video);
  put(out, e.author);
  put(out, e.receipt);
  out.varint(e.tags.size());
  for (const TagId tag : e.tags) put(out, tag);
  put(out, e.sound);
  out.text(e.language);
  out.varint(e.duration_ms);
  out.varint(e.surface);
  out.varint(e.position);
  out.u8(static_cast<std::uint8_t>(e.source));
  out.f32(e.propensity);
  out.u64(e.policy);
  out.varint(e.features.size());
  out.raw(std::as_bytes(std::span{e.features}));
}
void write(WireWriter& out, const Watched& e) {
  put(out, e.viewer);
  put(out, e.video);
  put(out, e.receipt);
  out.varint(e.watched_ms);
  out.varint(e.loops);
  out.u8(e.finished);
  out.u8(e.skipped);
}
void write(WireWriter& out, const Done& e) {
  put(out, e.viewer);
  put(out, e.video);
  out.u8(static_cast<std::uint8_t>(e.deed));
}
void write(WireWriter& out, const FollowChanged& e) {
  put(out, e.viewer);
  put(out, e.author);
  out.u8(e.follows);
}
void write(WireWriter& out, const TopicWished& e) {
  put(out, e.viewer);
  out.text(e.tag);
  out.u8(static_cast<std::uint8_t>(e.wish));
}
void write(WireWriter& out, const ViewingForgotten& e) {
  put(out, e.viewer);
  put(out, e.video);
}
void write(WireWriter& out, const ViewerReset& e) { put(out, e.viewer); }
void write(WireWriter& out, const ViewerForgotten& e) { put(out, e.viewer); }

void read(WireReader& in, VideoPublished& e) { e.facts = facts(in); }
void read(WireReader& in, VideoWithdrawn& e) { e.video = id<VideoId>(in); }
void read(WireReader& in, VideoForgotten& e) { e.video = id<VideoId>(in); }
void read(WireReader& in, Shown& e) {
  e.viewer = id<ViewerId>(in);
  e.video = id<VideoId>(in);
  e.author = id<AccountId>(in);
  e.receipt = id<ReceiptId>(in);
  e.tags.assign(in.count(shown_tags_max, 8), TagId{0});
  for (TagId& tag : e.tags) tag = id<TagId>(in);
  e.sound = id<SoundId>(in);
  e.language.assign(base::as_text(in.raw(in.count(language_bytes_max))));
  e.duration_ms = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
  e.surface = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
  e.position = static_cast<std::uint16_t>(in.varint(UINT16_MAX));
  e.source = one_of(in, Source::imported);
  e.propensity = in.f32();
  if (!(e.propensity > 0 && e.propensity <= 1)) in.refuse();
  e.policy = in.u64();
  const base::ByteView features = in.raw(in.count(features_max));
  const auto* const first = reinterpret_cast<const std::uint8_t*>(features.data());
  e.features.assign(first, first + features.size());
}
void read(WireReader& in, Watched& e) {
  e.viewer = id<ViewerId>(in);
  e.video = id<VideoId>(in);
  e.receipt = id<ReceiptId>(in);
  e.watched_ms = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
  e.loops = static_cast<std::uint16_t>(in.varint(UINT16_MAX));
  e.finished = flag(in);
  e.skipped = flag(in);
}
void read(WireReader& in, Done& e) {
  e.viewer = id<ViewerId>(in);
  e.video = id<VideoId>(in);
  e.deed = one_of(in, Deed::reported);
}
void read(WireReader& in, FollowChanged& e) {
  e.viewer = id<ViewerId>(in);
  e.author = id<AccountId>(in);
  e.follows = flag(in);
}
void read(WireReader& in, TopicWished& e) {
  e.viewer = id<ViewerId>(in);
  e.tag = in.text(tag_bytes_max);
  e.wish = one_of(in, Wish::less);
}
void read(WireReader& in, ViewingForgotten& e) {
  e.viewer = id<ViewerId>(in);
  e.video = id<VideoId>(in);
}
void read(WireReader& in, ViewerReset& e) { e.viewer = id<ViewerId>(in); }
void read(WireReader& in, ViewerForgotten& e) { e.viewer = id<ViewerId>(in); }

/// Reads the alternative whose number is `wanted`, or nothing. Every read() sets every field, so one of the
/// same kind that is already there need not be made anew.
template <std::size_t kind = 0>
void read_kind(WireReader& in, std::size_t wanted, decltype(FeedEvent::what)& what) {
  if constexpr (kind == std::variant_size_v<decltype(FeedEvent::what)>) {
    in.refuse();
  } else if (wanted != kind) {
    read_kind<kind + 1>(in, wanted, what);
  } else {
    auto* const there = std::get_if<kind>(&what);
    read(in, there != nullptr ? *there : what.template emplace<kind>());
  }
}

}  // namespace

TagId tag_id(std::string_view tag) {
  const base::Digest digest = base::sha256(base::as_bytes(tag));
  return TagId{(base::read_be(base::ByteView{digest}.first(8)) >> 1) | 1};
}

void encode(const FeedEvent& event, WireWriter& out) {
  const std::size_t before = out.bytes().size();
  out.u8(version);
  out.u8(static_cast<std::uint8_t>(event.what.index()));
  out.zigzag(millis(event.at));
  std::visit([&](const auto& what) { write(out, what); }, event.what);
  VITRINE_ASSERT(out.bytes().size() - before <= event_bytes_max, "the limits of the lists leave room");
}

base::Bytes encode(const FeedEvent& event) {
  WireWriter out{std::holds_alternative<Shown>(event.what) ? 320U : 64U};  // mostly all of it
  encode(event, out);
  return out.take();
}

bool decode_feed_event(base::ByteView bytes, FeedEvent& event) {
  WireReader in{bytes};
  if (bytes.size() > event_bytes_max || in.u8() != version) in.refuse();
  const std::size_t kind = in.u8();
  event.at = instant(in.zigzag());
  read_kind(in, kind, event.what);
  return in.finished();
}

base::Result<FeedEvent> decode_feed_event(base::ByteView bytes) {
  FeedEvent event;
  if (!decode_feed_event(bytes, event))
    return base::fail(base::Fault::corrupt_input, "feed_event_corrupt",
                      "These bytes are not a feed event of version 1.");
  return event;
}

}  // namespace vitrine::model
