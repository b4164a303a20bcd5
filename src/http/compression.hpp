#pragma once
// gzip (RFC 1952) for answers that are text. A page of the feed shrinks to a quarter, which on a phone's line
// is the difference between waiting and not. Answers that carry a token are never compressed: what stands
// beside a secret must not change its length (BREACH). Pure.
#include <string>
#include <string_view>

#include "http/response.hpp"

namespace vitrine::http {

/// The bytes, packed; empty when that does not pay. `level` 1 (fast: about 70 MB/s) to 9.
[[nodiscard]] std::string gzip(std::string_view bytes, int level);

/// Whether `Accept-Encoding` allows gzip.
[[nodiscard]] bool takes_gzip(std::string_view accept_encoding);

/// Whether files of this Content-Type are text, more or less.
[[nodiscard]] bool is_compressible(std::string_view type);

/// Packs the body of a good answer to a GET, if the caller takes it, it is text, long enough to pay and no
/// secret.
void compress(Response& response, const Request& request);

}  // namespace vitrine::http
