// JSON of strangers against the widest shapes we take and give.
#include <cstdlib>

#include "base/text.hpp"
#include "http/shapes.hpp"

using namespace vitrine;
using namespace vitrine::http;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Shape shapes[] = {
      shapes::video(), shapes::feed_page(), shapes::comment(),
      shape::array(shape::kinds("kind", {{"shown", shapes::cursor_query()}, {"other", shape::nothing()}}),
                   100)};
  const auto value = base::parse_json({reinterpret_cast<const char*>(data), size}, 64 * 1024);
  if (!value) return 0;
  for (const auto& shape : shapes) {
    const auto status = shape.check(*value);
    if (status) continue;
    if (status.error().code.empty() || !base::is_utf8(status.error().field)) std::abort();
  }
  return 0;
}
