#pragma once
// What the record of openings asks of its store (adapters/sql, tables transparency_opening and
// transparency_reading).
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/ids.hpp"
#include "model/opening.hpp"
#include "model/time.hpp"
#include "ports/record.hpp"

namespace vitrine::transparency {

using base::Result;
using model::AccountId;
using model::Instant;
using model::OpeningId;
using model::OpeningKind;
using model::VideoId;
using ports::Transaction;

/// Somebody of the staff may look at something of a person for a while, and why.
struct Opening {
  OpeningId id;
  AccountId staff;   ///< who looks
  AccountId person;  ///< at whose things
  OpeningKind kind = OpeningKind::video;
  std::optional<VideoId> video = {};  ///< of OpeningKind::video
  std::string reason;
  Instant asked_at{};
  std::optional<AccountId> second = {};  ///< who agreed
  std::optional<Instant> from = {};      ///< none: nobody has agreed
  Instant until{};                       ///< of looking, or of waiting for a second one
  std::int64_t read = 0;                 ///< how many things were looked at
  bool operator==(const Opening&) const = default;
};

/// Everybody with a key to other people's things: who hears an alarm.
class Staff {
 public:
  virtual ~Staff() = default;
  virtual Result<std::vector<AccountId>> everybody(Transaction& tx) = 0;
};

class OpeningStore {
 public:
  virtual ~OpeningStore() = default;
  virtual Result<void> insert(Transaction& tx, const Opening& opening) = 0;
  virtual Result<std::optional<Opening>> find(Transaction& tx, OpeningId id) = 0;
  /// False when somebody agreed meanwhile.
  virtual Result<bool> agree(Transaction& tx, OpeningId id, AccountId second, Instant from,
                             Instant until) = 0;
  /// Repeatable: the first look at a thing counts.
  virtual Result<void> looked(Transaction& tx, OpeningId id, std::span<const VideoId> videos, Instant at) = 0;
  /// Newest first, before this id (0: from the newest).
  virtual Result<std::vector<Opening>> all(Transaction& tx, OpeningId before, int max) = 0;
  /// Those that came to something, newest first.
  virtual Result<std::vector<Opening>> of_person(Transaction& tx, AccountId person, int max) = 0;
};

}  // namespace vitrine::transparency
