#include "learning/latent_factors.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/hash.hpp"
#include "learning/numeric.hpp"

namespace vitrine::learning {
namespace {

// Chosen on MovieLens-100k and invented tastes of which KuaiRand's model had nothing to gain or lose
// (docs/experiments.md).
constexpr float widest_first = 0.085F;                               ///< evenly drawn: a deviation of .05
constexpr float curvature_of_viewers = 2, curvature_of_videos = 10;  ///< as if that much had been met
constexpr float least_doubt = 0.05F;  ///< of p (1 - p): what was certain and wrong teaches no more than this

/// The eight as two fours.
struct Eight {
  Four low{}, high{};
};
Eight eight(const LatentFactors::Numbers& from) {
  Eight e;
  std::memcpy(&e.low, from.data(), sizeof e.low);
  std::memcpy(&e.high, from.data() + 4, sizeof e.high);
  return e;
}
void put(LatentFactors::Numbers& to, const Eight& e) {
  std::memcpy(to.data(), &e.low, sizeof e.low);
  std::memcpy(to.data() + 4, &e.high, sizeof e.high);
}

float product(const Eight& a, const Eight& b) {
  const Four sum = a.low * b.low + a.high * b.high;
  return (sum[0] + sum[2]) + (sum[1] + sum[3]);
}

/// Towards what is `error` off, where the other side has `other`.
void step(LatentFactors& of, const Eight& other, float error, float doubt, float prior) {
  of.curvature += doubt * product(other, other) * (1.0F / LatentFactors::count);
  const float by = error / (of.curvature + prior);
  Eight numbers = eight(of.numbers);
  numbers.low += by * other.low;
  numbers.high += by * other.high;
  put(of.numbers, numbers);
}

}  // namespace

void LatentFactors::write(base::WireWriter& out) const {
  for (const float number : numbers) out.f32(number);
  out.f32(curvature);
  biases.write(out);
}

void LatentFactors::read(base::WireReader& in) {
  for (float& number : numbers) {
    number = in.f32();
    if (!std::isfinite(number)) in.refuse();
  }
  curvature = in.f32();
  if (!std::isfinite(curvature) || std::signbit(curvature)) in.refuse();
  biases.read(in);
}

LatentFactors first_factors(std::uint64_t key) {
  static_assert(LatentFactors::count == 8, "a byte of the hash for each");
  LatentFactors first;
  std::uint64_t drawn = base::mix64(key ^ 0x666163746f7273ULL);
  for (float& number : first.numbers) {
    number = widest_first / 127.5F * (static_cast<float>(drawn & 255) - 127.5F);
    drawn >>= 8;
  }
  return first;
}

float affinity(const LatentFactors& viewer, const LatentFactors* video, const LatentFactors* topic) {
  const Eight of = eight(viewer.numbers);
  const float own = video == nullptr ? 0.0F : product(of, eight(video->numbers));
  return topic == nullptr ? own : own + product(of, eight(topic->numbers));
}

void learn_affinity(LatentFactors& viewer, LatentFactors* video, LatentFactors* topic, Surprise surprise) {
  const float error = static_cast<float>(surprise.satisfied) - surprise.predicted;
  const float doubt = std::max(surprise.predicted * (1.0F - surprise.predicted), least_doubt);
  const Eight of_viewer = eight(viewer.numbers);  // as they were foretold with
  Eight shown;
  for (LatentFactors* one : {video, topic}) {
    if (one == nullptr) continue;
    const Eight numbers = eight(one->numbers);
    shown = {shown.low + numbers.low, shown.high + numbers.high};
    step(*one, of_viewer, error, doubt, curvature_of_videos);
  }
  step(viewer, shown, error, doubt, curvature_of_viewers);
}

}  // namespace vitrine::learning
