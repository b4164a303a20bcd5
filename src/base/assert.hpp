#pragma once
// For broken promises of our own: says what and where, then stops the process. The supervisor restarts it;
// whatever was acknowledged is on disk. Never for bad input: that is a Result.
namespace vitrine::base {
[[noreturn]] void assertion_failed(const char* condition, const char* why, const char* file, int line);
}

/// `VITRINE_ASSERT(offset <= size, "the walker checked this box before");`
#define VITRINE_ASSERT(condition, why) \
  ((condition) ? void(0) : ::vitrine::base::assertion_failed(#condition, why, __FILE__, __LINE__))
