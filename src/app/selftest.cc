// The replay of invented pages as a program of its own, for builds with other flags (tools/replay_matrix.sh).
#include "app/commands/commands.hpp"

int main(int count, char** words) {
  return vitrine::app::replay_selftest(std::span{words, static_cast<std::size_t>(count)}.subspan(1));
}
