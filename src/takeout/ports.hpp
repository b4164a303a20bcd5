#pragma once
// What takeout asks of the world: rows (adapters/sql/takeout_store, tables takeout_*), and the private folder
// of ZIP files (adapters/takeout). Signatures are privacy::Signer and takeout::Verify (adapters/crypto).
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "model/ids.hpp"
#include "model/time.hpp"
#include "model/words.hpp"
#include "ports/record.hpp"
#include "takeout/zip_reader.hpp"

namespace vitrine::takeout {

using base::Result;
using model::AccountId;
using model::Instant;
using model::TakeoutId;
using model::TakeoutState;
using ports::Transaction;

/// Somebody's export. An account has at most one: a new one takes the place of the old.
struct Export {
  TakeoutId id;
  AccountId account;
  bool with_media = true;
  TakeoutState state = TakeoutState::waiting;
  int progress_percent = 0;
  Instant asked_at{};
  std::optional<Instant> done_at = {};
  std::optional<Instant> expires_at = {};  ///< once ready or failed
  std::uint64_t bytes = 0;                 ///< of the ZIP file, once ready
  std::int64_t entries = 0;
  std::string problem_code = {};  ///< once failed
  bool operator==(const Export&) const = default;
};

class ExportStore {
 public:
  virtual ~ExportStore() = default;
  /// Errors: conflict when the account has one.
  virtual Result<void> insert(Transaction& tx, const Export& made) = 0;
  /// Every field but id, account and asked_at. Errors: not_found "export_absent".
  virtual Result<void> update(Transaction& tx, const Export& made) = 0;
  virtual Result<std::optional<Export>> find(Transaction& tx, TakeoutId id) = 0;
  virtual Result<std::optional<Export>> of(Transaction& tx, AccountId account) = 0;
  virtual Result<void> remove(Transaction& tx, TakeoutId id) = 0;
  /// Past their time at `now`.
  virtual Result<std::vector<Export>> expired(Transaction& tx, Instant now, int max) = 0;
};

/// Somebody's import. An account has at most one: a new one takes the place of one that does not run.
struct Import {
  TakeoutId id;
  AccountId account;
  TakeoutState state = TakeoutState::waiting;
  bool wanted = false;  ///< the person has seen what will happen and said yes
  int progress_percent = 0;
  Instant sent_at{};
  Instant expires_at{};
  std::uint64_t bytes = 0;
  std::string parts = {};                              ///< report.hpp: what they want of it
  std::string report = {};                             ///< report.hpp; empty until the file was looked at
  std::string problem_code = {}, problem_detail = {};  ///< once failed
  bool operator==(const Import&) const = default;
};

class ImportStore {
 public:
  virtual ~ImportStore() = default;
  /// Errors: conflict when the account has one.
  virtual Result<void> insert(Transaction& tx, const Import& sent) = 0;
  /// Every field but id, account and sent_at. Errors: not_found "import_absent".
  virtual Result<void> update(Transaction& tx, const Import& sent) = 0;
  virtual Result<std::optional<Import>> find(Transaction& tx, TakeoutId id) = 0;
  virtual Result<std::optional<Import>> of(Transaction& tx, AccountId account) = 0;
  virtual Result<void> remove(Transaction& tx, TakeoutId id) = 0;
  /// Past their time at `now`.
  virtual Result<std::vector<Import>> expired(Transaction& tx, Instant now, int max) = 0;

  // What came from where, so that the same file, or the rest of one, is not taken in twice.

  /// The id here of what had this origin (a hash of the house's key and its id there).
  virtual Result<std::optional<std::uint64_t>> arrived(Transaction& tx, AccountId account,
                                                       const base::Digest& origin) = 0;
  /// Takes the place of what was there.
  virtual Result<void> arrive(Transaction& tx, AccountId account, const base::Digest& origin,
                              std::uint64_t thing, Instant now) = 0;
};

/// A ZIP file being written. Dropped without keep(), nothing of it stays.
class NewFile {
 public:
  virtual ~NewFile() = default;
  /// Errors: not_available "takeout_storage".
  virtual Result<void> append(base::ByteView bytes) = 0;
  /// Returns when everything is on disk under its name.
  virtual Result<void> keep() = 0;
};

/// ZIP files by id: private, never served but to their owner. Thread-safe. Errors of all: not_available
/// "takeout_storage".
class TakeoutFiles {
 public:
  virtual ~TakeoutFiles() = default;
  /// Takes the place of what was there.
  virtual Result<std::unique_ptr<NewFile>> create(TakeoutId id) = 0;
  [[nodiscard]] virtual std::filesystem::path path(TakeoutId id) const = 0;
  /// Errors: not_found "takeout_file_absent". The file may be removed meanwhile; the source stays good.
  virtual Result<ZipSource> open(TakeoutId id) const = 0;
  virtual Result<void> remove(TakeoutId id) = 0;  ///< absent is fine
  virtual Result<void> each(const std::function<void(TakeoutId)>& visit) const = 0;
};

}  // namespace vitrine::takeout
