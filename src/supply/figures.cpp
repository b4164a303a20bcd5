#include "supply/figures.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/wire.hpp"

namespace vitrine::supply {
namespace {
using model::events::Shown;
using model::events::Source;
using model::events::Watched;

constexpr std::uint32_t surface_for_you = 0, surface_following = 1;

Way way_of(const Shown& shown) {
  if (shown.source == Source::direct || shown.source == Source::imported) return Way::direct;
  if (shown.surface == surface_following || shown.source == Source::following) return Way::following;
  return shown.surface == surface_for_you ? Way::for_you : Way::other_feeds;
}

std::size_t reach_of(const Watched& watched, std::uint32_t duration_ms) {
  if (watched.finished || watched.loops > 0) return reaches_count - 1;
  if (duration_ms == 0) return 0;
  const std::uint64_t tenths = std::uint64_t{watched.watched_ms} * 10 / duration_ms;
  return static_cast<std::size_t>(std::min<std::uint64_t>(tenths, reaches_count - 2));
}

std::uint64_t told_key(model::ReceiptId page, model::VideoId video) {
  return base::mix64(page.raw() ^ base::mix64(video.raw()));
}

/// How many failures before the first success: P(n) ~ exp(-epsilon n). `bits` are 64 random ones.
std::int64_t geometric(std::uint64_t bits) {
  const double unit = static_cast<double>((bits >> 11) + 1) * 0x1p-53;  // in (0, 1]
  return static_cast<std::int64_t>(std::floor(std::log(unit) / -figure_epsilon));
}

}  // namespace

FigureTally& FigureTally::operator+=(const FigureTally& other) {
  for (std::size_t i = 0; i < ways_count; ++i) ways[i] += other.ways[i];
  for (std::size_t i = 0; i < reaches_count; ++i) reaches[i] += other.reaches[i];
  return *this;
}

std::int64_t noise(base::ByteView key, const FigureCell& cell, std::size_t bar) {
  base::WireWriter name;
  name.text("figure 1");
  name.u64(cell.author.raw());
  name.u64(cell.video.raw());
  name.zigzag(model::millis(cell.from));
  name.zigzag(model::millis(cell.to));
  name.varint(bar);
  const base::Digest drawn = base::hmac_sha256(key, name.bytes());
  const base::ByteView bits{drawn};
  return geometric(base::read_be(bits.first(8))) - geometric(base::read_be(bits.subspan(8, 8)));
}

FigureCell with_noise(base::ByteView key, FigureCell cell) {
  std::size_t bar = 0;
  for (auto& count : cell.tally.ways) count += noise(key, cell, bar++);
  for (auto& count : cell.tally.reaches) count += noise(key, cell, bar++);
  return cell;
}

double watched_s(const FigureTally& tally, std::uint32_t duration_ms) {
  double lengths = static_cast<double>(tally.reaches.back());
  for (std::size_t i = 0; i + 1 < reaches_count; ++i)
    lengths += static_cast<double>(tally.reaches[i]) * (static_cast<double>(i) + 0.5) / 10;
  return std::max(0.0, lengths * duration_ms / 1000);
}

std::int64_t people_of(const FigureTally& tally) {
  const auto sum = std::accumulate(tally.ways.begin(), tally.ways.end(), std::int64_t{0});
  return std::max<std::int64_t>(0, sum);
}

std::int64_t in_steps(std::int64_t showings) {
  std::int64_t step = viewers_min;
  if (showings >= 1000)
    for (step = 100; showings / step >= 100; step *= 10) continue;
  return showings / step * step;
}

model::Instant day_of(model::Instant at) { return std::chrono::floor<std::chrono::days>(at); }

Figures::Figures(model::Instant end, Ends ends) : end_(end), ends_(std::move(ends)) {}

model::Instant Figures::begin_of(const Subject& subject) const {
  const auto found = ends_.find(subject);
  const model::Instant oldest = end_ - span_max;
  return found == ends_.end() ? oldest : std::max(oldest, found->second);
}

void Figures::apply(const model::FeedEvent& event) {
  if (event.at >= end_ || event.at < end_ - span_max) return;
  if (const auto* shown = std::get_if<Shown>(&event.what)) on(*shown, event.at);
  if (const auto* watched = std::get_if<Watched>(&event.what)) on(*watched, event.at);
}

bool Figures::take_turn(const Shown& shown, model::Instant at) {
  const Pair who{.viewer = shown.viewer.raw(), .author = shown.author.raw()};
  if (turns_.size() >= pairs_max && !turns_.contains(who)) {
    ++uncounted_;
    return false;
  }
  Today& today = turns_[who];
  const std::int64_t day = model::millis(day_of(at));
  if (today.day != day) today = {.day = day};
  if (today.has(shown.video.raw())) return true;
  if (today.count >= videos_a_day) return false;
  today.videos[today.count++] = shown.video.raw();
  return true;
}

void Figures::add(const Pair& pair, Way way) {
  if (people_.size() >= pairs_max) ++uncounted_;
  else people_.emplace(pair, Person{.way = static_cast<std::uint8_t>(way)});
}

bool Figures::is_first(Told& told, model::ReceiptId page, model::VideoId video) {
  if (page.raw() == 0) return true;
  const std::uint64_t key = told_key(page, video);
  if (told.size() < pairs_max) return told.insert(key).second;
  if (!told.contains(key)) ++uncounted_;
  return false;
}

void Figures::on(const Shown& shown, model::Instant at) {
  if (shown.author.raw() == 0) return;
  if (videos_.size() >= videos_max && !videos_.contains(shown.video.raw())) {
    ++uncounted_;
    return;
  }
  videos_[shown.video.raw()] = {shown.author, shown.duration_ms};
  if (shown.viewer.raw() == 0 && !is_first(guests_shown_, shown.receipt, shown.video)) return;
  const Way way = way_of(shown);
  const bool in_turn = shown.viewer.raw() != 0 && take_turn(shown, at);
  for (const auto video : {shown.video, model::VideoId{0}}) {
    const Subject subject{shown.author, video};
    if (at < begin_of(subject)) continue;
    if (shown.viewer.raw() == 0) {
      ++guests_[subject].ways[static_cast<std::size_t>(way)];
      continue;
    }
    const Pair pair{shown.viewer.raw(), shown.author.raw(), video.raw()};
    if (!people_.contains(pair) && (in_turn || video.raw() == 0)) add(pair, way);
  }
}

void Figures::on(const Watched& watched, model::Instant at) {
  const auto known = videos_.find(watched.video.raw());
  if (known == videos_.end()) return;
  if (watched.viewer.raw() == 0 && !is_first(guests_watched_, watched.receipt, watched.video)) return;
  const auto [author, duration_ms] = known->second;
  const auto reach = static_cast<std::uint8_t>(reach_of(watched, duration_ms));
  const auto today = turns_.find({.viewer = watched.viewer.raw(), .author = author.raw()});
  const bool in_turn = today != turns_.end() && today->second.has(watched.video.raw());
  // A page that is too old to count may still tell how a showing ended.
  const bool was_shown =
      watched.receipt.raw() == 0 || guests_shown_.contains(told_key(watched.receipt, watched.video));
  for (const auto video : {watched.video, model::VideoId{0}}) {
    const Subject subject{author, video};
    if (at < begin_of(subject)) continue;
    if (watched.viewer.raw() == 0) {
      if (was_shown) ++guests_[subject].reaches[reach];
      continue;
    }
    const auto person = people_.find({watched.viewer.raw(), author.raw(), video.raw()});
    if (person == people_.end() || (video.raw() != 0 && !in_turn)) continue;
    Person& who = person->second;
    who.reach = who.reach == nowhere ? reach : std::max(who.reach, reach);
  }
}

std::vector<FigureCell> Figures::close() const {
  struct Sum {
    FigureTally tally;
    std::size_t people = 0;
  };
  std::map<Subject, Sum> sums;
  for (const auto& [pair, person] : people_) {
    Sum& sum = sums[{model::AccountId{pair.author}, model::VideoId{pair.video}}];
    ++sum.people;
    ++sum.tally.ways[person.way];
    if (person.reach != nowhere) ++sum.tally.reaches[person.reach];
  }
  std::vector<FigureCell> cells;
  for (auto& [subject, sum] : sums) {
    if (sum.people < viewers_min) continue;
    if (const auto guests = guests_.find(subject); guests != guests_.end()) sum.tally += guests->second;
    const auto known = videos_.find(subject.video.raw());
    cells.push_back({.author = subject.author,
                     .video = subject.video,
                     .from = begin_of(subject),
                     .to = end_,
                     .duration_ms = known == videos_.end() ? 0 : known->second.duration_ms,
                     .tally = sum.tally});
  }
  return cells;
}

}  // namespace vitrine::supply
