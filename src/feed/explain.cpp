// A score told as a sum. Probabilities are not additive, log-odds are: the change of each probability from
// its base to its value is shared among the parts of its log-odds in proportion, which is the integrated
// gradient of the logistic along the straight line between them (Sundararajan, Taly, Yan 2017). The base has
// what rounding leaves over, so the terms sum to the very score that ranked.
#include <algorithm>
#include <cmath>

#include "feed/stages.hpp"
#include "learning/numeric.hpp"

namespace vitrine::feed {
namespace {

using learning::Ground;
using learning::grounds_count;
using learning::heads_count;

constexpr std::array<Evidence, grounds_count> evidence_of{
    Evidence::habits,      // viewer
    Evidence::video,       // video
    Evidence::author,      // author
    Evidence::topic,       // tag
    Evidence::habits,      // viewer_surface
    Evidence::length,      // duration_surface
    Evidence::sound,       // sound
    Evidence::you_topic,   // topic
    Evidence::you_topic,   // session
    Evidence::you_author,  // author_taste
    Evidence::kindred,     // affinity
    Evidence::watched,     // graph
    Evidence::length,      // duration
    Evidence::moment,      // surface
    Evidence::moment,      // hour
    Evidence::age,         // age
    Evidence::moment,      // gap
    Evidence::habits,      // again
    Evidence::base,        // base
};
constexpr std::array<std::string_view, evidence_count> names{
    "base",    "you_topic",  "you_author", "watched",    "follows",  "habits", "video",
    "author",  "topic",      "sound",      "length",     "age",      "moment", "recency",
    "untried", "unoriginal", "disputed",   "borderline", "you_said", "kindred"};

double exact_logistic(double x) { return static_cast<double>(learning::logistic(static_cast<float>(x))); }

/// What each evidence adds to the score, and through which prediction most.
struct Shares {
  std::array<double, evidence_count> value{};
  std::array<learning::PerHead<double>, evidence_count> change{};  ///< of each probability
};

Shares shares_of(const learning::Parts& parts, const learning::PerHead<float>& predicted,
                 const Policy& policy) {
  Shares shares;
  for (std::size_t h = 0; h < heads_count; ++h) {
    const double weight = policy.weights[h];
    const double base = parts[index(Ground::base)][h];
    double delta = 0;
    for (std::size_t g = 0; g + 1 < grounds_count; ++g) delta += parts[g][h];
    const double from = exact_logistic(base), to = static_cast<double>(predicted[h]);
    // A prediction is known to 1e-7 or so: of a small change that would be too much of it.
    const double slope = std::abs(delta) < 1e-3 ? from * (1 - from) : (to - from) / delta;
    const auto share = [&](Evidence evidence, double change) {
      const auto e = static_cast<std::size_t>(evidence);
      shares.change[e][h] += change;
      shares.value[e] += weight * change;
    };
    share(Evidence::base, to - slope * delta);
    for (std::size_t g = 0; g + 1 < grounds_count; ++g) share(evidence_of[g], slope * parts[g][h]);
  }
  return shares;
}

void tell_of(const Context& context, const learning::Topic& topic, Term& term) {
  term.tag = context.model.library().word_of(topic.tag);
  term.shown = topic.shown;
  term.finished = topic.finished;
  term.liked = topic.liked;
  term.skipped = topic.skipped;
}

/// The tag whose opinion moved the score most, with what it rests on.
void tell_topic(const Context& context, const learning::Video& video, Term& term) {
  const learning::Topic* strongest = nullptr;
  float most = 0;
  for (const std::uint64_t tag : video.topics) {  // those that are judged
    const auto* topic = tag == 0 ? nullptr : context.viewer->topic(tag);
    if (topic == nullptr) continue;
    const auto liking = learning::liking_of(*context.viewer, tag, context.at_s);
    const float strength = liking.weight * (std::abs(liking.months) + std::abs(liking.session));
    if (strongest != nullptr && strength <= most) continue;
    strongest = topic;
    most = strength;
  }
  if (strongest == nullptr) {
    if (!video.tags.empty()) term.tag = context.model.library().word_of(video.tags.front());
    return;
  }
  tell_of(context, *strongest, term);
  // Of two wishes the one that the policy weighs is told as said; the other stays an opinion.
  const bool weighed = context.wished(video).tag == strongest->tag;
  if (weighed && ((strongest->wish == model::events::Wish::more && term.value > 0) ||
                  (strongest->wish == model::events::Wish::less && term.value < 0)))
    term.evidence = Evidence::you_said;
}

void tell(const Context& context, const learning::Video& video, Term& term) {
  switch (term.evidence) {
    case Evidence::you_topic:
      tell_topic(context, video, term);
      break;
    case Evidence::you_author:
      term.author = model::AccountId{video.author};
      if (const auto* author = context.viewer->author(video.author)) {
        term.shown = author->shown;
        term.finished = author->finished;
        term.liked = author->liked;
        term.skipped = author->skipped;
      }
      break;
    case Evidence::watched:
      if (const auto tie = context.model.graph().tie(context.viewer->good, video.key, context.at_s);
          tie.strength > 0)
        term.video = model::VideoId{tie.via};
      break;
    case Evidence::video:
      term.video = model::VideoId{video.key};
      term.shown = video.shown;
      term.finished = video.good;
      break;
    case Evidence::author:
    case Evidence::follows:
      term.author = model::AccountId{video.author};
      break;
    case Evidence::topic:
      if (!video.tags.empty()) term.tag = context.model.library().word_of(video.tags.front());
      break;
    case Evidence::you_said:
      if (const auto* topic = context.viewer->topic(context.wished(video).tag))
        tell_of(context, *topic, term);
      break;
    case Evidence::untried:
      term.shown = video.shown;
      break;
    case Evidence::habits:
      term.shown = context.viewer->shown;
      break;
    default:
      break;
  }
}

/// The prediction a term is told by: what the viewer did themselves where that is its ground, otherwise the
/// one it changes the score through most.
learning::Head signal_of(const Term& term, const learning::PerHead<double>& change, const Policy& policy) {
  using enum learning::Head;
  if (term.evidence == Evidence::you_topic || term.evidence == Evidence::you_author) {
    const auto mostly = [&](std::uint32_t times, learning::Head head) {
      return 2 * times > term.shown && policy.weights[index(head)] * change[index(head)] != 0;
    };
    if (term.value > 0 && mostly(term.liked, like)) return like;
    if (term.value > 0 && mostly(term.finished, finish)) return finish;
    if (term.value < 0 && mostly(term.skipped, skip)) return skip;
    return watched;  // none of these may be said of them
  }
  auto strongest = finish;
  for (std::size_t h = 0; h < heads_count; ++h)
    if (std::abs(policy.weights[h] * change[h]) >
        std::abs(policy.weights[index(strongest)] * change[index(strongest)]))
      strongest = static_cast<learning::Head>(h);
  return strongest;
}

}  // namespace

std::string_view evidence_name(Evidence evidence) { return names[static_cast<std::size_t>(evidence)]; }

namespace {

/// What the policy adds for a wish is told with what the wish changes in the predictions: it is one wish.
void join_wishes(std::vector<Term>& terms) {
  const auto first = std::ranges::find(terms, Evidence::you_said, &Term::evidence);
  if (first == terms.end()) return;
  const auto second = std::find_if(std::next(first), terms.end(),
                                   [](const Term& term) { return term.evidence == Evidence::you_said; });
  if (second == terms.end()) return;
  first->value += second->value;
  terms.erase(second);
}

/// `sum` is the score before what moderators found of it counts.
std::vector<Term> terms_of(const Context& context, const learning::Video& video, const Shares& shares,
                           double sum) {
  std::vector<Term> terms;
  for (std::size_t e = 0; e < evidence_count; ++e) {
    const auto evidence = static_cast<Evidence>(e);
    Term term{.evidence = evidence, .value = shares.value[e] + leaning(context, video, evidence)};
    if (term.evidence == Evidence::follows && context.follows(video.author)) {
      term.x = 1;
      term.weight = term.value = context.policy.following_bonus;
    }
    if (term.value == 0) continue;
    tell(context, video, term);
    if (term.evidence == Evidence::untried) {
      term.x = context.doubt.of(video.shown);
      term.weight = context.policy.untried_bonus;
    } else if (evidence == Evidence::you_said) {
      term.x = term.value > 0 ? 1 : -1;
      term.weight = context.policy.wish_bonus;
    } else if (term.evidence != Evidence::follows) {
      const auto head = signal_of(term, shares.change[e], context.policy);
      term.signal = head;
      term.x = shares.change[e][index(head)];
      term.weight = context.policy.weights[index(head)];
    }
    terms.push_back(std::move(term));
  }
  join_wishes(terms);
  const Finding found = finding(context.policy, video);
  if (const double taken = found.of(sum); taken != 0)
    terms.push_back({.evidence = found.evidence, .x = sum, .weight = found.weight, .value = taken});
  std::ranges::stable_sort(terms, [](const Term& a, const Term& b) {
    const bool a_base = a.evidence == Evidence::base, b_base = b.evidence == Evidence::base;
    return a_base != b_base ? b_base : std::abs(a.value) > std::abs(b.value);
  });
  return terms;
}

}  // namespace

void explain(const Context& context, const Scored& scored, Item& item) {
  const learning::Video& video = *scored.candidate.video;
  const auto shown = context.model.impression(*context.viewer, video, context.query.surface, context.at_s);
  item.readings =
      learning::read(shown, learning::rows_of(context.model.table(), shown), context.model.overall());
  item.score = scored.score;
  if (context.policy.order == Order::by_time) {
    item.terms = {{.evidence = Evidence::recency, .x = scored.score, .weight = 1, .value = scored.score}};
    return;
  }
  item.predicted = learning::probabilities(scored.log_odds);
  const learning::Parts parts = context.model.scorer().explain(item.readings);
  item.terms = terms_of(context, video, shares_of(parts, item.predicted, context.policy),
                        sum_of(context, video, scored.log_odds));
}

}  // namespace vitrine::feed
