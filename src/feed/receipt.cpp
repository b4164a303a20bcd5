#include "feed/receipt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/assert.hpp"
#include "base/wire.hpp"

namespace vitrine::feed {
namespace {

using base::WireReader;
using base::WireWriter;

// Receipts live 30 days, so those of earlier releases must still be read: they explain a page also where this
// release cannot rank it again. Version 6 knows no muted languages; version 5 asked for interests and whether
// adult clips are wanted, too; version 4 does not say how many readings there are, version 3 nor which
// model's (it was 4).
constexpr std::uint8_t version = 7, last_without_muted_languages = 6, last_with_interests = 5,
                       last_without_count = 4, oldest_version = 3;
constexpr std::uint8_t model_of_oldest = 4;
constexpr std::size_t readings_before_version_5 = 181;

void write_double(WireWriter& out, double value) { out.u64(std::bit_cast<std::uint64_t>(value)); }
double read_double(WireReader& in) { return std::bit_cast<double>(in.u64()); }

template <class Id>
void write_ids(WireWriter& out, const std::vector<Id>& ids) {
  VITRINE_ASSERT(ids.size() <= ids_max, "who asked has cut the query to fit, and adds few");
  out.varint(ids.size());
  for (const Id id : ids) out.u64(id.raw());
}
template <class Id>
void read_ids(WireReader& in, std::vector<Id>& ids) {
  for (std::size_t left = in.count(ids_max, 8); left > 0; --left) ids.push_back(Id{in.u64()});
}
void write_words(WireWriter& out, const std::vector<std::string>& words) {
  VITRINE_ASSERT(words.size() <= words_max, "who asked has cut the query to fit");
  out.varint(words.size());
  for (const auto& word : words) out.text(word);
}
void read_words(WireReader& in, std::vector<std::string>& words) {
  for (std::size_t left = in.count(words_max); left > 0; --left)
    words.push_back(in.text(model::events::tag_bytes_max));
}

void write(WireWriter& out, const Query& query) {
  out.u64(query.viewer.raw());
  out.zigzag(model::millis(query.at));
  out.u64(query.seed);
  out.varint(query.place);
  out.u64(query.lot);
  out.varint(query.surface);
  VITRINE_ASSERT(query.count >= 0 && query.count <= count_max, "who asked has cut the query to fit");
  out.varint(static_cast<std::uint64_t>(query.count));
  write_ids(out, query.follows);
  write_ids(out, query.barred_authors);
  write_ids(out, query.barred_videos);
  write_ids(out, query.on_page);
  write_words(out, query.languages);
  write_words(out, query.speaks);
  write_words(out, query.muted_tags);
  write_ids(out, query.muted_sounds);
  write_words(out, query.muted_words);
  write_ids(out, query.worded_videos);
  write_words(out, query.muted_languages);
}
void read(WireReader& in, Query& query, std::uint8_t written) {
  query.viewer = model::ViewerId{in.u64()};
  query.at = model::instant(in.zigzag());
  query.seed = in.u64();
  query.place = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
  query.lot = in.u64();
  query.surface = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
  query.count = static_cast<int>(in.varint(count_max));
  read_ids(in, query.follows);
  read_ids(in, query.barred_authors);
  read_ids(in, query.barred_videos);
  read_ids(in, query.on_page);
  std::vector<std::string> interests;
  if (written <= last_with_interests) read_words(in, interests);
  read_words(in, query.languages);
  read_words(in, query.speaks);
  if (written <= last_with_interests) (void)in.varint(1);
  read_words(in, query.muted_tags);
  read_ids(in, query.muted_sounds);
  read_words(in, query.muted_words);
  read_ids(in, query.worded_videos);
  if (written > last_without_muted_languages) read_words(in, query.muted_languages);
}

void write(WireWriter& out, const Term& term) {
  out.u8(static_cast<std::uint8_t>(term.evidence));
  out.u8(static_cast<std::uint8_t>(term.signal));
  for (const double value : {term.x, term.weight, term.value}) write_double(out, value);
  out.text(term.tag);
  out.u64(term.author.raw());
  out.u64(term.video.raw());
  for (const std::uint32_t n : {term.shown, term.finished, term.liked, term.skipped}) out.varint(n);
}
void read(WireReader& in, Term& term) {
  term.evidence = static_cast<Evidence>(in.varint(evidence_count - 1));
  term.signal = static_cast<learning::Head>(in.varint(learning::heads_count - 1));
  for (double* value : {&term.x, &term.weight, &term.value}) *value = read_double(in);
  term.tag = in.text(model::events::tag_bytes_max);
  term.author = model::AccountId{in.u64()};
  term.video = model::VideoId{in.u64()};
  for (std::uint32_t* n : {&term.shown, &term.finished, &term.liked, &term.skipped})
    *n = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
}

Source read_source(WireReader& in) {
  return static_cast<Source>(in.varint(model::events::sources_count - 1));
}

void write(WireWriter& out, const Item& item) {
  out.u64(item.video.raw());
  out.u64(item.author.raw());
  out.u8(static_cast<std::uint8_t>(item.source));
  out.varint(item.position);
  out.varint(item.rank);
  out.u8(static_cast<std::uint8_t>(item.move));
  out.f32(item.propensity);
  write_double(out, item.score);
  for (std::size_t h = 0; h < learning::heads_count; ++h) out.f32(item.predicted[h]);
  out.varint(item.terms.size());
  for (const Term& term : item.terms) write(out, term);
  for (const std::uint8_t byte : item.readings.bytes) out.u8(byte);
}
void read(WireReader& in, Item& item, std::size_t readings_bytes) {
  item.video = model::VideoId{in.u64()};
  item.author = model::AccountId{in.u64()};
  item.source = read_source(in);
  item.position = static_cast<std::uint16_t>(in.varint(UINT16_MAX));
  item.rank = static_cast<std::uint16_t>(in.varint(UINT16_MAX));
  item.move = static_cast<Move>(in.varint(static_cast<std::uint64_t>(Move::opener)));
  item.propensity = in.f32();
  item.score = read_double(in);
  for (std::size_t h = 0; h < learning::heads_count; ++h) item.predicted[h] = in.f32();
  for (std::size_t left = in.count(evidence_count, 40); left > 0; --left) read(in, item.terms.emplace_back());
  const auto readings = in.raw(readings_bytes);
  if (readings.size() == learning::readings_count)
    std::memcpy(item.readings.bytes.data(), readings.data(), readings.size());
}

void write(WireWriter& out, const Dropped& dropped) {
  out.u64(dropped.video.raw());
  out.u8(static_cast<std::uint8_t>(dropped.source));
  out.u8(static_cast<std::uint8_t>(dropped.reason.index()));
  if (const auto* other = std::get_if<OtherLanguage>(&dropped.reason)) out.text(other->language);
  if (const auto* seen = std::get_if<SeenLately>(&dropped.reason)) out.u32(seen->at_s);
  if (const auto* cut = std::get_if<BelowTheCut>(&dropped.reason)) {
    out.varint(cut->rank);
    write_double(out, cut->score);
  }
  if (const auto* look = std::get_if<AtFirstLook>(&dropped.reason)) write_double(out, look->promise);
  if (const auto* muted = std::get_if<Muted>(&dropped.reason)) {
    out.u8(static_cast<std::uint8_t>(muted->what));
    out.text(muted->word);
  }
  if (const auto* market = std::get_if<MarketRule>(&dropped.reason)) out.text(market->rule);
}
Reason read_reason(WireReader& in) {
  switch (in.varint(std::variant_size_v<Reason> - 1)) {
    case 0:
      return Withdrawn{};
    case 1:
      return Barred{};
    case 2:
      return Adult{};
    case 3:
      return OtherLanguage{in.text(model::events::language_bytes_max)};
    case 4:
      return SeenLately{in.u32()};
    case 5:
      return OnPageAlready{};
    case 6: {
      const auto rank = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
      return BelowTheCut{rank, read_double(in)};
    }
    case 8:
      return AtFirstLook{read_double(in)};
    case 9:
      return MarketRule{in.text(region::rule_bytes_max)};
    default: {
      const auto what =
          static_cast<Muted::What>(in.varint(static_cast<std::uint64_t>(Muted::What::language)));
      return Muted{what, in.text(model::events::tag_bytes_max)};
    }
  }
}

void write(WireWriter& out, const Slate& slate) {
  out.varint(slate.received);
  out.varint(slate.items.size());
  for (const Item& item : slate.items) write(out, item);
  out.varint(slate.dropped.size());
  for (const Dropped& dropped : slate.dropped) write(out, dropped);
}
void read(WireReader& in, Slate& slate, std::size_t readings_bytes) {
  slate.received = in.varint(candidates_max);
  for (std::size_t left = in.count(count_max, readings_bytes); left > 0; --left)
    read(in, slate.items.emplace_back(), readings_bytes);
  for (std::size_t left = in.count(candidates_max, 10); left > 0 && in.ok(); --left) {
    Dropped& dropped = slate.dropped.emplace_back();
    dropped.video = model::VideoId{in.u64()};
    dropped.source = read_source(in);
    dropped.reason = read_reason(in);
  }
}

void read_digest(WireReader& in, base::Digest& digest) {
  if (const auto bytes = in.raw(digest.size()); in.ok()) std::ranges::copy(bytes, digest.begin());
}

Setting read_setting(WireReader& in) {
  const auto slider = static_cast<Slider>(in.varint(sliders_count - 1));
  const std::int64_t value = in.zigzag();
  if (value < -100 || value > 100) in.refuse();
  return {slider, static_cast<int>(value)};
}

}  // namespace

void fit_for_receipt(Query& query) {
  query.count = std::clamp(query.count, 0, count_max);
  const auto cut = [](auto& list, std::size_t max) {
    if (list.size() > max) list.erase(list.begin() + static_cast<std::ptrdiff_t>(max), list.end());
  };
  for (auto* authors : {&query.follows, &query.barred_authors}) cut(*authors, ids_max);
  for (auto* videos : {&query.barred_videos, &query.on_page, &query.worded_videos}) cut(*videos, ids_max);
  cut(query.muted_sounds, ids_max);
  for (auto* words :
       {&query.languages, &query.speaks, &query.muted_tags, &query.muted_words, &query.muted_languages}) {
    std::erase_if(*words, [](const auto& word) { return word.size() > model::events::tag_bytes_max; });
    cut(*words, words_max);
  }
}

base::Bytes encode(const Receipt& receipt) {
  WireWriter out;
  out.u8(version);
  out.u8(receipt.model_version);
  out.varint(learning::readings_count);
  out.u64(receipt.id.raw());
  out.text(receipt.policy);
  out.raw(receipt.policy_digest);
  out.raw(receipt.base_digest);
  out.varint(receipt.settings.size());
  for (const Setting& setting : receipt.settings) {
    out.u8(static_cast<std::uint8_t>(setting.slider));
    out.zigzag(setting.value);
  }
  out.varint(receipt.log_position);
  write(out, receipt.query);
  write(out, receipt.slate);
  return out.take();
}

base::Result<Receipt> decode_receipt(base::ByteView bytes) {
  WireReader in{bytes};
  Receipt receipt;
  const std::uint8_t written = in.u8();
  if (bytes.size() > receipt_bytes_max || written < oldest_version || written > version) in.refuse();
  receipt.model_version = written == oldest_version ? model_of_oldest : in.u8();
  const std::size_t readings_bytes =
      written <= last_without_count ? readings_before_version_5 : in.varint(model::events::features_max);
  if (receipt.model_version == learning::model_version && readings_bytes != learning::readings_count)
    in.refuse();
  receipt.id = model::ReceiptId{in.u64()};
  receipt.policy = in.text(64);
  read_digest(in, receipt.policy_digest);
  read_digest(in, receipt.base_digest);
  for (std::size_t left = in.count(sliders_count, 2); left > 0 && in.ok(); --left)
    receipt.settings.push_back(read_setting(in));
  receipt.log_position = in.varint();
  read(in, receipt.query, written);
  read(in, receipt.slate, readings_bytes);
  if (!in.finished())
    return base::fail(base::Fault::corrupt_input, "receipt_corrupt",
                      "These bytes are not a receipt of versions 3 to 7.");
  return receipt;
}

base::Digest digest_of(const Slate& slate) {
  WireWriter out;
  write(out, slate);
  return base::sha256(out.bytes());
}

std::optional<Policy> policy_of(const Receipt& receipt, const Shelf& shelf) {
  const Policy* policy = shelf.with_digest(receipt.base_digest);
  return policy == nullptr ? std::nullopt : std::optional{tuned(*policy, receipt.settings)};
}

std::optional<Difference> rank_again(const Receipt& receipt, const learning::Model& model,
                                     const Shelf& shelf) {
  if (receipt.model_version != learning::model_version)
    return Difference{
        Stage::model,
        fmt::format("version {} of the model ranked this page, ours is {}: the release that served it "
                    "can rank it again",
                    receipt.model_version, learning::model_version)};
  const Policy* base = shelf.with_digest(receipt.base_digest);
  const auto policy = policy_of(receipt, shelf);
  // One that an earlier release wrote in other lines is known by those; tuned, it has no other proof.
  const bool in_our_lines = base != nullptr && base->digest() == receipt.base_digest;
  if (!policy || (in_our_lines && policy->digest() != receipt.policy_digest))
    return Difference{Stage::policy, "the policy of this page is not among ours any more"};
  if (model.position() != receipt.log_position)
    return Difference{Stage::position, fmt::format("the model stands at {}, the page was ranked at {}",
                                                   model.position(), receipt.log_position)};
  return first_difference(receipt.slate, rank(receipt.query, model, *policy));
}

}  // namespace vitrine::feed
