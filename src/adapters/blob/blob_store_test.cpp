// What every BlobStore promises, said once and run on each; then what only the folder has.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <rapidcheck.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "adapters/blob/folder_blob_store.hpp"
#include "base/random.hpp"
#include "base/testing/temporary_folder.hpp"
#include "ports/fake_blob_store.hpp"

namespace vitrine::blob_store_test {
namespace fs = std::filesystem;
using base::as_bytes;
using blob::FolderBlobStore;
using model::BlobKey;

namespace {

std::string code_of(const auto& result) { return result ? "" : result.error().code; }

std::string text_of(const ports::BlobStore& store, const BlobKey& key) {
  const auto bytes = store.read(key, 0, ~std::uint64_t{0});
  REQUIRE_MESSAGE(bytes, bytes.error().detail);
  return std::string(base::as_text(*bytes));
}

fs::path write_file(const fs::path& path, std::string_view text) {
  std::ofstream{path, std::ios::binary} << text;
  return path;
}

std::set<BlobKey> keys_of(const ports::BlobStore& store) {
  std::set<BlobKey> keys;
  CHECK(store.each([&](const BlobKey& key) { CHECK(keys.insert(key).second); }));
  return keys;
}

void for_each_store(const std::function<void(ports::BlobStore&, const fs::path& outside)>& test) {
  const base::testing::TemporaryFolder folder;
  SUBCASE("in memory") {
    ports::FakeBlobStore store;
    test(store, folder.path());
  }
  SUBCASE("in a folder") {
    const auto store = FolderBlobStore::open(folder.path() / "blobs");
    REQUIRE_MESSAGE(store, store.error().detail);
    test(**store, folder.path());
  }
  SUBCASE("in a folder on another file system than the files") {
    // /dev/shm is a file system of its own wherever Linux runs in earnest.
    const fs::path other = fs::path{"/dev/shm"} / folder.path().filename();
    const auto store = FolderBlobStore::open(other);
    REQUIRE_MESSAGE(store, store.error().detail);
    test(**store, folder.path());
    fs::remove_all(other);
  }
}

}  // namespace

TEST_CASE("blob_store: bytes are kept under their hash, once") {
  for_each_store([](ports::BlobStore& store, const fs::path& outside) {
    const auto key = store.put(as_bytes("a short film"));
    REQUIRE_MESSAGE(key, key.error().detail);
    CHECK(*key == base::sha256(as_bytes("a short film")));
    CHECK(store.put(as_bytes("a short film")).value() == *key);
    const auto file = write_file(outside / "upload", "a short film");
    CHECK(store.put_file(file).value() == *key);
    CHECK_FALSE(fs::exists(file));
    CHECK(keys_of(store) == std::set{*key});
    CHECK(text_of(store, *key) == "a short film");
    CHECK(store.size(*key).value() == 12);
    const auto empty = store.put({});
    REQUIRE(empty);
    CHECK(text_of(store, *empty).empty());
    CHECK(keys_of(store).size() == 2);
  });
}

TEST_CASE("blob_store: any part can be read, and no more than there is") {
  for_each_store([](ports::BlobStore& store, const fs::path& outside) {
    std::string text;
    for (int i = 0; i < 300'000; ++i) text += std::to_string(i);
    const auto key = store.put_file(write_file(outside / "upload", text)).value();
    CHECK(rc::check("a part is that part of the whole", [&] {
      const auto offset = *rc::gen::inRange<std::uint64_t>(0, text.size() + 10);
      const auto length = *rc::gen::inRange<std::uint64_t>(0, 5000);
      const auto part = store.read(key, offset, length);
      RC_ASSERT(part.has_value());
      const auto from = std::min<std::size_t>(offset, text.size());
      RC_ASSERT(base::as_text(*part) == std::string_view(text).substr(from, length));
    }));
    CHECK(store.read(key, ~std::uint64_t{0}, ~std::uint64_t{0}).value().empty());
  });
}

TEST_CASE("blob_store: what is not there is said to be absent, and may be removed") {
  for_each_store([](ports::BlobStore& store, const fs::path& outside) {
    const auto nothing = base::sha256(as_bytes("never put"));
    CHECK(code_of(store.read(nothing, 0, 1)) == "blob_absent");
    CHECK(code_of(store.size(nothing)) == "blob_absent");
    CHECK_FALSE(store.local_path(nothing));
    CHECK(store.remove(nothing));
    CHECK(code_of(store.put_file(outside / "no such file")) == "blob_store");

    const auto key = store.put(as_bytes("soon gone")).value();
    CHECK(store.remove(key));
    CHECK(code_of(store.read(key, 0, 1)) == "blob_absent");
    CHECK(keys_of(store).empty());
    CHECK(store.put(as_bytes("soon gone")).value() == key);
    CHECK(text_of(store, key) == "soon gone");
  });
}

TEST_CASE("blob_store: many at once, of the same bytes and of different ones") {
  for_each_store([](ports::BlobStore& store, const fs::path&) {
    {
      std::vector<std::jthread> threads;
      for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
          for (int i = 0; i < 10; ++i) {
            const auto text = "film " + std::to_string(i);
            const auto key = store.put(as_bytes(text));
            CHECK(key);
            CHECK(text_of(store, *key) == text);
          }
        });
    }
    CHECK(keys_of(store).size() == 10);
  });
}

