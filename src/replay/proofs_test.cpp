#include "replay/proofs.hpp"

#include <doctest/doctest.h>

namespace vitrine::proofs_test {
using namespace vitrine::replay;

TEST_CASE("proofs: opposite viewers share every page without profile; who was reset is new") {
  const auto proofs = prove({.pairs = 40, .seed = 5, .videos = 60});
  for (const auto& line : proofs.failures) MESSAGE(line);
  CHECK(proofs.hold());
  CHECK(proofs.pairs == 40);
  CHECK(proofs.different_by_home >= 36);
  CHECK(proofs.same_without_profile == 40);
  CHECK(proofs.new_after_reset == 40);
}
}  // namespace vitrine::proofs_test
