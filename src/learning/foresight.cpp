// What learning a showing reads is found through what it reads before: a slot tells a value, the value a
// list, the list an edge, each somewhere else in the memory. So memory is asked for what the next showings
// will need, step by step, while this one is learned. It changes nothing that is learned (tests compare both
// ways, bit for bit).
#include <algorithm>
#include <array>
#include <bit>

#include "base/prefetch.hpp"
#include "learning/model.hpp"

namespace vitrine::learning {
namespace {

using namespace model::events;

constexpr auto long_view_ms = static_cast<std::uint32_t>(long_view_s * 1000);

}  // namespace

void Model::learn(std::span<Imported> showings) {
  std::array<Foreseen, showings_ahead> ahead;  // of the showings to come, in turn
  const auto look_ahead = [&](std::size_t i) {
    if (i >= showings.size()) return;
    ahead[i % showings_ahead].keys = keys_of(showings[i].shown);
    foresee_searches(showings[i].shown.viewer, ahead[i % showings_ahead].keys);
  };
  for (std::size_t i = 0; i < showings_ahead; ++i) look_ahead(i);
  for (std::size_t i = 0; i < std::min<std::size_t>(6, showings.size()); ++i)
    foresee_rows(showings[i].shown.viewer, ahead[i]);
  for (std::size_t i = 0; i < showings.size(); ++i) {
    const auto later = [&](std::size_t by, auto ask) {
      if (i + by < showings.size()) ask(showings[i + by]);
    };
    const auto nodes = [&](std::size_t by, Nodes what) {
      later(by, [&](const Imported& next) {
        Foreseen& rows = ahead[(i + by) % showings_ahead];
        foresee_node(next.shown.video, rows, what);
        if (what != Nodes::slots && is_good(next.outcome))
          foresee_ties(next.shown.viewer, next.shown.video, next.shown.at_s, rows, what);
      });
    };
    later(6, [&](const Imported& next) { foresee_rows(next.shown.viewer, ahead[(i + 6) % showings_ahead]); });
    later(showings_ahead + 4, [&](const Imported& next) { base::prefetch_whole(&next); });
    later(4,
          [&](const Imported& next) { foresee_lists(next.shown.viewer, ahead[(i + 4) % showings_ahead]); });
    nodes(3, Nodes::slots);
    nodes(2, Nodes::nodes);
    nodes(1, Nodes::edges);
    auto& [shown, outcome] = showings[i];
    const Foreseen& rows = ahead[i % showings_ahead];
    Viewer* viewer = viewer_of(shown, rows.viewer);
    if (viewer != nullptr) complete(shown, *viewer, rows.node);
    else complete(shown);
    learn(shown, rows, viewer, outcome, 1);
    look_ahead(i + showings_ahead);
  }
}

void Model::apply(std::span<const model::FeedEvent> events, model::LogPosition first) {
  Foresight ahead;
  for (std::size_t i = 0; i < events.size(); ++i) {
    foresee(events, i, ahead);
    apply(events[i], first + i, &ahead);
  }
}

void Model::foresee(std::span<const model::FeedEvent> events, std::size_t i, Foresight& foresight) const {
  const auto later = [&](std::size_t by, auto ask) {  // a showing is two events
    const std::size_t place = i + 2 * by;
    if (place >= events.size()) return;
    const auto& event = events.data()[place];
    if (const auto* next = std::get_if<Shown>(&event.what)) ask(*next, place);
  };
  later(8, [&](const Shown& next, std::size_t place) {
    auto& showing = foresight.begin(place, next.viewer.raw(), next.video.raw());
    showing.shown = impression_of(next, seconds(events.data()[place].at));
    showing.rows.keys = keys_of(showing.shown);
    showing.rows.likely = {};
    foresee_searches(next.viewer.raw(), showing.rows.keys);
  });
  later(6, [&](const Shown& next, std::size_t place) {
    auto& showing = foresight.likely(place);
    if (showing.shown.viewer == next.viewer.raw() && showing.shown.video == next.video.raw())
      foresee_rows(next.viewer.raw(), showing.rows);
  });
  later(4, [&](const Shown& next, std::size_t place) {
    foresee_lists(next.viewer.raw(), foresight.likely(place).rows);
  });
  const auto nodes = [&](std::size_t by, Nodes what) {
    later(by, [&](const Shown& next, std::size_t place) {
      foresee_node(next.video.raw(), foresight.likely(place).rows, what);
    });
  };
  nodes(3, Nodes::slots);
  nodes(2, Nodes::nodes);
  nodes(1, Nodes::edges);
  const auto ties = [&](std::size_t by, Nodes what) {
    if (i + 2 * by >= events.size()) return;
    const auto* ended = std::get_if<Watched>(&events.data()[i + 2 * by].what);
    if (ended == nullptr || (!ended->finished && ended->watched_ms < long_view_ms)) return;
    const std::uint64_t viewer = ended->viewer.raw(), video = ended->video.raw();
    auto& showing = foresight.likely(viewer, video);
    foresee_ties(viewer, video, showing.shown.at_s, showing.rows, what);
  };
  ties(2, Nodes::nodes);
  ties(1, Nodes::edges);
  later(3, [&](const Shown& next, std::size_t) { library_.prefetch_slot(next.video.raw()); });
  later(2, [&](const Shown& next, std::size_t) {
    library_.prefetch_video(next.video.raw());
    pending_.prefetch_slot(pending_key(next.viewer.raw(), next.video.raw(), next.receipt.raw()));
  });
}

void Model::foresee_searches(std::uint64_t viewer, const Keys& keys) const {
  for (const std::uint64_t key : keys.all()) table_.prefetch_search(key);
  if (viewer != 0) viewers_.prefetch_slot(viewer);
}

void Model::foresee_rows(std::uint64_t viewer, Foreseen& rows) const {
  for (std::size_t i = 0; i < rows.keys.count; ++i)
    rows.likely.data()[i] = table_.prefetch(rows.keys.keys.data()[i]);
  rows.viewer = viewer == 0 ? 0 : viewers_.prefetch_value(viewer);
}

void Model::foresee_lists(std::uint64_t viewer, const Foreseen& rows) const {
  const auto& begins = rows.keys.begins;
  for (const Aspect aspect : {Aspect::video, Aspect::tag})
    if (begins[index(aspect)] != begins[index(aspect) + 1])
      table_.prefetch_factors(rows.likely.data()[begins[index(aspect)]]);
  if (const Viewer* known = viewers_.likely(viewer, rows.viewer)) prefetch_lists(*known);
}

void Model::foresee_node(std::uint64_t video, Foreseen& rows, Nodes what) const {
  switch (what) {
    case Nodes::slots:
      return graph_.prefetch_slot(video);
    case Nodes::nodes:
      rows.node = graph_.prefetch_node(video);
      return;
    case Nodes::edges:
      return graph_.prefetch_marks(video, rows.node);
  }
}

void Model::foresee_ties(std::uint64_t viewer, std::uint64_t video, std::uint32_t at_s, Foreseen& rows,
                         Nodes what) const {
  const Viewer* known = what == Nodes::slots ? nullptr : viewers_.likely(viewer, rows.viewer);
  if (known == nullptr) return;
  const GoodWatches& good = known->good;
  if (what == Nodes::nodes) rows.draws = ItemGraph::drawn(good, video, at_s);
  const auto each = [&](std::uint32_t drawn, auto ask) {
    for (; drawn != 0; drawn &= drawn - 1)
      if (const auto back = static_cast<std::size_t>(std::countr_zero(drawn)); back < good.size())
        ask(good.size() - 1 - back);
  };
  if (what == Nodes::nodes) {
    for (std::size_t i = good.size() - std::min(good.size(), ItemGraph::window); i < good.size(); ++i)
      graph_.prefetch_likely(good.beside()[i]);
    return graph_.prefetch_context(rows.node);
  }
  each(rows.draws.there, [&](std::size_t i) { graph_.prefetch_edge(good[i], good.beside()[i], video); });
  each(rows.draws.back, [&](std::size_t i) { graph_.prefetch_edge(video, rows.node, good[i]); });
}

}  // namespace vitrine::learning
