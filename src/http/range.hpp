#pragma once
// Which part of some bytes a request asks for (RFC 9110, 13 and 14). Pure.
#include <cstdint>
#include <string_view>

#include "http/request.hpp"

namespace vitrine::http {

struct Slice {
  int status = 200;  ///< 200 all, 206 a part, 304 the asker has it, 416 there is no such part
  std::uint64_t from = 0, size = 0;
};

/// One range is served; several at once, which players do not ask for, get the whole. `etag` without quotes
/// is a strong validator: If-Range with anything else gets the whole.
[[nodiscard]] Slice choose_slice(const Request& request, std::uint64_t size, std::string_view etag);

/// Is `etag` (without quotes) in an If-None-Match list, compared weakly?
[[nodiscard]] bool etag_listed(std::string_view list, std::string_view etag);

}  // namespace vitrine::http
