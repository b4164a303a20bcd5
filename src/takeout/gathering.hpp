#pragma once
// Reads everything an export holds, from one snapshot of the record: what a person has here as values
// (activity.hpp), the files that go along, and every row of the map of personal data. Thread-safe.
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "accounts/ports.hpp"
#include "catalog/ports.hpp"
#include "privacy/ports.hpp"
#include "social/ports.hpp"
#include "supply/ports.hpp"
#include "takeout/activity.hpp"
#include "takeout/ports.hpp"

namespace vitrine::takeout {

/// One entry to come: from a blob, from a file of ours, or as text.
struct Piece {
  std::string entry;
  std::optional<model::BlobKey> blob = {};
  std::optional<std::filesystem::path> file = {};
  std::string text = {};
  std::uint64_t bytes = 0;
};

struct Gathered {
  Archive archive;
  std::vector<Piece> pieces;  ///< in the order of the clips
  std::vector<privacy::Copied> personal;
  std::int64_t left_out = 0;  ///< clips that cannot be played (yet): their rows are in `personal`
};

class Gathering {
 public:
  struct Needs {
    accounts::AccountStore& accounts;
    catalog::VideoStore& videos;
    catalog::IncomingFiles& originals;
    social::RelationStore& relations;
    social::ReactionStore& reactions;
    social::CommentStore& comments;
    supply::ChoiceStore& choices;
    privacy::PersonalRows& rows;
    /// (video, when) of what they watched, newest first.
    std::function<std::vector<Mark>(model::ViewerId)> history;
  };
  explicit Gathering(Needs needs) : needs_(std::move(needs)) {}

  enum class Media { with, without };
  /// Errors: not_found "account_absent"; those of the stores.
  Result<Gathered> gather(Transaction& tx, AccountId account, Media media);

 private:
  Result<void> add_clips(Transaction& tx, AccountId account, Media media, Gathered& out);
  Result<void> add_clip(Transaction& tx, const catalog::Video& video, const catalog::MediaFiles& files,
                        Media media, Gathered& out);
  Result<void> add_people(Transaction& tx, AccountId account, Archive& archive);
  Result<void> add_marks(Transaction& tx, AccountId account, Archive& archive);
  Result<void> add_notes(Transaction& tx, AccountId account, Archive& archive);
  Result<void> add_settings(Transaction& tx, const accounts::Account& account, Archive& archive);
  Needs needs_;
};

/// Every row this house holds about somebody, as JSON: of the page "what Vitrine knows about you" and of
/// every export.
[[nodiscard]] std::string personal_text(std::string_view handle, Instant made_at,
                                        std::span<const privacy::Copied> copied);

}  // namespace vitrine::takeout
