#include "adapters/egress/egress_worker.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/text.hpp"

namespace vitrine::adapters::egress {
namespace {
namespace asio = boost::asio;
using base::fail;
using base::Fault;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr std::chrono::seconds patience{12};
constexpr std::size_t answer_bytes_max = 4096;

auto into(ErrorCode& error) { return asio::redirect_error(asio::use_awaitable, error); }

struct Request {
  std::string number;  ///< the house's, given back as it came
  std::optional<Target> target;
  std::string head;  ///< the lines after the first, each ended by CR LF
};

/// What the house writes is written well; what is not is answered with a trouble, never with an end.
Request parse_request(std::string_view packet) {
  Request request;
  const auto line = [&] {
    const auto end = std::min(packet.find('\n'), packet.size());
    const auto text = packet.substr(0, end);
    packet.remove_prefix(std::min(end + 1, packet.size()));
    return text;
  };
  request.number = std::string{line()};
  if (auto target = parse_target(line())) request.target = std::move(*target);
  while (!packet.empty()) request.head += std::string{line()} + "\r\n";
  return request;
}

std::vector<std::uint8_t> bytes_of(const asio::ip::address& address) {
  if (address.is_v4()) {
    const auto four = address.to_v4().to_bytes();
    return {four.begin(), four.end()};
  }
  const auto six = address.to_v6().to_bytes();
  return {six.begin(), six.end()};
}

struct Outcome {
  int status = 0;
  std::string_view trouble = "-";
};

/// One request from the name to the status; what it holds is closed by the clock at the latest.
class Saying {
 public:
  Saying(asio::io_context& io, asio::ssl::context& tls, const Policy& policy)
      : resolver_(io), stream_(io, tls), clock_(io), policy_(policy) {}

  asio::awaitable<Outcome> say(const Request& request) {
    if (!request.target) co_return Outcome{0, "refused_url"};
    const auto& target = *request.target;
    ErrorCode error;
    const auto found =
        co_await resolver_.async_resolve(target.host, std::to_string(target.port), into(error));
    if (error || found.empty()) co_return Outcome{0, "no_such_host"};
    bool allowed = false, connected = false;
    for (const auto& entry : found) {
      const auto place = entry.endpoint();
      if (!policy_.allows(bytes_of(place.address()), place.port())) continue;
      allowed = true;
      auto& socket = stream_.next_layer();
      socket.close(error);
      co_await socket.async_connect(place, into(error));
      if (error) continue;
      connected = true;
      break;
    }
    if (!connected) co_return Outcome{0, allowed ? "no_answer" : "refused_address"};
    co_return co_await speak(target, request.head);
  }

  /// Whoever holds a share of this waits; the last of it ends the waiting.
  void watch(const std::shared_ptr<Saying>& self) {
    clock_.expires_after(patience);
    clock_.async_wait([self](const ErrorCode& error) {
      if (error) return;
      ErrorCode ignored;
      self->resolver_.cancel();
      self->stream_.next_layer().close(ignored);
    });
  }
  void done() { clock_.cancel(); }

 private:
  asio::awaitable<Outcome> speak(const Target& target, const std::string& head) {
    ErrorCode error;
    SSL_set_tlsext_host_name(stream_.native_handle(), target.host.c_str());
    stream_.set_verify_mode(asio::ssl::verify_peer);
    stream_.set_verify_callback(asio::ssl::host_name_verification(target.host));
    co_await stream_.async_handshake(asio::ssl::stream_base::client, into(error));
    if (error) co_return Outcome{0, "tls"};
    const auto authority = origin_of(target).substr(std::string_view{"https://"}.size());
    const auto text = fmt::format(
        "POST {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: vitrine\r\n{}Content-Length: 0\r\nConnection: "
        "close\r\n\r\n",
        target.path, authority, head);
    co_await asio::async_write(stream_, asio::buffer(text), into(error));
    if (error) co_return Outcome{0, "no_answer"};
    std::string answer;
    co_await asio::async_read_until(stream_, asio::dynamic_buffer(answer, answer_bytes_max), "\r\n",
                                    into(error));
    const std::string_view line = answer;
    constexpr std::string_view version = "HTTP/1.";
    const bool is_status = line.size() >= 12 && line.starts_with(version) && line[8] == ' ';
    const auto status = is_status ? base::parse_number(line.substr(9, 3)) : std::nullopt;
    if (!status || *status < 100) co_return Outcome{0, "no_answer"};
    co_return Outcome{static_cast<int>(*status)};
  }

