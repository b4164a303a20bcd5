#pragma once
// The commands of the binary, one file each in this folder. Each takes the words after its name and returns
// the process's exit status: 0 done, 1 could not, 2 asked wrongly.
#include <span>

namespace vitrine::app {

int admin(std::span<char*> arguments);
int bench(std::span<char*> arguments);
int bench_learn(std::span<char*> arguments);  ///< of bench: how fast the model learns
int bench_page(std::span<char*> arguments);   ///< of bench: one way of measuring
int config(std::span<char*> arguments);
int digest(std::span<char*> arguments);
int egress(std::span<char*> arguments);  ///< the child that speaks to other machines
int evaluate(std::span<char*> arguments);
int evaluate_off_policy(std::span<char*> arguments);  ///< evaluate off-policy
int openapi(std::span<char*> arguments);
int policy(std::span<char*> arguments);
int replay(std::span<char*> arguments);
int replay_selftest(std::span<char*> arguments);  ///< replay --selftest
int run_demo(std::span<char*> arguments);
int serve(std::span<char*> arguments);
int simulate(std::span<char*> arguments);
int verify_export(std::span<char*> arguments);

}  // namespace vitrine::app
