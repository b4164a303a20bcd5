#pragma once
// Bringing an export: its file arrives, is looked at, the person sees what will happen and says yes, and it
// is taken in. Start here: begin(). Stateless but for its needs; thread-safe.
#include <optional>

#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "ports/jobs.hpp"
#include "takeout/ports.hpp"
#include "takeout/report.hpp"

namespace vitrine::takeout {

/// The job that looks at an import, and later takes it in; its subject is the import's id.
inline constexpr std::string_view take_in = "take_in";
/// The file waits so long for a yes, and its report so long to be read.
inline constexpr model::Millis import_life{7LL * 24 * 3'600'000};
/// What an account may keep here, and room for the lists.
inline constexpr std::uint64_t import_bytes_max = 21ULL << 30;

class Imports {
 public:
  struct Needs {
    ImportStore& imports;
    TakeoutFiles& files;
    ports::Jobs& jobs;
    const ports::Clock& clock;
    ports::Ids& ids;
  };
  explicit Imports(Needs needs) : needs_(needs) {}

  [[nodiscard]] TakeoutId new_id() { return needs_.ids.unguessable<TakeoutId>(); }

  struct Begun {
    Import sent;
    std::optional<TakeoutId> replaced;  ///< whose file the caller removes after the commit
  };
  /// A file is whole and about to get its name: from now on the sweep leaves it alone. Takes the place of one
  /// that does not run. Errors: conflict "import_under_way".
  Result<Begun> begin(Transaction& tx, AccountId account, TakeoutId id, std::uint64_t bytes);
  /// It has its name: it will be looked at.
  Result<Import> look(Transaction& tx, TakeoutId id);

  /// Nothing: none was sent, or its time is over.
  Result<std::optional<Import>> of(Transaction& tx, AccountId account);
  /// The person says yes to `parts` of it. Errors: not_found "import_absent"; conflict "import_not_asked".
  Result<Import> accept(Transaction& tx, AccountId account, TakeoutId id, const Parts& parts);
  /// Whatever was taken in stays. Errors: not_found "import_absent".
  Result<void> remove(Transaction& tx, AccountId account, TakeoutId id);

  void remove_file(TakeoutId id);  ///< after the commit; trouble is logged, the sweep comes again

 private:
  Result<Import> mine(Transaction& tx, AccountId account, TakeoutId id);
  Needs needs_;
};

}  // namespace vitrine::takeout
