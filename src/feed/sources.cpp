// Stage 1: who could be shown. The sources of the policy are asked in its order, each for at most its `max`;
// a video that several find belongs to the first, and at most candidates_max are found in all.
//
// clang-format off
//   following   the newest of those one follows
//   item_graph  watched well after the last good watches
//   taste       near them by context vectors
//   interest    topics one wants more of
//   tag         topics one likes
//   author      creators one likes
//   sound       sounds of the last good watches
//   rising      hot in this hour and on this day
//   popular     most often watched well, of what is hot
//   fresh       shown to few so far
//   latest      the newest of all
// clang-format on
//
// Lists that several topics or authors have are read in rounds: the newest of each before the second of any.
#include <algorithm>
#include <ranges>
#include <tuple>

#include "feed/stages.hpp"

namespace vitrine::feed {
namespace {

using learning::Library;

// How many of the viewer's topics and authors are asked for more, and how far back each list is read.
constexpr std::size_t topics_asked = 8, authors_asked = 8, sounds_asked = 3, per_topic = 80, per_author = 20;
// Of all one follows so many videos are compared (by time at least 20 of each, so of 10 000 people 200 000).
constexpr std::size_t followed_by_time = 20'000, followed_by_score = 4'000;

class Gathering {
 public:
  explicit Gathering(const Context& context) : context_(context), library_(context.model.library()) {
    found_.reserve(candidates_max);
  }

  void take(const Take& take) {
    left_ = static_cast<std::size_t>(take.max);
    source_ = take.source;
    switch (take.source) {
      case Source::following:
        followed();
        break;
      case Source::item_graph:
        item_graph();
        break;
      case Source::taste:
        taste();
        break;
      case Source::tag:
        topics();
        break;
      case Source::author:
        authors();
        break;
      case Source::interest:
        interests();
        break;
      case Source::sound:
        sounds();
        break;
      case Source::rising:
        rising();
        break;
      case Source::popular:
        popular();
        break;
      case Source::fresh:
        add_newest(library_.fresh(), left_);
        break;
      case Source::latest:
        add_newest(library_.newest(), left_);
        break;
      default:
        break;  // the other words name how a video was reached, not where to look for one
    }
  }
  std::vector<Candidate> finish() {
    look_up(
        found_.size(), [&](std::size_t i) { return found_[i].id; },
        [&](std::size_t i, const learning::Video* video) { found_[i].video = video; });
    return std::move(found_);
  }

 private:
  /// Finds many videos, asking the memory for those to come: they are all over it.
  void look_up(std::size_t count, auto id_of, auto take) const {
    constexpr std::size_t ahead = 16;
    for (std::size_t i = 0; i < count + ahead; ++i) {
      if (i < count) library_.videos().prefetch_slot(id_of(i));
      if (i >= ahead / 2 && i - ahead / 2 < count) library_.videos().prefetch_value(id_of(i - ahead / 2));
      if (i >= ahead) take(i - ahead, library_.find(id_of(i - ahead)));
    }
  }
  /// What is hot, looked up once for the sources that rank it.
  const std::vector<const learning::Video*>& hot() {
    const auto& ids = library_.hot();
    if (hot_.empty())
      look_up(
          ids.size(), [&](std::size_t i) { return ids[i]; },
          [&](std::size_t, const learning::Video* video) {
            if (video != nullptr) hot_.push_back(video);
          });
    return hot_;
  }
  [[nodiscard]] bool full() const { return left_ == 0 || found_.size() >= candidates_max; }
  void add(std::uint64_t id) {
    if (full() || !known_.put(id)) return;
    found_.push_back({nullptr, id, source_});
    --left_;
  }
  void add_newest(const std::vector<std::uint64_t>& list, std::size_t max) {
    for (std::size_t i = 0; i < std::min(max, list.size()); ++i) add(list[list.size() - 1 - i]);
  }
  /// The newest of each list, then the second newest of each: none has to wait for another to end. Lists that
  /// the library does not know are null.
  void add_in_rounds(const std::vector<const Library::List*>& lists, std::size_t rounds) {
    for (std::size_t back = 0; back < rounds && !full(); ++back)
      for (const auto* list : lists)
        if (list != nullptr && back < list->videos.size()) add(list->videos.rbegin()[back]);
  }

