#pragma once
// The kinds of `vitrine evaluate` that need nothing but files and options; each takes the words after its
// name and returns the process's exit status, as in commands.hpp.
#include <span>

namespace vitrine::app {

int evaluate_next_item(std::span<char*> words);
int evaluate_sessions(std::span<char*> words);
int evaluate_ctr(std::span<char*> words);

}  // namespace vitrine::app
