#include "adapters/system/confine.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <thread>

#include "adapters/system/spawn.hpp"

namespace vitrine::adapters::system::confine_test {
namespace {
/// On a thread that has given up what serving threads do; it takes the filter along when it ends.
void confined(const std::function<void()>& what) {
  std::thread{[&] {
    REQUIRE(confine_thread());
    what();
  }}.join();
}

int error_of(long result) { return result < 0 ? errno : 0; }

/// What a program writes to standard output, and how it ended.
std::pair<std::string, int> run(std::vector<std::string> words) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const auto [child, error] = spawn({.file = words.front(),
                                     .words = words,
                                     .environment = {"PLACE=here"},
                                     .descriptors = {{ends[1], 1}},
                                     .directory = "/"});
  ::close(ends[1]);
  std::string said;
  std::array<char, 256> piece{};
  for (ssize_t got = 0; error == 0 && (got = ::read(ends[0], piece.data(), piece.size())) > 0;)
    said.append(piece.data(), static_cast<std::size_t>(got));
  ::close(ends[0]);
  if (error != 0) return {said, -error};
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return {said, WEXITSTATUS(status)};
}
}  // namespace

TEST_CASE("confine: a serving thread starts no program and no process, and cannot change its world") {
  confined([] {
    std::array<char*, 2> words{const_cast<char*>("/bin/true"), nullptr};
    CHECK(error_of(::execve("/bin/true", words.data(), nullptr)) == EPERM);
    CHECK(error_of(::syscall(SYS_fork)) == EPERM);
    CHECK(error_of(::syscall(SYS_clone, 17 /* SIGCHLD */, nullptr, nullptr, nullptr, nullptr)) == EPERM);
    CHECK(error_of(::syscall(SYS_clone3, nullptr, 0)) == ENOSYS);
    CHECK(error_of(::unshare(CLONE_NEWUSER)) == EPERM);
    CHECK(error_of(::syscall(SYS_mount, "a", "/nowhere", "tmpfs", 0, nullptr)) == EPERM);
    CHECK(error_of(::syscall(SYS_setuid, ::getuid())) == EPERM);
    CHECK(::mmap(nullptr, 4096, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED);
    auto* const page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(page != MAP_FAILED);
    CHECK(error_of(::mprotect(page, 4096, PROT_READ | PROT_EXEC)) == EPERM);
    ::munmap(page, 4096);
  });
}

TEST_CASE("confine: what serving needs goes on: threads, files, sockets, and programs by those who may") {
  confined([] {
    bool ran = false;
    std::thread{[&] { ran = true; }}.join();
    CHECK(ran);
    const int file = ::open("/tmp", O_TMPFILE | O_RDWR, 0600);
    if (file >= 0) CHECK(::write(file, "a", 1) == 1);
    if (file >= 0) ::close(file);
    const int line = ::socket(AF_INET, SOCK_STREAM, 0);
    CHECK(line >= 0);
    ::close(line);
    CHECK(run({"/bin/echo", "well"}) == std::pair<std::string, int>{"well\n", 0});
  });
}

TEST_CASE("spawn: a program gets its place, its environment and the descriptors it was given, no other") {
  const int secret = ::open("/dev/null", O_RDONLY);  // not even this one, which closes with nothing
  CHECK(run({"/bin/sh", "-c", "echo $PLACE $PWD; ls /proc/self/fd | tr '\\n' ' '"}) ==
        std::pair<std::string, int>{"here /\n0 1 2 3 ", 0});  // 3 is the listing's own
  ::close(secret);
  CHECK(run({"/bin/sh", "-c", "exit 7"}).second == 7);
  CHECK(run({"/nowhere/at/all"}).second == -ENOENT);
}

TEST_CASE("confine: a process gives up what no house needs, on all its threads; its tools inherit that") {
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    int failed = confine_process() ? 0 : 1;
    bpf_attr nothing{};
    const auto refused = [&](long result) { failed += error_of(result) == EPERM ? 0 : 1; };
    refused(::syscall(SYS_bpf, 0, &nothing, sizeof nothing));
    refused(::syscall(SYS_io_uring_setup, 1, nullptr));
    refused(::syscall(SYS_keyctl, 0, 0, 0, 0, 0));
    refused(::syscall(SYS_process_vm_readv, ::getppid(), nullptr, 0, nullptr, 0, 0));
    refused(::syscall(SYS_open_by_handle_at, 0, nullptr, 0));
    ::_exit(failed);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WEXITSTATUS(status) == 0);
}
}  // namespace vitrine::adapters::system::confine_test
