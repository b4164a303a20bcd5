// The model's bytes. Everything is written in an order the calls have fixed, so equal states have equal bytes
// and the digest of the bytes is the digest of the state.
#include "learning/model.hpp"

namespace vitrine::learning {
namespace {

// "vmodel" and the version as a digit
static_assert(model_version < 10);
constexpr std::uint64_t magic = 0x30'6c'65'64'6f'6d'76ULL + (std::uint64_t{model_version} << 48);
constexpr std::size_t rows_max = 1ULL << 31;

void write(base::WireWriter& out, const Impression& shown) {
  for (const std::uint64_t id : {shown.viewer, shown.video, shown.author, shown.sound}) out.u64(id);
  for (const std::uint64_t tag : shown.tags) out.u64(tag);
  for (const float x : {shown.duration_s, shown.age_s, shown.gap_s, shown.taste.topic, shown.taste.session,
                        shown.taste.author, shown.taste.graph})
    out.f32(x);
  out.u32(shown.surface);
  out.u32(shown.at_s);
}
void read(base::WireReader& in, Impression& shown) {
  for (std::uint64_t* id : {&shown.viewer, &shown.video, &shown.author, &shown.sound}) *id = in.u64();
  for (std::uint64_t& tag : shown.tags) tag = in.u64();
  for (float* x : {&shown.duration_s, &shown.age_s, &shown.gap_s, &shown.taste.topic, &shown.taste.session,
                   &shown.taste.author, &shown.taste.graph})
    *x = in.f32();
  shown.surface = in.u32();
  shown.at_s = in.u32();
}

void write(base::WireWriter& out, const Outcome& outcome) {
  for (std::size_t h = 0; h < heads_count; ++h) out.f32(outcome.y[h]);
  out.u32(outcome.known);
  out.f32(outcome.watched_s);
  out.f32(outcome.duration_s);
}
void read(base::WireReader& in, Outcome& outcome) {
  for (std::size_t h = 0; h < heads_count; ++h) outcome.y[h] = in.f32();
  outcome.known = static_cast<std::uint16_t>(in.u32() & 0x3ff);
  outcome.watched_s = in.f32();
  outcome.duration_s = in.f32();
}

}  // namespace

base::Bytes Model::checkpoint() const {
  base::WireWriter out;
  out.u64(magic);
  out.varint(readings_count);  // another layout of readings is another model
  out.varint(position_);
  out.u32(now_s_);
  table_.write(out);
  out.f32(overall_.n);
  for (const float sum : overall_.sums) out.f32(sum);
  scorer_.write(out);
  graph_.write(out);
  library_.write(out);
  out.varint(viewers_.size());
  for (const Viewer& viewer : viewers_) write(out, viewer);
  out.varint(pending_.size());
  for (const Pending& pending : pending_) {
    out.u64(pending.key);
    out.u64(pending.receipt);
    write(out, pending.impression);
    for (const std::uint8_t byte : pending.readings.bytes) out.u8(byte);
    write(out, pending.outcome);
    out.u8(pending.closed);
  }
  out.varint(pending_order_.size());
  for (const auto& [key, at_s] : pending_order_) {
    out.u64(key);
    out.u32(at_s);
  }
  for (const auto* sums : {&calibration_.predicted, &calibration_.happened, &calibration_.n})
    for (const float sum : *sums) out.f32(sum);
  return out.take();
}

base::Result<Model> Model::restore(base::ByteView bytes) {
  base::WireReader in{bytes};
  Model model;
  if (in.u64() != magic || in.varint() != readings_count) in.refuse();
  model.position_ = in.varint();
  model.now_s_ = in.u32();
  model.table_.read(in, rows_max);
  model.overall_.n = in.f32();
  for (float& sum : model.overall_.sums) sum = in.f32();
  model.scorer_.read(in);
  model.graph_.read(in);
  model.library_.read(in);
  for (std::size_t left = in.count(1ULL << 31, 24); left > 0 && in.ok(); --left) {
    Viewer viewer;
    read(in, viewer);
    model.viewers_.at(viewer.key) = viewer;
  }
  for (std::size_t left = in.count(pending_max * 2, readings_count); left > 0 && in.ok(); --left) {
    Pending& pending = model.pending_.at(in.u64());
    pending.receipt = in.u64();
    read(in, pending.impression);
    for (std::uint8_t& byte : pending.readings.bytes) byte = in.u8();
    for (std::size_t b = 0; b < buckets_count; ++b)
      if (pending.readings.bucket(b) >= bucket_values) in.refuse();
    read(in, pending.outcome);
    pending.closed = in.varint(1) != 0;
  }
  for (std::size_t left = in.count(pending_max * 2, 12); left > 0 && in.ok(); --left) {
    const std::uint64_t key = in.u64();
    model.pending_order_.emplace_back(key, in.u32());
  }
  for (auto* sums : {&model.calibration_.predicted, &model.calibration_.happened, &model.calibration_.n})
    for (float& sum : *sums) sum = in.f32();
  if (!in.finished())
    return base::fail(base::Fault::corrupt_input, "checkpoint_corrupt",
                      "These bytes are not a checkpoint of this version of the model.");
  return model;
}

base::Digest Model::digest() const { return base::sha256(checkpoint()); }

}  // namespace vitrine::learning
