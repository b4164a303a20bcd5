// The model's bytes. Everything is written in an order the calls have fixed, so equal states have equal bytes
// and the digest of the bytes is the digest of the state.
#include "learning/model.hpp"

namespace vitrine::learning {
namespace {

// "vmodel" and the version, counted from the digit 0 on
static_assert(model_version < 0x80);
constexpr std::uint64_t magic = 0x30'6c'65'64'6f'6d'76ULL + (std::uint64_t{model_version} << 48);
constexpr std::size_t rows_max = 1ULL << 31;

void write(base::WireWriter& out, const Impression& shown) {
  for (const std::uint64_t id : {shown.viewer, shown.video, shown.author, shown.sound}) out.u64(id);
  for (const std::uint64_t tag : shown.tags) out.u64(tag);
  out.f32(shown.duration_s);  // what else there was to know of it is in its readings
  out.u32(shown.surface);
  out.u32(shown.at_s);
}
void read(base::WireReader& in, Impression& shown) {
  for (std::uint64_t* id : {&shown.viewer, &shown.video, &shown.author, &shown.sound}) *id = in.u64();
  for (std::uint64_t& tag : shown.tags) tag = in.u64();
  shown.duration_s = in.f32();
  shown.surface = in.u32();
  shown.at_s = in.u32();
}

}  // namespace

base::Bytes Model::checkpoint(std::size_t expected) const {
  base::WireWriter out{expected};
  out.u64(magic);
  out.varint(readings_count);  // another layout of readings is another model
  out.varint(position_);
  out.u32(now_s_);
  table_.write(out);
  first_sights_.write(out);
  out.f32(overall_.n);
  for (const float sum : overall_.sums) out.f32(sum);
  watch_ranks_.write(out);
  scorer_.write(out);
  graph_.write(out);
  library_.write(out);
  out.varint(viewers_.size());
  for (const Viewer& viewer : viewers_) write(out, viewer);
  out.varint(pending_.size());
  pending_.each([&](const Pending& pending) {
    out.u64(pending.key);
    out.u64(pending.receipt);
    write(out, pending.impression);
    out.raw(std::as_bytes(std::span{pending.readings.bytes}));
    out.varint(pending.deeds);
    out.u8(pending.closed);
  });
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
  model.first_sights_.read(in);
  model.overall_.n = in.f32();
  for (float& sum : model.overall_.sums) sum = in.f32();
  model.watch_ranks_.read(in);
  model.scorer_.read(in);
  model.graph_.read(in);
  model.library_.read(in);
  for (std::size_t left = in.count(1ULL << 31, 24); left > 0 && in.ok(); --left) {
    Viewer viewer;
    read(in, viewer);
    model.viewers_.at(viewer.key) = viewer;
  }
  for (std::size_t left = in.count(pending_max + 1, readings_count); left > 0 && in.ok(); --left) {
    const std::uint64_t key = in.u64();
    if (key == 0) in.refuse();
    Pending& pending = model.pending_.add(key);
    pending.receipt = in.u64();
    read(in, pending.impression);
    for (std::uint8_t& byte : pending.readings.bytes) byte = in.u8();
    for (std::size_t b = 0; b < buckets_count; ++b)
      if (pending.readings.bucket(b) >= bucket_values) in.refuse();
    pending.deeds = static_cast<std::uint16_t>(in.varint((1U << heads_count) - 1));
    pending.closed = in.varint(1) != 0;
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
