// Targets, queries, percent encoding, cookies, ranges and languages: everything read from a header by hand.
#include <cstdlib>

#include "base/text.hpp"
#include "http/range.hpp"
#include "http/request.hpp"
#include "http/security.hpp"

using namespace vitrine;
using namespace vitrine::http;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (const auto target = read_target(text)) {
    if (!target->path.starts_with('/') || !base::is_utf8(target->path)) std::abort();
    if ((target->path + "/").find("/../") != std::string::npos) std::abort();
    if (const auto pairs = read_query(target->query))
      if (pairs->size() > query_fields_max) std::abort();
  }
  if (const auto plain = percent_decode(text))
    if (percent_decode(percent_encode(*plain)) != plain) std::abort();
  Request request{.method = "GET",
                  .fields = {{"Cookie", std::string{text}},
                             {"Range", std::string{text}},
                             {"If-None-Match", std::string{text}},
                             {"Authorization", std::string{text}}}};
  if (const auto token = token_of(request); token && token->text.size() > 128) std::abort();
  const auto slice = choose_slice(request, size, "tag");
  if (slice.from > size || slice.size > size - slice.from) std::abort();
  static_cast<void>(language_of(text));
  return 0;
}
