#pragma once
// An allocator for arrays that are read all over: asks the system for large pages, so that a random access
// costs one miss instead of two (the page table's entry is the other). A wish: where there are none, the
// memory is ordinary. Stateless; thread-safe.
#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace vitrine::base {

template <class T>
struct LargePages {
  using value_type = T;
  static constexpr std::size_t page_bytes = 2UL << 20;  // of x86-64 and most of AArch64

  LargePages() = default;
  template <class Other>
  LargePages(const LargePages<Other>&) {}

  [[nodiscard]] T* allocate(std::size_t count) {
    const std::size_t wanted = count * sizeof(T);
    if (wanted < page_bytes) return static_cast<T*>(::operator new(wanted, std::align_val_t{alignment}));
    const std::size_t bytes = (wanted + page_bytes - 1) / page_bytes * page_bytes;
    void* found = std::aligned_alloc(page_bytes, bytes);
    if (found == nullptr) throw std::bad_alloc{};
    (void)madvise(found, bytes, MADV_HUGEPAGE);
    return static_cast<T*>(found);
  }
  void deallocate(T* from, std::size_t count) {
    if (count * sizeof(T) < page_bytes) ::operator delete(from, std::align_val_t{alignment});
    else std::free(from);
  }
  template <class Other>
  friend bool operator==(const LargePages&, const LargePages<Other>&) {
    return true;
  }

 private:
  static constexpr std::size_t alignment = alignof(T) > 64 ? alignof(T) : 64;
};

}  // namespace vitrine::base
