#include "http/incidents.hpp"

#include <fmt/format.h>

#include "base/log.hpp"

namespace vitrine::http {

void Incidents::note(const Route& route, int status) {
  const bool refused = status == 401 || status == 403 || status == 429;
  if (!refused && route.pace != Pace::sign_in) return;
  counts_.with([&](Counts& counts) { ++counts[{&route, status}]; });
}

void Incidents::write() {
  const auto counts = counts_.with([](Counts& kept) { return std::exchange(kept, {}); });
  for (const auto& [where, count] : counts) {
    const auto& [route, status] = where;
    const bool let_in = status < 300;
    base::log(
        let_in ? base::Level::info : base::Level::warning, let_in ? "let_in" : "refused",
        {{"route", fmt::format("{} {}", route->method, route->path)}, {"status", status}, {"count", count}});
  }
}

Incidents::Counts Incidents::counts() const {
  return counts_.with([](const Counts& counts) { return counts; });
}

}  // namespace vitrine::http
