#include "learning/glimpse.hpp"

namespace vitrine::learning {
namespace {

using Pieces = std::array<Piece, aspects_count>;

/// Where sums are compared: any length that is long enough to be watched for long.
constexpr float usual_duration_s = 20;
constexpr std::uint8_t byte_of_one = 160;
static_assert(Readings::number_of(byte_of_one) == 1);

/// Seconds in the middle of each length (length_of).
constexpr std::array<float, bucket_values> middle_of_length = [] {
  std::array<float, bucket_values> seconds{};
  float middle = 2 * 1.170620F;  // half a step: 2 to the power of 0.5 / 2.2
  for (float& second : seconds) {
    second = middle;
    middle *= 1.370351F;  // 2 to the power of 1 / 2.2
  }
  return seconds;
}();

/// Rows that are looked for together: memory is asked for all before the first is read.
class Search {
 public:
  explicit Search(const Table& table) : table_(table) {}

  void want(std::uint64_t key) {
    table_.prefetch_search(key);
    wanted_.push_back({key, nullptr});
  }
  /// One row for each that was wanted; nullptr where nobody was counted.
  [[nodiscard]] std::vector<const Row*> run() {
    for (Wanted& one : wanted_) one.likely = table_.prefetch_to_read(one.key);
    std::vector<const Row*> rows;
    rows.reserve(wanted_.size());
    for (const Wanted& one : wanted_) {
      const Row* row = table_.find_likely(one.key, one.likely);
      rows.push_back(row != nullptr && row->n != 0 ? row : nullptr);
    }
    return rows;
  }

 private:
  struct Wanted {
    std::uint64_t key;
    const Row* likely;
  };
  const Table& table_;
  std::vector<Wanted> wanted_;
};

/// As of so many `showings`, of which as many as usual were opened, long and seen to the end, or by `lift`
/// more in log-odds.
Row usual_row(const Overall& overall, float showings, float lift) {
  Row row;
  row.n = showings;
  for (std::size_t s = 0; s < signals_count; ++s) row.sums[s] = row.n * overall.sums[s] / overall.n;
  const auto move = [&](Signal signal, float by) {
    row.sums[index(signal)] = row.n * logistic(log_odds(overall.rate(signal)) + by);
  };
  move(Signal::opened, lift);
  move(Signal::long_view, lift);
  move(Signal::finish, lift);
  move(Signal::skip, -lift);
  for (std::size_t i = 0; i < averaged_signals; ++i)
    row.lately[i] = static_cast<std::uint16_t>(overall.rate(averaged[i]) * 65535.0F + 0.5F);
  return row;
}

}  // namespace

/// The straight line: from a sum of pieces and circumstances to one number.
class Glimpse::Line {
 public:
  Line(const Model& model, const Viewer& viewer, std::uint32_t surface, std::uint32_t at_s,
       const PerHead<float>& weights)
      : lens_(model.overall()), judge_(model.scorer()), common_(judge_.of_nothing(lens_)) {
    if (viewer.key != 0) {
      constexpr std::array aspects{Aspect::viewer, Aspect::viewer_surface};
      Search search{model.table()};
      search.want(key_of(Aspect::viewer, viewer.key));
      search.want(key_of(Aspect::viewer_surface, viewer.key, std::min(surface, last_surface)));
      const auto rows = search.run();
      for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i] != nullptr) common_[index(aspects[i])] = pieces_of(aspects[i], std::span{&rows[i], 1})[0];
    }
    Impression shown{.surface = surface, .at_s = at_s, .duration_s = usual_duration_s};
    shown.viewer_bias = bytes_of(viewer.factors.biases);
    recall(shown, viewer, nullptr);
    usual_ = circumstances_of(shown);
    const LogOdds middle = sum_of(common_, usual_, usual_duration_s);
    const PerHead<float> likely = probabilities(middle);
    for (std::size_t h = 0; h < heads_count; ++h) {
      worth_ += weights[h] * likely[h];
      slopes_[h] = weights[h] * likely[h] * (1 - likely[h]);
      middle_ += slopes_[h] * middle[h];
      bias_slopes_[h] = slopes_[h] * judge_.video_bias_weights()[h];
    }
  }

  [[nodiscard]] const Circumstances& usual() const { return usual_; }
  [[nodiscard]] float worth() const { return worth_; }
  [[nodiscard]] const Pieces& common() const { return common_; }

  /// What a video's biases add.
  [[nodiscard]] float of(const Biases& biases) const {
    float sum = 0;
    for (std::size_t h = 0; h < heads_count; ++h)
      sum += bias_slopes_.data()[h] * biases.of(static_cast<Head>(h));
    return sum;
  }

  /// How much these lie above what is usual.
  [[nodiscard]] float above(const Pieces& pieces, const Circumstances& circumstances,
                            float duration_s = usual_duration_s) const {
    const LogOdds z = sum_of(pieces, circumstances, duration_s);
    float sum = -middle_;
    for (std::size_t h = 0; h < heads_count; ++h) sum += slopes_[h] * z[h];
    return sum;
  }
  [[nodiscard]] float above(const Circumstances& circumstances) const {
    return above(common_, circumstances);
  }
  /// What each row says, or what no row says.
  [[nodiscard]] std::vector<Piece> pieces_of(Aspect aspect, std::span<const Row* const> rows) const {
    std::vector<Piece> pieces(rows.size(), common_[index(aspect)]);
    std::vector<Look> looks;
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows[i] != nullptr) looks.push_back({index(aspect), rows[i], &pieces[i]});
    judge_.look(looks, lens_);
    return pieces;
  }

 private:
  [[nodiscard]] LogOdds sum_of(const Pieces& pieces, const Circumstances& circumstances,
                               float duration_s) const {
    std::array<const Piece*, aspects_count> all;
    alignas(64) std::array<float, glances_at_once> fits{};
    for (std::size_t a = 0; a < aspects_count; ++a) {
      all[a] = &pieces[a];
      fits[a] = pieces[a].log_seconds;
    }
    kernels().fit_all(fits, log_wanted(duration_s));
    return judge_.sum(all, std::span{fits}.first<aspects_count>(), circumstances);
  }

  Lens lens_;
  Judge judge_;
  Pieces common_;  ///< the viewer's rows; none of a video
  Circumstances usual_;
  PerHead<float> slopes_{}, bias_slopes_{};
  float middle_ = 0, worth_ = 0;
};

