#include "adapters/sql/job_queue.hpp"

#include <doctest/doctest.h>

#include <mutex>
#include <set>
#include <thread>

#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::job_queue_test {
using base::Result;
using ports::Job;
using ports::Jobs;
using ports::Transaction;
using sql::testing::for_each_engine;
using sql::testing::Surroundings;

namespace {

std::string code_of(const auto& result) { return result ? "" : result.error().code; }

struct Shop {
  sql::SqlRecord& record;
  Surroundings& around;
  Jobs::Policy policy{.attempts_max = 3, .claims_max = 6};
  sql::JobQueue jobs{{around.clock, around.ids, policy}};

  auto write(auto&& use) { return record.write(use); }
  void add(std::string_view subject) {
    const auto added = write([&](Transaction& tx) { return jobs.add(tx, "make", subject); });
    REQUIRE_MESSAGE(added, added.error().detail);
  }
  std::optional<Job> claim() {
    auto job = write([&](Transaction& tx) { return jobs.claim(tx, "make"); });
    REQUIRE_MESSAGE(job, job.error().detail);
    return *job;
  }
  std::string finish(const Job& job) {
    return code_of(write([&](Transaction& tx) { return jobs.finish(tx, job); }));
  }
  Jobs::Fate fail(const Job& job, Jobs::Retry retry = Jobs::Retry::yes) {
    return write([&](Transaction& tx) { return jobs.fail(tx, job, "no_luck", retry); }).value();
  }
  std::vector<Job> give_up() {
    return write([&](Transaction& tx) { return jobs.give_up(tx, "make"); }).value();
  }
  Jobs::Load load() {
    return record.read([&](Transaction& tx) { return jobs.load(tx); }).value();
  }
};

}  // namespace

TEST_CASE("jobs: the one that waits longest is claimed once, and gone when finished") {
  for_each_engine([](sql::SqlRecord& record, Surroundings& around) {
    Shop shop{record, around};
    CHECK_FALSE(shop.claim());
    shop.add("first");
    around.clock.advance(model::Millis{1});
    shop.add("second");
    const auto first = shop.claim();
    REQUIRE(first);
    CHECK(first->subject == "first");
    CHECK(first->kind == "make");
    CHECK(first->attempt == 1);
    const auto second = shop.claim();
    REQUIRE(second);
    CHECK(second->subject == "second");
    CHECK_FALSE(shop.claim());
    CHECK(shop.finish(*first) == "");
    CHECK(shop.finish(*first) == "job_lost");
    CHECK(shop.load().running == 1);
    CHECK_FALSE(shop.write([&](Transaction& tx) { return shop.jobs.claim(tx, "other"); }).value());
  });
}

TEST_CASE("jobs: one of a kind and subject at a time; a job that is not committed is none") {
  for_each_engine([](sql::SqlRecord& record, Surroundings& around) {
    Shop shop{record, around};
    shop.add("x");
    shop.add("x");
    CHECK(shop.load().waiting == 1);
    const auto job = shop.claim();
    shop.add("x");
    CHECK(shop.finish(*job) == "");
    CHECK(shop.load().waiting == 0);
    const auto refused = shop.write([&](Transaction& tx) -> Result<void> {
      TRY(shop.jobs.add(tx, "make", "y"));
      return base::fail(base::Fault::refused, "not_today", "Come back tomorrow.");
    });
    CHECK_FALSE(refused);
    CHECK_FALSE(shop.claim());
    CHECK(code_of(shop.write([&](Transaction& tx) {
            return shop.jobs.add(tx, "make", std::string(65, 'x'));
          })) == "job_misnamed");
  });
}

TEST_CASE("jobs: a lease that is kept holds; one that ran out goes to the next, and the first has lost it") {
  for_each_engine([](sql::SqlRecord& record, Surroundings& around) {
    Shop shop{record, around};
    shop.add("x");
    const auto slow = shop.claim();
    for (int i = 0; i < 5; ++i) {
      around.clock.advance(shop.policy.lease - model::Millis{1});
      CHECK_FALSE(shop.claim());
      CHECK(shop.write([&](Transaction& tx) { return shop.jobs.keep(tx, *slow); }));
    }
    around.clock.advance(shop.policy.lease);
    const auto next = shop.claim();
    REQUIRE(next);
    CHECK(next->id == slow->id);
    CHECK(next->attempt == 2);
    CHECK(code_of(shop.write([&](Transaction& tx) { return shop.jobs.keep(tx, *slow); })) == "job_lost");
    CHECK(shop.finish(*slow) == "job_lost");
    CHECK(code_of(shop.write([&](Transaction& tx) { return shop.jobs.put_back(tx, *slow); })) == "job_lost");
    CHECK(shop.finish(*next) == "");
  });
}

