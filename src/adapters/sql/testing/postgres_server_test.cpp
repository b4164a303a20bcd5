#include "adapters/sql/testing/postgres_server.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace vitrine::sql::testing {

namespace fs = std::filesystem;

namespace {

fs::path find_binaries() {
  for (const int version : {15, 16, 17, 18}) {
    const fs::path folder = "/usr/lib/postgresql/" + std::to_string(version) + "/bin";
    if (fs::exists(folder / "initdb")) return folder;
  }
  throw std::runtime_error("PostgreSQL's server is needed for this test: apt-get install postgresql-15");
}

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

}  // namespace

PostgresServer::PostgresServer() : binaries_(find_binaries()) {
  // Under /tmp whatever $TMPDIR says: a socket's path may have 107 characters.
  std::string pattern = "/tmp/vitrine-pg-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp " + pattern);
  folder_ = pattern;
  if (::geteuid() == 0) run("chown postgres " + quoted(folder_));
  run(as_owner((binaries_ / "initdb").string() + " -D " + quoted(folder_ / "data") +
               " -U postgres -A trust -E UTF8 --locale=C --no-sync"));
  start();
  const auto end =
      as_owner((binaries_ / "pg_ctl").string() + " stop -m immediate -D " + quoted(folder_ / "data"));
  const auto watch = "cat >/dev/null; { " + end + "; rm -rf " + quoted(folder_) + "; } >/dev/null 2>&1";
  watcher_ = ::popen(watch.c_str(), "we");
  if (watcher_ == nullptr) throw std::runtime_error("a shell could not be started");
}

PostgresServer::~PostgresServer() { ::pclose(watcher_); }

std::string PostgresServer::dsn(const std::string& database) const {
  return "host=" + folder_.string() + " user=postgres dbname=" + database;
}

void PostgresServer::start() {
  const std::string settings = "-c listen_addresses= -c unix_socket_directories=" + folder_.string() +
                               " -c fsync=off -c full_page_writes=off -c max_connections=64"
                               " -c shared_buffers=16MB -c autovacuum=off"
                               " -c synchronous_commit=local -c synchronous_standby_names=nobody";
  run(as_owner((binaries_ / "pg_ctl").string() + " start -w -t 60 -D " + quoted(folder_ / "data") + " -l " +
               quoted(folder_ / "log") + " -o \"" + settings + "\""));
}

void PostgresServer::stop_at_once() {
  run(as_owner((binaries_ / "pg_ctl").string() + " stop -w -m immediate -D " + quoted(folder_ / "data")));
}

/// PostgreSQL refuses to run as root.
std::string PostgresServer::as_owner(const std::string& command) const {
  const auto there = "cd " + quoted(folder_) + " && ";
  return ::geteuid() == 0 ? there + "runuser -u postgres -- " + command : there + command;
}

void PostgresServer::run(const std::string& command) const {
  const auto output = fs::temp_directory_path() / ("vitrine-pg-output-" + std::to_string(::getpid()));
  const int status = std::system(("{ " + command + "; } >" + quoted(output) + " 2>&1 </dev/null").c_str());
  std::stringstream said;
  said << std::ifstream{output}.rdbuf();
  fs::remove(output);
  if (status != 0) throw std::runtime_error("failed: " + command + "\n" + said.str());
}

}  // namespace vitrine::sql::testing
