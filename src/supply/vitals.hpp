#pragma once
// How the algorithm has been doing for the last day: what the operator's page draws. Sums over the event log,
// in cells of an hour; nobody can be found in them again, and none is written anywhere.
//
//   vitals.begin(now_s);
//   vitals.recall(event, model);    // each event from before that: the model has learned much since
//   vitals.apply(event, model);     // each event from then on, just after the model has learned it
//   vitals.report(now_s);           // of this hour and the 23 before it
//
// Two things need the model as it was when the event happened: how new a viewer was, and how promises were
// kept. They are measured from begin() on (`measured_since_s`) and of what recall() was told not at all; the
// state of today would say it of viewers and of hours that never were so.
//
// Pure: the same calls give the same report. One writer; whoever shares it holds a lock. Memory is bounded:
// of too many showings that wait for their end the oldest lose it, and the showings of creators and topics
// that do not fit into their hour are counted (`uncounted`): 40 MB at most. Cost of apply: about 0.3 us.
#include <array>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

#include "learning/model.hpp"
#include "model/feed_event.hpp"

namespace vitrine::supply {

class Vitals {
 public:
  static constexpr std::size_t hours = 24;
  /// Upper bounds of a viewer's number of showings so far, this one included; the last class has none.
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
    /// As it stood at the end of the hour, which is of about the last 20 000 showings of each head, not of
    /// the hour. Empty for hours of which only recall() was told.
    learning::Calibration calibration;
  };
  struct Report {
    std::int64_t now_s = 0;             ///< the end of what is reported; never before the newest event
    std::int64_t newest_s = 0;          ///< when the newest event happened; 0: there was none
    std::int64_t measured_since_s = 0;  ///< since when `viewers` and the hours' calibration are measured
    std::vector<Hour> hours;            ///< oldest first, only those in which something happened
    std::uint64_t events_last_minute = 0;
    std::array<Tally, model::events::sources_count> sources{};
    /// Of viewers the model keeps: showings to guests, and to who paused their history, are not in it.
    std::array<Tally, viewer_classes.size()> viewers{};
    std::array<Tally, age_classes.size()> ages{};  ///< of videos that are still known
    /// Share of the showings that went to the smallest tenth of creators, the smallest two tenths, ... : the
    /// Lorenz curve at 0, 0.1, ... 1. Creators without any showing are not in it.
    std::array<double, 11> lorenz{};
    /// 0: all creators equal, also when there is but one; at most 1 - 1/n for n creators, where one has
    /// nearly all.
    double gini = 0;
    std::uint64_t creators = 0;
    struct {
      double topics = 0;    ///< how many, shown alike, would be as varied; a video's topic is its first tag
      double creators = 0;  ///< the same of creators
      std::uint64_t without_topic = 0;  ///< showings of videos without any tag: in none of the topics
    } diversity;
    struct {
      std::uint64_t creators = 0, topics = 0;
    } uncounted;  ///< showings whose creator, or topic, did not fit any more
  };

  /// An event that happens now; `after` has just learned it.
  void apply(const model::FeedEvent& event, const learning::Model& after);
  /// An event from before the start; `today` has learned it, and much that came later.
  void recall(const model::FeedEvent& event, const learning::Model& today);
  void begin(std::int64_t now_s) { measured_since_s_ = now_s; }
  [[nodiscard]] Report report(std::int64_t now_s) const;

 private:
  static constexpr std::size_t waiting_max = 50'000;
  static constexpr std::size_t creators_max = 20'000, topics_max = 20'000;  // of an hour
  static constexpr std::uint8_t no_class = UINT8_MAX;

  /// Showings of each of at most `most` things.
  struct Counts {
    std::unordered_map<std::uint64_t, std::uint32_t> of;
    std::uint64_t uncounted = 0;
    void add(std::uint64_t key, std::size_t most);
  };
  struct Cell {
    Hour hour;
    std::array<Tally, model::events::sources_count> sources{};
    std::array<Tally, viewer_classes.size()> viewers{};
    std::array<Tally, age_classes.size()> ages{};
    Counts creators, topics;
    std::uint64_t without_topic = 0;
  };
  struct Waiting {
    std::int64_t at_s = 0;
    std::uint8_t source = 0, viewer = no_class, age = no_class;
    bool ended = false;  ///< kept all the same: told again it would count again
  };

  Cell& cell_at(std::int64_t at_s);
  /// What needs no model of that time. `viewer`: the showing's class.
  Cell& count(const model::FeedEvent& event, std::uint8_t viewer, const learning::Model& model);
  void on(Cell& cell, const model::events::Shown& shown, Waiting waiting);
  void on(Cell& cell, const model::events::Watched& watched);

  std::array<Cell, hours> cells_;
  std::int64_t newest_s_ = 0, measured_since_s_ = 0;
  std::array<std::uint32_t, 60> seconds_{};  ///< events of each second of the newest minute
  std::unordered_map<std::uint64_t, Waiting> waiting_;
  std::deque<std::pair<std::uint64_t, std::int64_t>> waiting_order_;  ///< keys, and when each began
};

}  // namespace vitrine::supply
