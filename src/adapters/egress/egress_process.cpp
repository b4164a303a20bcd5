#include "adapters/egress/egress_process.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>

#include "adapters/egress/egress_worker.hpp"
#include "adapters/system/spawn.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace vitrine::adapters::egress {
namespace {
using base::fail;
using base::Fault;
using base::Result;
using ports::OutboundAnswer;
using ports::OutboundPost;

constexpr int line_in_child = 3;
constexpr std::chrono::seconds patience{15};  // the worker's own twelve, and some

auto trouble(std::string_view what) {
  return fail(Fault::not_available, "egress",
              fmt::format("The process that speaks to other machines {}.", what));
}

bool is_header(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7f; });
}

/// Empty: no packet can say this.
std::string packet_of(std::size_t number, const OutboundPost& post) {
  std::string packet = fmt::format("{}\n{}\n", number, post.url);
  if (!is_header(post.url)) return {};
  for (const auto& [name, value] : post.headers) {
    if (!is_header(name) || !is_header(value) || name.find(':') != std::string::npos) return {};
    packet += fmt::format("{}: {}\n", name, value);
  }
  return packet.size() <= packet_bytes_max ? packet : std::string{};
}

system::Program program_of(const EgressProcess::Options& options, int line) {
  system::Program program{.file = options.program,
                          .words = {"vitrine", "egress", options.allow},
                          .environment = {"LC_ALL=C"},
                          .descriptors = {{line, line_in_child}},
                          .directory = {}};
  // Where certificates are believed from is the operator's to say.
  for (const auto* variable : {"SSL_CERT_FILE", "SSL_CERT_DIR"})
    if (const char* value = std::getenv(variable))
      program.environment.push_back(fmt::format("{}={}", variable, value));
  return program;
}
}  // namespace

EgressProcess::~EgressProcess() { end(); }

Result<void> EgressProcess::begin() {
  if (line_ >= 0) return {};
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return trouble("cannot be reached");
  const auto [child, error] = system::spawn(program_of(options_, ends[1]));
  ::close(ends[1]);
  line_ = ends[0];
  if (error != 0) {
    end();
    return trouble("cannot be started");
  }
  child_ = child;
  return {};
}

void EgressProcess::end() {
  if (line_ >= 0) ::close(line_);
  line_ = -1;
  if (child_ <= 0) return;
  ::kill(child_, SIGKILL);  // it holds nothing that could be lost
  ::waitpid(child_, nullptr, 0);
  child_ = -1;
}

Result<std::vector<OutboundAnswer>> EgressProcess::post(std::span<const OutboundPost> posts) {
  const std::lock_guard turn{turn_};
  posts = posts.first(std::min(posts.size(), ports::outbound_at_once));
  TRY(begin());
  std::vector<OutboundAnswer> answers(posts.size());
  std::size_t waiting = 0;
  for (std::size_t i = 0; i < posts.size(); ++i) {
    const auto packet = packet_of(i, posts[i]);
    answers[i].trouble = packet.empty() ? "refused_url" : "no_answer";
    if (packet.empty()) continue;
    if (::send(line_, packet.data(), packet.size(), MSG_NOSIGNAL) < 0) {
      end();
      return trouble("has died");
    }
    ++waiting;
  }
  const auto until = std::chrono::steady_clock::now() + patience;
  while (waiting > 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd ear{.fd = line_, .events = POLLIN, .revents = 0};
    if (left.count() <= 0 || ::poll(&ear, 1, static_cast<int>(left.count())) == 0) break;
    std::array<char, 256> packet{};
    const auto got = ::recv(line_, packet.data(), packet.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      end();
      return trouble("has died");
    }
    const auto words = base::split({packet.data(), static_cast<std::size_t>(got)}, ' ');
    const auto number = words.size() == 3 ? base::parse_number(words[0]) : std::nullopt;
    const auto status = words.size() == 3 ? base::parse_number(words[1]) : std::nullopt;
    if (!number || *number >= answers.size() || !status || *status > 999) continue;
    answers[*number] = {static_cast<int>(*status), *status == 0 ? std::string{words[2]} : std::string{}};
    --waiting;
  }
  // What is still under way would answer into the next call.
  if (waiting > 0) end();
  return answers;
}

}  // namespace vitrine::adapters::egress
