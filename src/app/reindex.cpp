#include "app/reindex.hpp"

#include <string>

#include "base/log.hpp"

namespace vitrine::app {
using base::Result;
using ports::Transaction;

namespace {
constexpr std::string_view version_setting = "search_version";
constexpr int batch = 200;

/// Calls `step(tx, after) -> Result<optional<Id>>` until there is nothing left.
template <class Id, class Step>
Result<void> in_batches(ports::Record& record, Step step) {
  for (Id after{0};;) {
    TRY_LET(const auto last, record.write([&](Transaction& tx) { return step(tx, after); }));
    if (!last) return {};
    after = *last;
  }
}
}  // namespace

Result<std::int64_t> reindex(Foundation& f) {
  TRY(in_batches<model::VideoId>(*f.record, [&](Transaction& tx, model::VideoId after) {
    return f.search_index.write_again(tx, after, batch);
  }));
  TRY(in_batches<model::AccountId>(*f.record, [&](Transaction& tx, model::AccountId after) {
    return f.name_index.write_again(tx, after, batch);
  }));
  return f.record->write([&](Transaction& tx) -> Result<std::int64_t> {
    TRY(f.house_rows.put(tx, version_setting, std::to_string(catalog::search_version)));
    return f.search_index.size(tx);
  });
}

Result<std::int64_t> reindex_if_older(Foundation& f) {
  TRY_LET(const auto version,
          f.record->read([&](Transaction& tx) { return f.house_rows.get(tx, version_setting); }));
  if (version == std::to_string(catalog::search_version)) return std::int64_t{0};
  base::log(base::Level::info, "search_index_written_again", {{"chore", "reindex"}});
  return reindex(f);
}

}  // namespace vitrine::app