  Tcp::resolver resolver_;
  asio::ssl::stream<Tcp::socket> stream_;
  asio::steady_timer clock_;
  const Policy& policy_;
};

struct Worker {
  int line;
  const Policy& policy;
  asio::io_context io{1};
  asio::ssl::context tls{asio::ssl::context::tls_client};

  asio::awaitable<void> answer(std::string packet) {
    const auto request = parse_request(packet);
    const auto saying = std::make_shared<Saying>(io, tls, policy);
    saying->watch(saying);
    const auto outcome = co_await saying->say(request);
    saying->done();
    const auto reply = fmt::format("{} {} {}", request.number, outcome.status, outcome.trouble);
    // The house waits for no more than it asked, so there is always room; if it has gone, so shall we.
    if (::send(line, reply.data(), reply.size(), MSG_NOSIGNAL) < 0) io.stop();
  }

  asio::awaitable<void> listen(asio::posix::stream_descriptor& ear) {
    std::array<char, packet_bytes_max> packet{};
    for (;;) {
      ErrorCode error;
      co_await ear.async_wait(asio::posix::descriptor_base::wait_read, into(error));
      if (error) break;
      const auto got = ::recv(line, packet.data(), packet.size(), MSG_DONTWAIT);
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      if (got <= 0) break;
      asio::co_spawn(io, answer({packet.data(), static_cast<std::size_t>(got)}), asio::detached);
    }
    io.stop();
  }
};

// What saying things never needs. The filter is what an intruder of this process meets.
constexpr std::array never{"execve",
                           "execveat",
                           "fork",
                           "vfork",
                           "ptrace",
                           "process_vm_readv",
                           "process_vm_writev",
                           "keyctl",
                           "add_key",
                           "request_key",
                           "bpf",
                           "userfaultfd",
                           "io_uring_setup",
                           "mount",
                           "umount2",
                           "pivot_root",
                           "chroot",
                           "init_module",
                           "finit_module",
                           "kexec_load",
                           "unshare",
                           "setns",
                           "perf_event_open",
                           "open_by_handle_at",
                           "listen",
                           "accept",
                           "accept4",
                           "creat",
                           "rename",
                           "renameat",
                           "renameat2",
                           "unlink",
                           "unlinkat",
                           "mkdir",
                           "mkdirat",
                           "rmdir",
                           "link",
                           "linkat",
                           "symlink",
                           "symlinkat",
                           "truncate",
                           "chmod",
                           "fchmodat",
                           "chown",
                           "fchownat",
                           "setuid",
                           "setgid",
                           "kill",
                           "tkill"};

struct Release {
  void operator()(void* filter) const { seccomp_release(filter); }
};
}  // namespace

void serve(int line, const Policy& policy) {
  Worker worker{.line = line, .policy = policy};
  ErrorCode ignored;
  worker.tls.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1, ignored);
  worker.tls.set_default_verify_paths(ignored);
  asio::posix::stream_descriptor ear{worker.io, ::fcntl(line, F_DUPFD_CLOEXEC, 0)};
  asio::co_spawn(worker.io, worker.listen(ear), asio::detached);
  worker.io.run();
}

base::Result<void> confine() {
  const auto trouble = [] {
    return fail(Fault::not_available, "egress", "The process that speaks to others cannot be locked in.");
  };
  const rlimit nothing{0, 0}, few{64, 64};
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_DUMPABLE, 0) != 0 ||
      ::setrlimit(RLIMIT_FSIZE, &nothing) != 0 || ::setrlimit(RLIMIT_CORE, &nothing) != 0 ||
      ::setrlimit(RLIMIT_NOFILE, &few) != 0)
    return trouble();
  const std::unique_ptr<void, Release> filter{seccomp_init(SCMP_ACT_ALLOW)};
  if (!filter) return trouble();
  for (const auto* name : never) {
    const int number = seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR) continue;  // this architecture has none
    const int added = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), number, 0);
    if (added != 0 && added != -EDOM && added != -EINVAL) return trouble();
  }
  // To read certificates, yes; to write, no.
  for (const int bit : {O_WRONLY, O_RDWR, O_CREAT}) {
    const auto asks = [&](unsigned argument) {
      return seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM),
                              argument == 1 ? SCMP_SYS(open) : SCMP_SYS(openat), 1,
                              scmp_arg_cmp{argument, SCMP_CMP_MASKED_EQ, static_cast<scmp_datum_t>(bit),
                                           static_cast<scmp_datum_t>(bit)}) == 0;
    };
    if (!asks(1) || !asks(2)) return trouble();
  }
  if (seccomp_load(filter.get()) != 0) return trouble();
  return {};
}

}  // namespace vitrine::adapters::egress
