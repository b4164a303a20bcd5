#include "adapters/crypto/argon2_hasher.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <cerrno>

#include "base/assert.hpp"

namespace vitrine::crypto {
namespace {
using base::fail;
using base::Fault;

std::unexpected<base::Error> out_of_memory() {
  return fail(Fault::not_available, "password_hashing", "The server is short of memory; try again soon.");
}
}  // namespace

/// One of the `at_once` places, given back when it goes out of scope.
class Argon2Hasher::Turn {
 public:
  static base::Result<Turn> take(Argon2Hasher& hasher) {
    std::unique_lock lock{hasher.mutex_};
    if (hasher.running_ >= hasher.options_.at_once) {
      if (hasher.waiting_ >= hasher.options_.waiting_max)
        return fail(Fault::too_many, "sign_in_busy",
                    "Many people are signing in; try again in a few seconds.");
      ++hasher.waiting_;
      hasher.freed_.wait(lock, [&] { return hasher.running_ < hasher.options_.at_once; });
      --hasher.waiting_;
    }
    ++hasher.running_;
    return Turn{hasher};
  }
  Turn(Turn&& other) noexcept : hasher_(std::exchange(other.hasher_, nullptr)) {}
  Turn& operator=(Turn&&) = delete;
  ~Turn() {
    if (!hasher_) return;
    {
      const std::scoped_lock hold{hasher_->mutex_};
      --hasher_->running_;
    }
    hasher_->freed_.notify_one();
  }

 private:
  explicit Turn(Argon2Hasher& hasher) : hasher_(&hasher) {}
  Argon2Hasher* hasher_;
};

Argon2Hasher::Argon2Hasher(Options options) : options_(options) {
  VITRINE_ASSERT(sodium_init() >= 0, "libsodium starts wherever the kernel has random numbers");
  decoy_ = fmt::format("$argon2id$v=19$m={},t={},p=1${:A>22}${:A>43}", options_.memory_kib, options_.passes,
                       "", "");
}

base::Result<std::string> Argon2Hasher::hash(std::string_view password) {
  TRY_LET(const auto turn, Turn::take(*this));
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), options_.passes,
                            options_.memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return out_of_memory();
  return std::string{out.data()};
}

base::Result<bool> Argon2Hasher::verify(std::string_view password, std::string_view hash) {
  TRY_LET(const auto turn, Turn::take(*this));
  const std::string stored{hash};  // libsodium reads up to the NUL
  errno = 0;
  if (crypto_pwhash_str_verify(stored.c_str(), password.data(), password.size()) == 0) return true;
  if (errno == ENOMEM) return out_of_memory();
  return false;
}

bool Argon2Hasher::is_stale(std::string_view hash) const {
  const std::string stored{hash};
  return crypto_pwhash_str_needs_rehash(stored.c_str(), options_.passes, options_.memory_kib * 1024) != 0;
}
}  // namespace vitrine::crypto
