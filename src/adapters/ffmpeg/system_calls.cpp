#include "adapters/ffmpeg/system_calls.hpp"

#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>

namespace vitrine::adapters::ffmpeg {

using base::fail;
using base::Fault;

namespace {

constexpr std::array allowed{
    // files that are open, or lie in the mounts the sandbox shows
    "read", "write", "readv", "writev", "pread64", "pwrite64", "lseek", "openat", "open", "close", "stat",
    "fstat", "lstat", "newfstatat", "statx", "statfs", "fstatfs", "access", "faccessat", "faccessat2",
    "readlink", "readlinkat", "getdents64", "getcwd", "ftruncate", "fallocate", "fadvise64", "fsync",
    "fdatasync", "unlink", "unlinkat", "rename", "renameat", "renameat2", "umask", "dup", "dup2", "dup3",
    "fcntl", "pipe", "pipe2", "poll", "ppoll", "select", "pselect6", "eventfd2", "ioctl",
    // memory
    "mmap", "munmap", "mprotect", "mremap", "madvise", "brk", "membarrier", "mlock", "munlock",
    // threads, signals, time
    "futex", "set_robust_list", "get_robust_list", "set_tid_address", "rseq", "sched_yield",
    "sched_getaffinity", "sched_setaffinity", "sched_getparam", "sched_getscheduler",
    "sched_get_priority_max", "sched_get_priority_min", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn",
    "rt_sigtimedwait", "sigaltstack", "tgkill", "restart_syscall", "clock_gettime", "clock_getres",
    "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times", "getrusage",
    // who and where am I
    "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "uname", "sysinfo", "getrandom",
    "arch_prctl", "prlimit64", "getrlimit", "setrlimit", "getcpu", "prctl",
    // bubblewrap waits, starts prlimit; prlimit starts the tool
    "wait4", "execve", "exit", "exit_group"};

// Nothing in a video needs these; whoever asks is not ffmpeg any more.
constexpr std::array deadly{"ptrace",     "process_vm_readv", "process_vm_writev", "keyctl",     "add_key",
                            "bpf",        "userfaultfd",      "io_uring_setup",    "mount",      "umount2",
                            "pivot_root", "init_module",      "finit_module",      "kexec_load", "unshare",
                            "setns",      "perf_event_open",  "open_by_handle_at", "connect",    "bind"};

struct Release {
  void operator()(void* filter) const { seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, Release>;

// A name this architecture does not have is not an error.
bool add(scmp_filter_ctx filter, std::uint32_t action, const char* name) {
  const int number = seccomp_syscall_resolve_name(name);
  if (number == __NR_SCMP_ERROR) return true;
  const int result = seccomp_rule_add(filter, action, number, 0);
  return result == 0 || result == -EDOM || result == -EINVAL;
}

bool fill(scmp_filter_ctx filter) {
  for (const auto* name : allowed)
    if (!add(filter, SCMP_ACT_ALLOW, name)) return false;
  for (const auto* name : deadly)
    if (!add(filter, SCMP_ACT_KILL_PROCESS, name)) return false;
  // Threads yes, processes no. clone3 hides its flags behind a pointer: glibc falls back when it is absent.
  const auto threads_only = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD);
  return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, threads_only) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

}  // namespace

base::Result<int> system_call_filter() {
  const auto trouble = [] {
    return fail(Fault::not_available, "sandbox",
                "The system call filter cannot be built: is libseccomp whole?");
  };
  const Filter filter{seccomp_init(SCMP_ACT_ERRNO(EPERM))};
  if (!filter || !fill(filter.get())) return trouble();
  const int file = ::memfd_create("vitrine-seccomp", MFD_CLOEXEC);
  if (file < 0) return trouble();
  if (seccomp_export_bpf(filter.get(), file) != 0 || ::lseek(file, 0, SEEK_SET) != 0) {
    ::close(file);
    return trouble();
  }
  return file;
}

}  // namespace vitrine::adapters::ffmpeg