Glimpse::Glimpse(const Model& model, const Viewer& viewer, std::uint32_t surface, std::uint32_t at_s,
                 const PerHead<float>& weights, std::span<const Video* const> videos)
    : at_s_(at_s),
      videos_(videos),
      ties_(videos.size()),
      affinities_(videos.size()),
      by_bias_(videos.size()),
      topics_of_videos_(videos.size()),
      tags_(videos.size() * Impression::tags_used),
      authors_by_id_(viewer.authors.size()),
      usually_good_(std::clamp(model.overall().rate(Signal::long_view), 0.01F, 0.99F)),
      usual_lift_(log_odds(usually_good_)) {
  constexpr std::size_t ahead = 16;
  for (std::size_t i = 0; i < videos.size(); ++i) {
    if (i + ahead < videos.size()) base::prefetch(videos[i + ahead]);
    for (std::size_t k = 0; k < Impression::tags_used; ++k)
      if (const std::uint64_t tag = videos[i]->topics[k]; tag != 0) topics_of_videos_[i][k] = tags_.of(tag);
  }
  const Line line{model, viewer, surface, at_s, weights};
  usual_ = line.worth();
  note_ties(model.graph(), viewer);
  note_factors(line, model.table(), viewer);
  note_topics(viewer);
  note_authors(viewer);
  note_lengths(line, model, surface);
  note_circumstances(line);
  note_video(line, model.overall());
}

void Glimpse::note_ties(const ItemGraph& graph, const Viewer& viewer) {
  if (viewer.good.empty()) return;
  const auto key = [&](std::size_t i) { return videos_[i]->key; };
  std::vector<std::uint32_t> nodes(videos_.size());
  constexpr std::size_t ahead = 24;  // videos lie all over the memory
  for (std::size_t i = 0; i < videos_.size() + ahead; ++i) {
    const auto turn = [&](std::size_t by, auto ask) {
      if (i >= by && i - by < videos_.size()) ask(i - by);
    };
    turn(0, [&](std::size_t n) { graph.prefetch_slot(key(n)); });
    turn(ahead / 3, [&](std::size_t n) { nodes.data()[n] = graph.prefetch_node(key(n)); });
    turn(ahead / 3 * 2, [&](std::size_t n) { graph.prefetch_marks(key(n), nodes.data()[n]); });
    turn(ahead,
         [&](std::size_t n) { ties_[n] = graph.tie(viewer.good, key(n), at_s_, nodes.data()[n]).strength; });
  }
}

void Glimpse::note_factors(const Line& line, const Table& table, const Viewer& viewer) {
  Search topics{table}, own{table};
  for (const std::uint64_t tag : tags_.ids()) topics.want(key_of(Aspect::tag, tag));
  std::vector<const LatentFactors*> of_topic;
  for (const Row* row : topics.run()) of_topic.push_back(table.factors_of(row));
  for (const Video* video : videos_) own.want(key_of(Aspect::video, video->key));
  const auto rows = own.run();
  for (const Row* row : rows) table.prefetch_factors(row);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool told = videos_[i]->topics[0] != 0;
    const LatentFactors* here = table.factors_of(rows[i]);
    affinities_[i] = affinity(viewer.factors, here, told ? of_topic[topics_of_videos_[i][0]] : nullptr);
    by_bias_[i] = here == nullptr ? 0 : line.of(here->biases);
  }
}

