#include "media/ladder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

#include "media/join.hpp"

namespace vitrine::media {

namespace fs = std::filesystem;

namespace {

struct Made {
  Slice slice;
  std::vector<fs::path> files;  ///< a rung each
};

// The slices of one clip between the threads that make them.
class Slicing {
 public:
  Slicing(Converter& converter, const LadderOrder& order, std::stop_token stop)
      : converter_(converter), order_(order), waiting_(order.slices.rbegin(), order.slices.rend()) {
    pass_on_.emplace(std::move(stop), [this] { stop_.request_stop(); });
  }

  base::Result<std::vector<Made>> run(const std::function<void(double)>& progress) {
    std::vector<std::jthread> threads;
    const auto workers = std::max(1, order_.workers);
    running_ = workers;
    done_ms_.resize(static_cast<std::size_t>(workers));
    for (int i = 0; i < workers; ++i) threads.emplace_back([this, i] { work(static_cast<std::size_t>(i)); });
    report(progress);
    threads.clear();
    if (error_) return std::unexpected(std::move(*error_));
    std::ranges::sort(made_, {}, [](const Made& made) { return made.slice.from; });
    return std::move(made_);
  }

 private:
  // Until the last worker has gone; the listener hears of it from here only.
  void report(const std::function<void(double)>& progress) {
    const auto whole = static_cast<double>(std::max<std::int64_t>(1, order_.end.count()));
    double told = 0;
    for (std::unique_lock hold{mutex_}; running_ > 0;) {
      changed_.wait_for(hold, std::chrono::milliseconds{250}, [this] { return running_ == 0; });
      double ms = finished_ms_;
      for (const auto part : done_ms_) ms += part;
      if (ms / whole <= told) continue;
      told = std::min(1.0, ms / whole);
      hold.unlock();
      progress(told);
      hold.lock();
    }
  }

  void work(std::size_t worker) {
    while (const auto slice = next()) {
      const auto into = order_.dir / fmt::format("{}+{}", slice->from.count(), length(*slice));
      const auto progress = [&](double done) {
        const std::scoped_lock hold{mutex_};
        done_ms_[worker] = done * static_cast<double>(length(*slice));
      };
      auto files = converter_.slice(order_.source, order_.plan, *slice, into, progress, stop_.get_token());
      const std::scoped_lock hold{mutex_};
      done_ms_[worker] = 0;
      if (files) {
        finished_ms_ += static_cast<double>(length(*slice));
        made_.push_back({*slice, std::move(*files)});
      } else if (files.error().code != "too_heavy" || !halve(*slice, into)) {
        if (!error_) error_ = files.error();
        stop_.request_stop();
      }
    }
    const std::scoped_lock hold{mutex_};
    --running_;
    changed_.notify_all();
  }

  std::optional<Slice> next() {
    const std::scoped_lock hold{mutex_};
    if (waiting_.empty() || stop_.stop_requested()) {
      if (!error_ && !waiting_.empty())
        error_ = base::Error{base::Fault::not_available, "stopped",
                             "The server is stopping; the video is processed later.",
                             std::source_location::current()};
      return std::nullopt;
    }
    const auto slice = waiting_.back();
    waiting_.pop_back();
    return slice;
  }

  [[nodiscard]] std::int64_t length(const Slice& slice) const {
    const auto to = slice.to.value_or(std::max(order_.end, slice.from + model::Millis{1}));
    return (to - slice.from).count();
  }

  // The slice again in two halves, and what is still to come in halves of its own. False: fine enough
  // already.
  bool halve(const Slice& slice, const fs::path& into) {
    const auto least = slice_min.count();
    if (length(slice) < 2 * least) return false;
    std::error_code error;
    fs::remove_all(into, error);
    std::vector<Slice> finer;
    const auto halved = [&](const Slice& whole) {
      const auto half = length(whole) / 2 / least * least;
      if (half == 0) return finer.push_back(whole);
      const auto middle = whole.from + model::Millis{half};
      finer.push_back({middle, whole.to});
      finer.push_back({whole.from, middle});
    };
    for (const auto& later : waiting_) {
      if (length(later) >= length(slice) / 2) halved(later);
      else finer.push_back(later);
    }
    halved(slice);
    waiting_ = std::move(finer);
    return true;
  }

  Converter& converter_;
  const LadderOrder& order_;
  std::stop_source stop_;  ///< ends with the caller's, or on the first error
  std::optional<std::stop_callback<std::function<void()>>> pass_on_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Slice> waiting_;  ///< the next one last
  std::vector<Made> made_;
  std::vector<double> done_ms_;
  double finished_ms_ = 0;
  int running_ = 0;
  std::optional<base::Error> error_;
};

}  // namespace

base::Result<std::vector<fs::path>> make_ladder(Converter& converter, const LadderOrder& order,
                                                const std::function<void(double)>& progress,
                                                std::stop_token stop) {
  Slicing slicing{converter, order, std::move(stop)};
  TRY_LET(const auto made, slicing.run(progress));
  TRY_LET(const auto sound, order.sound());
  std::vector<fs::path> rungs;
  for (std::size_t i = 0; i < order.plan.rungs.size(); ++i) {
    std::vector<fs::path> parts;
    for (const auto& slice : made) parts.push_back(slice.files.at(i));
    const auto out = order.dir / fmt::format("{}.m4s", i);
    TRY(join_rung(parts, sound, order.end, out));
    rungs.push_back(out);
  }
  std::error_code error;
  for (const auto& slice : made)
    if (!slice.files.empty()) fs::remove_all(slice.files.front().parent_path(), error);
  return rungs;
}

}  // namespace vitrine::media
