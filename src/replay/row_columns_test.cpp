// Columns are found where no field is named.
#include "replay/row_columns.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "base/random.hpp"
#include "replay/clicks.hpp"

namespace vitrine::row_columns_test {
using namespace vitrine::replay;

namespace {

/// The kind of columns of some hundred rows, each made by `make`.
template <class Make>
RowColumns columns_of(Make make) {
  vitrine::base::Random random{5};
  RowColumns columns;
  for (int i = 0; i < 500; ++i) columns.note(make(random));
  columns.settle();
  return columns;
}
using Indices = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("row_columns: where every line has the same places, they are the columns") {
  const auto columns = columns_of(
      [](auto& random) { return Indices{random.below(50), 100 + random.below(50), 50 + random.below(50)}; });
  CHECK(columns.kind() == RowColumns::Kind::places);
  CHECK(columns.column_of(7, 2) == 2);
}

TEST_CASE("row_columns: where something is missing, indices that never meet are one column") {
  const auto columns = columns_of([](auto& random) {
    Indices row;
    for (std::uint64_t field = 0; field < 5; ++field)
      if (random.below(3) != 0) row.push_back(10 * field + random.below(10));
    return row;
  });
  REQUIRE(columns.kind() == RowColumns::Kind::blocks);
  for (std::uint64_t index = 0; index < 50; ++index) CHECK(columns.column_of(index, 0) == index / 10);
  CHECK(columns.column_of(1000, 0) == 4);
}

TEST_CASE("row_columns: words of a text are one column") {
  const auto columns = columns_of([](auto& random) {
    Indices row;
    for (std::uint64_t word = random.below(20); word < 2000; word += 1 + random.below(100))
      row.push_back(word);
    return row;
  });
  CHECK(columns.kind() == RowColumns::Kind::bag);
  CHECK(columns.column_of(7, 31) == 0);
}

TEST_CASE("ctr: of sorted words without fields, each counts wherever it stands") {
  vitrine::base::Random random{9};
  const auto file = [&](int lines) {
    std::string text;
    for (int i = 0; i < lines; ++i) {
      std::string row;
      double sum = 0;
      for (std::uint64_t word = random.below(10); word < 500; word += 1 + random.below(20)) {
        sum += vitrine::base::mix64(word) % 2 == 0 ? 0.35 : -0.35;
        row += " " + std::to_string(word) + ":1";
      }
      text += (random.unit() < 1 / (1 + std::exp(-sum)) ? "1" : "0") + row + "\n";
    }
    return text;
  };
  std::stringstream train{file(3000)}, test{file(1500)};
  const auto figures = clicks({train, test}, std::nullopt, [] { return 0.0; });
  REQUIRE(figures.has_value());
  CHECK(figures->auc > 0.8);
}

}  // namespace vitrine::row_columns_test
