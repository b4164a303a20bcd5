#include "base/large_pages.hpp"

#include <array>
#include <atomic>
#include <bit>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace vitrine::base::large_pages {

namespace {

struct Free {
  Free* next;
};

void* new_page() {
  void* page = std::aligned_alloc(page_bytes, page_bytes);
  if (page == nullptr) throw std::bad_alloc{};
  (void)madvise(page, page_bytes, MADV_HUGEPAGE);
  return page;
}

class Ready {
 public:
  void* take() {
    {
      const std::scoped_lock hold{lock_};
      if (first_ != nullptr) {
        --count_;
        return std::exchange(first_, first_->next);
      }
    }
    return new_page();
  }
  void give(void* page) {
    {
      const std::scoped_lock hold{lock_};
      if (count_ < kept_) return put(page);
    }
    std::free(page);
  }
  void keep(std::size_t pages) {
    const std::scoped_lock hold{lock_};
    for (kept_ = pages; count_ < kept_;) put(new_page());
  }

 private:
  void put(void* page) {
    first_ = new (page) Free{first_};
    ++count_;
  }
  std::mutex lock_;
  Free* first_ = nullptr;
  std::size_t count_ = 0, kept_ = 0;
};

Ready& ready() {
  static auto* never_ends = new Ready;  // lists may be given back while the program ends
  return *never_ends;
}

}  // namespace

void* take_page() { return ready().take(); }
void give_page(void* page) { ready().give(page); }
void keep_ready(std::size_t pages) { ready().keep(pages); }

#if defined(__SANITIZE_ADDRESS__)
#define VITRINE_EACH_BY_ITSELF
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define VITRINE_EACH_BY_ITSELF
#endif
#endif

#ifdef VITRINE_EACH_BY_ITSELF
// The sanitizer watches each array by itself.
void* take(std::size_t bytes) { return ::operator new(bytes, std::align_val_t{64}); }
void give(void* from, std::size_t) { ::operator delete(from, std::align_val_t{64}); }
#else
namespace {

/// Held for a few instructions, and mostly by the one thread that learns: a mutex takes as many again.
class Turn {
 public:
  void lock() {
    while (taken_.test_and_set(std::memory_order_acquire)) std::this_thread::yield();
  }
  void unlock() { taken_.clear(std::memory_order_release); }

 private:
  std::atomic_flag taken_;
};

/// Of each size that is given its own: the place of its first bit, and the three bits after.
std::size_t number_of(std::size_t size) {
  const auto width = static_cast<std::size_t>(std::bit_width(size));
  return width * 8 + (size >> (width - 4)) % 8;
}

class Shared {
 public:
  void* take(std::size_t bytes) {
    const std::size_t size = given_for(bytes);
    const std::scoped_lock hold{lock_};
    Free*& free = free_[number_of(size)];
    if (free != nullptr) return std::exchange(free, free->next);
    // Larger ones begin a line of cache; for those of a few lines the gaps would take more than that gives.
    std::size_t gap = size < aligned_min ? 0 : -reinterpret_cast<std::uintptr_t>(next_) % 64;
    if (gap + size > left_) {  // what is left of the page is small beside it
      next_ = static_cast<std::byte*>(take_page());
      left_ = page_bytes;
      gap = 0;
    }
    void* found = next_ + gap;
    next_ += gap + size;
    left_ -= gap + size;
    return found;
  }
  void give(void* from, std::size_t bytes) {
    const std::scoped_lock hold{lock_};
    Free*& free = free_[number_of(given_for(bytes))];
    free = new (from) Free{free};
  }

 private:
  Turn lock_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
  std::array<Free*, 8 * 18> free_{};
};

Shared& shared() {
  static auto* never_ends = new Shared;
  return *never_ends;
}

}  // namespace

void* take(std::size_t bytes) { return shared().take(bytes); }
void give(void* from, std::size_t bytes) { shared().give(from, bytes); }
#endif

}  // namespace vitrine::base::large_pages
