#pragma once
// A PostgreSQL server of the test binary's own: a fresh cluster in a temporary folder, reached through a
// socket in that folder, without fsync. It ends with this object, and with the process if that dies first.
#include <cstdio>
#include <filesystem>
#include <string>

#include "base/testing/temporary_folder.hpp"

namespace vitrine::sql::testing {

class PostgresServer {
 public:
  /// Throws std::runtime_error with the reason if it cannot be started (postgresql-15 is not installed).
  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  [[nodiscard]] std::string dsn(const std::string& database) const;

  void stop_at_once();  ///< as a crash of the server: connections break, what was committed stays
  void start();

 private:
  [[nodiscard]] std::string as_owner(const std::string& command) const;
  void run(const std::string& command) const;

  std::filesystem::path binaries_;
  std::filesystem::path folder_;
  std::FILE* watcher_ = nullptr;  ///< a shell that waits for our end
};

}  // namespace vitrine::sql::testing
