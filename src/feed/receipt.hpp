#pragma once
// A served page as bytes: what was asked, with what the model and the policy stood at, what was shown and
// what was not. From it, a checkpoint and the log the page can be ranked again, bit for bit (replay).
//
// Bounded, versioned, fuzzed. Pure.
#include "base/result.hpp"
#include "feed/feed.hpp"

namespace vitrine::feed {

// 2000 dropped candidates are 60 kB, 280 kB if each has the longest muted word; 10 000 follows are 80 kB.
inline constexpr std::size_t receipt_bytes_max = 512 * 1024;
inline constexpr std::size_t ids_max = 10'000;  ///< follows of the most sociable account, and each other list
inline constexpr std::size_t words_max = 200;   ///< mutes of one kind, and each other list

struct Receipt {
  model::ReceiptId id{0};
  std::uint8_t model_version = learning::model_version;
  std::string policy;
  base::Digest policy_digest{};     ///< of the policy with the viewer's sliders in it
  base::Digest base_digest{};       ///< of the policy as the house offers it
  std::vector<Setting> settings{};  ///< the viewer's sliders
  model::LogPosition log_position = 0;
  Query query;  ///< `sitting` is never written: such receipts live in memory only
  Slate slate;
};

/// Cuts what a receipt cannot hold: whoever asks does so before rank(), so that what was asked is what is
/// written. Lists lose their ends, words that are too long go.
void fit_for_receipt(Query& query);

/// Of a query that fits (asserted).
[[nodiscard]] base::Bytes encode(const Receipt& receipt);
/// Errors: corrupt_input "receipt_corrupt".
[[nodiscard]] base::Result<Receipt> decode_receipt(base::ByteView bytes);

/// Where two pages first went apart, in the order of the stages.
enum class Stage : std::uint8_t {
  model,
  policy,
  position,
  sources,
  sieves,
  first_look,
  scoring,
  arrangement,
  explanation
};
[[nodiscard]] std::string_view stage_name(Stage stage);
struct Difference {
  Stage stage;
  std::string detail;  ///< names the first video concerned, or what did not match
};
/// Nothing: they are the same, byte for byte.
[[nodiscard]] std::optional<Difference> first_difference(const Slate& was, const Slate& is);

/// The policy that a receipt's page was ranked with; nothing: it is not on the shelf.
[[nodiscard]] std::optional<Policy> policy_of(const Receipt& receipt, const Shelf& shelf);

/// Ranks the receipt's query again and answers how the page differs, or nothing when every byte is the same.
/// The model must be of the receipt's version and stand at its log position, and the policy must have its
/// digest; otherwise that is the answer.
[[nodiscard]] std::optional<Difference> rank_again(const Receipt& receipt, const learning::Model& model,
                                                   const Shelf& shelf = Shelf::built_in());
[[nodiscard]] inline bool same_again(const Receipt& receipt, const learning::Model& model) {
  return !rank_again(receipt, model);
}

/// Every byte that was decided: what replay compares.
[[nodiscard]] base::Digest digest_of(const Slate& slate);

}  // namespace vitrine::feed
