#include <doctest/doctest.h>

#include "base/bytes.hpp"
#include "replay/mass.hpp"

namespace vitrine::mass_test {
using namespace vitrine::replay;

TEST_CASE("mass replay: every page of a busy house is equal, from a checkpoint and from the start") {
  const auto replay = mass_replay({.pages = 300, .seed = 7, .videos = 60, .viewers = 12});
  REQUIRE(replay.has_value());
  for (const auto& line : replay->differences) MESSAGE(line);
  CHECK(replay->equal());
  CHECK(replay->pages == 300);
  CHECK(replay->events > 600);
  CHECK(replay->candidates > 300 * 20);
}

TEST_CASE("mass replay: the digest is that of the seed") {
  const MassOptions options{.pages = 40, .seed = 3, .videos = 40, .viewers = 8};
  const auto one = mass_replay(options), again = mass_replay(options);
  REQUIRE((one && again));
  CHECK(one->digest() == again->digest());
  // Whatever the flags and the machine. It changes with the model, the policies and the pages: then it is
  // written anew, knowingly.
  CHECK(vitrine::base::hex(one->digest()) ==
        "924211146e93a0e13a165e236cd9d3e284f1b606cfef1a9338b0845b67620b5a");
  const auto other = mass_replay({.pages = 40, .seed = 4, .videos = 40, .viewers = 8});
  REQUIRE(other.has_value());
  CHECK(one->digest() != other->digest());
}
}  // namespace vitrine::mass_test
