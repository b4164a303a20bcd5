#include "accounts/throttle.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"

namespace vitrine::accounts {

Throttle::Keys Throttle::keys(std::string_view handle, std::string_view address, model::Instant now) {
  const auto folded = base::lower_ascii(handle);
  const auto network = network_of(address);
  const auto number = [&](char kind, std::string_view a, std::string_view b) {
    std::string text{kind};
    return key_.number(text.append(a).append(1, '\0').append(b), now);
  };
  return {number('b', folded, network), number('h', folded, {}), number('n', network, {})};
}

void Throttle::make_room(Windows& windows, std::int64_t now_ms) {
  if (windows.size() + 3 <= entries_max) return;
  std::erase_if(windows, [&](const auto& entry) { return now_ms - entry.second.from_ms >= window.count(); });
  if (windows.size() + 3 <= entries_max) return;
  // All of them are recent: somebody uses many addresses. The oldest half goes.
  std::vector<std::int64_t> starts;
  for (const auto& [_, entry] : windows) starts.push_back(entry.from_ms);
  const auto middle = starts.begin() + static_cast<std::ptrdiff_t>(starts.size() / 2);
  std::ranges::nth_element(starts, middle);
  std::erase_if(windows, [limit = *middle](const auto& entry) { return entry.second.from_ms <= limit; });
}

base::Result<void> Throttle::attempt(std::string_view handle, std::string_view address, model::Instant now) {
  const auto now_ms = model::millis(now);
  const auto key = keys(handle, address, now);
  const std::array limits{std::pair{key.both, both_max}, std::pair{key.handle, handle_max},
                          std::pair{key.address, address_max}};
  return windows_.with([&](Windows& windows) -> base::Result<void> {
    make_room(windows, now_ms);
    for (const auto& [id, max] : limits) {
      auto& entry = windows[id];
      if (now_ms - entry.from_ms >= window.count()) entry = {now_ms, 0};
      if (entry.count >= max)
        return base::fail(base::Fault::too_many, "sign_in_too_often",
                          "There were too many wrong passwords; try again in a quarter of an hour.");
    }
    for (const auto& [id, max] : limits) ++windows[id].count;
    return {};
  });
}

void Throttle::succeeded(std::string_view handle, std::string_view address, model::Instant now) {
  const auto key = keys(handle, address, now);
  windows_.with([&](Windows& windows) {
    windows.erase(key.both);
    for (const auto id : {key.handle, key.address})
      if (const auto found = windows.find(id); found != windows.end() && found->second.count > 0)
        --found->second.count;
  });
}
}  // namespace vitrine::accounts
