#include "replay/audience.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace vitrine::replay {
namespace {

using learning::Head;

constexpr std::uint32_t lines_min = 20;
// Five of one topic in a row leave 60 % of the appetite for a sixth; half an hour of swipes tires by a fifth.
constexpr double satiation = 0.08, tiredness = 0.2;
constexpr int tired_after = 60;

std::size_t length_of(float duration_s) {
  constexpr std::array<float, Audience::lengths - 1> bounds{10, 15, 25, 40, 60, 90, 150};
  return static_cast<std::size_t>(std::ranges::upper_bound(bounds, duration_s) - bounds.begin());
}

/// Numbers from 0 in the order of first sight.
class Numbering {
 public:
  std::uint32_t of(std::uint64_t id) {
    return known_.emplace(id, static_cast<std::uint32_t>(known_.size())).first->second;
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(known_.size()); }

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> known_;
};

/// Those that have enough lines.
std::vector<std::uint32_t> well_known(const std::vector<std::uint32_t>& lines_of) {
  std::vector<std::uint32_t> known;
  for (std::uint32_t i = 0; i < lines_of.size(); ++i)
    if (lines_of[i] >= lines_min) known.push_back(i);
  return known;
}

std::vector<std::uint32_t> some_of(std::vector<std::uint32_t> all, std::size_t max, base::Random& random) {
  for (std::size_t i = 0; i < std::min(max, all.size()); ++i)
    std::swap(all[i], all[i + random.below(all.size() - i)]);
  if (all.size() > max) all.resize(max);
  return all;
}

Clip clip_of(const learning::Impression& shown, Numbering& tags, Numbering& authors) {
  Clip clip{.author = authors.of(shown.author) + 1ULL, .duration_s = std::max(shown.duration_s, 1.0F)};
  for (const std::uint64_t tag : shown.tags) {
    if (tag == 0) continue;
    clip.topics.push_back(tags.of(tag));
    clip.tags.push_back(fmt::format("topic{}", clip.topics.back()));
  }
  if (clip.topics.empty()) {
    clip.topics.push_back(tags.of(0));
    clip.tags.push_back("untold");
  }
  return clip;
}

void note_ending(Audience::Endings& endings, const EventLine& line) {
  constexpr std::size_t samples_max = 1000;
  const float duration_s = std::max(line.shown.duration_s, 1.0F);
  auto& pool =
      (line.outcome.is(Head::long_view) ? endings.satisfied : endings.not_satisfied)[length_of(duration_s)];
  if (pool.size() < samples_max) pool.push_back(std::min(line.outcome.watched_s / duration_s, 3.0F));
}

/// A pool nobody filled borrows the usual: seen through, or a tenth.
void fill_gaps(Audience::Endings& endings) {
  for (auto& pool : endings.satisfied)
    if (pool.empty()) pool.push_back(1);
  for (auto& pool : endings.not_satisfied)
    if (pool.empty()) pool.push_back(0.1F);
}

}  // namespace

void Mood::shown(std::uint32_t topic) {
  std::ranges::rotate(topics, topics.begin() + 1);
  topics.back() = topic;
  ++in_sitting;
}

double Mood::appetite(std::uint32_t topic) const {
  const auto same = static_cast<double>(std::ranges::count(topics, topic));
  const double tired = tiredness * std::min(in_sitting, tired_after) / tired_after;
  return (1 - satiation * same) * (1 - tired);
}

learning::Outcome Audience::ending(float duration_s, bool satisfied, float share) const {
  const float watched_s = share * duration_s;
  auto outcome = learning::outcome_of(watched_s, duration_s, false, watched_s < learning::skip_s);
  outcome.set(Head::long_view, satisfied);
  return outcome;
}

const std::vector<float>& Audience::shares(float duration_s, bool satisfied) const {
  return (satisfied ? endings.satisfied : endings.not_satisfied)[length_of(duration_s)];
}

learning::Outcome Audience::end(std::uint32_t clip, double chance, base::Random& luck) const {
  const bool satisfied = luck.unit() < chance;
  const float duration_s = clips[clip].duration_s;
  const auto& pool = shares(duration_s, satisfied);
  auto outcome = ending(duration_s, satisfied, pool[luck.below(pool.size())]);
  outcome.set(Head::like, luck.unit() < (satisfied ? endings.likes_satisfied : endings.likes_not));
  return outcome;
}

double Audience::worth(const learning::Outcome& outcome) const {
  double sum = 0;
  for (std::size_t h = 0; h < learning::heads_count; ++h) {
    const float happened = h == index(Head::watched) ? ranks.of(outcome) : outcome.y[h];
    sum += static_cast<double>(weights[h]) * static_cast<double>(happened);
  }
  return sum;
}

/// As if everybody had seen some clips, and liked of them what people like on average.
void Audience::rank_watches() {
  constexpr std::size_t times = 40;
  const auto satisfied_times = static_cast<std::size_t>(mean * times + 0.5);
  std::size_t turn = 0;
  for (const Clip& clip : clips)
    for (std::size_t i = 0; i < times; ++i, ++turn) {
      const bool satisfied = i < satisfied_times;
      const auto& pool = shares(clip.duration_s, satisfied);
      ranks.count(ending(clip.duration_s, satisfied, pool[turn % pool.size()]));
    }
}

void Audience::value_by(const learning::PerHead<float>& worths) {
  weights = worths;
  rank_watches();
  const auto like = static_cast<double>(weights[index(Head::like)]);
  for (Clip& clip : clips) {
    for (const bool satisfied : {false, true}) {
      const auto& pool = shares(clip.duration_s, satisfied);
      double sum = 0;
      for (const float share : pool) sum += worth(ending(clip.duration_s, satisfied, share));
      clip.worth[satisfied ? 1 : 0] = sum / static_cast<double>(pool.size()) +
                                      like * (satisfied ? endings.likes_satisfied : endings.likes_not);
    }
  }
}

