#pragma once
// Takes an opened file in, for one account: first as a plan that changes nothing, then for real. Everything
// goes through the doors people use (uploads, edits, follows), with its old times; what is here already is
// left alone, so a run that was cut short goes on where it was. Start here: plan(), carry_out(). Thread-safe.
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "accounts/accounts.hpp"
#include "catalog/uploads.hpp"
#include "catalog/videos.hpp"
#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "social/relations.hpp"
#include "supply/feed_service.hpp"
#include "takeout/opened.hpp"
#include "takeout/ports.hpp"
#include "takeout/report.hpp"

namespace vitrine::takeout {

class Bringing {
 public:
  struct Needs {
    ports::Record& record;
    ImportStore& imports;
    accounts::Accounts& accounts;
    catalog::Videos& videos;
    catalog::Uploads& uploads;
    social::Relations& relations;
    social::ReactionStore& reactions;
    social::CommentStore& comments;
    supply::FeedService& feed;
    const ports::Clock& clock;
    ports::Ids& ids;
    base::Bytes own_key;  ///< of this house
    /// Makes somebody's picture from bytes they brought.
    std::function<Result<void>(AccountId, base::ByteView)> set_portrait;
    /// Fewer people may see it from now on: whoever remembers who may forgets that. May be missing.
    std::function<void(model::VideoId)> narrowed = {};
  };
  explicit Bringing(Needs needs) : needs_(std::move(needs)) {}

  /// What would happen. One snapshot, changes nothing.
  Result<Report> plan(AccountId account, const Opened& file);

  /// `beat(done)` is asked often, with a number between 0 and 1, and may stop it. `report`, as plan() or a
  /// run that was cut short left it, tells at any time what came; single things that cannot be taken in are
  /// in its troubles. Errors: those of the record and of `beat`.
  using Beat = std::function<Result<void>(double done)>;
  Result<void> carry_out(AccountId account, const Opened& file, const Parts& parts, Report& report,
                         const Beat& beat);

 private:
  struct Run;
  struct Person {
    AccountId account;
    social::Relation relation;
  };
  Result<std::map<std::string, Person>> people(Transaction& tx, AccountId account,
                                               const std::vector<std::string>& handles);
  Result<std::optional<model::VideoId>> here(Transaction& tx, AccountId account, base::ByteView house_key,
                                             std::string_view id);
  Result<void> plan_clips(Transaction& tx, AccountId account, const Opened& file, Report& report);
  Result<void> plan_marks(Transaction& tx, AccountId account, const Opened& file, social::Reaction kind,
                          Tally& tally);
  Result<void> plan_people(Transaction& tx, AccountId account, const Opened& file, Report& report);
  Result<std::map<std::string, catalog::Video>> visible(Transaction& tx, AccountId account,
                                                        const std::vector<Mark>& marks);

  Result<void> profile(Run& run);
  Result<void> settings(Run& run);
  Result<void> clips(Run& run);
  Result<void> clip(Run& run, const Clip& clip);
  Result<std::optional<catalog::Upload>> start(Run& run, const Clip& clip, const ZipEntry& entry);
  Result<void> send(Run& run, const catalog::Upload& upload, const ZipEntry& entry);
  Result<void> complete(Run& run, const Clip& clip, const catalog::Upload& upload);
  Result<void> captions(Run& run, Transaction& tx, const Clip& clip, model::VideoId video, Report& report);
  Result<void> notes(Run& run);
  Result<void> note(Run& run, Transaction& tx, const Note& note, model::VideoId video);
  Result<void> marks(Run& run);
  Result<void> follows(Run& run);
  Result<void> apart(Run& run);

  Needs needs_;
};

}  // namespace vitrine::takeout
