#pragma once
// What a page asks of the model: what would this viewer think of each of these thousand videos, now? Every
// answer has the same bits as Model::impression, read and Scorer::judge give for one video alone (a test
// compares them); what the videos have in common (viewer, author, tags, length) is read once.
//
// For one page, one thread, while the model stands still. Cost: about 0.5 us a video, in any order, also
// where the table is far larger than the caches: rows are asked for before they are needed.
#include <span>
#include <vector>

#include "learning/model.hpp"

namespace vitrine::learning {

class Judging {
 public:
  /// `viewer` outlives the object. `videos_max` is how many will be judged.
  Judging(const Model& model, const Viewer& viewer, std::uint32_t surface, std::uint32_t at_s,
          std::size_t videos_max);

  /// One answer per video, in order; none may be nullptr.
  void judge(std::span<const Video* const> videos, std::span<LogOdds> answers);

 private:
  /// What an aspect shows, if there is a row of it; to be read when the batch's looks are finished.
  struct Shows {
    bool there = false;
    Piece piece;
    Shows() {}  // a piece is 68 bytes, written when there is one
  };
  /// A row that will be looked for; 0: there is none.
  struct Sought {
    std::uint64_t key = 0;
    const Row* likely = nullptr;  ///< once it is asked for
  };
  using Tags = std::array<std::uint64_t, Impression::tags_used>;
  struct OfAuthor {
    std::uint64_t author = 0;
    Sought alone_row;
    bool asked = false, read = false;
    float taste = 0;
    Shows alone;
    explicit OfAuthor(std::uint64_t of) : author(of) {}
  };
  struct OfTag {
    std::uint64_t tag = 0;
    Sought row;
    bool asked = false;
    Liking liking;  ///< of the viewer
  };
  struct OfTags {
    Tags tags{};
    std::array<std::uint32_t, Impression::tags_used> each{};  ///< numbers of OfTag + 1
    bool asked = false, read = false;
    float topic = 0, session = 0;
    const LatentFactors* factors = nullptr;  ///< of the first
    Shows alone;
    explicit OfTags(const Tags& of) : tags(of) {}
  };
  struct OfLength {
    bool read = false;
    Shows on_surface;
  };
  using Numbers = std::vector<std::uint32_t>;  ///< of entries + 1 by hash: open addressing, never full
  /// What judging one video needs.
  struct Wanted {
    const Video* video = nullptr;
    float duration_s = 0;
    std::uint64_t length = 0;
    Sought own_row, sound_row;
    const LatentFactors* factors = nullptr;
    std::uint32_t node = 0;  ///< number of its node in the graph, mostly
    std::uint32_t author = 0, tags_entry = 0;
    Shows own, sound;
  };
  /// Videos go through three rounds: what finds their rows is asked for, so many videos later the rows are,
  /// as many later these are read. Memory answers meanwhile.
  static constexpr std::size_t at_once = 16;
  using Batch = std::array<Wanted, at_once>;

  /// Rows that are looked at together.
  struct Looks {
    std::array<Look, glances_at_once> list;
    std::size_t count = 0;
  };

  void want(const Video& video, Wanted& wanted);
  void ask(Wanted& wanted);
  [[nodiscard]] std::uint32_t author_entry(std::uint64_t author);
  [[nodiscard]] std::uint32_t tag_entry(std::uint64_t tag);
  [[nodiscard]] std::uint32_t tags_entry(const Tags& tags);
  void read(Wanted& wanted);
  void read(OfAuthor& entry);
  void read(OfTags& entry);
  void read(OfLength& entry, std::uint64_t length);
  void look(Aspect aspect, const Sought& sought, Shows& shows);
  [[nodiscard]] const Row* row_of(const Sought& sought) const;
  void look_at_once(Aspect aspect, std::uint64_t key, Shows& shows);  ///< 0: there is no row
  void look(Aspect aspect, std::span<const Row* const> rows, Shows& shows);
  void look(Aspect aspect, const Row* row, Shows& shows);
  void finish();
  Sought search(std::uint64_t key) const;  ///< asks memory for what finds a row
  void ask(Sought& row) const;             ///< for a row that will be needed
  void note_seen();
  [[nodiscard]] const Seen* last_time(std::uint64_t video) const;
  [[nodiscard]] std::uint64_t personal(Aspect aspect, std::uint64_t b) const;
  [[nodiscard]] LogOdds answer(const Wanted& wanted) const;

  const Model& model_;
  const Viewer& viewer_;
  std::uint32_t surface_, at_s_;
  Lens lens_;
  Judge judge_;
  std::array<Piece, aspects_count> none_;  ///< where there are no rows
  Shows viewer_alone_, viewer_surface_;
  Impression common_;            ///< what all showings have in common
  Circumstances circumstances_;  ///< of these
  std::array<OfLength, bucket_values> lengths_;
  std::vector<OfAuthor> authors_;
  std::vector<OfTag> single_tags_;
  std::vector<OfTags> tags_;
  Numbers authors_by_id_, tags_by_id_, tags_by_set_, seen_by_video_;
  Looks looks_;
  std::array<Row, at_once + 1> spaces_;  ///< for rows pooled from several, until they were looked at
  std::size_t spaces_used_ = 0;
};

}  // namespace vitrine::learning
