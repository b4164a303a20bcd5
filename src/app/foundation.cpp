#include "app/foundation.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/sql/migrations.hpp"
#include "adapters/sql/sealing.hpp"
#include "base/log.hpp"

namespace vitrine::app {
namespace fs = std::filesystem;
using base::fail;
using base::Fault;
using base::Result;

namespace {
constexpr std::string_view keys_file = "keys.sqlite";

auto trouble(const fs::path& path, std::string_view what) {
  return fail(Fault::not_available, "data_folder",
              fmt::format("The data folder: {} {}; check its owner and the disk.", path.string(), what));
}

/// Reads the key, or makes it so that a crash leaves either none or a whole one.
Result<base::Digest> read_or_make_secret(const fs::path& folder) {
  base::Digest secret{};
  const auto path = folder / "secret";
  if (const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC); file >= 0) {
    const auto got = ::read(file, secret.data(), secret.size());
    ::close(file);
    if (got != static_cast<ssize_t>(secret.size())) return trouble(path, "is not 32 bytes long");
    return secret;
  }
  system::KernelRng{}.fill(secret);
  const auto aside = folder / "secret.new";
  const int file = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return trouble(aside, "cannot be made");
  const bool whole = ::write(file, secret.data(), secret.size()) == static_cast<ssize_t>(secret.size()) &&
                     ::fsync(file) == 0;
  ::close(file);
  // link, not rename: of two starts at once one wins, and the other reads what the winner wrote.
  if (!whole || (::link(aside.c_str(), path.c_str()) != 0 && errno != EEXIST))
    return trouble(path, "cannot be written");
  ::unlink(aside.c_str());
  return read_or_make_secret(folder);
}

/// What earlier versions wrote in plain, sealed at the first start of this one.
Result<void> seal_earlier(sql::SqlRecord& record) {
  TRY_LET(const auto sealed, sql::seal_older(record));
  if (sealed == 0) return {};
  base::log(base::Level::info, "sealed", {{"count", sealed}});
  // Somebody beside us may hold the file: the plain text then stays in its gaps until the next scrub.
  if (const auto done = record.scrub(); !done)
    base::log(base::Level::warning, "scrub_failed", {{"code", done.error().code}});
  return {};
}
}  // namespace

Result<DataFolder> DataFolder::open(const fs::path& path) {
  std::error_code error;
  const auto absolute = fs::absolute(path, error);
  fs::create_directories(absolute, error);
  if (error || !fs::is_directory(absolute))
    return trouble(absolute, "is not a folder and cannot be made one");
  ::chmod(absolute.c_str(), 0700);  // it holds people's data; nobody else on the machine needs to read it
  TRY_LET(const auto secret, read_or_make_secret(absolute));
  return DataFolder{absolute, secret};
}

Result<void> DataFolder::lock() {
  lock_ = ::open((path_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) return trouble(path_ / "lock", "cannot be opened");
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0)
    return fail(
        Fault::conflict, "data_folder_in_use",
        fmt::format("Another vitrine works on {}; stop it first or name another --data.", path_.string()));
  return {};
}

base::Digest DataFolder::key(std::string_view purpose) const {
  return base::hmac_sha256(secret_, base::as_bytes(purpose));
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), secret_(other.secret_), lock_(std::exchange(other.lock_, -1)) {}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);
}

/// A house that has sealed must not go on without its keys: it would make new ones beside those it misses.
Result<void> Foundation::check_keys(bool were_there) {
  if (were_there) return {};
  TRY_LET(const auto sealed,
          record->read([&](ports::Transaction& tx) { return house_rows.get(tx, sql::sealed_setting); }));
  if (!sealed) return {};
  record.reset();
  keys.reset();
  std::error_code ignored;
  for (const auto* end : {"", "-wal", "-shm"}) fs::remove(folder / (std::string{keys_file} + end), ignored);
  return fail(
      Fault::conflict, "keys_absent",
      fmt::format("{} is not there, and what is sealed cannot be read without: put its newest copy back. "
                  "If it is lost for good, make an empty file of that name.",
                  (folder / keys_file).string()));
}

Result<std::unique_ptr<Foundation>> Foundation::open(const Settings& settings) {
  TRY_LET(auto folder, DataFolder::open(settings.data_folder));
  std::optional<crypto::BreachedList> breached;
  if (!settings.breached_passwords.empty()) {
    TRY_LET(auto list, crypto::BreachedList::open(settings.breached_passwords));
    breached.emplace(std::move(list));
  }
  std::unique_ptr<Foundation> made{new Foundation{settings, std::move(folder), std::move(breached)}};
  const bool keys_were_there = fs::exists(made->folder / keys_file);
  TRY_LET(made->keys,
          sql::AccountKeys::open_file(made->folder / keys_file, {.clock = made->clock, .ids = made->ids},
                                      {.wrapper = made->key_wrapper, .rng = made->rng}));
  const sql::SqlRecord::Needs needs{.clock = made->clock, .ids = made->ids, .keys = made->keys.get()};
  if (settings.database.empty()) {
    TRY_LET(made->record, sql::open_sqlite({.file = made->folder / "vitrine.sqlite"}, needs));
  } else {
    TRY_LET(made->record, sql::open_postgres({.dsn = settings.database}, needs));
  }
  TRY(sql::migrate(*made->record));
  TRY(made->check_keys(keys_were_there));
  TRY(seal_earlier(*made->record));
  return made;
}

}  // namespace vitrine::app
