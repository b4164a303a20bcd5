#pragma once
// The system calls ffmpeg may make: files it was given, memory, threads, time. Everything else answers EPERM;
// what only an attacker asks for ends the process.
#include "base/result.hpp"

namespace vitrine::adapters::ffmpeg {

/// The filter as a BPF program in an anonymous file, read from its beginning by bubblewrap. The caller closes
/// it. Errors: not_available "sandbox".
base::Result<int> system_call_filter();

}  // namespace vitrine::adapters::ffmpeg
