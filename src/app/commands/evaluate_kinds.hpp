#pragma once
// The kinds of `vitrine evaluate` that need nothing but files and options; each takes the words after its
// name and returns the process's exit status, as in commands.hpp.
#include <span>

namespace vitrine::app {

int evaluate_next_item(std::span<char*> words);
int evaluate_sessions(std::span<char*> words);
int evaluate_ctr(std::span<char*> words);

/// What these three expect, for the usage text.
inline constexpr const char* evaluate_kinds_usage =
    "       vitrine evaluate next-item --sequences FILE.txt [--format pairs|lists] [--validation] [--json]\n"
    "       vitrine evaluate sessions --clicks FILE.csv [--json]\n"
    "       vitrine evaluate ctr --train FILE --test FILE [--validation FILE] [--passes N|auto] [--json]\n";

}  // namespace vitrine::app
