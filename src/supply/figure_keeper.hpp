#pragma once
// Makes the creators' figures, once a day. Start here: run().
//
// It folds the log of the last four weeks (figures.hpp), adds the noise and writes the spans that closed
// with the last midnight (UTC). Nothing else of what it saw outlives the call. A day that was missed makes
// spans longer, never wrong. Cost: one pass over the log, a million events in a second or two.
#include <functional>
#include <map>
#include <optional>
#include <span>

#include "ports/clock.hpp"
#include "supply/ports.hpp"

namespace vitrine::supply {

class FigureKeeper {
 public:
  struct Video {
    model::AccountId author{0};
    model::Instant published{};
  };
  using VideosOf = std::function<base::Result<std::map<model::VideoId, Video>>(
      ports::Transaction&, std::span<const model::VideoId>)>;
  struct Needs {
    EventLog& log;
    FigureStore& figures;
    ports::Record& record;
    const ports::Clock& clock;
    base::Digest key;  ///< of the noise; never shown
    VideosOf videos;   ///< those that exist, of at most 500
    /// When an account was made; nothing when there is none any more.
    std::function<base::Result<std::optional<model::Instant>>(ports::Transaction&, model::AccountId)> since;
  };
  explicit FigureKeeper(Needs needs) : needs_(std::move(needs)) {}

  /// How many cells were written. Free of charge until the next midnight. One thread.
  base::Result<std::int64_t> run();

 private:
  base::Result<std::vector<FigureCell>> fold(model::Instant end);
  base::Result<std::int64_t> write(std::span<const FigureCell> cells);
  base::Result<std::optional<model::Instant>> since(ports::Transaction& tx, const FigureCell& cell,
                                                    const std::map<model::VideoId, Video>& videos);

  Needs needs_;
  model::Instant done_{};
};

}  // namespace vitrine::supply
