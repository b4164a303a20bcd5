#include "adapters/system/confine.hpp"

#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>

#include <array>
#include <cerrno>
#include <memory>
#include <span>

namespace vitrine::adapters::system {
namespace {
using base::fail;
using base::Fault;
using base::Result;

constexpr std::array never_here{"process_vm_readv",
                                "process_vm_writev",
                                "kcmp",
                                "pidfd_getfd",
#ifndef __SANITIZE_ADDRESS__  // its search for leaks looks into the process from a thread of its own
                                "ptrace",
#endif
                                "bpf",
                                "perf_event_open",
                                "userfaultfd",
                                "io_uring_setup",
                                "io_uring_enter",
                                "io_uring_register",
                                "keyctl",
                                "add_key",
                                "request_key",
                                "init_module",
                                "finit_module",
                                "delete_module",
                                "create_module",
                                "kexec_load",
                                "kexec_file_load",
                                "reboot",
                                "swapon",
                                "swapoff",
                                "acct",
                                "quotactl",
                                "quotactl_fd",
                                "syslog",
                                "settimeofday",
                                "clock_settime",
                                "clock_adjtime",
                                "adjtimex",
                                "iopl",
                                "ioperm",
                                "modify_ldt",
                                "open_by_handle_at",
                                "fanotify_init",
                                "lookup_dcookie",
                                "nfsservctl",
                                "uselib",
                                "vhangup",
                                "vmsplice",
                                "fsopen",
                                "fsconfig",
                                "fsmount",
                                "fspick",
                                "open_tree",
                                "move_mount",
                                "mount_setattr"};

constexpr std::array never_serving{
    "execve",   "execveat",    "fork",          "vfork",       "mount",    "umount2",  "pivot_root",
    "chroot",   "unshare",     "setns",         "mknod",       "mknodat",  "setuid",   "setgid",
    "setreuid", "setregid",    "setresuid",     "setresgid",   "setfsuid", "setfsgid", "setgroups",
    "capset",   "sethostname", "setdomainname", "personality", "seccomp"};

struct Release {
  void operator()(void* filter) const { seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, Release>;

std::unexpected<base::Error> trouble() {
  return fail(Fault::not_available, "confinement",
              "The server cannot give up system calls: does the kernel have seccomp?");
}

/// A name that this architecture does not have is not an error.
bool refuse(scmp_filter_ctx filter, std::span<const char* const> names) {
  for (const auto* name : names) {
    const int number = seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR) continue;
    const int added = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0);
    if (added != 0 && added != -EDOM && added != -EINVAL) return false;
  }
  return true;
}

bool refuse_processes(scmp_filter_ctx filter) {
  // Threads yes. clone3 hides its flags behind a pointer: glibc falls back when it is absent.
  const auto process = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0);
  return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, process) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

/// Libraries are mapped to be run and never written; nothing else is run.
bool refuse_written_code(scmp_filter_ctx filter) {
  constexpr scmp_datum_t both = PROT_WRITE | PROT_EXEC;
  return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mmap), 1,
                          SCMP_A2(SCMP_CMP_MASKED_EQ, both, both)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mprotect), 1,
                          SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(pkey_mprotect), 1,
                          SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC)) == 0;
}
}  // namespace

Result<void> confine_process() {
  const Filter filter{seccomp_init(SCMP_ACT_ALLOW)};
  if (!filter || !refuse(filter.get(), never_here)) return trouble();
  if (seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1) != 0) return trouble();
  if (seccomp_load(filter.get()) != 0) return trouble();
  return {};
}

Result<void> confine_thread() {
  const Filter filter{seccomp_init(SCMP_ACT_ALLOW)};
  if (!filter || !refuse(filter.get(), never_serving)) return trouble();
  if (!refuse_processes(filter.get()) || !refuse_written_code(filter.get())) return trouble();
  if (seccomp_load(filter.get()) != 0) return trouble();
  return {};
}

}  // namespace vitrine::adapters::system
