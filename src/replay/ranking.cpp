#include <cmath>

#include "base/assert.hpp"
#include "replay/next.hpp"

namespace vitrine::replay {
namespace {

constexpr std::array<std::size_t, 3> cuts{5, 10, 20};

std::size_t cut_of(std::size_t at) {
  for (std::size_t i = 0; i < cuts.size(); ++i)
    if (cuts[i] == at) return i;
  VITRINE_ASSERT(false, "figures are kept at 5, 10 and 20");
  return 0;
}

double share(double sum, std::uint64_t n) { return n == 0 ? 0 : sum / static_cast<double>(n); }

}  // namespace

void Ranking::add(std::optional<std::size_t> rank) {
  ++n;
  if (!rank) return;
  reciprocal += 1.0 / static_cast<double>(*rank + 1);
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    if (*rank >= cuts[i]) continue;
    hits[i] += 1;
    gains[i] += 1.0 / std::log2(static_cast<double>(*rank + 2));
  }
}

double Candidates::share(std::uint64_t found) const { return replay::share(static_cast<double>(found), n); }

double Ranking::hr(std::size_t at) const { return share(hits[cut_of(at)], n); }
double Ranking::ndcg(std::size_t at) const { return share(gains[cut_of(at)], n); }
double Ranking::mrr() const { return share(reciprocal, n); }

}  // namespace vitrine::replay
