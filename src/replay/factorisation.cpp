#include "replay/factorisation.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "replay/evaluate.hpp"

namespace vitrine::replay {
namespace {

constexpr double noise = 0.19;  // variance of a yes or no around its chance, at KuaiRand's rate
constexpr double leaning_variance = 0.03, appeal_variance = 0.02;
constexpr int rounds = 8;
constexpr double tag_variance = 0.05 * 0.05;
// Candidates for the spread of what a video has beyond its tags; the tastes have spread 1.
constexpr std::array spreads{0.003, 0.01, 0.02, 0.035, 0.05};

/// Cholesky's factor of a symmetric positive matrix, lower triangle.
auto root_of(const std::array<Vector, factors + 1>& matrix) {
  std::array<Vector, factors + 1> root{};
  for (std::size_t i = 0; i <= factors; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = matrix[i][j];
      for (std::size_t k = 0; k < j; ++k) sum -= root[i][k] * root[j][k];
      root[i][j] = i == j ? std::sqrt(std::max(sum, 1e-12)) : sum / root[j][j];
    }
  }
  return root;
}

}  // namespace

double normal(base::Random& random) {
  const double u = 1.0 - random.unit();
  return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * random.unit());
}

Factorisation::Factorisation(std::span<const Rating> ratings, std::size_t viewers,
                             std::vector<std::vector<std::uint32_t>> tags_of)
    : tags_of_(std::move(tags_of)) {
  viewers_.vectors.resize(viewers);
  viewers_.rated.resize(viewers);
  videos_.vectors.resize(tags_of_.size());
  videos_.rated.resize(tags_of_.size());
  std::uint32_t tags = 0;
  for (const auto& list : tags_of_)
    for (const std::uint32_t tag : list) tags = std::max(tags, tag + 1);
  tags_.resize(tags);
  videos_of_.resize(tags);
  for (std::uint32_t v = 0; v < tags_of_.size(); ++v)
    for (const std::uint32_t tag : tags_of_[v]) videos_of_[tag].push_back(v);
  std::vector<Rating> held_out;
  std::size_t n = 0;
  for (std::size_t i = 0; i < ratings.size(); ++i) {
    const Rating& rating = ratings[i];
    if (i % 10 == 9) {
      held_out.push_back(rating);
      continue;
    }
    viewers_.rated[rating.viewer].emplace_back(rating.video, rating.y);
    videos_.rated[rating.video].emplace_back(rating.viewer, rating.y);
    mean_ += static_cast<double>(rating.y);
    ++n;
  }
  mean_ /= static_cast<double>(std::max<std::size_t>(n, 1));
  double best = spreads.front();
  for (const double spread : spreads) {
    fit(spread);
    const double auc = auc_of(held_out, true);
    if (auc <= held_out_.auc) continue;
    held_out_ = {.auc = auc, .auc_biases = auc_of(held_out, false), .spread = spread};
    best = spread;
  }
  if (best != spreads.back()) fit(best);
}

double Factorisation::chance(double mean, const Vector& viewer, const Vector& video) {
  double sum = mean + viewer[0] + video[0];
  for (std::size_t k = 1; k <= factors; ++k) sum += viewer[k] * video[k];
  return std::clamp(sum, 0.01, 0.99);
}

void Factorisation::fit(double spread) {
  viewer_variance_.fill(1);
  viewer_variance_[0] = leaning_variance;
  video_variance_.fill(spread * spread);
  video_variance_[0] = appeal_variance;
  base::Random random{1};
  viewers_.covariances.assign(viewers_.vectors.size(), {});
  videos_.covariances.assign(videos_.vectors.size(), {});
  for (auto& tag : tags_)
    for (std::size_t k = 0; k <= factors; ++k) tag[k] = k == 0 ? 0 : std::sqrt(tag_variance) * normal(random);
  for (std::uint32_t v = 0; v < tags_of_.size(); ++v) videos_.vectors[v] = expected_video(v);
  for (int round = 0; round < rounds; ++round) {
    solve(viewers_, videos_, viewer_variance_, false);
    solve_tags();
    solve(videos_, viewers_, video_variance_, true);
  }
}