  /// By time: the newest of all that those one follows published. By score: in rounds, in each the newest
  /// first, so that of more people than there is room for those come who published last.
  void followed() {
    const bool by_time = context_.policy.order == Order::by_time;
    const auto& follows = context_.query.follows;
    const std::size_t people = std::max<std::size_t>(follows.size(), 1);
    const std::size_t deep = by_time ? std::clamp(followed_by_time / people, per_author, Library::list_max)
                                     : std::clamp<std::size_t>(followed_by_score / people, 1, per_author);
    struct Published {
      std::size_t round;
      std::uint32_t before_s;  ///< the later the smaller
      std::uint64_t id;
      auto operator<=>(const Published&) const = default;
    };
    std::vector<Published> all;
    for (const auto author : follows)
      if (const auto* list = library_.by_author(author.raw()))
        for (std::size_t back = 0; back < std::min(deep, list->videos.size()); ++back)
          all.push_back({by_time ? 0 : back, 0, list->videos.rbegin()[back]});
    look_up(
        all.size(), [&](std::size_t i) { return all[i].id; },
        [&](std::size_t i, const learning::Video* video) {
          if (video != nullptr) all[i].before_s = ~video->published_s;
        });
    // Those that other sources found already are passed over.
    const std::size_t needed = std::min(all.size(), left_ + found_.size());
    std::ranges::partial_sort(all, all.begin() + static_cast<std::ptrdiff_t>(needed));
    for (std::size_t i = 0; i < needed; ++i) add(all[i].id);
  }

  void item_graph() {
    for (const auto& lead : context_.leads.strongest(left_)) add(lead.to);
  }
  /// What is alike to the good watches as a whole. Of a viewer of years the nearest are seen long since, so
  /// these are not looked for.
  void taste() {
    static const IdMap none{0};
    const IdMap& passed_over = context_.policy.drop_seen ? context_.seen : none;
    const auto near = context_.model.graph().near(context_.viewer->good, context_.leads,
                                                  left_ + found_.size(), passed_over);
    for (const auto& one : near) add(one.video);
  }
  void topics() {
    std::vector<std::pair<float, std::uint64_t>> liked;
    for (const auto& topic : context_.viewer->topics) {
      const auto liking = learning::liking_of(*context_.viewer, topic.tag, context_.at_s);
      const float value = liking.months + liking.session;
      if (value > 0) liked.emplace_back(-value, topic.tag);
    }
    std::ranges::sort(liked);
    std::vector<const Library::List*> lists;
    for (const auto& [value, tag] : liked | std::views::take(topics_asked))
      lists.push_back(library_.by_tag(tag));
    add_in_rounds(lists, per_topic);
  }
  void interests() {
    std::vector<const Library::List*> lists;
    for (const auto& topic : context_.viewer->topics)
      if (topic.wish == model::events::Wish::more) lists.push_back(library_.by_tag(topic.tag));
    add_in_rounds(lists, per_topic);
  }
  void authors() {
    std::vector<std::pair<float, std::uint64_t>> liked;
    for (const auto& author : context_.viewer->authors)
      if (author.value > 0) liked.emplace_back(-author.value, author.author);
    std::ranges::sort(liked);
    std::vector<const Library::List*> lists;
    for (const auto& [value, author] : liked | std::views::take(authors_asked))
      lists.push_back(library_.by_author(author));
    add_in_rounds(lists, per_author);
  }
  void sounds() {
    const auto& good = context_.viewer->good;
    std::vector<const Library::List*> lists;
    for (std::size_t i = 0; i < std::min(good.size(), sounds_asked); ++i) {
      const auto* video = library_.find(good[good.size() - 1 - i]);
      if (video != nullptr && video->sound != 0) lists.push_back(library_.by_sound(video->sound));
    }
    add_in_rounds(lists, per_author);
  }
  /// Hot now counts as much as hot today: each is compared in its own half-life.
  void rising() {
    std::vector<std::pair<float, std::uint64_t>> by_heat;
    for (const auto* video : hot()) {
      const auto heat = Library::heat(*video, context_.at_s);
      by_heat.emplace_back(-(heat.hour * 4 + heat.day), video->key);
    }
    std::ranges::sort(by_heat);
    for (const auto& [heat, id] : by_heat) add(id);
  }

