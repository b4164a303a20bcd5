#include "http/pace.hpp"

#include <algorithm>
#include <array>

#include "base/guarded.hpp"

namespace vitrine::http {

PaceRule rule_of(Pace pace) {
  switch (pace) {
    case Pace::free:
      return {"free", 0, 1};
    case Pace::read:
      return {"read", 600, 60};
    case Pace::feed:
      return {"feed", 120, 60};
    case Pace::write:
      return {"write", 120, 60};
    case Pace::comment:
      return {"comment", 30, 60};
    case Pace::report:
      return {"report", 20, 600};
    case Pace::sign_in:
      return {"sign_in", 10, 60};
    case Pace::sign_up:
      return {"sign_up", 10, 3600};
    case Pace::upload:
      return {"upload", 600, 60};  // PATCH chunks of one video count one by one
    case Pace::events:
      return {"events", 120, 60};
    case Pace::stream:
      return {"stream", 30, 60};
    case Pace::message:
      return {"message", 60, 60};
    case Pace::approach:
      return {"approach", 30, 3600};  // writing to somebody for the first time
    case Pace::token:
      return {"token", 120, 60};  // ten devices that wait behind one address, and apps that renew
  }
  return {"free", 0, 1};
}

namespace {
struct Bucket {
  std::uint64_t key = 0;
  std::int64_t full_at_ms = 0;  ///< when it is full again: the whole state of a token bucket (GCRA)
};
constexpr std::size_t ways = 4;
constexpr std::size_t sets_per_shard = 256;
constexpr std::size_t shards = 64;
}  // namespace

struct Paces::Buckets {
  using Sets = std::array<std::array<Bucket, ways>, sets_per_shard>;
  std::array<base::Guarded<Sets>, shards> shard;
};

Paces::Paces(const ports::Clock& clock, ports::Rng& rng)
    : clock_(clock), key_(rng), buckets_(std::make_unique<Buckets>()) {}
Paces::~Paces() = default;

std::uint64_t Paces::key_of(Pace pace, std::optional<model::AccountId> account, std::string_view address,
                            model::Instant now) {
  std::string message{static_cast<char>(pace), account ? 'a' : 'n'};
  message += account ? account->text() : accounts::network_of(address);
  return key_.number(message, now) | 1;
}

// The generic cell rate algorithm (ITU-T I.371): a bucket of `calls` tokens refilled evenly is one number,
// the time at which it is full again; a call moves that time on by the price of one token.
Paces::Verdict Paces::take(Pace pace, std::optional<model::AccountId> account, std::string_view address) {
  const auto rule = rule_of(pace);
  if (!on_ || pace == Pace::free) return {};
  const auto at = clock_.now();
  const auto key = key_of(pace, account, address, at);
  const auto now = model::millis(at);
  const std::int64_t window_ms = rule.window_s * 1000LL;
  const std::int64_t price_ms = window_ms / rule.calls;
  const auto verdict = [&](bool allowed, std::int64_t full_at) -> Verdict {
    const auto busy = std::max<std::int64_t>(0, full_at - now);
    const auto wait = allowed ? 0 : busy + price_ms - window_ms;
    return {allowed, static_cast<int>((window_ms - busy) / price_ms), static_cast<int>((wait + 999) / 1000),
            static_cast<int>((busy + 999) / 1000)};
  };
  return buckets_->shard[key % shards].with([&](Buckets::Sets& sets) {
    auto& set = sets[(key / shards) % sets_per_shard];
    auto bucket = std::ranges::find(set, key, &Bucket::key);
    if (bucket == set.end()) {
      bucket = std::ranges::min_element(set, {}, &Bucket::full_at_ms);
      *bucket = {key, now};
    }
    const auto full_at = std::max(bucket->full_at_ms, now) + price_ms;
    if (full_at - now > window_ms) return verdict(false, bucket->full_at_ms);
    bucket->full_at_ms = full_at;
    return verdict(true, full_at);
  });
}

}  // namespace vitrine::http
