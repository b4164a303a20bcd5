#include "supply/vitals.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

#include "base/hash.hpp"
#include "learning/model.hpp"

namespace vitrine::supply {
namespace {

using model::events::Shown;
using model::events::Watched;

/// As the model joins them: without account there is only the page.
std::uint64_t showing_key(model::ViewerId viewer, model::VideoId video, model::ReceiptId receipt) {
  return base::mix64(base::mix64(video.raw()) ^ (viewer.raw() != 0 ? viewer.raw() : receipt.raw() * 2 + 1));
}

template <std::size_t n>
std::uint8_t class_of(const std::array<std::uint32_t, n>& bounds, std::uint64_t value) {
  const auto found = std::ranges::find_if(bounds, [&](std::uint32_t bound) { return value <= bound; });
  return static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(found - bounds.begin(), n - 1));
}

/// How new the showing's viewer was when it happened; nothing: nobody the model keeps.
std::optional<std::uint8_t> viewer_class(const Shown& shown, const learning::Model& after) {
  const auto* viewer = after.viewer(shown.viewer);
  if (viewer == nullptr) return std::nullopt;
  return class_of(Vitals::viewer_classes, viewer->shown);
}

std::optional<std::uint8_t> age_class(const Shown& shown, std::int64_t at_s, const learning::Model& model) {
  const auto* video = model.library().find(shown.video.raw());
  if (video == nullptr) return std::nullopt;
  const std::int64_t age_s = std::max<std::int64_t>(0, at_s - video->published_s);
  return class_of(Vitals::age_classes, static_cast<std::uint64_t>(age_s + 3599) / 3600);
}

template <std::size_t n>
void add(std::array<Vitals::Tally, n>& sums, const std::array<Vitals::Tally, n>& more) {
  for (std::size_t i = 0; i < n; ++i) sums[i] += more[i];
}

/// So that sums of doubles do not depend on a map's order.
std::vector<std::uint64_t> sorted(const std::unordered_map<std::uint64_t, std::uint64_t>& counts) {
  std::vector<std::uint64_t> list;
  list.reserve(counts.size());
  for (const auto& [key, count] : counts) list.push_back(count);
  std::ranges::sort(list);
  return list;
}

/// The number of things, shown alike, that would be as varied as these: the exponential of the entropy of
/// their shares, Hill's number of order 1 (Jost 2006). 0: nothing was shown.
double effective_number(std::span<const std::uint64_t> counts) {
  const double all = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
  double entropy = 0;
  for (const std::uint64_t count : counts) {
    const double share = static_cast<double>(count) / all;
    entropy -= share * std::log(share);
  }
  return counts.empty() ? 0 : std::exp(entropy);
}

/// Lorenz (1905) and Gini (1912) over `counts`, which are sorted.
void concentrate(std::span<const std::uint64_t> counts, Vitals::Report& report) {
  report.creators = counts.size();
  const double all = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
  if (all == 0) return;
  const double n = static_cast<double>(counts.size());
  std::vector<double> below(counts.size() + 1);
  double ranked = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    below[i + 1] = below[i] + static_cast<double>(counts[i]);
    ranked += static_cast<double>(i + 1) * static_cast<double>(counts[i]);
  }
  report.gini = std::max(0.0, 2 * ranked / (n * all) - (n + 1) / n);  // of equals a rounding may be left
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

void Vitals::Counts::add(std::uint64_t key, std::size_t most) {
  if (of.size() < most || of.contains(key)) ++of[key];
  else ++uncounted;
}

void Vitals::apply(const model::FeedEvent& event, const learning::Model& after) {
  const auto* shown = std::get_if<Shown>(&event.what);
  const auto viewer = shown == nullptr ? std::nullopt : viewer_class(*shown, after);
  count(event, viewer.value_or(no_class), after).hour.calibration = after.calibration();
}

void Vitals::recall(const model::FeedEvent& event, const learning::Model& today) {
  count(event, no_class, today);
}

Vitals::Cell& Vitals::count(const model::FeedEvent& event, std::uint8_t viewer,
                            const learning::Model& model) {
  // A clock that stepped back does not open old cells again.
  const std::int64_t at_s = std::max(newest_s_, std::max<std::int64_t>(0, model::millis(event.at) / 1000));
  for (std::int64_t s = std::max(newest_s_ + 1, at_s - 59); s <= at_s; ++s)
    seconds_[static_cast<std::size_t>(s % 60)] = 0;
  ++seconds_[static_cast<std::size_t>(at_s % 60)];
  newest_s_ = at_s;
  Cell& cell = cell_at(at_s);
  ++cell.hour.events;
  if (const auto* shown = std::get_if<Shown>(&event.what))
    on(cell, *shown,
       {.at_s = at_s,
        .source = static_cast<std::uint8_t>(shown->source),
        .viewer = viewer,
        .age = age_class(*shown, at_s, model).value_or(no_class)});
  if (const auto* watched = std::get_if<Watched>(&event.what)) on(cell, *watched);
  return cell;
}

void Vitals::on(Cell& cell, const Shown& shown, Waiting waiting) {
  const std::uint64_t key = showing_key(shown.viewer, shown.video, shown.receipt);
  const auto known = waiting_.find(key);
  if (known != waiting_.end() && waiting.at_s - known->second.at_s <= learning::Model::pending_s) return;
  waiting_[key] = waiting;
  waiting_order_.push_back({key, waiting.at_s});
  if (waiting_order_.size() > waiting_max) {
    const auto [oldest, began_s] = waiting_order_.front();
    if (const auto one = waiting_.find(oldest); one != waiting_.end() && one->second.at_s == began_s)
      waiting_.erase(one);
    waiting_order_.pop_front();
  }
  ++cell.hour.tally.shown;
  ++cell.sources[waiting.source].shown;
  if (waiting.viewer != no_class) ++cell.viewers[waiting.viewer].shown;
  if (waiting.age != no_class) ++cell.ages[waiting.age].shown;
  cell.creators.add(shown.author.raw(), creators_max);
  if (shown.tags.empty()) ++cell.without_topic;
  else cell.topics.add(shown.tags.begin()->raw(), topics_max);
}

void Vitals::on(Cell& cell, const Watched& watched) {
  const auto found = waiting_.find(showing_key(watched.viewer, watched.video, watched.receipt));
  if (found == waiting_.end() || std::exchange(found->second.ended, true)) return;
  const bool finished = watched.finished || watched.loops > 0;
  const Tally end{.shown = 0, .ended = 1, .finished = finished, .skipped = watched.skipped && !finished};
  cell.hour.tally += end;
  cell.sources[found->second.source] += end;
  if (found->second.viewer != no_class) cell.viewers[found->second.viewer] += end;
  if (found->second.age != no_class) cell.ages[found->second.age] += end;
}

Vitals::Report Vitals::report(std::int64_t now_s) const {
  Report report;
  // A clock that stepped back hides nothing.
  report.now_s = std::max(now_s, newest_s_);
  report.newest_s = newest_s_;
  report.measured_since_s = measured_since_s_;
  const std::int64_t oldest =
      report.now_s - report.now_s % 3600 - static_cast<std::int64_t>(hours - 1) * 3600;
  std::unordered_map<std::uint64_t, std::uint64_t> creators, topics;
  for (const Cell& cell : cells_) {
    if (cell.hour.events == 0 || cell.hour.begins_s < oldest) continue;
    report.hours.push_back(cell.hour);
    add(report.sources, cell.sources);
    add(report.viewers, cell.viewers);
    add(report.ages, cell.ages);
    report.uncounted.creators += cell.creators.uncounted;
    report.uncounted.topics += cell.topics.uncounted;
    report.diversity.without_topic += cell.without_topic;
    for (const auto& [author, shown] : cell.creators.of) creators[author] += shown;
    for (const auto& [topic, shown] : cell.topics.of) topics[topic] += shown;
  }
  std::ranges::sort(report.hours, {}, &Hour::begins_s);
  for (std::int64_t s = std::max<std::int64_t>(0, report.now_s - 59); s <= newest_s_; ++s)
    report.events_last_minute += seconds_[static_cast<std::size_t>(s % 60)];
  const auto of_creators = sorted(creators);
  concentrate(of_creators, report);
  report.diversity.creators = effective_number(of_creators);
  report.diversity.topics = effective_number(sorted(topics));
  return report;
}

}  // namespace vitrine::supply
