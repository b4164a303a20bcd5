#pragma once
// Passwords under Argon2id (RFC 9106) by libsodium: 64 MiB, three passes, one lane. About 0.1 s of one core.
//
// Bounded, because each hash is expensive on purpose: `at_once` run at a time (128 MiB at most), at most
// `waiting_max` callers wait for their turn, the next is refused with too_many "sign_in_busy". Thread-safe.
#include <condition_variable>
#include <mutex>
#include <string>

#include "accounts/ports.hpp"

namespace vitrine::crypto {

class Argon2Hasher final : public accounts::PasswordHasher {
 public:
  struct Options {
    /// OWASP ASVS 5.0: t=3 needs 12 MiB; 64 MiB make graphics cards wait for their memory.
    std::size_t memory_kib = 64 * 1024;
    unsigned passes = 3;
    int at_once = 2;
    /// Half a second of waiting; more would hold up workers that could serve pages.
    int waiting_max = 8;
  };
  Argon2Hasher() : Argon2Hasher(Options{}) {}
  explicit Argon2Hasher(Options options);

  base::Result<std::string> hash(std::string_view password) override;
  base::Result<bool> verify(std::string_view password, std::string_view hash) override;
  [[nodiscard]] std::string_view decoy() const override { return decoy_; }
  [[nodiscard]] bool is_stale(std::string_view hash) const override;

 private:
  class Turn;
  Options options_;
  std::string decoy_;
  std::mutex mutex_;
  std::condition_variable freed_;
  int running_ = 0;
  int waiting_ = 0;
};

}  // namespace vitrine::crypto
