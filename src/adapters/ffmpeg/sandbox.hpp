#pragma once
// Runs ffmpeg where it can reach nothing: no network, no other process, no file but the inputs
// named (read-only) and one output directory, an allow-list of system calls, and limits on memory, processor
// time, file size and wall time.
//
// The walls: bubblewrap (namespaces), libseccomp (system calls), prlimit (limits). Without bubblewrap it does
// not run, unless the operator says so by name.
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/time.hpp"

namespace vitrine::adapters::ffmpeg {

enum class Confinement {
  bubblewrap,
  none_i_understand,  ///< media.sandbox = "none-i-understand", --unsafe-no-sandbox: limits only, no walls
};

/// One ffmpeg. Inputs appear to it as /in/0, /in/1 ...; the output directory as /out, its working directory.
struct Run {
  std::vector<std::string> arguments;
  std::vector<std::filesystem::path> inputs;
  std::filesystem::path output;  ///< an existing directory; empty: none
  model::Millis wall_max{30'000};
  int cpu_seconds_max = 10;
  std::uint64_t file_bytes_max = 1ULL << 30;
  std::size_t text_bytes_max = 1 << 20;                ///< of standard output and of standard error, each
  std::function<void(std::string_view line)> on_line;  ///< standard output as it comes; may be empty
};

/// `killed`: by somebody else, such as a machine short of memory. That says nothing about the file.
enum class End { finished, failed, out_of_time, out_of_memory, killed, stopped };

struct Outcome {
  End end = End::failed;
  std::string output;               ///< what it wrote to standard output, at most `text_bytes_max`
  std::string errors;               ///< and to standard error: for the log and for filters that report there
  double cpu_seconds = 0;           ///< as last seen, at most a tenth of a second before the end
  std::int64_t memory_kib_max = 0;  ///< resident, as last seen
};

class Sandbox {
 public:
  /// Finds the programs and settles how the walls can be built on this machine (as an ordinary user or as
  /// root; as root inside a chroot, where the kernel refuses user namespaces, the others are used). Runs one
  /// harmless command through everything. Errors: not_available "sandbox", with a sentence that says what to
  /// install or to allow.
  static base::Result<Sandbox> open(Confinement confinement);

  /// Blocks until it ends; nothing of it is left running. Errors: not_available "sandbox" when it could not
  /// be started at all. Thread-safe.
  base::Result<Outcome> run(const Run& run, std::stop_token stop) const;

  /// "bubblewrap, user namespace": for the log and the doctor.
  [[nodiscard]] std::string describe() const;

 private:
  enum class Walls { user_namespace, root_namespaces, none };
  explicit Sandbox(Walls walls) : walls_(walls) {}
  [[nodiscard]] std::vector<std::string> command(const Run& run) const;
  static base::Result<void> try_walls(Walls walls);

  Walls walls_;
};

/// For start-up and `vitrine doctor`: are the programs there, do the walls stand, are they closed (no
/// network, no foreign file)? Takes about 50 ms. Errors: not_available "sandbox".
base::Result<void> sandbox_works(Confinement confinement);

}  // namespace vitrine::adapters::ffmpeg
