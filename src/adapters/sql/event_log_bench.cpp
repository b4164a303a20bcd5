// What a showing costs on its way through the event log, apart from what is learned of it: two events, a
// Shown with the readings it was ranked with and a Watched. Microseconds of processor time, of every thread
// and of the kernel, because the writer has a thread of its own and the file is the kernel's work.
#include <ctime>
#include <stdexcept>

#include "adapters/sql/event_log.hpp"
#include "base/random.hpp"
#include "base/testing/bench.hpp"
#include "base/testing/temporary_folder.hpp"
#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "ports/rng.hpp"

namespace vitrine::event_log_bench {
namespace {

using namespace model::events;

using base::testing::must;

struct House {
  base::testing::TemporaryFolder folder;
  ports::FakeClock clock;
  ports::FakeRng rng;
  ports::Ids ids{clock, rng};
  std::unique_ptr<sql::SqlEventLog> log =
      must(sql::SqlEventLog::open_file(folder.path() / "events.db", {clock, ids}));
};

std::vector<model::FeedEvent> showings(std::size_t count) {
  base::Random random{7};
  std::vector<model::FeedEvent> events;
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = model::instant(1'790'000'000'000 + static_cast<std::int64_t>(i) * 20);
    const model::ViewerId viewer{1 + random.below(100'000)};
    const model::VideoId video{1 + random.below(100'000)};
    const model::ReceiptId receipt{i + 1};
    const auto duration_ms = static_cast<std::uint32_t>(4000 + random.below(56'000));
    Shown shown{.viewer = viewer,
                .video = video,
                .author = model::AccountId{1 + video.raw() % 5000},
                .receipt = receipt,
                .tags = {model::TagId{random.next() >> 1}},
                .language = "en",
                .duration_ms = duration_ms};
    for (int reading = 0; reading < 96; ++reading)
      shown.features.push_back(static_cast<std::uint8_t>(random.below(256)));
    events.push_back({at, std::move(shown)});
    events.push_back({at, Watched{.viewer = viewer,
                                  .video = video,
                                  .receipt = receipt,
                                  .watched_ms = static_cast<std::uint32_t>(random.below(duration_ms))}});
  }
  return events;
}

/// Adds up the processor time of one step of the way.
class Step {
 public:
  template <class Work>
  auto during(Work work) {
    const double before = now_s();
    struct AtEnd {
      Step& step;
      double before;
      ~AtEnd() { step.sum_s += now_s() - before; }
    } at_end{*this, before};
    return work();
  }
  double sum_s = 0;

 private:
  static double now_s() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
  }
};

void through_log(base::testing::Bench& bench, std::size_t at_once, std::size_t times) {
  House house;
  const auto events = showings(at_once);
  Step encoding, appending, reading, decoding;
  ports::EventBatch written, entries;  // kept, as whoever follows a log keeps them
  std::vector<model::FeedEvent> found;
  model::LogPosition next = 1;
  for (std::size_t i = 0; i < times; ++i) {
    encoding.during([&] {
      written.clear();
      for (const auto& event : events) written.add(event);
    });
    appending.during([&] { must(house.log->append(written)); });
    for (const auto end = next + events.size(); next < end; next += found.size()) {
      reading.during([&] { must(house.log->read(next, 2000, entries)); });
      decoding.during([&] {
        found.resize(entries.size());
        for (std::size_t e = 0; e < found.size(); ++e)
          if (!model::decode_feed_event(entries[e], found[e])) throw std::runtime_error("not an event");
      });
      if (found.empty()) throw std::runtime_error("the log lost events");
    }
  }
  const auto said = [&](const Step& step, const char* what) {
    bench.report(static_cast<std::int64_t>(at_once * times), std::chrono::duration<double>{step.sum_s},
                 std::to_string(at_once) + " at once, " + what);
  };
  said(encoding, "encode");
  said(appending, "append");
  said(reading, "read");
  said(decoding, "decode");
}

BENCH("event log: a showing") {
  through_log(bench, 10'000, 60);
  through_log(bench, 1000, 300);
  through_log(bench, 10, 2000);
}

}  // namespace
}  // namespace vitrine::event_log_bench
