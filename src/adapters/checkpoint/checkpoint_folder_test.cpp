#include "adapters/checkpoint/checkpoint_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "base/testing/temporary_folder.hpp"

namespace vitrine::checkpoint_folder_test {
TEST_CASE("checkpoint_folder: the newest reads back, two are kept, a half-written one does not count") {
  const base::testing::TemporaryFolder folder;
  adapters::CheckpointFolder checkpoints{folder.path() / "checkpoints"};
  CHECK_FALSE(*checkpoints.newest());
  for (const std::uint64_t at : {9ULL, 10ULL, 200ULL}) {
    const auto text = std::to_string(at);
    REQUIRE(checkpoints.put(at, base::as_bytes(text)));
  }
  std::ofstream{folder.path() / "checkpoints" / "writing"} << "torn";
  const auto newest = *adapters::CheckpointFolder{folder.path() / "checkpoints"}.newest();
  REQUIRE(newest);
  CHECK(base::as_text(*newest) == "200");
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "checkpoints"))
    files += entry.path().extension() == ".checkpoint";
  CHECK(files == 2);
}

TEST_CASE("checkpoint_folder: a place that cannot be written is named") {
  adapters::CheckpointFolder checkpoints{"/proc/nowhere"};
  CHECK(checkpoints.put(1, {}).error().code == "checkpoint_storage");
}
}  // namespace vitrine::checkpoint_folder_test
