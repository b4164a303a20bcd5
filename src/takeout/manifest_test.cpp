// The signed list: what fits it passes, and every change of a file is told apart by name.
#include "takeout/manifest.hpp"

#include <doctest/doctest.h>

#include "takeout/zip_writer.hpp"

namespace vitrine::manifest_test {
using namespace vitrine::takeout;

namespace {
/// Not cryptography: signing is adding the key to the sum.
base::Bytes sign(base::ByteView message, base::ByteView key) {
  const auto sum = base::sha256(message);
  base::Bytes signature{sum.begin(), sum.end()};
  signature.insert(signature.end(), key.begin(), key.end());
  return signature;
}
bool fits(base::ByteView message, base::ByteView signature, base::ByteView key) {
  return base::Bytes{signature.begin(), signature.end()} == sign(message, key);
}
const base::Bytes house_key(32, std::byte{7});

struct Change {
  bool without_manifest = false, without_signature = false, added = false, missing = false;
  std::string_view text = "one", signed_text = {};
  base::Bytes key = house_key;
};

base::Result<Manifest> check(const Change& change) {
  base::Bytes bytes;
  ZipWriter zip{[&](base::ByteView more) -> base::Result<void> {
    bytes.insert(bytes.end(), more.begin(), more.end());
    return {};
  }};
  REQUIRE(zip.text("one.txt", change.text));
  if (!change.missing) REQUIRE(zip.text("two.txt", "two"));
  std::vector<Written> listed{{"one.txt", 3, base::sha256(base::as_bytes("one"))},
                              {"two.txt", 3, base::sha256(base::as_bytes("two"))}};
  if (change.added) REQUIRE(zip.text("three.txt", "three"));
  const auto text =
      manifest_text({"House", "https://house.example", "ada", "2026-11-28T10:24:00.000Z", house_key, listed});
  if (!change.without_manifest) REQUIRE(zip.text(manifest_entry, text));
  const auto signature =
      sign(base::as_bytes(change.signed_text.empty() ? text : change.signed_text), house_key);
  if (!change.without_signature) REQUIRE(zip.text(signature_entry, signature_text(change.key, signature)));
  REQUIRE(zip.finish());
  const auto read = ZipReader::open(source_of(bytes));
  REQUIRE(read);
  return check_manifest(*read, fits);
}
}  // namespace

TEST_CASE("manifest: a whole export passes and says whose it is") {
  const auto manifest = check({});
  REQUIRE_MESSAGE(manifest, manifest.error().detail);
  CHECK(manifest->handle == "ada");
  CHECK(manifest->house == "House");
  CHECK(manifest->address == "https://house.example");
  CHECK(manifest->public_key == house_key);
  CHECK(manifest->entries.size() == 2);
}

TEST_CASE("manifest: what was changed after signing is named") {
  CHECK(check({.without_manifest = true}).error().code == "manifest_absent");
  CHECK(check({.without_signature = true}).error().code == "manifest_absent");
  CHECK(check({.signed_text = "another list"}).error().code == "signature_wrong");
  CHECK(check({.key = base::Bytes(32, std::byte{8})}).error().code == "manifest_unreadable");
  const auto changed = check({.text = "0ne"});
  CHECK(changed.error().code == "manifest_mismatch");
  CHECK(changed.error().detail.find("one.txt") != std::string::npos);
  CHECK(check({.text = "longer"}).error().code == "manifest_mismatch");
  CHECK(check({.added = true}).error().detail.find("three.txt was added") != std::string::npos);
  CHECK(check({.missing = true}).error().detail.find("two.txt is missing") != std::string::npos);
}
}  // namespace vitrine::manifest_test
