#pragma once
// Asking for one's export, looking how far it is, fetching it, letting it go. Start here: ask(). Stateless
// but for its needs; thread-safe.
#include <optional>

#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "ports/jobs.hpp"
#include "takeout/gathering.hpp"
#include "takeout/ports.hpp"

namespace vitrine::takeout {

/// The job that packs an export; its subject is the export's id.
inline constexpr std::string_view make_export = "make_export";
/// Long enough for a holiday's end, short enough that a copy of everything does not lie around.
inline constexpr model::Millis export_life{7LL * 24 * 3'600'000};

class Exports {
 public:
  struct Needs {
    ExportStore& exports;
    TakeoutFiles& files;
    ports::Jobs& jobs;
    const ports::Clock& clock;
    ports::Ids& ids;
  };
  explicit Exports(Needs needs) : needs_(needs) {}

  struct Asked {
    Export made;
    std::optional<TakeoutId> replaced;  ///< whose file the caller removes after the commit
  };
  /// Takes the place of one that is done. Errors: conflict "export_under_way".
  Result<Asked> ask(Transaction& tx, AccountId account, Gathering::Media media);
  /// Nothing: none was asked for, or it has expired.
  Result<std::optional<Export>> of(Transaction& tx, AccountId account);
  /// To be fetched. Errors: not_found "export_absent", also for somebody else's, expired and unfinished ones.
  Result<Export> ready(Transaction& tx, AccountId account, TakeoutId id);
  /// Also one that is being packed: its worker learns of it. Errors: not_found "export_absent".
  Result<void> remove(Transaction& tx, AccountId account, TakeoutId id);

  void remove_file(TakeoutId id);  ///< after the commit; trouble is logged, the sweep comes again

 private:
  Needs needs_;
};

/// "Vitrine's export of @ada" as the name of a file.
[[nodiscard]] std::string export_file_name(std::string_view handle, Instant made_at);

}  // namespace vitrine::takeout
