#pragma once
// Low-rank taste: each item has a vector for "was had" and one for "comes next"; a history's taste is the
// fading sum of the first, and an item's affinity its product with the second. Learned in one pass by telling
// what came next from items that others had lately (noise-contrastive, Mikolov et al. 2013), so the affinity
// is what taste adds to popularity.
//
// Items are numbered from 0 by whoever uses this. Deterministic; one writer or many readers. 520 bytes an
// item.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace vitrine::replay {

class ItemVectors {
 public:
  static constexpr std::size_t factors = 64;
  static constexpr std::size_t window = 96;  ///< steps back that make the taste
  using Vector = std::array<float, factors>;

  /// A step back counts `fade` of the one after it. Below a thousandth it does not count at all.
  explicit ItemVectors(float fade);

  /// Items up to `count` exist from now on.
  void grow(std::size_t count);
  [[nodiscard]] Vector taste(std::span<const std::uint32_t> before) const;
  [[nodiscard]] float affinity(const Vector& taste, std::uint32_t item) const;
  /// `next` followed `before`; `others` did not (those equal to `next` are passed over).
  void learn(std::span<const std::uint32_t> before, std::uint32_t next,
             std::span<const std::uint32_t> others);

 private:
  struct Item {
    Vector had{}, next{};
    float had_g = 0, next_g = 0;  ///< Adagrad's sums of squares, one for a vector
  };

  /// What the first of `steps` steps back counts, so that the squares of all weights add up to 1.
  [[nodiscard]] float first_weight(std::size_t steps) const;
  [[nodiscard]] std::size_t steps_of(std::span<const std::uint32_t> before) const;

  float fade_;
  std::size_t reach_ = 0;  ///< steps back that count
  std::vector<Item> items_;
};

}  // namespace vitrine::replay
