#pragma once
// A served page as bytes: what was asked, with what the model and the policy stood at, what was shown and
// what was not. From it, a checkpoint and the log the page can be ranked again, bit for bit (replay).
//
// Bounded, versioned, fuzzed. Pure.
#include "base/result.hpp"
#include "feed/feed.hpp"

namespace vitrine::feed {

inline constexpr std::size_t receipt_bytes_max = 256 * 1024;  ///< 2000 dropped candidates are 60 kB

struct Receipt {
  model::ReceiptId id{0};
  std::string policy;
  base::Digest policy_digest{};
  model::LogPosition log_position = 0;
  Query query;  ///< `sitting` is never written: such receipts live in memory only
  Slate slate;
};

[[nodiscard]] base::Bytes encode(const Receipt& receipt);
/// Errors: corrupt_input "receipt_corrupt".
[[nodiscard]] base::Result<Receipt> decode_receipt(base::ByteView bytes);

/// Ranks the receipt's query again and answers whether every byte of the page is the same. The model must
/// stand at the receipt's log position, the policy must have its digest; otherwise the answer is no.
[[nodiscard]] bool same_again(const Receipt& receipt, const learning::Model& model);

/// Every byte that was decided: what replay compares.
[[nodiscard]] base::Digest digest_of(const Slate& slate);

}  // namespace vitrine::feed
