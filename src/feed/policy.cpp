#include "feed/policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/assert.hpp"
#include "base/embedded.hpp"

namespace vitrine::feed {
namespace {

constexpr std::array<std::string_view, model::events::sources_count> source_names{
    "following", "item_graph", "taste",    "author",  "tag",    "sound",  "rising",
    "fresh",     "explore",    "interest", "popular", "latest", "direct", "imported"};
constexpr std::array<std::string_view, sliders_count> slider_names{"adventurous", "newness", "length",
                                                                   "following", "talk"};

const Policy& own(std::string_view name) {
  const Policy* policy = Shelf::built_in().named(name);
  VITRINE_ASSERT(policy != nullptr, "policies/ holds a file of every name that this header promises");
  return *policy;
}

/// So far towards `most` or `least` as `v` says, which is between -1 and 1. What stands beyond an end already
/// stays there: a slider never moves the wrong way.
float moved(float own, float least, float most, float v) {
  const float end = v > 0 ? std::max(own, most) : std::min(own, least);
  return own + (end - own) * std::abs(v);
}

/// Up to four times as much, or nothing; what counts against a video does so less and more.
float talked(float weight, float v) {
  return weight * ((v > 0) == (weight > 0) ? 1 + 3 * std::abs(v) : 1 - std::abs(v));
}

void move(Policy& policy, Slider slider, float v) {
  float& comment = policy.weights[index(learning::Head::comment)];
  float& share = policy.weights[index(learning::Head::share)];
  switch (slider) {
    case Slider::adventurous:
      policy.diversity = moved(policy.diversity, 0.05F, 0.7F, v);
      if (policy.explore_every > 0) {
        const auto every = static_cast<float>(policy.explore_every);
        policy.explore_every = static_cast<int>(std::round(moved(every, 3, 20, -v)));
      }
      break;
    case Slider::newness:
      policy.newness_bonus += v;
      break;
    case Slider::length:
      policy.length_bonus += v;
      break;
    case Slider::following:
      policy.following_bonus = moved(policy.following_bonus, 0, 1.25F, v);
      break;
    case Slider::talk:
      comment = talked(comment, v);
      share = talked(share, v);
      break;
  }
}

}  // namespace

std::string_view source_name(Source source) { return source_names[static_cast<std::size_t>(source)]; }
std::string_view slider_name(Slider slider) { return slider_names[static_cast<std::size_t>(slider)]; }

std::string Policy::text() const {
  std::string out = fmt::format("policy {} version {}\n", name, version);
  for (const Title& one : titles)
    out += fmt::format("title {0} {1}\nabout {0} {2}\n", one.language, one.title, one.about);
  out += fmt::format("surface {}\norder {}\nprofiling {}\nlanguages {}\n", surface,
                     order == Order::by_score ? "by_score" : "by_time",
                     profiling == Profiling::uses_history ? "uses_history" : "none",
                     languages == Languages::understood ? "understood" : "declared");
  for (const Take& take : sources)
    out += fmt::format("source {} at most {}\n", source_name(take.source), take.max);
  for (std::size_t h = 0; h < learning::heads_count; ++h)
    if (weights[h] != 0) out += fmt::format("weight {} {:.3f}\n", learning::head_names[h], weights[h]);
  out += fmt::format("following_bonus {:.3f}\nnewness_bonus {:.3f}\nlength_bonus {:.3f}\n", following_bonus,
                     newness_bonus, length_bonus);
  out += fmt::format("untried_bonus {:.3f}\n", untried_bonus);
  // What changes nothing is left out: texts from before there were any keep their digest.
  if (wish_bonus != 0) out += fmt::format("wish_bonus {:.3f}\n", wish_bonus);
  for (const auto& [found, word] : model::Words<model::Integrity>::list)
    if (const float factor = integrity[static_cast<std::size_t>(found)]; factor != 1)
      out += fmt::format("integrity {} {:.3f}\n", word, factor);
  out += fmt::format("drop_seen {}\njudged_max {}\narrange_top {}\ndiversity {:.3f}\n",
                     drop_seen ? "yes" : "no", judged_max, arrange_top, diversity);
  out += fmt::format("author_max_in_20 {}\ntopic_run_max {}\nexplore_every {}\n", author_max_in_20,
                     topic_run_max, explore_every);
  for (const SliderRange& range : sliders)
    out += fmt::format("slider {} from {} to {}\n", slider_name(range.slider), range.min, range.max);
  return out + market.text();
}

base::Digest Policy::digest() const { return base::sha256(base::as_bytes(text())); }

std::uint64_t Policy::mark() const {
  const base::Digest full = digest();
  return base::read_be(base::ByteView{full}.first(8)) >> 1;
}

double newness(std::uint32_t age_s) { return 1.0 / (1.0 + static_cast<double>(age_s) / 86400.0); }

double longness(std::uint32_t duration_ms) {
  const auto ms = static_cast<double>(duration_ms);
  return (ms - 20'000) / (ms + 20'000);
}

Policy tuned(const Policy& policy, std::span<const Setting> settings) {
  Policy out = policy;
  for (const SliderRange& range : policy.sliders) {
    const auto set = std::ranges::find(settings, range.slider, &Setting::slider);
    if (set == settings.end()) continue;
    const int value = std::clamp(set->value, range.min, range.max);
    if (value != 0) move(out, range.slider, static_cast<float>(value) / 100.0F);
  }
  return out;
}

const Policy& home() { return own("home"); }
const Policy& following() { return own("following"); }
const Policy& latest() { return own("latest"); }
const Policy& local() { return own("local"); }
const Policy& non_profiling() { return own("non_profiling"); }

const Shelf& Shelf::built_in() {
  static const Shelf shelf = [] {
    Shelf made;
    for (const auto& file : feed_policies()) {
      auto policy = parse_policy(file.bytes);
      VITRINE_ASSERT(policy.has_value(), "a test reads every file of policies/");
      made.offer(std::move(*policy));
    }
    // The usual one first, whatever the files are called.
    std::ranges::stable_sort(made.offered_, {}, &Policy::surface);
    return made;
  }();
  return shelf;
}

void Shelf::offer(Policy policy) {
  const auto same = std::ranges::find(offered_, policy.name, &Policy::name);
  if (same != offered_.end()) {
    keep(std::exchange(*same, std::move(policy)));
    return;
  }
  offered_.push_back(std::move(policy));
}

void Shelf::keep(Policy policy, const base::Digest& digest) {
  if (with_digest(digest) == nullptr) kept_.push_back({digest, std::move(policy)});
}

const Policy* Shelf::named(std::string_view name) const {
  const auto found = std::ranges::find(offered_, name, &Policy::name);
  return found == offered_.end() ? nullptr : &*found;
}

const Policy& Shelf::chosen(std::string_view name) const {
  for (const std::string_view wanted : {name, std::string_view{"home"}})
    if (const Policy* found = this->named(wanted)) return *found;
  return home();
}

const Policy* Shelf::with_digest(const base::Digest& digest) const {
  for (const Policy& policy : offered_)
    if (policy.digest() == digest) return &policy;
  const auto found = std::ranges::find(kept_, digest, &Kept::digest);
  return found == kept_.end() ? nullptr : &found->policy;
}

}  // namespace vitrine::feed
