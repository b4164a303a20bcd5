// Cursors of strangers: nothing that was not sealed opens.
#include <cstdlib>

#include "http/cursor.hpp"

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const http::Cursors cursors{base::sha256(base::as_bytes("fuzz"))};
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  // As it came, and as the payload of a cursor that is well-formed base64.
  if (cursors.open("listing", text)) std::abort();
  if (cursors.open("listing", base::base64_url(base::as_bytes(text)))) std::abort();
  std::vector<std::int64_t> numbers;
  for (std::size_t i = 0; i + 8 <= size && numbers.size() < http::Cursors::numbers_max; i += 8)
    numbers.push_back(static_cast<std::int64_t>(base::read_be(base::as_bytes(text.substr(i, 8)))));
  if (cursors.open("listing", cursors.seal("listing", numbers)).value() != numbers) std::abort();
  return 0;
}
