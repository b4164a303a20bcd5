#pragma once
// Starts programs; the only place of the product that does. A program gets the descriptors it is given, an
// environment of our making, default signals and a process group of its own, and nothing else.
//
// It is started by a thread that does only this: the threads that read what strangers send may not
// (confine.hpp), and bubblewrap's --die-with-parent means the thread, which therefore has to last.
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace vitrine::adapters::system {

struct Program {
  std::filesystem::path file;            ///< its whole path
  std::vector<std::string> words;        ///< what it is called, and its arguments
  std::vector<std::string> environment;  ///< "NAME=value"
  /// Ours, and the number it has there: ascending, without gaps above 2, and no number there is one of ours
  /// further on. Standard input and output that are not named are /dev/null; standard error stays ours.
  std::vector<std::pair<int, int>> descriptors;
  std::filesystem::path directory;  ///< empty: where we are
};

/// The child, to be waited for by whoever asked; or the system's error number. Costs about 0.1 ms.
/// Thread-safe.
struct Spawned {
  pid_t child = -1;
  int error = 0;
};
[[nodiscard]] Spawned spawn(const Program& program);

}  // namespace vitrine::adapters::system
