#include "accounts/throttle.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"

namespace vitrine::accounts {

std::string address_class(std::string_view address) {
  if (address.starts_with("::ffff:") && address.find('.') != std::string_view::npos) address.remove_prefix(7);
  if (const auto dot = address.rfind('.'); dot != std::string_view::npos)
    return std::string{address.substr(0, dot + 1)};
  // The first three groups; "::" inside them stands for zeros from there on.
  std::size_t end = 0;
  for (int groups = 0; groups < 3 && end < address.size(); ++groups) {
    end = std::min(address.find(':', end + (groups > 0 ? 1 : 0)), address.size());
    if (address.substr(end).starts_with("::")) break;
  }
  return std::string{address.substr(0, end)};
}

Throttle::Throttle(ports::Rng& rng) { rng.fill(secret_); }

std::uint64_t Throttle::key(std::string_view kind, std::string_view a, std::string_view b) const {
  std::string text{kind};
  text.append(1, '\0').append(a).append(1, '\0').append(b);
  return base::read_be(base::ByteView{base::hmac_sha256(secret_, base::as_bytes(text))}.first(8));
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
  const auto folded = base::lower_ascii(handle);
  const auto from = address_class(address);
  const auto now_ms = model::millis(now);
  const std::array limits{std::pair{key("both", folded, from), both_max},
                          std::pair{key("handle", folded, {}), handle_max},
                          std::pair{key("address", from, {}), address_max}};
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

void Throttle::succeeded(std::string_view handle, std::string_view address) {
  const auto folded = base::lower_ascii(handle);
  const auto from = address_class(address);
  windows_.with([&](Windows& windows) {
    windows.erase(key("both", folded, from));
    for (const auto id : {key("handle", folded, {}), key("address", from, {})})
      if (const auto found = windows.find(id); found != windows.end() && found->second.count > 0)
        --found->second.count;
  });
}
}  // namespace vitrine::accounts
