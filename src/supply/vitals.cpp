#include "supply/vitals.hpp"

#include <algorithm>
#include <numeric>

#include "base/hash.hpp"
#include "learning/model.hpp"

namespace vitrine::supply {
namespace {

using model::events::Shown;
using model::events::Watched;

std::uint64_t showing_key(model::ViewerId viewer, model::VideoId video, model::ReceiptId receipt) {
  return base::mix64(base::mix64(base::mix64(video.raw()) ^ viewer.raw()) ^ receipt.raw());
}

template <std::size_t n>
std::uint8_t class_of(const std::array<std::uint32_t, n>& bounds, std::uint64_t value) {
  const auto found = std::ranges::find_if(bounds, [&](std::uint32_t bound) { return value <= bound; });
  return static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(found - bounds.begin(), n - 1));
}

template <std::size_t n>
void add(std::array<Vitals::Tally, n>& sums, const std::array<Vitals::Tally, n>& more) {
  for (std::size_t i = 0; i < n; ++i) sums[i] += more[i];
}

/// Lorenz (1905) and Gini (1912) over `counts`, which it sorts.
void concentrate(std::vector<std::uint64_t>& counts, Vitals::Report& report) {
  report.creators = counts.size();
  const double all = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
  if (all == 0) return;
  std::ranges::sort(counts);
  const double n = static_cast<double>(counts.size());
  std::vector<double> below(counts.size() + 1);
  double ranked = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    below[i + 1] = below[i] + static_cast<double>(counts[i]);
    ranked += static_cast<double>(i + 1) * static_cast<double>(counts[i]);
  }
  report.gini = 2 * ranked / (n * all) - (n + 1) / n;
  for (std::size_t tenth = 0; tenth < report.lorenz.size(); ++tenth) {
    const double at = n * static_cast<double>(tenth) / 10;
    const auto whole = std::min(static_cast<std::size_t>(at), counts.size() - 1);
    const double part = at - static_cast<double>(whole);
    report.lorenz[tenth] = (below[whole] + part * static_cast<double>(counts[whole])) / all;
  }
}

}  // namespace

Vitals::Tally& Vitals::Tally::operator+=(const Tally& other) {
  shown += other.shown;
  ended += other.ended;
  finished += other.finished;
  skipped += other.skipped;
  return *this;
}

Vitals::Cell& Vitals::cell_at(std::int64_t at_s) {
  const std::int64_t begins = at_s - at_s % 3600;
  Cell& cell = cells_[static_cast<std::size_t>(begins / 3600) % hours];
  if (cell.hour.begins_s != begins) {
    cell = {};
    cell.hour.begins_s = begins;
  }
  return cell;
}

void Vitals::apply(const model::FeedEvent& event, const learning::Model& after) {
  // A clock that stepped back does not open old cells again.
  const std::int64_t at_s = std::max(newest_s_, std::max<std::int64_t>(0, model::millis(event.at) / 1000));
  for (std::int64_t s = std::max(newest_s_ + 1, at_s - 59); s <= at_s; ++s)
    seconds_[static_cast<std::size_t>(s % 60)] = 0;
  ++seconds_[static_cast<std::size_t>(at_s % 60)];
  newest_s_ = at_s;
  Cell& cell = cell_at(at_s);
  ++cell.hour.events;
  if (const auto* shown = std::get_if<Shown>(&event.what)) on(cell, *shown, at_s, after);
  if (const auto* watched = std::get_if<Watched>(&event.what)) on(cell, *watched);
  cell.hour.calibration = after.calibration();
}

void Vitals::on(Cell& cell, const Shown& shown, std::int64_t at_s, const learning::Model& after) {
  const auto* viewer = after.viewer(shown.viewer);
  const auto* video = after.library().find(shown.video.raw());
  const std::int64_t age_s = video == nullptr ? 0 : std::max<std::int64_t>(0, at_s - video->published_s);
  const Waiting waiting{.source = static_cast<std::uint8_t>(shown.source),
                        // One without account is new every time.
                        .viewer = class_of(viewer_classes, viewer == nullptr ? 1 : viewer->shown),
                        .age = class_of(age_classes, static_cast<std::uint64_t>(age_s + 3599) / 3600)};
  const std::uint64_t key = showing_key(shown.viewer, shown.video, shown.receipt);
  if (!waiting_.emplace(key, waiting).second) return;  // told twice
  waiting_order_.push_back(key);
  if (waiting_order_.size() > waiting_max) {
    waiting_.erase(waiting_order_.front());
    waiting_order_.pop_front();
  }
  ++cell.hour.tally.shown;
  ++cell.sources[waiting.source].shown;
  ++cell.viewers[waiting.viewer].shown;
  ++cell.ages[waiting.age].shown;
  if (cell.creators.size() < creators_max || cell.creators.contains(shown.author.raw()))
    ++cell.creators[shown.author.raw()];
  else ++cell.uncounted;
}

void Vitals::on(Cell& cell, const Watched& watched) {
  const auto found = waiting_.find(showing_key(watched.viewer, watched.video, watched.receipt));
  if (found == waiting_.end()) return;
  const bool finished = watched.finished || watched.loops > 0;
  const Tally end{.shown = 0, .ended = 1, .finished = finished, .skipped = watched.skipped && !finished};
  cell.hour.tally += end;
  cell.sources[found->second.source] += end;
  cell.viewers[found->second.viewer] += end;
  cell.ages[found->second.age] += end;
  waiting_.erase(found);  // its place in the order is freed in its turn
}

Vitals::Report Vitals::report() const {
  Report report;
  report.newest_s = newest_s_;
  const std::int64_t oldest = newest_s_ - newest_s_ % 3600 - static_cast<std::int64_t>(hours - 1) * 3600;
  std::unordered_map<std::uint64_t, std::uint64_t> creators;
  for (const Cell& cell : cells_) {
    if (cell.hour.events == 0 || cell.hour.begins_s < oldest) continue;
    report.hours.push_back(cell.hour);
    add(report.sources, cell.sources);
    add(report.viewers, cell.viewers);
    add(report.ages, cell.ages);
    report.uncounted += cell.uncounted;
    for (const auto& [author, shown] : cell.creators) creators[author] += shown;
  }
  std::ranges::sort(report.hours, {}, &Hour::begins_s);
  report.events_last_minute = std::accumulate(seconds_.begin(), seconds_.end(), std::uint64_t{0});
  std::vector<std::uint64_t> counts;
  for (const auto& [author, shown] : creators) counts.push_back(shown);
  concentrate(counts, report);
  return report;
}

}  // namespace vitrine::supply
