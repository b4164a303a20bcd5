#include <array>

#include "adapters/sql/sql.hpp"
#include "adapters/sql/supply_store.hpp"
#include "base/text.hpp"

namespace vitrine::sql {
using base::Result;
using model::AccountId;
using model::Instant;
using model::VideoId;
using ports::Transaction;
using supply::FigureCell;

namespace {
/// "12 -3 40"
template <std::size_t n>
std::string bars_text(const std::array<std::int64_t, n>& bars) {
  std::string text;
  for (const auto bar : bars) {
    if (!text.empty()) text += ' ';
    text += std::to_string(bar);
  }
  return text;
}

template <std::size_t n>
void read_bars(std::string_view text, std::array<std::int64_t, n>& bars) {
  const auto parts = base::split(text, ' ');
  if (parts.size() != n) throw RowUnreadable("a figure has another number of bars");
  for (std::size_t i = 0; i < n; ++i) {
    const bool below = parts[i].starts_with('-');
    const auto number = base::parse_number(parts[i].substr(below ? 1 : 0));
    if (!number) throw RowUnreadable("a bar of a figure is no number");
    bars[i] = below ? -static_cast<std::int64_t>(*number) : static_cast<std::int64_t>(*number);
  }
}

FigureCell cell_row(const Row& row) {
  FigureCell cell{.author = row.get<AccountId>(0),
                  .video = row.get<VideoId>(1),
                  .from = row.get<Instant>(2),
                  .to = row.get<Instant>(3),
                  .duration_ms = row.get<std::uint32_t>(4)};
  read_bars(row.get<std::string_view>(5), cell.tally.ways);
  read_bars(row.get<std::string_view>(6), cell.tally.reaches);
  return cell;
}
}  // namespace

Result<void> FigureStore::put(Transaction& tx, const FigureCell& cell) {
  TRY(connection(tx).exec(
      "INSERT INTO supply_figure (author, video, from_ms, to_ms, duration_ms, ways, reaches)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (author, video, from_ms) DO NOTHING",
      cell.author, cell.video, cell.from, cell.to, cell.duration_ms, bars_text(cell.tally.ways),
      bars_text(cell.tally.reaches)));
  return {};
}

Result<supply::Figures::Ends> FigureStore::ends(Transaction& tx, Instant after) {
  using Subject = supply::Figures::Subject;
  TRY_LET(const auto rows, connection(tx).query(
                               "SELECT author, video, max(to_ms) FROM supply_figure WHERE to_ms > $1"
                               " GROUP BY author, video",
                               [](const Row& row) {
                                 return std::pair{Subject{row.get<AccountId>(0), row.get<VideoId>(1)},
                                                  row.get<Instant>(2)};
                               },
                               after));
  return supply::Figures::Ends{rows.begin(), rows.end()};
}

Result<std::vector<FigureCell>> FigureStore::of(Transaction& tx, const supply::Figures::Subject& subject,
                                                Instant after) {
  return connection(tx).query(
      "SELECT author, video, from_ms, to_ms, duration_ms, ways, reaches FROM supply_figure"
      " WHERE author = $1 AND video = $2 AND to_ms > $3 ORDER BY from_ms",
      cell_row, subject.author, subject.video, after);
}

Result<std::vector<FigureCell>> FigureStore::of_videos(Transaction& tx, AccountId author, Instant after) {
  return connection(tx).query(
      "SELECT author, video, from_ms, to_ms, duration_ms, ways, reaches FROM supply_figure"
      " WHERE author = $1 AND video <> 0 AND to_ms > $2 ORDER BY video, from_ms",
      cell_row, author, after);
}

Result<void> FigureStore::forget_video(Transaction& tx, VideoId video) {
  TRY(connection(tx).exec("DELETE FROM supply_figure WHERE video = $1", video));
  return {};
}

}  // namespace vitrine::sql
