#include "base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace vitrine::base {
void assertion_failed(const char* condition, const char* why, const char* file, int line) {
  std::fprintf(stderr, "vitrine: broken invariant: %s (%s) at %s:%d\n", why, condition, file, line);
  std::abort();
}
}  // namespace vitrine::base
