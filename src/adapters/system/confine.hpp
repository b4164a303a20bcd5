#pragma once
// What the server gives up before it reads the first byte of a stranger: system calls that a house never
// makes, so that whoever gets code of theirs to run here cannot make them either (seccomp filters; they are
// never lifted). The programs it starts have narrower walls of their own (adapters/ffmpeg, adapters/egress).
//
// A refused call answers EPERM. Not proof against a kernel at fault; it takes away the calls such faults are
// mostly found in.
#include "base/result.hpp"

namespace vitrine::adapters::system {

/// From every thread of this process and all it starts: to look into other processes, to load code into the
/// kernel, to change clocks or swap, keys, the machine's, bpf, io_uring, performance counters, new mount
/// calls. Programs with more rights than ours get none of them any more. Errors: not_available "confinement".
[[nodiscard]] base::Result<void> confine_process();

/// From the calling thread and those it will make, besides: to start programs or make processes, namespaces,
/// mounts and device files, to change who it is, and memory that is written and then run. For the threads
/// that serve. Errors: not_available "confinement".
[[nodiscard]] base::Result<void> confine_thread();

}  // namespace vitrine::adapters::system
