// Receipts come back from a database: whatever decodes of those written today must encode to the same bytes.
// (Of former ones the readings are passed over.)
#include "base/assert.hpp"
#include "feed/receipt.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const vitrine::base::ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
  if (const auto receipt = vitrine::feed::decode_receipt(bytes)) {
    const auto again = vitrine::feed::encode(*receipt);
    const bool of_today =
        again[0] == bytes[0] && receipt->model_version == vitrine::learning::model_version;
    VITRINE_ASSERT(!of_today || std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()),
                   "one spelling each");
  }
  return 0;
}
