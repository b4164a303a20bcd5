#include "media/thumbhash.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/assert.hpp"

namespace vitrine::media {

namespace {

using Channel = std::vector<double>;

struct Waves {
  double constant = 0;
  double scale = 0;
  std::vector<double> varying;  // 0..1
};

// A discrete cosine transform that keeps the triangle of low frequencies.
Waves transform(const Channel& channel, int width, int height, int nx, int ny) {
  Waves waves;
  std::vector<double> fx(static_cast<std::size_t>(width));
  for (int cy = 0; cy < ny; ++cy) {
    for (int cx = 0; cx * ny < nx * (ny - cy); ++cx) {
      for (int x = 0; x < width; ++x)
        fx[static_cast<std::size_t>(x)] = std::cos(std::numbers::pi / width * cx * (x + 0.5));
      double f = 0;
      for (int y = 0; y < height; ++y) {
        const auto fy = std::cos(std::numbers::pi / height * cy * (y + 0.5));
        for (int x = 0; x < width; ++x)
          f += channel[static_cast<std::size_t>(y * width + x)] * fx[static_cast<std::size_t>(x)] * fy;
      }
      f /= static_cast<double>(width) * height;
      if (cx == 0 && cy == 0) {
        waves.constant = f;
      } else {
        waves.varying.push_back(f);
        waves.scale = std::max(waves.scale, std::abs(f));
      }
    }
  }
  if (waves.scale > 0)
    for (auto& f : waves.varying) f = 0.5 + 0.5 / waves.scale * f;
  return waves;
}

// As JavaScript rounds: halves go up.
unsigned rounded(double value) { return static_cast<unsigned>(std::max(0.0, std::floor(value + 0.5))); }

struct Planes {
  Channel light, yellow_blue, red_green, alpha;
  bool has_alpha = false;
};

Planes split(int width, int height, base::ByteView rgba) {
  const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  // In the order of the published code: a last bit decides between two steps of sixteen.
  const auto part = [&](std::size_t pixel, std::size_t c) {
    return static_cast<double>(std::to_integer<int>(rgba[pixel * 4 + c]));
  };
  std::array<double, 3> average{};
  double opaque = 0;
  for (std::size_t i = 0; i < pixels; ++i) {
    const auto alpha = part(i, 3) / 255;
    for (std::size_t c = 0; c < 3; ++c) average[c] += alpha / 255 * part(i, c);
    opaque += alpha;
  }
  if (opaque > 0)
    for (auto& colour : average) colour /= opaque;
  Planes planes;
  planes.has_alpha = opaque < static_cast<double>(pixels) - 1e-9;
  for (std::size_t i = 0; i < pixels; ++i) {
    const auto alpha = part(i, 3) / 255;
    const auto mixed = [&](std::size_t c) { return average[c] * (1 - alpha) + alpha / 255 * part(i, c); };
    const auto r = mixed(0), g = mixed(1), b = mixed(2);
    planes.light.push_back((r + g + b) / 3);
    planes.yellow_blue.push_back((r + g) / 2 - b);
    planes.red_green.push_back(r - g);
    planes.alpha.push_back(alpha);
  }
  return planes;
}

}  // namespace

base::Bytes thumbhash(int width, int height, base::ByteView rgba) {
  VITRINE_ASSERT(width >= 1 && width <= 100 && height >= 1 && height <= 100, "the converter scales to this");
  VITRINE_ASSERT(rgba.size() == std::size_t(width) * std::size_t(height) * 4, "and hands over every pixel");
  const auto planes = split(width, height, rgba);
  const double light_limit = planes.has_alpha ? 5 : 7;
  const auto longest = std::max(width, height);
  const auto lx = std::max(1, static_cast<int>(rounded(light_limit * width / longest)));
  const auto ly = std::max(1, static_cast<int>(rounded(light_limit * height / longest)));
  const auto light = transform(planes.light, width, height, std::max(3, lx), std::max(3, ly));
  const auto yellow_blue = transform(planes.yellow_blue, width, height, 3, 3);
  const auto red_green = transform(planes.red_green, width, height, 3, 3);
  const bool landscape = width > height;
  const auto head_24 = rounded(63 * light.constant) | (rounded(31.5 + 31.5 * yellow_blue.constant) << 6) |
                       (rounded(31.5 + 31.5 * red_green.constant) << 12) | (rounded(31 * light.scale) << 18) |
                       (planes.has_alpha ? 1U << 23 : 0U);
  const auto head_16 = static_cast<unsigned>(landscape ? ly : lx) | (rounded(63 * yellow_blue.scale) << 3) |
                       (rounded(63 * red_green.scale) << 9) | (landscape ? 1U << 15 : 0U);
  std::vector<unsigned> hash{head_24 & 255, (head_24 >> 8) & 255, (head_24 >> 16) & 255, head_16 & 255,
                             (head_16 >> 8) & 255};
  std::vector<const Waves*> parts{&light, &yellow_blue, &red_green};
  Waves alpha;
  if (planes.has_alpha) {
    alpha = transform(planes.alpha, width, height, 5, 5);
    hash.push_back(rounded(15 * alpha.constant) | (rounded(15 * alpha.scale) << 4));
    parts.push_back(&alpha);
  }
  bool high_half = false;
  for (const auto* part : parts)
    for (const auto f : part->varying) {
      if (!high_half) hash.push_back(0);
      hash.back() |= rounded(15 * f) << (high_half ? 4 : 0);
      high_half = !high_half;
    }
  base::Bytes bytes;
  for (const auto value : hash) bytes.push_back(static_cast<std::byte>(value));
  return bytes;
}

}  // namespace vitrine::media
