#pragma once
// How the algorithm has been doing for the last day: what the operator's page draws. Sums over the event log,
// in cells of an hour; nobody can be found in them again, and none is written anywhere.
//
//   vitals.apply(event, model);     // each event of the log, after the model has learned it
//   vitals.report();                // of the 24 hours that end with the newest event
//
// Pure: time is in the events, so the same log gives the same report. One writer; whoever shares it holds a
// lock. Memory is bounded: of too many showings that wait for their end the oldest lose it, and
// creators of an hour that do not fit are counted (`uncounted`). Cost of apply: about 0.3 us.
#include <array>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

#include "learning/model.hpp"
#include "model/feed_event.hpp"

namespace vitrine::supply {

class Vitals {
 public:
  static constexpr std::size_t hours = 24;
  /// Upper bounds of a viewer's number of showings so far; the last class has none.
  static constexpr std::array<std::uint32_t, 6> viewer_classes{5, 10, 20, 50, 200, UINT32_MAX};
  /// Upper bounds of a video's age in hours.
  static constexpr std::array<std::uint32_t, 6> age_classes{1, 6, 24, 72, 24 * 7, UINT32_MAX};

  /// Showings and how they ended. `ended` counts those that did: the rest were closed with the page.
  struct Tally {
    std::uint64_t shown = 0, ended = 0, finished = 0, skipped = 0;
    Tally& operator+=(const Tally& other);
  };
  struct Hour {
    std::int64_t begins_s = 0;
    std::uint64_t events = 0;
    Tally tally;
    learning::Calibration calibration;  ///< as it stood at the end of the hour
  };
  struct Report {
    std::int64_t newest_s = 0;  ///< when the newest event happened
    std::vector<Hour> hours;    ///< oldest first, only those in which something happened
    std::uint64_t events_last_minute = 0;
    std::array<Tally, model::events::sources_count> sources{};
    std::array<Tally, viewer_classes.size()> viewers{};
    std::array<Tally, age_classes.size()> ages{};
    /// Share of the showings that went to the smallest tenth of creators, the smallest two tenths, ... : the
    /// Lorenz curve at 0, 0.1, ... 1. Creators without any showing are not in it.
    std::array<double, 11> lorenz{};
    double gini = 0;  ///< 0: all creators equal; 1: one has all
    std::uint64_t creators = 0;
    std::uint64_t uncounted = 0;  ///< showings whose creator did not fit any more
  };

  void apply(const model::FeedEvent& event, const learning::Model& after);
  [[nodiscard]] Report report() const;

 private:
  static constexpr std::size_t waiting_max = 50'000;
  static constexpr std::size_t creators_max = 20'000;

  struct Cell {
    Hour hour;
    std::array<Tally, model::events::sources_count> sources{};
    std::array<Tally, viewer_classes.size()> viewers{};
    std::array<Tally, age_classes.size()> ages{};
    std::unordered_map<std::uint64_t, std::uint32_t> creators;
    std::uint64_t uncounted = 0;
  };
  struct Waiting {
    std::uint8_t source = 0, viewer = 0, age = 0;
  };

  Cell& cell_at(std::int64_t at_s);
  void on(Cell& cell, const model::events::Shown& shown, std::int64_t at_s, const learning::Model& after);
  void on(Cell& cell, const model::events::Watched& watched);

  std::array<Cell, hours> cells_;
  std::int64_t newest_s_ = 0;
  std::array<std::uint32_t, 60> seconds_{};  ///< events of each second of the newest minute
  std::unordered_map<std::uint64_t, Waiting> waiting_;
  std::deque<std::uint64_t> waiting_order_;
};

}  // namespace vitrine::supply