TEST_CASE("folder_blob_store: files lie where the kernel can send them from, readable by the group") {
  const base::testing::TemporaryFolder folder;
  const auto store = FolderBlobStore::open(folder.path()).value();
  const auto key = store->put(as_bytes("x")).value();
  const auto path = store->local_path(key);
  REQUIRE(path);
  CHECK(path->filename() == base::hex(key));
  CHECK(path->parent_path() == folder.path() / base::hex(key).substr(0, 2));
  CHECK(fs::status(*path).permissions() ==
        (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
}

TEST_CASE("folder_blob_store: strangers in the folder are neither listed nor followed") {
  const base::testing::TemporaryFolder folder;
  const auto store = FolderBlobStore::open(folder.path() / "blobs").value();
  write_file(folder.path() / "blobs" / "ab" / "notes.txt", "hello");
  write_file(folder.path() / "blobs" / "00" / std::string(64, 'f'), "in the wrong folder");
  CHECK(keys_of(*store).empty());
  const auto secret = write_file(folder.path() / "secret", "not for you");
  fs::create_symlink(secret, folder.path() / "link");
  CHECK(code_of(store->put_file(folder.path() / "link")) == "blob_store");
  CHECK(code_of(store->put_file(folder.path())) == "blob_store");
  const auto key = base::sha256(as_bytes("z"));
  fs::create_symlink(secret, folder.path() / "blobs" / base::hex(key).substr(0, 2) / base::hex(key));
  CHECK_FALSE(store->read(key, 0, 100));
}

TEST_CASE("folder_blob_store: the start sweeps what a dead process left, and nothing a living one is at") {
  const base::testing::TemporaryFolder folder;
  const auto store = FolderBlobStore::open(folder.path()).value();
  const auto dead = write_file(folder.path() / "incoming" / "dead", "half a fil");
  const auto alive = write_file(folder.path() / "incoming" / "alive", "half a fil");
  const int held = ::open(alive.c_str(), O_RDONLY);
  REQUIRE(::flock(held, LOCK_EX) == 0);
  const auto key = store->put(as_bytes("whole")).value();
  const auto second = FolderBlobStore::open(folder.path()).value();
  CHECK_FALSE(fs::exists(dead));
  CHECK(fs::exists(alive));
  CHECK(text_of(*second, key) == "whole");
  ::close(held);
  const auto third = FolderBlobStore::open(folder.path()).value();
  CHECK_FALSE(fs::exists(alive));
}

TEST_CASE("folder_blob_store: killed at random, every answered blob is whole and every other one absent") {
  const std::uint64_t seed = std::random_device{}();
  CAPTURE(seed);
  base::Random random{seed};
  const base::testing::TemporaryFolder folder;
  std::vector<BlobKey> answered;
  for (int round = 0; round < 10; ++round) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      ::close(ends[0]);
      const auto store = FolderBlobStore::open(folder.path());
      for (int i = 0; store; ++i) {
        const auto text = std::string(100'000, 'x') + std::to_string(round) + " " + std::to_string(i);
        const auto key = (*store)->put(as_bytes(text));
        if (!key || ::write(ends[1], key->data(), key->size()) != 32) std::_Exit(1);
      }
      std::_Exit(1);
    }
    ::close(ends[1]);
    const auto last_words = random.below(20);
    BlobKey key;
    for (std::uint64_t heard = 0; ::read(ends[0], key.data(), key.size()) == 32; ++heard) {
      answered.push_back(key);
      if (heard == last_words) ::kill(child, SIGKILL);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status));
  }
  const auto store = FolderBlobStore::open(folder.path()).value();
  const auto keys = keys_of(*store);
  for (const auto& key : answered) CHECK(keys.contains(key));
  for (const auto& key : keys) CHECK(base::sha256(as_bytes(text_of(*store, key))) == key);
  CHECK(fs::is_empty(folder.path() / "incoming"));
}
}  // namespace vitrine::blob_store_test
