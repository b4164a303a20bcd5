// Receipts come back from a database: whatever decodes must encode to the same bytes.
#include "base/assert.hpp"
#include "feed/receipt.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const vitrine::base::ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
  if (const auto receipt = vitrine::feed::decode_receipt(bytes)) {
    const auto again = vitrine::feed::encode(*receipt);
    VITRINE_ASSERT(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()), "one spelling each");
  }
  return 0;
}
