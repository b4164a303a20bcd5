#include "base/large_pages.hpp"

#include <sys/mman.h>

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "base/prefetch.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define VITRINE_EACH_BY_ITSELF
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define VITRINE_EACH_BY_ITSELF
#endif
#endif

namespace vitrine::base::large_pages {

namespace {

constexpr std::size_t whole_pages(std::size_t bytes) {
  return (bytes + page_bytes - 1) / page_bytes * page_bytes;
}

}  // namespace

#ifdef VITRINE_EACH_BY_ITSELF
// The sanitizer watches each array by itself.
void* map_pages(std::size_t bytes) {
  return ::operator new(whole_pages(bytes), std::align_val_t{page_bytes});
}
void unmap_pages(void* pages, std::size_t) { ::operator delete(pages, std::align_val_t{page_bytes}); }
#else
void* map_pages(std::size_t bytes) {
  // The system aligns to small pages: what lies before the first large one, and behind the last, goes back.
  const std::size_t wanted = whole_pages(bytes), mapped = wanted + page_bytes;
  void* const found = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (found == MAP_FAILED) throw std::bad_alloc{};
  auto* const begin = static_cast<std::byte*>(found);
  const std::size_t before = -reinterpret_cast<std::uintptr_t>(begin) % page_bytes;
  if (before > 0) munmap(begin, before);
  munmap(begin + before + wanted, page_bytes - before);
  (void)madvise(begin + before, wanted, MADV_HUGEPAGE);
  return begin + before;
}
void unmap_pages(void* pages, std::size_t bytes) { munmap(pages, whole_pages(bytes)); }
#endif

namespace {

struct Free {
  Free* next;
};

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
    return map_pages(page_bytes);
  }
  void give(void* page) {
    {
      const std::scoped_lock hold{lock_};
      if (count_ < kept_) return put(page);
    }
    unmap_pages(page, page_bytes);
  }
  void keep(std::size_t pages) {
    const std::scoped_lock hold{lock_};
    for (kept_ = pages; count_ < kept_;) put(map_pages(page_bytes));
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

#ifdef VITRINE_EACH_BY_ITSELF
// The sanitizer watches each array by itself.
void* take(std::size_t bytes) { return ::operator new(bytes, std::align_val_t{64}); }
void give(void* from, std::size_t) { ::operator delete(from, std::align_val_t{64}); }
#else
namespace {

/// Of each size that is given its own: the place of its first bit, and the three bits after.
constexpr std::size_t sizes_count = 8 * 18;
std::size_t number_of(std::size_t size) {
  const auto width = static_cast<std::size_t>(std::bit_width(size));
  return width * 8 + (size >> (width - 4)) % 8;
}

/// Arrays of one size that were given back.
struct Chain {
  Free *first = nullptr, *last = nullptr;

  void add(Chain more) {
    if (more.first == nullptr) return;
    if (first == nullptr) first = more.first;
    else last->next = more.first;
    last = more.last;
  }
};

/// Where threads take memory from, and what they have given back and no longer keep for themselves.
class Shared {
 public:
  /// Memory that was never used.
  void* anew(std::size_t size) {
    const std::scoped_lock hold{lock_};
    if (size > left_) {  // what is left of the page is small beside it
      next_ = static_cast<std::byte*>(take_page());
      left_ = page_bytes;
    }
    left_ -= size;
    return std::exchange(next_, next_ + size);
  }
  void give(std::size_t number, Chain chain) {
    const std::scoped_lock hold{lock_};
    free_[number].add(chain);
  }
  [[nodiscard]] Chain take(std::size_t number) {
    const std::scoped_lock hold{lock_};
    return std::exchange(free_[number], {});
  }

 private:
  std::mutex lock_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
  std::array<Chain, sizes_count> free_{};
};

Shared& shared() {
  static auto* never_ends = new Shared;
  return *never_ends;
}

/// One thread's own, without a lock: an atomic exchange waits until all that was written before is in the
/// caches, which takes longer than all the rest.
class Mine {
 public:
  void* take(std::size_t bytes) {
    const std::size_t size = given_for(bytes), number = number_of(size);
    Kept& kept = kept_[number];
    Free*& first = kept.chain.first;
    if (first == nullptr) {
      if (++kept.missed % look_every == 0) kept = {.chain = shared().take(number)};
      if (first == nullptr) return anew(size);
    }
    void* found = std::exchange(first, first->next);
    prefetch<Intent::write>(first);  // it was given back long ago, and the next who asks must read it
    return found;
  }
  void give(void* from, std::size_t bytes) {
    const std::size_t number = number_of(given_for(bytes));
    Kept& kept = kept_[number];
    if (kept.given == given_max) hand_over(number);
    Free* const free = new (from) Free{kept.chain.first};
    if (kept.chain.first == nullptr) kept.chain.last = free;
    kept.chain.first = free;
    ++kept.given;
  }
  void hand_over() {
    for (std::size_t number = 0; number < sizes_count; ++number) hand_over(number);
  }

 private:
  /// Who gives back and takes nothing hands over all it has after so many; who takes and has nothing asks
  /// whether others have handed something over as often as this.
  static constexpr std::uint32_t given_max = 1024, look_every = 64;
  static constexpr std::size_t shared_from = 2048;  ///< bytes: rare enough for the lock
  static constexpr std::size_t piece = 64UL << 10, ahead = 768;
  struct Kept {
    Chain chain;
    std::uint32_t given = 0, missed = 0;
  };

  void* anew(std::size_t size) {
    if (size >= shared_from) return shared().anew(size);
    if (size > left_) {
      next_ = static_cast<std::byte*>(shared().anew(piece));
      left_ = piece;
    }
    left_ -= size;
    for (std::size_t line = 0; line < size; line += 64) prefetch<Intent::write>(next_ + ahead + line);
    return std::exchange(next_, next_ + size);
  }
  void hand_over(std::size_t number) {
    if (kept_[number].chain.first == nullptr) return;
    shared().give(number, std::exchange(kept_[number], {}).chain);
  }

  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
  std::array<Kept, sizes_count> kept_{};
};

// Not destroyed: lists may be given back while a thread ends.
constinit thread_local Mine mine;
struct AtEnd {
  ~AtEnd() { mine.hand_over(); }
};

/// The thread's own; the first call has it handed over at the thread's end.
Mine& mine_here() {
  thread_local const AtEnd at_end;
  return mine;
}

}  // namespace

void* take(std::size_t bytes) { return mine_here().take(bytes); }
void give(void* from, std::size_t bytes) { mine_here().give(from, bytes); }
#endif

}  // namespace vitrine::base::large_pages
