#pragma once
// Videos that come out at a moment their author chose. Start here: put(), publish_due().
//
// The moment is a row of the record, so it survives a restart; run() looks every few seconds, so a video
// comes out within as many. What cannot be played by then comes out as soon as it can. A point in time, never
// a zone: the page reads and shows it in the zone of whoever looks. Thread-safe.
#include <optional>
#include <stop_token>
#include <vector>

#include "catalog/ports.hpp"
#include "catalog/work_bell.hpp"
#include "ports/clock.hpp"

namespace vitrine::catalog {

struct Planned {
  VideoId video;
  AccountId author;
  Instant at{};
  bool operator==(const Planned&) const = default;
};

class ScheduleStore {
 public:
  virtual ~ScheduleStore() = default;
  /// Instead of what was planned for the video before.
  virtual Result<void> put(Transaction& tx, const Planned& planned) = 0;
  virtual Result<void> remove(Transaction& tx, VideoId video) = 0;
  virtual Result<std::optional<Planned>> find(Transaction& tx, VideoId video) = 0;
  /// Of one author, the next one first, at most `plans_max`.
  virtual Result<std::vector<Planned>> of_author(Transaction& tx, AccountId author) = 0;
  /// Due at `now`, the oldest first.
  virtual Result<std::vector<Planned>> due(Transaction& tx, Instant now, int limit) = 0;
};

class Schedule {
 public:
  /// Nobody plans a clip further ahead; a slip in the year is noticed.
  static constexpr model::Millis ahead_max{366LL * 24 * 3'600'000};
  /// A clip every day of half a year; a list that fits a screen or two.
  static constexpr std::size_t plans_max = 200;

  struct Needs {
    ports::Record& record;
    ScheduleStore& plans;
    VideoStore& videos;
    People& people;
    const ports::Clock& clock;
    model::Millis look_every{5'000};
  };
  explicit Schedule(Needs needs) : needs_(needs) {}

  /// Errors: not_found "video_absent"; conflict "video_failed", "video_is_out"; invalid_input "time_passed",
  /// "time_too_far"; over_limit "plans_too_many".
  Result<Planned> put(Transaction& tx, AccountId author, VideoId video, Instant at);
  /// It stays what it is; one that was not planned is fine. Errors: not_found "video_absent".
  Result<void> remove(Transaction& tx, AccountId author, VideoId video);
  Result<std::vector<Planned>> of(Transaction& tx, AccountId author);

  /// Publishes what is due; how many. Each in a transaction of its own.
  Result<int> publish_due();
  /// Until `stop`.
  void run(const std::stop_token& stop);

 private:
  Result<bool> publish(Transaction& tx, const Planned& planned);
  Needs needs_;
  WorkBell bell_;
};

}  // namespace vitrine::catalog