  /// Of what is watched these days, what most of those who were shown it watched well; first in the languages
  /// that the viewer's browser asks for. A share is believed once a few showings stand behind it.
  void popular() {
    constexpr float usual = 0.35F, believed_after = 10;
    const auto& speaks = context_.query.speaks;
    std::vector<std::tuple<bool, float, std::uint64_t>> order;
    for (const auto* video : hot()) {
      const bool foreign = !speaks.empty() && !video->language.empty() &&
                           std::ranges::find(speaks, video->language) == speaks.end();
      const float share = (static_cast<float>(video->good) + usual * believed_after) /
                          (static_cast<float>(video->shown) + believed_after);
      order.emplace_back(foreign, -share, video->key);
    }
    std::ranges::sort(order);
    for (const auto& [foreign, share, id] : order) add(id);
  }

  const Context& context_;
  const Library& library_;
  Source source_ = Source::latest;
  std::size_t left_ = 0;
  std::vector<Candidate> found_;
  std::vector<const learning::Video*> hot_;
  IdMap known_{candidates_max};
};

/// When the viewer last saw each video, by id.
IdMap last_seen(const learning::Viewer& viewer, std::uint32_t at_s) {
  IdMap seen{viewer.seen.size()};
  for (const auto& one : std::views::reverse(viewer.seen))  // newest first: the first one put in stays
    if (one.at_s + learning::Viewer::seen_s > at_s) seen.put(one.video, one.at_s);
  return seen;
}

}  // namespace

Context::Context(const Query& query_in, const learning::Model& model_in, const Policy& policy_in)
    : query(query_in),
      model(model_in),
      policy(policy_in),
      at_s(learning::seconds(query_in.at)),
      doubt(model_in, policy_in),
      follows_by_id(set_of(query_in.follows)),
      seen(0) {
  viewer = &nobody;
  if (policy.profiling == Profiling::none) return;
  if (query.sitting) {
    viewer = &*query.sitting;
  } else if (query.viewer.raw() != 0) {
    nobody.key = query.viewer.raw();
    if (const auto* known = model.viewer(query.viewer)) viewer = known;
  }
  for (const auto& topic : viewer->topics) {
    if (topic.wish == model::events::Wish::more) wanted.push_back(topic.tag);
    if (topic.wish == model::events::Wish::less) unwanted.push_back(topic.tag);
  }
  seen = last_seen(*viewer, at_s);
  if (policy.order == Order::by_score) leads = model.graph().leads(viewer->good, at_s);
}

bool Context::follows(std::uint64_t author) const { return follows_by_id.has(author); }

Context::Wished Context::wished(const learning::Video& video) const {
  using model::events::Wish;
  for (const auto& [tags, wish] : {std::pair{&unwanted, Wish::less}, std::pair{&wanted, Wish::more}})
    if (const auto one = std::ranges::find_first_of(*tags, video.tags); one != tags->end())
      return {*one, wish};
  return {};
}

std::vector<Candidate> gather(const Context& context) {
  Gathering gathering{context};
  for (const Take& take : context.policy.sources) gathering.take(take);
  return gathering.finish();
}

}  // namespace vitrine::feed