TEST_CASE("jobs: failures are tried again after growing pauses, then no more; adding begins anew") {
  for_each_engine([](sql::SqlRecord& record, Surroundings& around) {
    Shop shop{record, around};
    shop.add("x");
    CHECK(shop.fail(*shop.claim()) == Jobs::Fate::again);
    CHECK_FALSE(shop.claim());
    around.clock.advance(shop.policy.pause_first);
    CHECK(shop.fail(*shop.claim()) == Jobs::Fate::again);
    around.clock.advance(shop.policy.pause_first);
    CHECK_FALSE(shop.claim());
    around.clock.advance(shop.policy.pause_first);
    CHECK(shop.fail(*shop.claim()) == Jobs::Fate::failed);
    around.clock.advance(shop.policy.pause_max);
    CHECK_FALSE(shop.claim());
    CHECK(shop.load().failed == 1);
    shop.add("x");
    const auto anew = shop.claim();
    REQUIRE(anew);
    CHECK(anew->attempt == 1);
    CHECK(shop.fail(*anew, Jobs::Retry::no) == Jobs::Fate::failed);
  });
}

TEST_CASE("jobs: a worker that dies with every attempt is given up, and somebody is told") {
  for_each_engine([](sql::SqlRecord& record, Surroundings& around) {
    Shop shop{record, around};
    shop.add("x");
    for (int i = 0; i < shop.policy.attempts_max; ++i) {
      CHECK(shop.give_up().empty());
      REQUIRE(shop.claim());
      around.clock.advance(shop.policy.lease);
    }
    CHECK_FALSE(shop.claim());
    const auto gone = shop.give_up();
    REQUIRE(gone.size() == 1);
    CHECK(gone[0].subject == "x");
    CHECK(shop.give_up().empty());
    CHECK(shop.load().failed == 1);
  });
}

TEST_CASE("jobs: a restart of the process costs no attempt, but not for ever") {
  for_each_engine([](sql::SqlRecord& record, Surroundings& around) {
    Shop shop{record, around};
    shop.add("x");
    for (int i = 0; i < shop.policy.claims_max; ++i) {
      const auto job = shop.claim();
      REQUIRE(job);
      CHECK(job->attempt == 1);
      CHECK(shop.write([&](Transaction& tx) { return shop.jobs.put_back_all(tx); }).value() == 1);
      CHECK(shop.finish(*job) == "job_lost");
    }
    CHECK_FALSE(shop.claim());
    CHECK(shop.give_up().size() == 1);
  });
}

TEST_CASE("jobs: what is put back is due at once; what is removed is lost to its worker") {
  for_each_engine([](sql::SqlRecord& record, Surroundings& around) {
    Shop shop{record, around};
    shop.add("x");
    const auto job = shop.claim();
    CHECK(shop.write([&](Transaction& tx) { return shop.jobs.put_back(tx, *job); }));
    const auto again = shop.claim();
    REQUIRE(again);
    CHECK(again->attempt == 1);
    CHECK(shop.write([&](Transaction& tx) { return shop.jobs.remove(tx, "make", "x"); }));
    CHECK(shop.finish(*again) == "job_lost");
  });
}

TEST_CASE("jobs: many workers at once do each job exactly once") {
  for_each_engine([](sql::SqlRecord& record, Surroundings& around) {
    Shop shop{record, around};
    constexpr int count = 40;
    for (int i = 0; i < count; ++i) shop.add(std::to_string(i));
    std::mutex mutex;
    std::multiset<std::string> done;
    const auto work = [&] {
      for (;;) {
        const auto job = record.write([&](Transaction& tx) { return shop.jobs.claim(tx, "make"); });
        if (!job && job.error().code == "record_busy") continue;
        REQUIRE_MESSAGE(job, job.error().detail);
        if (!*job) return;
        for (;;) {
          const auto code = shop.finish(**job);
          if (code == "record_busy") continue;
          REQUIRE(code == "");
          break;
        }
        const std::scoped_lock hold{mutex};
        done.insert((*job)->subject);
      }
    };
    {
      std::vector<std::jthread> workers;
      for (int i = 0; i < 4; ++i) workers.emplace_back(work);
    }
    CHECK(done.size() == count);
    CHECK(std::set<std::string>{done.begin(), done.end()}.size() == count);
    CHECK(shop.load().waiting + shop.load().running == 0);
  });
}
}  // namespace vitrine::job_queue_test
