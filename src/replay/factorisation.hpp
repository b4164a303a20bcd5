#pragma once
// Who likes what, as a log tells it: chance(viewer, video) = mean + leaning of the viewer + appeal of the
// video + taste(viewer) . character(video), fitted by alternating ridge regressions (Koren, Bell, Volinsky
// 2009), each of which knows how uncertain the other side is (variational Bayes, Lim and Teh 2007): with
// about seven lines a viewer, point estimates would fit chance as taste. The character of a video is the
// mean of its tags' and something of its own (regression-based latent factors, Agarwal and Chen 2009). Not
// the family that the feed learns with, on purpose: it is the truth that the simulator's viewers live by.
//
// What least squares finds is a mean; the log leaves room around it, and tastes drawn at the mean would be
// too tame. So people and videos are drawn from their conditional distribution (one step of the Gibbs sampler
// of Salakhutdinov and Mnih 2008): every seed is another world that the log allows. One thread; a quarter of
// a million lines take a few seconds.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/random.hpp"

namespace vitrine::replay {

inline constexpr std::size_t factors = 8;
/// Place 0 is the bias (leaning or appeal), then the factors.
using Vector = std::array<double, factors + 1>;

struct Rating {
  std::uint32_t viewer = 0, video = 0;  ///< numbers from 0
  float y = 0;
};

class Factorisation {
 public:
  /// `tags_of[video]` are numbers from 0. Every tenth rating is held out; the spread of characters that
  /// predicts those best is the one taken.
  Factorisation(std::span<const Rating> ratings, std::size_t viewers,
                std::vector<std::vector<std::uint32_t>> tags_of);

  [[nodiscard]] double mean() const { return mean_; }
  [[nodiscard]] static double chance(double mean, const Vector& viewer, const Vector& video);
  /// Drawn from what the log leaves possible.
  [[nodiscard]] Vector draw_viewer(std::uint32_t viewer, base::Random& random) const;
  [[nodiscard]] Vector draw_video(std::uint32_t video, base::Random& random) const;

  struct HeldOut {
    double auc = 0;         ///< of the whole
    double auc_biases = 0;  ///< of leaning and appeal alone
    double spread = 0;      ///< standard deviation of a character's coordinate that was chosen
  };
  [[nodiscard]] const HeldOut& held_out() const { return held_out_; }

 private:
  using Matrix = std::array<Vector, factors + 1>;
  struct Side {  ///< one of the two: its vectors, how uncertain they are, and who rated with whom
    std::vector<Vector> vectors;
    std::vector<Matrix> covariances;
    std::vector<std::vector<std::pair<std::uint32_t, float>>> rated;  ///< (number on the other side, y)
  };
  /// The ridge regression of one vector: precision matrix and its product with the mean.
  struct Posterior {
    Matrix precision{};
    Vector pull{};
  };

  void fit(double spread);
  void solve_tags();
  /// One rating: y = sought . x, where x is known up to `covariance` (its bias is known to be 1).
  static void observe(Posterior& posterior, const Vector& x, const Matrix& covariance, double y,
                      double share);
  [[nodiscard]] static Matrix covariance_of(const Posterior& posterior);
  void solve(Side& side, const Side& other, const Vector& variance, bool videos);
  [[nodiscard]] Vector expected_video(std::uint32_t video) const;
  [[nodiscard]] Posterior posterior(const Side& side, const Side& other, std::uint32_t number,
                                    const Vector& variance, const Vector& expected) const;
  [[nodiscard]] static Vector mean_of(const Posterior& posterior, base::Random* random);
  [[nodiscard]] double auc_of(std::span<const Rating> ratings, bool whole) const;

  double mean_ = 0;
  Side viewers_, videos_;
  std::vector<std::vector<std::uint32_t>> tags_of_, videos_of_;
  std::vector<Vector> tags_;
  Vector viewer_variance_{}, video_variance_{};
  HeldOut held_out_;
};

/// Standard normal (Box and Muller 1958).
[[nodiscard]] double normal(base::Random& random);

}  // namespace vitrine::replay