/// Each tag in turn explains what viewers and the other tags leave of its videos.
void Factorisation::solve_tags() {
  for (std::uint32_t tag = 0; tag < tags_.size(); ++tag) {
    Posterior found;
    for (std::size_t k = 0; k <= factors; ++k) found.precision[k][k] = noise / tag_variance;
    for (const std::uint32_t v : videos_of_[tag]) {
      const Vector all = videos_.vectors[v];
      const double share = 1.0 / static_cast<double>(tags_of_[v].size());
      for (const auto& [viewer, y] : videos_.rated[v]) {
        Vector x = viewers_.vectors[viewer];
        double rest = static_cast<double>(y) - mean_ - x[0];
        x[0] = 1;
        for (std::size_t k = 0; k <= factors; ++k) rest -= x[k] * (all[k] - share * tags_[tag][k]);
        observe(found, x, viewers_.covariances[viewer], rest, share);
      }
    }
    const Vector was = std::exchange(tags_[tag], mean_of(found, nullptr));
    for (const std::uint32_t v : videos_of_[tag])
      for (std::size_t k = 0; k <= factors; ++k)
        videos_.vectors[v][k] += (tags_[tag][k] - was[k]) / static_cast<double>(tags_of_[v].size());
  }
}

void Factorisation::observe(Posterior& posterior, const Vector& x, const Matrix& covariance, double y,
                            double share) {
  for (std::size_t i = 0; i <= factors; ++i) {
    posterior.pull[i] += share * y * x[i];
    for (std::size_t j = 0; j <= i; ++j)
      posterior.precision[i][j] += share * share * (x[i] * x[j] + (j == 0 ? 0 : covariance[i][j]));
  }
}

/// noise times the inverse of the precision, by columns.
Factorisation::Matrix Factorisation::covariance_of(const Posterior& posterior) {
  Matrix covariance{};
  for (std::size_t i = 0; i <= factors; ++i) {
    Posterior column{.precision = posterior.precision};
    column.pull[i] = noise;
    covariance[i] = mean_of(column, nullptr);
  }
  return covariance;
}

Vector Factorisation::expected_video(std::uint32_t video) const {
  Vector expected{};
  const auto& tags = tags_of_[video];
  for (const std::uint32_t tag : tags)
    for (std::size_t k = 0; k <= factors; ++k)
      expected[k] += tags_[tag][k] / static_cast<double>(tags.size());
  return expected;
}

Factorisation::Posterior Factorisation::posterior(const Side& side, const Side& other, std::uint32_t number,
                                                  const Vector& variance, const Vector& expected) const {
  Posterior found;
  for (std::size_t k = 0; k <= factors; ++k) {
    found.precision[k][k] = noise / variance[k];
    found.pull[k] = expected[k] * noise / variance[k];
  }
  for (const auto& [partner, y] : side.rated[number]) {
    Vector x = other.vectors[partner];
    const double rest = static_cast<double>(y) - mean_ - x[0];
    x[0] = 1;  // what is sought has a bias of its own
    observe(found, x, other.covariances[partner], rest, 1);
  }
  return found;
}

Vector Factorisation::mean_of(const Posterior& posterior, base::Random* random) {
  const auto root = root_of(posterior.precision);
  Vector half = posterior.pull;
  for (std::size_t i = 0; i <= factors; ++i) {
    for (std::size_t k = 0; k < i; ++k) half[i] -= root[i][k] * half[k];
    half[i] /= root[i][i];
  }
  // Noise of covariance `noise` times the inverse precision, when one is drawn.
  if (random != nullptr)
    for (double& value : half) value += std::sqrt(noise) * normal(*random);
  for (std::size_t i = factors + 1; i-- > 0;) {
    for (std::size_t k = i + 1; k <= factors; ++k) half[i] -= root[k][i] * half[k];
    half[i] /= root[i][i];
  }
  return half;
}

void Factorisation::solve(Side& side, const Side& other, const Vector& variance, bool videos) {
  for (std::uint32_t i = 0; i < side.vectors.size(); ++i) {
    const Posterior found = posterior(side, other, i, variance, videos ? expected_video(i) : Vector{});
    side.vectors[i] = mean_of(found, nullptr);
    side.covariances[i] = covariance_of(found);
  }
}

Vector Factorisation::draw_viewer(std::uint32_t viewer, base::Random& random) const {
  return mean_of(posterior(viewers_, videos_, viewer, viewer_variance_, {}), &random);
}
Vector Factorisation::draw_video(std::uint32_t video, base::Random& random) const {
  return mean_of(posterior(videos_, viewers_, video, video_variance_, expected_video(video)), &random);
}

double Factorisation::auc_of(std::span<const Rating> ratings, bool whole) const {
  std::vector<std::pair<float, bool>> scored;
  for (const Rating& rating : ratings) {
    Vector video = videos_.vectors[rating.video];
    if (!whole) std::fill(video.begin() + 1, video.end(), 0.0);
    scored.emplace_back(static_cast<float>(chance(mean_, viewers_.vectors[rating.viewer], video)),
                        rating.y > 0.5F);
  }
  return auc(std::move(scored));
}

}  // namespace vitrine::replay
