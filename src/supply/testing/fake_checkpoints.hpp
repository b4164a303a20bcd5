#pragma once
// Checkpoints in memory, with the promises of the port. One thread.
#include <map>

#include "supply/ports.hpp"

namespace vitrine::supply::testing {

class FakeCheckpoints final : public CheckpointStore {
 public:
  struct Kept {
    std::vector<std::uint32_t> marks;
    base::Bytes state;
  };
  using ByPosition = std::map<model::LogPosition, Kept>;

  base::Result<void> put(const Checkpoint& checkpoint) override {
    kept[checkpoint.at] = copy(checkpoint);
    while (kept.size() > 2) kept.erase(kept.begin());
    return {};
  }
  std::size_t offer(model::LogPosition limit, const std::function<bool(const Checkpoint&)>& take) override {
    std::multimap<model::LogPosition, const Kept*, std::greater<>> all;
    for (const ByPosition* some : {&kept, &anchors})
      for (const auto& [at, one] : *some)
        if (at <= limit) all.emplace(at, &one);
    for (const auto& [at, one] : all)
      if (take({at, one->marks, one->state})) break;
    return 0;
  }
  base::Result<void> remove_before(model::LogPosition at) override {
    if (const auto found = kept.find(at); found != kept.end()) anchors[at] = found->second;
    if (at > 0 && !anchors.contains(at))
      return base::fail(base::Fault::not_available, "checkpoint_storage", "");
    for (ByPosition* some : {&kept, &anchors}) some->erase(some->begin(), some->lower_bound(at));
    return {};
  }
  base::Result<void> remove_after(model::LogPosition at) override {
    kept.erase(kept.upper_bound(at), kept.end());
    if (at == 0 || (!anchors.empty() && anchors.begin()->first <= at))
      anchors.erase(anchors.upper_bound(at), anchors.end());
    return {};
  }
  base::Result<void> put_anchor(const Checkpoint& checkpoint) override {
    anchors[checkpoint.at] = copy(checkpoint);
    while (anchors.size() > 1) anchors.erase(anchors.begin());
    return {};
  }
  base::Result<model::LogPosition> anchor() override {
    return anchors.empty() ? model::LogPosition{0} : anchors.rbegin()->first;
  }

  ByPosition kept, anchors;

 private:
  static Kept copy(const Checkpoint& one) { return {one.marks, {one.state.begin(), one.state.end()}}; }
};

}  // namespace vitrine::supply::testing
