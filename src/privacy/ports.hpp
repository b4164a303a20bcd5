#pragma once
// What privacy asks of the world: the rows the map declares, farewells and certificates (adapters/sql), and a
// signature (adapters/crypto).
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "base/result.hpp"
#include "model/ids.hpp"
#include "model/time.hpp"
#include "ports/record.hpp"
#include "privacy/holder.hpp"

namespace vitrine::privacy {

using base::Result;
using model::AccountId;
using model::Instant;
using ports::Transaction;

/// Somebody, by both of their names: the account's id, and what the event log knows them as.
struct Person {
  AccountId account;
  model::ViewerId viewer{0};
};

/// What is held under one Holding about one person.
struct Found {
  const Holding* holding = nullptr;
  std::int64_t rows = 0;
  std::optional<Instant> since = {};  ///< of the oldest row
  std::optional<Instant> until = {};  ///< when the newest row goes by itself
  struct Value {
    std::string_view column;
    Says says = Says::nothing;
    std::string text;  ///< of the newest row, at most value_bytes_max; empty for secrets
  };
  std::vector<Value> newest = {};  ///< in the order of the columns, those that say something
};
inline constexpr std::size_t value_bytes_max = 300;

/// Every row under one Holding, for the person to take away: one text for each column that says something.
struct Copied {
  const Holding* holding = nullptr;
  std::vector<std::string_view> columns = {};  ///< without secrets
  std::vector<std::vector<std::string>> rows = {};
};
/// A very busy account; beyond it the newest rows of a holding are copied.
inline constexpr int copied_rows_max = 20'000;

/// The record's rows, found by the map alone.
class PersonalRows {
 public:
  virtual ~PersonalRows() = default;
  /// One entry for each Holding, in the order of the map. A few dozen indexed reads.
  virtual Result<std::vector<Found>> look(Transaction& tx, const Person& person) = 0;
  /// Everything look() counts, whole.
  virtual Result<std::vector<Copied>> copy(Transaction& tx, const Person& person) = 0;
  /// Carries out the fate of every holding whose table is `owner`'s, in the order of the map; how many rows.
  virtual Result<std::int64_t> erase(Transaction& tx, const Person& person, std::string_view owner) = 0;
  /// Removes rows kept past what the map declares, at most `max` of each holding; how many.
  virtual Result<std::int64_t> expire(Transaction& tx, Instant now, int max) = 0;
};

/// An account that was asked to go.
struct Farewell {
  AccountId account;
  model::ViewerId viewer{0};
  Instant asked_at{};
  Instant due_at{};
  base::Digest receipt{};  ///< SHA-256 of the code the person keeps
};

/// What the person may have in hand afterwards; holds nothing about them but what is in it.
struct Certificate {
  base::Digest receipt{};
  Instant done_at{};
  std::string text;       ///< what was erased, as sentences and counts
  base::Bytes signature;  ///< Ed25519 over `text`
};
/// Long enough to come back from a long journey.
inline constexpr model::Millis certificate_life{365LL * 24 * 3'600'000};

class FarewellStore {
 public:
  virtual ~FarewellStore() = default;
  /// Errors: conflict "farewell_asked" when there is one.
  virtual Result<void> put(Transaction& tx, const Farewell& farewell) = 0;
  virtual Result<std::optional<Farewell>> of(Transaction& tx, AccountId account) = 0;
  virtual Result<std::optional<Farewell>> by_receipt(Transaction& tx, const base::Digest& receipt) = 0;
  virtual Result<bool> remove(Transaction& tx, AccountId account) = 0;
  /// Those due at `now`, longest due first.
  virtual Result<std::vector<Farewell>> due(Transaction& tx, Instant now, int max) = 0;

  virtual Result<void> put(Transaction& tx, const Certificate& certificate) = 0;
  virtual Result<std::optional<Certificate>> certificate(Transaction& tx, const base::Digest& receipt) = 0;
};

/// Signs in the name of this installation. Thread-safe.
class Signer {
 public:
  virtual ~Signer() = default;
  [[nodiscard]] virtual base::Bytes sign(base::ByteView message) const = 0;  ///< 64 bytes, Ed25519
  [[nodiscard]] virtual base::Bytes public_key() const = 0;                  ///< 32 bytes
};

}  // namespace vitrine::privacy
