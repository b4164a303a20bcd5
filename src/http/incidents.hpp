#pragma once
// What was refused, and who came in, as numbers: once a minute one line of the log for each route and status,
// without a person, an address or a program in it. Who runs the house sees a wave of guesses or of probing;
// who was meant sees their own devices and alerts (docs/privacy.md). Memory: one counter a route and status.
// Thread-safe.
#include <cstdint>
#include <map>
#include <utility>

#include "base/guarded.hpp"
#include "http/route.hpp"

namespace vitrine::http {

class Incidents {
 public:
  /// Counts what is one: 401, 403 and 429 anywhere, and every outcome where one signs in or proves to be
  /// oneself. `route` outlives this.
  void note(const Route& route, int status);
  /// Writes `refused` and `let_in` lines for what was counted since the last time.
  void write();

  using Counts = std::map<std::pair<const Route*, int>, std::int64_t>;
  [[nodiscard]] Counts counts() const;

 private:
  base::Guarded<Counts> counts_;
};

}  // namespace vitrine::http
