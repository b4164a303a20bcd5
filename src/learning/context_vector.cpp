#include "learning/context_vector.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/assert.hpp"
#include "base/hash.hpp"

namespace vitrine::learning {
namespace {

constexpr std::size_t places_of_label = 4;  // eight find no more
/// What is added at once still fits, even if all its places are one.
constexpr std::int8_t most = INT8_MAX - places_of_label * ContextVector::labels_at_once;
/// So large that the smallest part of a direction is not lost, so small that the sum of all products fits.
constexpr float longest = 8191;

}  // namespace

void ContextVector::add(std::span<const std::uint32_t> labels) {
  VITRINE_ASSERT(labels.size() <= labels_at_once, "so many fit for certain");
  using Sixteen = std::int8_t __attribute__((vector_size(16)));
  Sixteen full{};
  for (std::size_t d = 0; d < dimensions; d += sizeof full) {
    Sixteen some;
    std::memcpy(&some, numbers_.data() + d, sizeof some);
    full |= (some > most) | (some < -most);
  }
  const auto halves = std::bit_cast<std::array<std::uint64_t, 2>>(full);
  if ((halves[0] | halves[1]) != 0)
    for (std::int8_t& number : numbers_) number = static_cast<std::int8_t>(number / 2);
  std::int8_t* const numbers = numbers_.data();
  static_assert(dimensions == 128, "seven bits tell a place, the eighth its sign");
  for (const std::uint32_t label : labels) {
    std::uint64_t places = base::mix64(label);
#pragma GCC unroll 4
    for (std::size_t i = 0; i < places_of_label; ++i, places >>= 8) {
      std::int8_t& number = numbers[places & 127];
      number = static_cast<std::int8_t>(number + static_cast<int>(places >> 6 & 2) - 1);
    }
  }
}

std::int32_t ContextVector::square() const {
  std::int32_t sum = 0;
  for (const std::int8_t number : numbers_) sum += number * number;
  return sum;
}

void ContextVector::write(base::WireWriter& out) const { out.raw(std::as_bytes(std::span{numbers_})); }

void ContextVector::read(base::WireReader& in) {
  for (std::int8_t& number : numbers_) number = static_cast<std::int8_t>(in.u8());
}

void ViewerVector::add(const ContextVector& watched, float weight) {
  const std::int32_t square = watched.square();
  if (square == 0) return;
  const float each = weight / std::sqrt(static_cast<float>(square));
  for (std::size_t d = 0; d < sum_.size(); ++d) sum_[d] += each * static_cast<float>(watched.numbers()[d]);
}

bool ViewerVector::settle() {
  float largest = 0;
  for (const float part : sum_) largest = std::max(largest, std::abs(part));
  if (largest == 0) return false;
  for (std::size_t d = 0; d < sum_.size(); ++d) {
    const float part = sum_[d] / largest * longest;
    direction_[d] = static_cast<std::int16_t>(part < 0 ? part - 0.5F : part + 0.5F);
  }
  return true;
}

// Sums of whole numbers are the same in whatever order the compiler adds them.
float ViewerVector::likeness_to(const ContextVector& video) const {
  const std::int32_t square = video.square();
  if (square == 0) return 0;
  std::int32_t product = 0;
  for (std::size_t d = 0; d < direction_.size(); ++d)
    product += direction_.data()[d] * video.numbers().data()[d];
  return static_cast<float>(product) / std::sqrt(static_cast<float>(square));
}

}  // namespace vitrine::learning
