#pragma once
// An allocator for what is read all over a large memory: asks the system for large pages, so that a random
// access costs one miss instead of two (the page table's entry is the other). Short arrays share large pages
// with others: a million viewers' lists are as far apart as one long array. A wish: where there are no large
// pages, the memory is ordinary. Stateless; thread-safe.
#include <bit>
#include <cstddef>
#include <new>
#include <vector>

namespace vitrine::base {

namespace large_pages {
inline constexpr std::size_t page_bytes = 2UL << 20;  // of x86-64 and most of AArch64
inline constexpr std::size_t shared_max = 64UL << 10;
inline constexpr std::size_t line_bytes = 64;  // of cache

/// At most `shared_max` bytes out of a shared page, whole lines of cache. What is given back is kept for the
/// next of the same thread that is given as much, or handed over to the others. Cost: about 10 ns. Throws
/// std::bad_alloc.
[[nodiscard]] void* take(std::size_t bytes);
void give(void* from, std::size_t bytes);
/// What who asks for so many bytes is given: lines of cache, from 1024 bytes on at most an eighth more.
[[nodiscard]] constexpr std::size_t given_for(std::size_t bytes) {
  const std::size_t step = bytes <= 16 * line_bytes ? line_bytes : std::bit_ceil(bytes) / 16;
  return (bytes + step - 1) / step * step;
}

/// Whole large pages, straight from the system and back to it: out of the heap they would leave a gap of a
/// page before each, which the heap gives to whatever comes, until twice the memory is in use.
[[nodiscard]] void* map_pages(std::size_t bytes);
void unmap_pages(void* pages, std::size_t bytes);
/// One of them, and back.
[[nodiscard]] void* take_page();
void give_page(void* page);
/// Has so many pages ready, touched, from now on. For measuring: a virtual machine's host may take twenty
/// times as long to give a page for the first time as the system needs to clear it.
void keep_ready(std::size_t pages);
}  // namespace large_pages

template <class T>
struct LargePages {
  using value_type = T;

  LargePages() = default;
  template <class Other>
  LargePages(const LargePages<Other>&) {}

  [[nodiscard]] T* allocate(std::size_t count) {
    const std::size_t wanted = count * sizeof(T);
    if (shared(wanted)) return static_cast<T*>(large_pages::take(wanted));
    if (one_page(wanted)) return static_cast<T*>(large_pages::take_page());
    if (wanted < large_pages::page_bytes)
      return static_cast<T*>(::operator new(wanted, std::align_val_t{alignment}));
    return static_cast<T*>(large_pages::map_pages(wanted));
  }
  void deallocate(T* from, std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    if (shared(bytes)) large_pages::give(from, bytes);
    else if (one_page(bytes)) large_pages::give_page(from);
    else if (bytes < large_pages::page_bytes) ::operator delete(from, std::align_val_t{alignment});
    else large_pages::unmap_pages(from, bytes);
  }
  template <class Other>
  friend bool operator==(const LargePages&, const LargePages<Other>&) {
    return true;
  }

 private:
  static constexpr std::size_t alignment = alignof(T) > 64 ? alignof(T) : 64;
  static constexpr bool one_page(std::size_t bytes) {
    return bytes > large_pages::page_bytes / 2 && bytes <= large_pages::page_bytes;
  }
  static constexpr bool shared(std::size_t bytes) {
    return bytes <= large_pages::shared_max && alignof(T) <= large_pages::line_bytes;
  }
};

template <class T>
using LargePagesVector = std::vector<T, LargePages<T>>;

}  // namespace vitrine::base
