#pragma once
// HTTP/1.1 on the wire, as text: where a header ends, whether its framing can be trusted, what an answer's
// head says. Pure, no sockets: unit-tested and fuzzed by itself.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"
#include "model/time.hpp"

namespace vitrine::http::wire {

inline constexpr std::size_t header_bytes_max = 16 * 1024;  // what nginx and browsers agree on
inline constexpr std::size_t fields_max = 100;

struct HeaderScan {
  enum class State { incomplete, complete, malformed } state = State::incomplete;
  std::size_t size = 0;  ///< with the empty line, when complete
};
/// Looks for the end of the header in `bytes`; the first `seen` were looked at before. Malformed as soon as
/// that can be said: a first byte no method has, NUL, a bare CR or LF, a folded line.
[[nodiscard]] HeaderScan scan_header(std::string_view bytes, std::size_t seen);

/// Reasons to refuse a message whose framing two parties could read differently (RFC 9112, 6.3 and 11.2):
/// empty when there is none. Stricter than the parser.
[[nodiscard]] std::string_view framing_fault(const Request& request, unsigned version);

struct HeadFacts {
  int status = 200;
  bool keep_alive = true;
  bool old_client = false;  ///< HTTP/1.0: keep-alive has to be said
  bool secure = false;
  std::optional<std::uint64_t> content_length;
  model::Instant now{};
};
/// Status line and header fields with the empty line. Fields whose name or value would break the framing are
/// left out.
[[nodiscard]] std::string head_text(const Response& response, const HeadFacts& facts);

/// IMF-fixdate: "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::string date_text(model::Instant at);

}  // namespace vitrine::http::wire
