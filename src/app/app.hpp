#pragma once
// The command line: `vitrine <command> [options]`. One file per command in app/commands.
#include <span>

namespace vitrine::app {
/// Runs the command named by arguments[1]; returns the process's exit status.
int run(std::span<char*> arguments);
}  // namespace vitrine::app
