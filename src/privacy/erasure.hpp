#pragma once
// How an account goes. Start here: ask(), carry_out_due().
//
//   ask        the account is on its way out; the person gets a code to keep
//   take_back  they signed in again within the grace period: nothing happened
//   carry out  after it: videos and files, what the model learned, every row the map declares; then the
//              database's own leftovers, and a signed certificate that the code opens
//
// Every step may be repeated: a process killed half-way goes on where it was. Rows are found by the map, so
// nothing is forgotten that is declared, and nothing that is stored is undeclared (see map.cpp).
// Thread-safe; carry_out_due() by one thread at a time.
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ports/clock.hpp"
#include "ports/rng.hpp"
#include "privacy/ports.hpp"

namespace vitrine::privacy {

/// Long enough to change one's mind and to notice that somebody else did this.
inline constexpr model::Millis grace_period{14LL * 24 * 3'600'000};

/// What only the owners of the data can do. Each bears being called again.
struct ErasureSteps {
  /// Every video, draft and upload of theirs, with its files; how many. In transactions of its own.
  std::function<Result<std::int64_t>(AccountId)> remove_videos;
  /// What the model learned and what the event log holds; how many events. Outside any transaction. Viewer 0
  /// is everybody without account: of whom comes back with a backup, nobody can tell which events were
  /// theirs.
  std::function<Result<std::int64_t>(const Person&)> forget_viewer;
  /// Takes them out of what is others': counts, threads, notifications.
  std::function<Result<void>(Transaction&, const Person&)> take_out;
  /// Says that destroy_key() is to come: should the process die before, the next start does it.
  std::function<Result<void>(AccountId)> let_key_go;
  /// The key with which their sealed columns can be read: after it nobody can, backups included.
  std::function<Result<void>(AccountId)> destroy_key;
  /// Leftovers of the database and files nobody names any more.
  std::function<Result<void>()> scrub;
};

class Erasure {
 public:
  struct Needs {
    ports::Record& record;
    PersonalRows& rows;
    FarewellStore& farewells;
    const Signer& signer;
    const ports::Clock& clock;
    ports::Rng& rng;
    ErasureSteps steps;
  };
  explicit Erasure(Needs needs) : needs_(std::move(needs)) {}

  struct Asked {
    Instant due_at{};
    std::string code;  ///< 26 characters of a-z 2-7, 130 random bits; shown once
  };
  /// Errors: conflict "farewell_asked".
  Result<Asked> ask(Transaction& tx, const Person& person);
  /// Whether there was anything to take back; once it is due there is no way back.
  Result<bool> take_back(Transaction& tx, AccountId account);
  Result<std::optional<Farewell>> farewell(Transaction& tx, AccountId account);

  struct State {
    std::optional<Farewell> waiting;
    std::optional<Certificate> done;
  };
  /// Neither: the code is unknown, or the farewell was taken back.
  Result<State> state(Transaction& tx, std::string_view code);

  /// For accounts that left and are there again with an older copy of the record: they are due at once. Their
  /// certificate is the one they have.
  Result<void> ask_again(Transaction& tx, std::span<const AccountId> accounts);

  /// Erases the accounts that are due, at most `max`; how many went. One that fails is left for the next
  /// time.
  Result<int> carry_out_due(int max);

 private:
  Result<void> carry_out(const Farewell& farewell);
  Needs needs_;
  bool scrub_due_ = false;  ///< until it succeeds: somebody may hold the file
};

}  // namespace vitrine::privacy
