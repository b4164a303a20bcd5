// What is written can be read: of every query that is asked, however many one follows, blocks or mutes.
#include "feed/receipt.hpp"

#include <doctest/doctest.h>

namespace vitrine::receipt_test {
using namespace vitrine::feed;

namespace {
template <class Id>
std::vector<Id> ids(std::uint64_t count) {
  std::vector<Id> all;
  for (std::uint64_t n = 1; n <= count; ++n) all.push_back(Id{n});
  return all;
}
}  // namespace

TEST_CASE("fit_for_receipt: a query beyond every limit is one whose receipt can be read") {
  const std::vector<std::string> words(words_max + 1, "clay");
  Receipt receipt;
  Query& query = receipt.query;
  query = {.count = count_max + 1,
           .follows = ids<model::AccountId>(ids_max + 1),
           .barred_authors = ids<model::AccountId>(300),
           .languages = words,
           .speaks = {std::string(model::events::tag_bytes_max + 1, 'x'), "en"},
           .muted_tags = words,
           .muted_languages = words,
           .muted_words = words};
  fit_for_receipt(query);
  CHECK(query.count == count_max);
  CHECK(query.follows.size() == ids_max);
  CHECK(query.follows.front() == model::AccountId{1});
  CHECK(query.barred_authors.size() == 300);
  CHECK(query.muted_words.size() == words_max);
  CHECK(query.speaks == std::vector<std::string>{"en"});
  const auto back = decode_receipt(encode(receipt));
  REQUIRE(back);
  CHECK(back->query.count == query.count);
  CHECK(back->query.follows == query.follows);
  CHECK(back->query.muted_tags == query.muted_tags);
  CHECK(back->query.muted_languages.size() == words_max);
  query.count = -1;
  fit_for_receipt(query);
  CHECK(query.count == 0);
}

TEST_CASE("encode: the longest receipt there can be is not too long to be read") {
  Receipt receipt;
  receipt.query.follows = ids<model::AccountId>(ids_max);
  receipt.query.barred_authors = ids<model::AccountId>(ids_max);
  receipt.slate.received = candidates_max;
  for (std::uint64_t n = 0; n < candidates_max; ++n)
    receipt.slate.dropped.push_back(
        {model::VideoId{n + 1}, Source::latest,
         Muted{Muted::What::word, std::string(model::events::tag_bytes_max, 'x')}});
  CHECK(decode_receipt(encode(receipt)));
}
}  // namespace vitrine::receipt_test