void Glimpse::note_topics(const Viewer& viewer) {
  const auto& tags = tags_.ids();
  topics_.reserve(tags.size());
  for (const std::uint64_t tag : tags) topics_.push_back(liking_of(viewer, tag, at_s_));
}

void Glimpse::note_authors(const Viewer& viewer) {
  for (const AuthorTaste& author : viewer.authors) {
    authors_by_id_.put(author.author, static_cast<std::uint32_t>(authors_.size()));
    authors_.push_back(taste_of(viewer, {}, author.author, at_s_).author);
  }
}

void Glimpse::note_lengths(const Line& line, const Model& model, std::uint32_t surface) {
  Search search{model.table()};
  for (std::size_t length = 0; length < bucket_values; ++length)
    search.want(key_of(Aspect::duration_surface, length, std::min(surface, last_surface)));
  const auto all = line.pieces_of(Aspect::duration_surface, search.run());
  for (std::size_t length = 0; length < bucket_values; ++length) {
    Pieces pieces = line.common();
    pieces[index(Aspect::duration_surface)] = all[length];
    Circumstances here = line.usual();
    here.note_length(length);
    by_length_[length] = line.above(pieces, here, middle_of_length[length]);
  }
}

void Glimpse::note_circumstances(const Line& line) {
  for (std::size_t value = 0; value < bucket_values; ++value) {
    Circumstances here = line.usual();
    here.at(Context::age) = static_cast<std::uint8_t>(value);
    by_age_[value] = line.above(here);
    here = line.usual();
    here.at(Context::graph) = static_cast<std::uint8_t>(value);
    by_tie_[value] = line.above(here);
  }
  for (std::size_t i = 0; i < by_taste_.size(); ++i) {
    Circumstances here = line.usual();
    here.taste[i] = byte_of_one;
    by_taste_[i] = line.above(here);
  }
}

void Glimpse::note_video(const Line& line, const Overall& overall) {
  const auto sum = [&](const Row& row) {
    Pieces pieces = line.common();
    const Row* const one = &row;
    pieces[index(Aspect::video)] = line.pieces_of(Aspect::video, std::span{&one, 1})[0];
    return line.above(pieces, line.usual());
  };
  for (std::size_t i = 1; i < by_shown_.size(); ++i) {
    const float showings = exp2_portable((static_cast<float>(i) + 0.5F) / showings_per_octave) - 1;
    const float usual = sum(usual_row(overall, showings, 0));
    const Row better = usual_row(overall, showings, 1);
    const float lift = lift_of(better.sums[index(Signal::long_view)], showings);
    by_shown_[i] = {.usual = usual, .lift = (sum(better) - usual) / lift};
  }
}

/// As a row's reading tells it.
float Glimpse::lift_of(float good, float shown) const {
  const float mixed = good + prior_showings * usually_good_;
  return log_odds(mixed, shown + prior_showings - mixed) - usual_lift_;
}

float Glimpse::of(std::size_t i) const {
  const Video& video = *videos_[i];
  const auto& topics = topics_of_videos_[i];
  TopicTaste tastes;
  for (std::size_t k = 0; k < topics.size() && video.topics.data()[k] != 0; ++k)
    tastes.add(topics_.data()[topics.data()[k]]);
  const std::uint32_t* known = authors_by_id_.find(video.author);
  const float author = known == nullptr ? 0.0F : authors_.data()[*known];
  Circumstances here;
  here.note_age(age_of(video, at_s_));
  here.note_taste({.topic = tastes.topic(),
                   .session = tastes.session(),
                   .author = author,
                   .affinity = affinities_.data()[i],
                   .graph = ties_.data()[i]});
  float sum = by_bias_.data()[i] + by_age_.data()[here.at(Context::age)] +
              by_tie_.data()[here.at(Context::graph)] +
              by_length_.data()[length_of(static_cast<float>(video.duration_ms) * 0.001F)];
  for (std::size_t k = 0; k < by_taste_.size(); ++k)
    sum += by_taste_[k] * Readings::number_of(here.taste.data()[k]);
  if (video.shown == 0) return sum;
  const auto shown = static_cast<float>(std::max(video.shown, video.good));
  const OfShown& as_often = by_shown_.data()[showings_bucket(shown)];
  return sum + as_often.usual + as_often.lift * lift_of(static_cast<float>(video.good), shown);
}

}  // namespace vitrine::learning