base::Result<FittedWorlds> FittedWorlds::fit(std::istream& events, Format format) {
  FittedWorlds worlds;
  TRY_LET(const auto log, read_events(events, format, "events", worlds.figures_.bad));
  const auto& lines = log.lines;
  Numbering viewers, videos, tags, authors;
  std::vector<Rating> ratings;
  std::array<double, 2> n{}, likes{};
  for (const EventLine& line : lines) {
    if (!line.outcome.knows(Head::long_view)) {  // no length, no label: it says nothing of taste
      ++worlds.figures_.untold;
      continue;
    }
    const bool good = line.outcome.is(Head::long_view);
    const Rating rating{viewers.of(line.shown.viewer), videos.of(line.shown.video), good ? 1.0F : 0.0F};
    if (rating.video == worlds.clips_.size()) worlds.clips_.push_back(clip_of(line.shown, tags, authors));
    worlds.lines_of_video_.resize(videos.size());
    worlds.lines_of_viewer_.resize(viewers.size());
    ++worlds.lines_of_video_[rating.video];
    ++worlds.lines_of_viewer_[rating.viewer];
    ratings.push_back(rating);
    note_ending(worlds.endings_, line);
    n[good ? 1 : 0] += 1;
    likes[good ? 1 : 0] += line.outcome.is(Head::like) ? 1 : 0;
  }
  worlds.endings_.likes_not = likes[0] / std::max(n[0], 1.0);
  worlds.endings_.likes_satisfied = likes[1] / std::max(n[1], 1.0);
  fill_gaps(worlds.endings_);
  worlds.topics_ = tags.size();
  worlds.figures_.lines = ratings.size();
  worlds.figures_.viewers = well_known(worlds.lines_of_viewer_).size();
  worlds.figures_.videos = well_known(worlds.lines_of_video_).size();
  if (ratings.empty() && worlds.figures_.untold > 0)
    return base::fail(base::Fault::invalid_input, "simulate_too_small",
                      "No line of the log says whether a showing was a long view: it needs long_view, or "
                      "watched_ms and a duration_ms above 0.");
  if (worlds.figures_.viewers < 50 || worlds.figures_.videos < 50)
    return base::fail(base::Fault::invalid_input, "simulate_too_small",
                      "The log must have at least 50 viewers and 50 videos with 20 lines each.");
  std::vector<std::vector<std::uint32_t>> tags_of;
  for (const Clip& clip : worlds.clips_) tags_of.push_back(clip.topics);
  worlds.truth_.emplace(ratings, viewers.size(), std::move(tags_of));
  worlds.figures_.held_out = worlds.truth_->held_out();
  return worlds;
}

Audience FittedWorlds::draw(std::uint64_t seed, std::size_t people_max, std::size_t clips_max) const {
  base::Random random{seed};
  Audience world;
  world.mean = truth_->mean();
  world.topics = topics_;
  world.endings = endings_;
  for (const std::uint32_t video : some_of(well_known(lines_of_video_), clips_max, random)) {
    world.clips.push_back(clips_[video]);
    world.clips.back().character = truth_->draw_video(video, random);
  }
  for (const std::uint32_t viewer : some_of(well_known(lines_of_viewer_), people_max, random))
    world.people.push_back({.taste = truth_->draw_viewer(viewer, random),
                            .activity = static_cast<double>(lines_of_viewer_[viewer])});
  return world;
}

Audience invented_world(std::uint64_t seed, std::size_t people, std::size_t clips) {
  constexpr std::uint32_t topics = 24;
  constexpr double topic_spread = 0.025, own_spread = 0.025, appeal_spread = 0.1, leaning_spread = 0.12;
  base::Random random{seed};
  Audience world;
  world.mean = 0.35;
  world.topics = topics;
  std::vector<Vector> characters(topics);
  for (auto& vector : characters)
    for (std::size_t k = 1; k <= factors; ++k) vector[k] = topic_spread * normal(random);
  for (std::size_t i = 0; i < clips; ++i) {
    const auto topic = static_cast<std::uint32_t>(random.below(topics));
    Clip clip{.author = 1 + random.below(clips / 3 + 1),
              .tags = {fmt::format("topic{}", topic)},
              .topics = {topic},
              .duration_s = static_cast<float>(std::clamp(std::exp(3.2 + 0.7 * normal(random)), 4.0, 300.0)),
              .character = characters[topic]};
    clip.character[0] = appeal_spread * normal(random);
    for (std::size_t k = 1; k <= factors; ++k) clip.character[k] += own_spread * normal(random);
    world.clips.push_back(std::move(clip));
  }
  for (std::size_t i = 0; i < people; ++i) {
    Person person{.activity = std::exp(0.6 * normal(random))};
    person.taste[0] = leaning_spread * normal(random);
    for (std::size_t k = 1; k <= factors; ++k) person.taste[k] = normal(random);
    world.people.push_back(person);
  }
  for (int i = 0; i < 200; ++i) {
    for (auto& pool : world.endings.satisfied)
      pool.push_back(static_cast<float>(std::min(0.5 + 0.7 * random.unit(), 1.0)));
    for (auto& pool : world.endings.not_satisfied)
      pool.push_back(static_cast<float>(0.45 * random.unit() * random.unit()));
  }
  return world;
}

}  // namespace vitrine::replay
