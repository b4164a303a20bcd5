#pragma once
// "Those who watched this to the end next watched that": a directed graph, learned in one pass, fading with
// time. Real-time, explainable ("because you watched X") and strong: on MovieLens-1M such a graph alone
// reaches HR@10 .278 where SASRec (Kang, McAuley 2018) is published with .239. Ours keeps, per video, its
// strongest followers.
//
// Beside its edges each video has a context vector (learning/context_vector.hpp): near() walks the graph for
// the videos that point where a viewer goes.
//
// One writer or many readers. Memory: at most edges_max * 18 + 176 bytes per video that was ever watched
// well.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/hash.hpp"
#include "base/id_map.hpp"
#include "base/prefetch.hpp"
#include "base/wire.hpp"
#include "learning/chunks.hpp"
#include "learning/context_vector.hpp"
#include "learning/kernels.hpp"
#include "learning/keyed_store.hpp"
#include "learning/short_list.hpp"

namespace vitrine::learning {

/// Videos that somebody watched well, newest last. Beside each stands the number of its node, or 0, which
/// saves looking it up; what is learned does not depend on it.
using GoodWatches = ShortList<std::uint64_t, std::uint32_t>;

class ItemGraph {
 public:
  static constexpr std::size_t edges_max = 64;    // more changed HR@10 by less than .002
  static constexpr std::size_t window = 8;        // how many earlier good watches lead to a new one
  static constexpr std::size_t window_read = 20;  // and how many tell what may come next
  static constexpr float half_life_s = 30 * 86400.0F;

  struct Edge {
    std::uint64_t to = 0;  ///< 0: a free place
    float weight = 0;
    std::uint32_t touched_s = 0;
  };
  /// A video's edges. Which line of cache an edge may lie in, four of them, is told by its target: finding
  /// it, adding it and giving up the weakest for it read that line and nothing else. While there is room
  /// lines double rather than give up anything. Marks of the targets stand side by side, for who looks for
  /// many.
  class Edges {
   public:
    static constexpr std::size_t per_line = 4;
    static constexpr std::size_t first_room = 2 * per_line;

    Edges() = default;
    Edges(const Edges& other);
    Edges(Edges&& other) noexcept
        : memory_(std::exchange(other.memory_, nullptr)), room_(std::exchange(other.room_, 0)) {}
    Edges& operator=(Edges other) noexcept {
      std::swap(memory_, other.memory_);
      std::swap(room_, other.room_);
      return *this;
    }
    ~Edges();

    /// All places, the free ones too; those of a line are taken from its first on.
    [[nodiscard]] std::span<const Edge> places() const { return {edges(), room_}; }
    [[nodiscard]] std::size_t count() const;
    /// Bit i: whether the edge at place i may lead to one of `videos`; mostly it does.
    [[nodiscard]] std::uint64_t likely_to(std::span<const std::uint64_t> videos) const;
    /// Space-saving with a cost (Metwally, Agrawal, El Abbadi 2005), among four: in a full line a newcomer
    /// first wears the weakest edge down.
    void strengthen(std::uint64_t to, float weight, std::uint32_t at_s);
    void forget(std::uint64_t to);

    void prefetch_marks() const;                  ///< what likely_to() reads
    void prefetch_line(std::uint64_t to) const {  ///< what strengthen() reads
      if (room_ > 0) base::prefetch<base::Intent::write>(edges() + line_of(to));
    }
    [[nodiscard]] std::size_t bytes() const { return room_ == 0 ? 0 : bytes_of(room_); }

    void write(base::WireWriter& out) const;
    void read(base::WireReader& in);

   private:
    /// Whole lines: marks are looked at 32 at a time.
    [[nodiscard]] static std::size_t marks_bytes_of(std::size_t room) { return (2 * room + 63) / 64 * 64; }
    [[nodiscard]] static std::size_t bytes_of(std::size_t room) {
      return marks_bytes_of(room) + room * sizeof(Edge);
    }
    [[nodiscard]] const Edge* edges() const {
      return reinterpret_cast<const Edge*>(memory_ + marks_bytes_of(room_));
    }
    [[nodiscard]] Edge* edges() { return const_cast<Edge*>(std::as_const(*this).edges()); }
    /// The first place of it.
    [[nodiscard]] std::size_t line_of(std::uint64_t to) const {
      return base::mix64(to) % room_ / per_line * per_line;
    }
    void put(std::size_t place, const Edge& edge);
    /// Into the first free place of its line; whether there was one.
    bool add(const Edge& edge);
    void make_room(std::size_t room);

    std::byte* memory_ = nullptr;  ///< marks, then edges
    std::uint32_t room_ = 0;       ///< a power of two, at most edges_max; few edges have first_room
  };
  struct Node {
    std::uint64_t key = 0;
    float watched = 0;  ///< good watches, fading like the edges
    std::uint32_t touched_s = 0;
    [[no_unique_address]] Edges edges;
    std::uint32_t label = 0;  ///< in others' context vectors; no other video ever has it, and only this tells
  };
  static_assert(sizeof(Node) == 32, "two in a line of cache");

