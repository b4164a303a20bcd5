#pragma once
// The lock owns the data: what cannot be reached cannot be forgotten. Never hold it across a wait.
#include <mutex>
#include <utility>

namespace vitrine::base {

/// A value that can only be touched while its lock is held.
template <class T>
class Guarded {
 public:
  Guarded() = default;
  explicit Guarded(T value) : value_(std::move(value)) {}

  template <class Use>
  decltype(auto) with(Use&& use) {
    const std::scoped_lock hold{mutex_};
    return std::forward<Use>(use)(value_);
  }
  template <class Use>
  decltype(auto) with(Use&& use) const {
    const std::scoped_lock hold{mutex_};
    return std::forward<Use>(use)(value_);
  }

 private:
  mutable std::mutex mutex_;
  T value_{};
};

}  // namespace vitrine::base
