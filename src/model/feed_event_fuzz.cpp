// Whatever decodes must encode to the same bytes; whatever does not must be refused without reading astray.
#include "base/assert.hpp"
#include "model/feed_event.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const vitrine::base::ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
  if (const auto event = vitrine::model::decode_feed_event(bytes)) {
    const auto again = vitrine::model::encode(*event);
    VITRINE_ASSERT(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()), "one spelling each");
  }
  return 0;
}
