#pragma once
// The additive model: for every head, log-odds = base + sum of (weight x reading) + sum of (weight of
// bucket). A generalised additive model (Hastie and Tibshirani 1986), learned online by Adagrad (Duchi,
// Hazan, Singer 2011), one step per showing. Because it is a sum it can be told exactly.
//
// It starts from prior weights that say what anybody would guess ("who finished three of four videos about a
// tag will finish the next"), so a fresh instance already responds to its first swipes; learning corrects
// them.
#include "learning/kernels.hpp"
#include "learning/readings.hpp"

namespace vitrine::learning {

/// Where a part of the log-odds comes from: the aspects, what the viewer's own history says, the
/// circumstances.
enum class Ground : std::uint8_t {
  viewer,  // the first seven are the aspects, in their order
  video,
  author,
  tag,
  viewer_surface,
  duration_surface,
  sound,
  topic,  // then taste
  session,
  author_taste,
  affinity,
  graph,
  duration,  // then circumstances
  surface,
  hour,
  age,
  gap,  // and how the last showings ended
  again,
  base,  // what every showing has
};
inline constexpr std::size_t grounds_count = 19;
[[nodiscard]] constexpr std::size_t index(Ground ground) { return static_cast<std::size_t>(ground); }

/// Parts of the log-odds: parts[ground][head]; over the grounds they sum to LogOdds (up to rounding).
using Parts = std::array<PerHead<float>, grounds_count>;

/// Each head's probability; the lanes beyond the heads stay 0.
[[nodiscard]] PerHead<float> probabilities(const LogOdds& log_odds);

class Scorer {
 public:
  Scorer();

  [[nodiscard]] LogOdds judge(const Readings& readings) const;
  [[nodiscard]] Parts explain(const Readings& readings) const;

  /// One step of every known head towards `outcome`; `step` < 1 for evidence of a lesser kind. Answers the
  /// probabilities of the known heads before the step. No allocation; about 0.1 us and 0.02 us more for each
  /// known head.
  PerHead<float> learn(const Readings& readings, const Outcome& outcome, float step);

  void write(base::WireWriter& out) const;
  void read(base::WireReader& in);

 private:
  friend class Judge;
  void set_priors();
  template <class Self, class Visit>
  static void each_weight(Self& self, Visit visit);

  AdditiveWeights weights_;
};

/// The same weights as who judges many showings reads them: for each number all heads side by side. Made once
/// a page (about 1 us); `scorer` outlives it. A judgement is the sum of its parts, so what many showings have
/// in common is worked out once.
class Judge {
 public:
  explicit Judge(const Scorer& scorer);

  /// All of each look's aspect but its fit: numbers and bucket. `seen` at the place of a look is what its row
  /// shows.
  void parts(const Glances& seen, std::span<const Look> looks) const;
  /// The same from the rows, any number of them.
  void look(std::span<const Look> looks, const Lens& lens) const;
  /// What each aspect adds where there is no row.
  [[nodiscard]] std::array<Piece, aspects_count> of_nothing(const Lens& lens) const;
  /// `fits`: of the usual time of watching of each aspect to the length of the video, as numbers.
  [[nodiscard]] LogOdds sum(std::span<const Piece* const, aspects_count> pieces,
                            std::span<const float, aspects_count> fits,
                            const Circumstances& circumstances) const;
  /// What each head's bias of the video is multiplied by.
  [[nodiscard]] const std::array<float, lanes>& video_bias_weights() const { return weights_.biases[0].w; }

 private:
  const AdditiveWeights& weights_;
  HeadsByNumber numbers_;
};

}  // namespace vitrine::learning
