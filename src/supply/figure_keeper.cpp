#include "supply/figure_keeper.hpp"

#include <algorithm>
#include <chrono>

#include "base/log.hpp"
#include "supply/decoded.hpp"

namespace vitrine::supply {
namespace {
constexpr std::chrono::minutes settle{10};  // answers under way at midnight are in the log by then
constexpr std::size_t batch_max = 4096;
constexpr std::size_t cells_at_once = 200;  // of a transaction
}  // namespace

base::Result<std::int64_t> FigureKeeper::run() {
  const auto end = day_of(needs_.clock.now() - settle);
  if (end == done_) return 0;
  TRY_LET(const auto cells, fold(end));
  std::int64_t written = 0;
  for (std::size_t i = 0; i < cells.size(); i += cells_at_once) {
    TRY_LET(const auto more, write(std::span{cells}.subspan(i, std::min(cells_at_once, cells.size() - i))));
    written += more;
  }
  done_ = end;
  return written;
}

base::Result<std::vector<FigureCell>> FigureKeeper::fold(model::Instant end) {
  TRY_LET(auto ends, needs_.record.read(
                         [&](ports::Transaction& tx) { return needs_.figures.ends(tx, end - span_max); }));
  Figures figures{end, std::move(ends)};
  Decoded batch;
  for (model::LogPosition next = 1;; next += batch.events.size()) {
    TRY(batch.read(needs_.log, next, batch_max));
    if (batch.events.empty()) break;
    for (std::size_t i = 0; i < batch.events.size(); ++i)
      if (batch.readable[i]) figures.apply(batch.events[i]);
  }
  if (const auto uncounted = static_cast<std::int64_t>(figures.uncounted()); uncounted > 0)
    base::log(base::Level::warning, "figures_uncounted", {{"errors", uncounted}});
  return figures.close();
}

/// When what the cell is about began; nothing when somebody has deleted it since.
base::Result<std::optional<model::Instant>> FigureKeeper::since(
    ports::Transaction& tx, const FigureCell& cell, const std::map<model::VideoId, Video>& videos) {
  if (cell.video.raw() == 0) return needs_.since(tx, cell.author);
  const auto video = videos.find(cell.video);
  if (video == videos.end() || video->second.author != cell.author) return std::nullopt;
  return video->second.published;
}

base::Result<std::int64_t> FigureKeeper::write(std::span<const FigureCell> cells) {
  std::int64_t written = 0;
  const auto done = needs_.record.write([&](ports::Transaction& tx) -> base::Result<void> {
    written = 0;
    std::vector<model::VideoId> ids;
    for (const auto& cell : cells)
      if (cell.video.raw() != 0) ids.push_back(cell.video);
    TRY_LET(const auto videos, needs_.videos(tx, ids));
    for (const auto& cell : cells) {
      TRY_LET(const auto began, since(tx, cell, videos));
      if (!began) continue;
      auto kept = cell;
      kept.from = std::max(cell.from, day_of(*began));  // the young have no days before their first
      if (kept.from >= kept.to) continue;
      TRY(needs_.figures.put(tx, with_noise(needs_.key, kept)));
      ++written;
    }
    return {};
  });
  if (!done) return std::unexpected(done.error());
  return written;
}

}  // namespace vitrine::supply
