#pragma once
// Asks memory for a line of cache that will be needed in a while: the processor goes on meanwhile. Nothing
// happens where the address is not mapped. Ask early enough (some hundred nanoseconds) and not for more than
// a few dozen lines at once.

namespace vitrine::base {

enum class Intent : int { read = 0, write = 1 };

template <Intent intent = Intent::read>
[[gnu::always_inline]] inline void prefetch(const void* address) {
  __builtin_prefetch(address, static_cast<int>(intent));
  // g++ takes a function that does nothing but prefetch for one without effect and drops calls of it.
  __asm__ volatile("");
}

/// All lines of one value.
template <Intent intent = Intent::read, class T>
[[gnu::always_inline]] inline void prefetch_whole(const T* value) {
  for (unsigned long line = 0; line < sizeof(T); line += 64)
    prefetch<intent>(reinterpret_cast<const char*>(value) + line);
}

}  // namespace vitrine::base
