#pragma once
// The house's side of the only way out: one child process that does what ports/outbound.hpp promises
// (egress_worker.hpp). Begun with the first call, begun again when it has died; it dies with the house.
// Thread-safe: calls take turns.
#include <filesystem>
#include <mutex>
#include <string>

#include "ports/outbound.hpp"

namespace vitrine::adapters::egress {

class EgressProcess final : public ports::Outbound {
 public:
  /// `program egress ALLOW` is what is run, `allow` as Policy::of reads it.
  struct Options {
    std::filesystem::path program = "/proc/self/exe";
    std::string allow = {};
  };
  explicit EgressProcess(Options options) : options_(std::move(options)) {}
  /// Speaks through a worker that is there already, at the other end of `line`; closes it in the end.
  explicit EgressProcess(int line) : line_(line) {}
  ~EgressProcess() override;
  EgressProcess(const EgressProcess&) = delete;
  EgressProcess& operator=(const EgressProcess&) = delete;

  base::Result<std::vector<ports::OutboundAnswer>> post(std::span<const ports::OutboundPost> posts) override;

 private:
  base::Result<void> begin();
  void end();
  Options options_;
  std::mutex turn_;
  int line_ = -1;
  int child_ = -1;
};

}  // namespace vitrine::adapters::egress
