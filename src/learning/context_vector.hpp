#pragma once
// Vectors to look for videos by: random indexing (Kanerva, Kristoferson, Holst 2000; Sahlgren 2005), in one
// pass and in whole numbers, so that every machine has the same. A video's label stands for its index vector:
// four of 128 places, drawn by chance, with a sign each. Its context vector is the sum of the index vectors
// of what was watched well shortly before it. Two videos that are watched after the same ones point the same
// way, even where nobody ever watched both: the item graph (learning/item_graph.hpp) sees only pairs.
//
// Values; thread-safe. A context vector is two lines of cache; adding to it or comparing it takes some 50 ns
// once they are there. Any bytes are a context vector.
#include <array>
#include <cstdint>
#include <span>

#include "base/wire.hpp"

namespace vitrine::learning {

class alignas(64) ContextVector {
 public:
  static constexpr std::size_t dimensions = 128;  // 64 find a fiftieth less (docs/experiments.md)
  using Numbers = std::array<std::int8_t, dimensions>;

  static constexpr std::size_t labels_at_once = 8;

  /// Those with these labels, at most labels_at_once (asserted), were watched shortly before. Where a number
  /// might not fit any more all are halved first, so what is long ago fades.
  void add(std::span<const std::uint32_t> labels);
  [[nodiscard]] const Numbers& numbers() const { return numbers_; }
  /// Its length, squared; 0 as long as nothing was added.
  [[nodiscard]] std::int32_t square() const;

  void write(base::WireWriter& out) const;
  void read(base::WireReader& in);

 private:
  Numbers numbers_{};
};

/// Where a viewer goes: the sum of the directions of the videos watched last.
class ViewerVector {
 public:
  void add(const ContextVector& watched, float weight);
  /// To be called once, after the last add(). Answers whether there is a direction at all.
  bool settle();
  /// The cosine between both, times the same positive number for all; 0 for a video without context.
  [[nodiscard]] float likeness_to(const ContextVector& video) const;

 private:
  std::array<float, ContextVector::dimensions> sum_{};
  std::array<std::int16_t, ContextVector::dimensions> direction_{};
};

}  // namespace vitrine::learning
