#include "adapters/checkpoint/checkpoint_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "base/testing/temporary_folder.hpp"

namespace vitrine::checkpoint_folder_test {
namespace fs = std::filesystem;

namespace {
constexpr model::LogPosition any = ~model::LogPosition{0};

struct Folder {
  base::testing::TemporaryFolder parent;
  fs::path path = parent.path() / "checkpoints";
  adapters::CheckpointFolder checkpoints{path};

  static supply::Checkpoint state(model::LogPosition at, std::string_view text) {
    return {.at = at, .marks = {7, static_cast<std::uint32_t>(at)}, .state = base::as_bytes(text)};
  }
  void put(model::LogPosition at) { REQUIRE(checkpoints.put(state(at, "state " + std::to_string(at)))); }
  void put_anchor(model::LogPosition at) { REQUIRE(checkpoints.put_anchor(state(at, "anchor"))); }
  /// What is offered until `limit`.
  std::vector<std::string> offered(model::LogPosition limit = any) {
    std::vector<std::string> texts;
    checkpoints.offer(limit, [&](const supply::Checkpoint& one) {
      CHECK(one.marks == state(one.at, "").marks);
      texts.emplace_back(base::as_text(one.state));
      return false;
    });
    return texts;
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path)) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
  }
  [[nodiscard]] fs::path newest() const { return path / names().back(); }
};
using Texts = std::vector<std::string>;
}  // namespace

TEST_CASE("checkpoint_folder: the newest is offered first, two are kept, a half-written one does not count") {
  Folder folder;
  CHECK(folder.offered().empty());
  for (const std::uint64_t at : {9ULL, 10ULL, 200ULL}) folder.put(at);
  folder.put_anchor(150);
  for (const char* torn : {"checkpoint.writing", "writing.checkpoint"})
    std::ofstream{folder.path / torn} << "torn";
  CHECK(folder.offered() == Texts{"state 200", "anchor", "state 10"});
  CHECK(folder.offered(199) == Texts{"anchor", "state 10"});
  CHECK(folder.offered(9).empty());
  std::size_t asked = 0;
  folder.checkpoints.offer(any, [&](const supply::Checkpoint&) { return ++asked == 1; });
  CHECK(asked == 1);
}

TEST_CASE("checkpoint_folder: an anchor that was not written to its end does not make the log whole") {
  Folder folder;
  folder.put_anchor(1347);
  for (const char* torn : {"anchor.writing", "writing.anchor"}) std::ofstream{folder.path / torn} << "torn";
  CHECK(*folder.checkpoints.anchor() == 1347);
  folder.put(1400);
  REQUIRE(folder.checkpoints.remove_before(1400));
  CHECK(folder.names() == Texts{"00000000000000001400.anchor", "00000000000000001400.checkpoint"});
  CHECK(*folder.checkpoints.anchor() == 1400);
}

TEST_CASE("checkpoint_folder: no changed bit is believed, the one before is offered") {
  Folder folder;
  folder.put(10);
  folder.put(20);
  std::ifstream in{folder.newest(), std::ios::binary};
  const std::string whole{std::istreambuf_iterator<char>{in}, {}};
  const auto write = [&](const std::string& bytes) {
    std::ofstream{folder.newest(), std::ios::binary | std::ios::trunc} << bytes;
  };
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string bytes = whole;
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    write(bytes);
    CHECK(folder.offered() == Texts{"state 10"});
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{40}, whole.size() - 1}) {
    write(whole.substr(0, size));
    CHECK(folder.offered() == Texts{"state 10"});
  }
  write("vmodel;a state as earlier releases wrote it");
  CHECK(folder.checkpoints.offer(any, [](const supply::Checkpoint&) { return true; }) == 1);
  write(whole);
  CHECK(folder.offered() == Texts{"state 20", "state 10"});
  fs::rename(folder.newest(), folder.path / "00000000000000000030.checkpoint");
  CHECK(folder.offered() == Texts{"state 10"});
}

TEST_CASE(
    "checkpoint_folder: what is no file is passed over, and nothing is left of what cannot be written") {
  Folder folder;
  folder.put(10);
  fs::create_directories(folder.path / "00000000000000000020.checkpoint" / "full");
  CHECK(folder.offered() == Texts{"state 10"});
  CHECK(folder.checkpoints.put(Folder::state(20, "x")).error().code == "checkpoint_storage");
  CHECK(folder.names().size() == 2);
}

TEST_CASE("checkpoint_folder: what is to become the anchor is there and sound, or nothing is removed") {
  Folder folder;
  folder.put_anchor(5);
  folder.put(10);
  CHECK(folder.checkpoints.remove_before(11).error().code == "checkpoint_storage");
  std::ofstream{folder.path / "00000000000000000012.checkpoint"} << "damaged";
  CHECK_FALSE(folder.checkpoints.remove_before(12));
  CHECK(*folder.checkpoints.anchor() == 5);
  CHECK(folder.offered() == Texts{"state 10", "anchor"});
  REQUIRE(folder.checkpoints.remove_before(10));
  CHECK(folder.offered(11) == Texts{"state 10", "state 10"});
  // An earlier one does not take its place.
  folder.put_anchor(7);
  CHECK(*folder.checkpoints.anchor() == 10);
}

TEST_CASE("checkpoint_folder: what the log has lost goes, the last anchor only once there is another") {
  Folder folder;
  folder.put(10);
  folder.put(20);
  folder.put_anchor(15);
  REQUIRE(folder.checkpoints.remove_after(12));
  CHECK(folder.names() == Texts{"00000000000000000010.checkpoint", "00000000000000000015.anchor"});
  CHECK(*folder.checkpoints.anchor() == 15);
  folder.put(12);
  REQUIRE(folder.checkpoints.remove_before(12));
  REQUIRE(folder.checkpoints.remove_after(12));
  CHECK(folder.names() == Texts{"00000000000000000012.anchor", "00000000000000000012.checkpoint"});
  REQUIRE(folder.checkpoints.remove_after(0));
  CHECK(folder.names().empty());
}

TEST_CASE("checkpoint_folder: a place that cannot be written or looked into is named") {
  adapters::CheckpointFolder nowhere{"/proc/nowhere"};
  CHECK(nowhere.put({.at = 1}).error().code == "checkpoint_storage");
  CHECK(*nowhere.anchor() == 0);
  adapters::CheckpointFolder no_folder{"/proc/version"};
  CHECK(no_folder.anchor().error().code == "checkpoint_storage");
  CHECK(no_folder.offer(any, [](const supply::Checkpoint&) { return true; }) == 0);
}
}  // namespace vitrine::checkpoint_folder_test
