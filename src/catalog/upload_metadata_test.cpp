#include "catalog/upload_metadata.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace vitrine::upload_metadata_test {
using namespace vitrine::catalog;

TEST_CASE("upload metadata: what tus clients send") {
  const auto metadata = read_upload_metadata("filename d29ybGQgdG91ci5tcDQ=,filetype dmlkZW8vbXA0, draft");
  REQUIRE(metadata);
  CHECK(find_in(*metadata, "filename") == "world tour.mp4");
  CHECK(find_in(*metadata, "filetype") == "video/mp4");
  CHECK(find_in(*metadata, "draft").empty());
  CHECK(metadata->size() == 3);
  CHECK(read_upload_metadata("")->empty());
}

TEST_CASE("upload metadata: what is refused") {
  for (const std::string bad : {"a ?", "a QQ==,a QQ==", ",", "a QQ==,", "a  QQ==", "\x01 QQ==", "a QQ== x"})
    CHECK_MESSAGE(!read_upload_metadata(bad), bad);
  CHECK_FALSE(read_upload_metadata(std::string(metadata_bytes_max + 1, 'a')));
  std::string many;
  for (int i = 0; i < 17; ++i) many += (i ? ",k" : "k") + std::to_string(i);
  CHECK_FALSE(read_upload_metadata(many));
}

TEST_CASE("upload metadata: whatever is written reads back") {
  CHECK(rc::check([](const std::vector<std::string>& values) {
    std::string header;
    for (std::size_t i = 0; i < values.size() && i < metadata_pairs_max; ++i)
      header += (i ? "," : "") + std::string{"k"} + std::to_string(i) + " " +
                base::base64(base::as_bytes(values[i]));
    RC_PRE(header.size() <= metadata_bytes_max);
    const auto metadata = read_upload_metadata(header);
    RC_ASSERT(metadata.has_value());
    for (std::size_t i = 0; i < metadata->size(); ++i) RC_ASSERT((*metadata)[i].second == values[i]);
  }));
}

TEST_CASE("file names: no directories, no control characters, no end") {
  CHECK(shown_file_name("C:\\fake\\clip 1.mov") == "clip 1.mov");
  CHECK(shown_file_name("../../etc/passwd") == "passwd");
  CHECK(shown_file_name("a\nb\x01.mp4") == "a b.mp4");
  CHECK(base::code_points(shown_file_name(std::string(999, 'x'))) == 200);
}
}  // namespace vitrine::upload_metadata_test
