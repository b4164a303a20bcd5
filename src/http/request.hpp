#pragma once
// A request as handlers see it: already framed, decoded and bounded by the server (src/http/server). Values;
// safe from one thread at a time.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace vitrine::http {

using base::Fault;
using base::Result;

struct HeaderField {
  std::string name, value;
};

struct Request {
  std::string method = {};          ///< upper case, as sent
  std::string path = "/";           ///< percent-decoded, well-formed UTF-8, without "." and ".." segments
  std::string query = {};           ///< as sent, without the question mark
  std::string body = {};            ///< whole; empty for routes that stream theirs
  std::string remote_address = {};  ///< numeric; used for rate limits, never stored, never logged
  bool secure = false;              ///< arrived over TLS
  std::vector<HeaderField> fields = {};

  /// The first field of that name (any case), or empty.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  /// The value of a cookie, or empty. Of two cookies with one name the first counts.
  [[nodiscard]] std::string_view cookie(std::string_view name) const;
};

inline constexpr std::size_t target_bytes_max = 8 * 1024;  // twice what browsers' address bars produce
inline constexpr std::size_t query_fields_max = 32;        // no route has more than ten

/// The bytes behind %XX; '+' stays. Nothing on a bad escape.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);
/// Everything but unreserved characters (RFC 3986, 2.3) as %XX.
[[nodiscard]] std::string percent_encode(std::string_view text);

struct Target {
  std::string path, query;
};
/// Splits and decodes a request target in origin form (RFC 9112, 3.2.1). Refuses NUL, control characters,
/// invalid UTF-8, encoded slashes, "." and ".." segments. Errors: invalid_input "target_invalid".
[[nodiscard]] Result<Target> read_target(std::string_view target);

/// `a=1&b=x%20y` in order, '+' as space. Errors: invalid_input "query_invalid".
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> read_query(std::string_view query);

/// ASCII, as protocol words are compared.
[[nodiscard]] bool same_word(std::string_view a, std::string_view b);

}  // namespace vitrine::http
