// The scanner that decides where a header ends: the same for every way the bytes may be cut.
#include <cstdlib>

#include "http/server/wire.hpp"

using namespace vitrine::http;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto at_once = wire::scan_header(text, 0);
  const std::size_t cut = size > 0 ? data[0] % size : 0;
  const auto first = wire::scan_header(text.substr(0, cut), 0);
  if (first.state != wire::HeaderScan::State::incomplete) {
    if (first.state != at_once.state || first.size != at_once.size) std::abort();
    return 0;
  }
  const auto second = wire::scan_header(text, cut);
  if (second.state != at_once.state || second.size != at_once.size) std::abort();
  if (at_once.state == wire::HeaderScan::State::complete &&
      !text.substr(0, at_once.size).ends_with("\r\n\r\n"))
    std::abort();
  return 0;
}