  /// Which edges between a good watch and those before grow when it is over, as bits, the watch before it
  /// first: one step of 1 / sqrt(steps back) on average, made as a whole one as often as that. It says nearly
  /// as much for half the work (HR@10 of KuaiRand by this graph alone .073, with each made in part .077).
  /// By chance of the ids and the time, so the same everywhere.
  struct Draws {
    std::uint32_t there = 0, back = 0;
  };
  [[nodiscard]] static Draws drawn(std::span<const std::uint64_t> before, std::uint64_t to,
                                   std::uint32_t at_s);
  /// The last of `watches` was watched well after the others; notes the numbers of the nodes it looked up.
  /// `number`: what prefetch_node() answered for it, or 0.
  void learn(GoodWatches& watches, std::uint32_t at_s, std::uint32_t number = 0);
  /// Exact: every edge to and from it goes, and its vector; what it told other vectors can no longer be told
  /// from chance, since its label is gone. Cost: one pass over the graph.
  void forget(std::uint64_t video);

  /// One step from somewhere to somewhere.
  struct Lead {
    std::uint64_t to;
    float strength;
    std::uint64_t via;  ///< the watch that leads here most
  };
  /// Where a few good watches lead, each video once: a source of candidates.
  class Leads {
   public:
    [[nodiscard]] const std::vector<Lead>& all() const { return leads_; }  ///< in no telling order
    /// Strongest first, ties by id.
    [[nodiscard]] std::vector<Lead> strongest(std::size_t max) const;

   private:
    friend class ItemGraph;
    void take(const Lead& step);
    std::vector<Lead> leads_;
    std::vector<float> best_;           ///< of each, the strongest single step
    std::vector<std::uint32_t> slots_;  ///< number of a lead + 1; a power of two, at most half full
  };
  /// Where the good watches `recent` (newest last; the last `window_read` count) lead. About 20 us.
  [[nodiscard]] Leads leads(std::span<const std::uint64_t> recent, std::uint32_t at_s) const;
  /// How closely `to` is tied to the good watches `recent`, and to which most: what its own edges say of
  /// the last `window_read` of them, so that one video is looked at instead of all. On KuaiRand as good a
  /// reading as what leads() would say (docs/experiments.md). Strength 0: nothing ties them. `number`: what
  /// prefetch_node() answered for `to`, or 0.
  [[nodiscard]] Lead tie(const GoodWatches& recent, std::uint64_t to, std::uint32_t at_s,
                         std::uint32_t number = 0) const;

  struct Near {
    std::uint64_t video;
    float likeness;
  };
  /// The videos most alike to where the good watches `recent` go, nearest first, ties by id: best-first
  /// search with the graph for the proximity graph (Malkov, Yashunin 2018). It begins where they lead, which
  /// is `leads`, and twice follows all edges of the eight nearest found so far; on KuaiRand a thousand of
  /// 6500 videos are compared, and about as much of what was watched next is found as by comparing all
  /// (docs/experiments.md). Not those of `recent` nor of `passed_over`, which still lead on, nor what points
  /// elsewhere (likeness 0 or less). About 130 us.
  [[nodiscard]] std::vector<Near> near(std::span<const std::uint64_t> recent, const Leads& leads,
                                       std::size_t max, const base::IdMap& passed_over) const;

  // Three steps of a tie() or a learn() that is to come, each some time after the one before.
  void prefetch_slot(std::uint64_t video) const { nodes_.prefetch_slot(video); }
  std::uint32_t prefetch_node(std::uint64_t video) const { return nodes_.prefetch_value(video); }
  // `number`: what prefetch_node() answered.
  void prefetch_marks(std::uint64_t video, std::uint32_t number) const {
    if (const Node* node = nodes_.likely(video, number)) node->edges.prefetch_marks();
  }
  /// What learn() of a good watch reads beside the edges.
  void prefetch_context(std::uint32_t number) const {
    if (number != 0 && number <= contexts_.size())
      base::prefetch_whole<base::Intent::write>(&contexts_[number - 1]);
  }
  void prefetch_likely(std::uint32_t number) const { nodes_.prefetch_number(number); }
  void prefetch_edge(std::uint64_t from, std::uint32_t number, std::uint64_t to) const {
    if (const Node* node = nodes_.likely(from, number)) node->edges.prefetch_line(to);
  }

  [[nodiscard]] std::size_t bytes() const;

  void write(base::WireWriter& out) const;
  void read(base::WireReader& in);

 private:
  /// How much a watch counts that lies so many further back than the newest.
  static constexpr std::array<float, window_read> weight_of_step = [] {
    std::array<float, window_read> weights{1};
    for (std::size_t i = 1; i < weights.size(); ++i) weights[i] = weights[i - 1] * 0.93F;
    return weights;
  }();

  [[nodiscard]] static float watched_at(const Node& node, std::uint32_t at_s);
  /// The edge's part of the strength, before the target's popularity is divided out.
  [[nodiscard]] static float pull(const Node& from, const Edge& edge, std::uint32_t at_s);
  [[nodiscard]] float rarity(std::uint64_t video, std::uint32_t at_s) const;
  /// Its number, made if it is new.
  std::uint32_t number_of(std::uint64_t video);
  [[nodiscard]] std::optional<ViewerVector> vector_of(std::span<const std::uint64_t> recent) const;
  class Walk;

  KeyedStore<Node> nodes_;
  Chunks<ContextVector> contexts_;  ///< of each node, at the same place
  std::uint32_t labels_ = 0;        ///< given so far
};

}  // namespace vitrine::learning
