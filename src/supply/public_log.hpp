#pragma once
// A log and pages served from it as one small text file, so that anyone can fold the log and rank the pages
// again (`vitrine replay --log FILE`). The one in the repository is invented: made by make_public_log() from
// a seed, with viewers who have tastes and pages that were really ranked. Nobody's data is in it.
//
//   vitrine log 1
//   digest <hex>      of the model after the last event
//   event <base64>    one per event, in order (model/feed_event.hpp)
//   receipt <base64>  one per page (feed/receipt.hpp)
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "base/result.hpp"

namespace vitrine::supply {

struct PublicLog {
  std::vector<base::Bytes> events;
  std::vector<base::Bytes> receipts;
  base::Digest digest{};
  friend bool operator==(const PublicLog&, const PublicLog&) = default;
};

[[nodiscard]] std::string to_text(const PublicLog& log);
/// Errors: corrupt_input "public_log_corrupt", naming the line.
[[nodiscard]] base::Result<PublicLog> parse_public_log(std::string_view text);

/// The same for the same seed, on every machine.
[[nodiscard]] PublicLog make_public_log(std::uint64_t seed);

}  // namespace vitrine::supply
