#include "app/policies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "catalog/tags.hpp"

namespace vitrine::app {
namespace {
using base::fail;
using base::Fault;
using base::Result;
namespace fs = std::filesystem;

/// At most one byte more than `bytes_max`, for the parser to refuse.
Result<std::string> read_text(const fs::path& file, std::size_t bytes_max) {
  std::ifstream in{file, std::ios::binary};
  std::string text(bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad() || !in.is_open())
    return fail(Fault::not_available, "policy_unreadable", fmt::format("{} cannot be read.", file.string()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

Result<feed::Policy> read_policy(const fs::path& file) {
  TRY_LET(const auto text, read_text(file, feed::policy_bytes_max));
  auto policy = feed::parse_policy(text);
  const auto refused = [&](std::string_view why) {
    return fail(Fault::invalid_input, "policy_invalid", fmt::format("{}, {}", file.string(), why));
  };
  if (!policy) return refused(policy.error().detail);
  if (policy->name != file.stem().string())
    return refused(fmt::format("line 1, policy: the file of {0} is {0}.policy.", policy->name));
  if (policy->market != region::Market{})
    return refused("market, withhold: rules of the market hold for every feed; they are in market.rules.");
  return std::move(*policy);
}
}  // namespace

Result<region::Market> read_market(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) return region::Market{};
  TRY_LET(const auto text, read_text(file, region::market_bytes_max));
  auto market = region::parse_market(text);
  const auto refused = [&](std::string_view why) {
    return fail(Fault::invalid_input, "market_invalid", fmt::format("{}, {}", file.string(), why));
  };
  if (!market) return refused(market.error().detail);
  // A rule for a tag that no clip can have would withhold nothing, and nobody would notice.
  for (const auto& one : market->withheld)
    if (one.what == region::Withheld::What::tag && catalog::fold_tag(one.spelled) != one.spelled)
      return refused(fmt::format("withhold tag {}: tags are in lower case and without #.", one.spelled));
  return std::move(*market);
}

Result<feed::Shelf> open_shelf(Foundation& f) {
  feed::Shelf shelf = feed::Shelf::built_in();
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry{f.folder / "policies", error}, end; !error && entry != end;
       entry.increment(error))
    if (entry->path().extension() == ".policy") files.push_back(entry->path());
  std::ranges::sort(files);
  for (const auto& file : files) {
    TRY_LET(auto policy, read_policy(file));
    shelf.offer(std::move(policy));
  }
  TRY_LET(const auto market, read_market(f.folder / "market.rules"));
  if (!market.name.empty())
    for (feed::Policy policy : std::vector{shelf.offered()}) {
      policy.market = market;
      shelf.offer(std::move(policy));
    }
  TRY_LET(const auto texts, f.record->read([&](ports::Transaction& tx) { return f.policy_rows.texts(tx); }));
  for (const auto& text : texts)
    if (auto policy = feed::parse_policy(text))
      shelf.keep(std::move(*policy), base::sha256(base::as_bytes(text)));
  return shelf;
}

Result<void> keep_offered(Foundation& f, const feed::Shelf& shelf) {
  return f.record->write([&](ports::Transaction& tx) -> Result<void> {
    for (const auto& policy : shelf.offered())
      TRY(f.policy_rows.keep(tx, policy.digest(), policy.text(), f.clock.now()));
    return {};
  });
}

}  // namespace vitrine::app
