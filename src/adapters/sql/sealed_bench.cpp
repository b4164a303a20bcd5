// What sealing costs where it is felt most: a page of comments, each by somebody else, as it was (plain),
// with keys in memory, and with keys that have to be fetched.
#include <stdexcept>

#include "adapters/crypto/xchacha_sealer.hpp"
#include "adapters/sql/account_keys.hpp"
#include "adapters/sql/migrations.hpp"
#include "adapters/sql/social_store.hpp"
#include "adapters/sql/sql.hpp"
#include "adapters/system/kernel_rng.hpp"
#include "base/testing/bench.hpp"
#include "base/testing/temporary_folder.hpp"
#include "ports/clock.hpp"
#include "ports/ids.hpp"

using namespace vitrine;

namespace {
using base::testing::must;

constexpr std::uint64_t comments = 50;

struct House {
  base::testing::TemporaryFolder folder;
  ports::FakeClock clock;
  system::KernelRng rng;
  ports::Ids ids{clock, rng};
  crypto::XChaChaSealer wrapper{base::sha256(base::as_bytes("the house")), rng};
  std::unique_ptr<sql::AccountKeys> keys = fresh_keys();
  std::unique_ptr<sql::SqlRecord> record = opened(*keys);
  sql::CommentStore rows;

  std::unique_ptr<sql::AccountKeys> fresh_keys() {
    return must(sql::AccountKeys::open_file(folder.path() / "keys.sqlite", {clock, ids}, {wrapper, rng}));
  }
  std::unique_ptr<sql::SqlRecord> opened(sql::AccountKeys& with) {
    return must(sql::open_sqlite({.file = folder.path() / "record.db"}, {clock, ids, &with}));
  }
  void fill() {
    must(sql::migrate(*record));
    must(record->write([&](ports::Transaction& tx) -> base::Result<void> {
      for (std::uint64_t n = 1; n <= comments; ++n)
        TRY(rows.insert(tx, {.id = model::CommentId{n},
                             .video = model::VideoId{1},
                             .video_author = model::AccountId{999},
                             .author = model::AccountId{n},
                             .root = {},
                             .text = std::string(120, 'w'),
                             .created_at = model::instant(1),
                             .edited_at = {}}));
      return {};
    }));
  }
  void list() {
    const social::CommentQuery query{.video = model::VideoId{1}, .root = {}};
    const social::Page page{.after = {}, .limit = static_cast<int>(comments)};
    const auto found = must(record->read([&](ports::Transaction& tx) { return rows.list(tx, query, page); }));
    if (found.size() != comments || found[0].text.size() != 120) throw std::runtime_error("not what it was");
  }
};
}  // namespace

BENCH("sealed: a page of 50 comments by 50 people") {
  House house;
  house.fill();
  constexpr int turns = 2000;
  const auto timed = [&](const std::string& what, int count, auto&& work) {
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i) work();
    bench.report(count, std::chrono::steady_clock::now() - begin, what);
  };
  timed("sealed, keys in memory", turns, [&] { house.list(); });
  // New keys mean a new record: both are opened outside of what is timed.
  std::chrono::steady_clock::duration cold{};
  constexpr int opened = 50;
  for (int i = 0; i < opened; ++i) {
    house.record.reset();
    house.keys = house.fresh_keys();
    house.record = house.opened(*house.keys);
    const auto begin = std::chrono::steady_clock::now();
    house.list();
    cold += std::chrono::steady_clock::now() - begin;
  }
  bench.report(opened, cold, "sealed, the first page after the start");
  must(house.record->write([&](ports::Transaction& tx) {
    return sql::connection(tx).exec("UPDATE social_comment SET body = $1", std::string(120, 'w'));
  }));
  timed("plain, as before", turns, [&] { house.list(); });
}
