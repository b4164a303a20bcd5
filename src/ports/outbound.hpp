#pragma once
// The only way out: what the house has to say to other machines goes through this port, and behind it through
// one process of its own that looks at the numeric address of whom it speaks to (adapters/egress). There is
// one kind of call: a POST whose answer is a status. Who needs another kind adds it here, in sight.
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace vitrine::ports {

struct OutboundPost {
  std::string url;                                           ///< https only
  std::vector<std::pair<std::string, std::string>> headers;  ///< besides Host and Content-Length
};

/// The status of the answer, or 0 with the reason why there is none.
struct OutboundAnswer {
  int status = 0;
  std::string
      trouble;  ///< a word of a closed list: "refused_address", "no_such_host", "no_answer", "tls", ...
};

class Outbound {
 public:
  virtual ~Outbound() = default;
  /// Says all of them at once, and answers in their order. Waits for the slowest, 15 s at most. At most
  /// `outbound_at_once`. Redirects are answers, never followed. Errors: not_available "egress" when there is
  /// no process to speak through.
  virtual base::Result<std::vector<OutboundAnswer>> post(std::span<const OutboundPost> posts) = 0;
};
inline constexpr std::size_t outbound_at_once = 16;

}  // namespace vitrine::ports
