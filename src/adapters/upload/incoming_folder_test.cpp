#include "adapters/upload/incoming_folder.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

namespace vitrine::incoming_folder_test {
namespace fs = std::filesystem;
using model::UploadId;

namespace {
struct Folder {
  fs::path root = fs::temp_directory_path() / ("vitrine_upload_" + std::to_string(::getpid()));
  upload::IncomingFolder files = *upload::IncomingFolder::open_at(root / "uploads", root / "originals");
  ~Folder() { fs::remove_all(root); }
  [[nodiscard]] std::string text(UploadId id) const {
    std::ifstream in{files.path(id), std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
};
const UploadId id{42};

/// Runs `body` in a child that is then killed as by kill -9: no destructor, no flush.
template <class Body>
void in_killed_process(Body body) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    body();
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}
}  // namespace

TEST_CASE("incoming folder: appended bytes count when kept, and the file is private") {
  Folder f;
  CHECK(*f.files.size(id) == 0);
  {
    auto file = *f.files.open(id);
    REQUIRE(file->append(base::as_bytes("abc")));
    CHECK(*file->keep() == 3);
    CHECK(f.files.open(id).error().code == "upload_locked");
    CHECK(f.files.size(id).error().code == "upload_locked");
  }
  CHECK(*f.files.size(id) == 3);
  struct stat info{};
  REQUIRE(::stat(f.files.path(id).c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  REQUIRE(::stat((f.root / "uploads").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0700);

  int seen = 0;
  REQUIRE(f.files.each([&](UploadId found) { seen += found == id; }));
  CHECK(seen == 1);
  CHECK(f.files.remove(id));
  CHECK(f.files.remove(id));
  CHECK(*f.files.size(id) == 0);
  CHECK(f.files.space()->total_bytes > 0);
}

TEST_CASE("incoming folder: what was held back goes with drop, and with a killed writer") {
  Folder f;
  {
    auto file = *f.files.open(id);
    REQUIRE(file->append(base::as_bytes("abc")));
    REQUIRE(file->keep());
    REQUIRE(file->hold_back());
    REQUIRE(file->append(base::as_bytes("wrong")));
    REQUIRE(file->drop());
    REQUIRE(file->hold_back());
    REQUIRE(file->append(base::as_bytes("d")));
    CHECK(*file->keep() == 4);
  }
  CHECK(f.text(id) == "abcd");
  in_killed_process([&] {
    auto file = *f.files.open(id);
    (void)file->hold_back();
    (void)file->append(base::as_bytes("never checked"));
  });
  CHECK(f.text(id) == "abcdnever checked");
  CHECK(*f.files.size(id) == 4);
  CHECK(f.text(id) == "abcd");
}

TEST_CASE("incoming folder: what a killed writer appended openly is still there") {
  Folder f;
  in_killed_process([&] {
    auto file = *f.files.open(id);
    (void)file->append(base::as_bytes("half an upload"));
  });
  CHECK(*f.files.size(id) == 14);
  auto file = *f.files.open(id);
  REQUIRE(file->append(base::as_bytes(", and the rest")));
  CHECK(*file->keep() == 28);
}

TEST_CASE("incoming folder: a kept original moves, a missing one is no trouble") {
  Folder f;
  {
    auto file = *f.files.open(id);
    REQUIRE(file->append(base::as_bytes("abc")));
  }
  CHECK(f.files.keep_original(id, model::VideoId{9}));
  CHECK(*f.files.size(id) == 0);
  CHECK(fs::exists(f.root / "originals" / (model::VideoId{9}.text() + ".original")));
  CHECK(f.files.keep_original(id, model::VideoId{9}));
}
}  // namespace vitrine::incoming_folder_test
