#include "feed/policy.hpp"

#include <fmt/format.h>

namespace vitrine::feed {
namespace {

using learning::Head;

constexpr std::array<std::string_view, model::events::sources_count> source_names{
    "following", "item_graph", "taste",    "author",  "tag",    "sound",  "rising",
    "fresh",     "explore",    "interest", "popular", "latest", "direct", "imported"};

learning::PerHead<float> usual_weights() {
  learning::PerHead<float> weights{};
  const auto worth = [&](Head head, float weight) { weights[index(head)] = weight; };
  worth(Head::finish, 1.0F);
  worth(Head::long_view, 0.5F);
  worth(Head::watched, 1.0F);
  worth(Head::like, 1.5F);
  worth(Head::share, 2.0F);
  worth(Head::follow, 2.0F);
  worth(Head::comment, 1.0F);
  worth(Head::skip, -1.0F);
  worth(Head::negative, -8.0F);
  return weights;
}

}  // namespace

std::string_view source_name(Source source) { return source_names[static_cast<std::size_t>(source)]; }

std::string Policy::text() const {
  std::string out = fmt::format("policy {} version {}\norder {}\nprofiling {}\n", name, version,
                                order == Order::by_score ? "by_score" : "by_time",
                                profiling == Profiling::uses_history ? "uses_history" : "none");
  for (const Take& take : sources)
    out += fmt::format("source {} at most {}\n", source_name(take.source), take.max);
  for (std::size_t h = 0; h < learning::heads_count; ++h)
    if (weights[h] != 0) out += fmt::format("weight {} {:.3f}\n", learning::head_names[h], weights[h]);
  out += fmt::format("following_bonus {:.3f}\ndrop_seen {}\narrange_top {}\ndiversity {:.3f}\n",
                     following_bonus, drop_seen ? "yes" : "no", arrange_top, diversity);
  out += fmt::format("author_max_in_20 {}\ntopic_run_max {}\nrule_price {:.3f}\nexplore_every {}\n",
                     author_max_in_20, topic_run_max, rule_price, explore_every);
  return out;
}

base::Digest Policy::digest() const { return base::sha256(base::as_bytes(text())); }

std::uint64_t Policy::mark() const {
  const base::Digest full = digest();
  return base::read_be(base::ByteView{full}.first(8)) >> 1;
}

Policy home() {
  return {.name = "home",
          .version = 2,
          .sources = {{Source::item_graph, 300},
                      {Source::tag, 400},
                      {Source::author, 160},
                      {Source::following, 300},
                      {Source::interest, 100},
                      {Source::sound, 60},
                      {Source::rising, 200},
                      {Source::fresh, 150},
                      {Source::latest, 300}},
          .weights = usual_weights(),
          .following_bonus = 0.25F};
}

Policy following() {
  return {.name = "following",
          .order = Order::by_time,
          .sources = {{Source::following, 500}},
          .drop_seen = false,
          .explore_every = 0};
}

Policy latest() {
  return {.name = "latest",
          .order = Order::by_time,
          .profiling = Profiling::none,
          .sources = {{Source::latest, 500}},
          .drop_seen = false,
          .explore_every = 0};
}

Policy non_profiling() {
  return {.name = "non_profiling",
          .version = 2,
          .profiling = Profiling::none,
          .sources = {{Source::rising, 300}, {Source::fresh, 200}, {Source::latest, 300}},
          .weights = usual_weights(),
          .drop_seen = false};
}

const std::vector<Policy>& policies() {
  static const std::vector<Policy> all{home(), following(), latest(), non_profiling()};
  return all;
}

const Policy* policy_named(std::string_view name) {
  for (const Policy& policy : policies())
    if (policy.name == name) return &policy;
  return nullptr;
}

}  // namespace vitrine::feed
