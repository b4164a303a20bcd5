#include "adapters/ffmpeg/sandbox.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <utility>

#include "adapters/ffmpeg/commands.hpp"
#include "adapters/ffmpeg/system_calls.hpp"
#include "adapters/system/spawn.hpp"
#include "base/log.hpp"

namespace vitrine::adapters::ffmpeg {

using base::fail;
using base::Fault;

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// The address space holds 250 MB of shared libraries besides the data; the data limit is what bounds memory:
// a 4096x2304 picture in 10 bits takes 28 MB and the decoder keeps about 20 of them.
constexpr std::uint64_t address_bytes_max = 3ULL << 30;
constexpr std::uint64_t data_bytes_max = 900ULL << 20;
constexpr int open_files_max = 64;
// Threads, really: the filter lets no second process through. Two decoders and eight encoders of a few each.
constexpr int threads_max = 96;
constexpr int filter_descriptor = 3;

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

struct Pipe {
  Descriptor read, write;
  static base::Result<Pipe> make() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      return fail(Fault::not_available, "sandbox",
                  "No more files can be opened; raise the limit (ulimit -n).");
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return Pipe{Descriptor{ends[0]}, Descriptor{ends[1]}};
  }
};

constexpr std::string_view tool = "/usr/bin/ffmpeg";

// Gathers one stream: whole lines to the listener, at most `bytes_max` bytes kept.
class Gather {
 public:
  Gather(std::size_t bytes_max, const std::function<void(std::string_view)>* on_line)
      : bytes_max_(bytes_max), on_line_(on_line) {}

  /// False at the end of the stream.
  bool read_from(int descriptor) {
    std::array<char, 16384> piece{};
    const auto got = ::read(descriptor, piece.data(), piece.size());
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    if (got == 0) return false;
    const std::string_view text{piece.data(), static_cast<std::size_t>(got)};
    kept_.append(text.substr(0, bytes_max_ - std::min(bytes_max_, kept_.size())));
    if (on_line_ != nullptr && *on_line_) lines(text);
    return true;
  }
  std::string take() { return std::move(kept_); }

 private:
  void lines(std::string_view text) {
    for (const char c : text) {
      if (c == '\n') {
        (*on_line_)(line_);
        line_.clear();
      } else if (line_.size() < 4096) {
        line_ += c;
      }
    }
  }

  std::size_t bytes_max_;
  const std::function<void(std::string_view)>* on_line_;
  std::string kept_, line_;
};

void append(std::vector<std::string>& command, std::initializer_list<std::string_view> words) {
  for (const auto word : words) command.emplace_back(word);
}

bool says_no_memory(std::string_view errors) {
  return errors.find("Cannot allocate memory") != std::string_view::npos ||
         errors.find("malloc of size") != std::string_view::npos ||
         errors.find("failed to map segment") != std::string_view::npos;
}

// How much the tool has used, looked up while it runs: bubblewrap leaves without waiting for it, so nothing
// of it reaches our own accounts.
class Meter {
 public:
  explicit Meter(pid_t pid) : pid_(pid) {}

  /// A few small reads, at most every 50 ms.
  void read() {
    const auto now = Clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds{50};
    const auto process = last_descendant();
    const auto stat = text_of(process, "stat");
    const auto after_name = stat.rfind(") ");
    if (after_name == std::string::npos) return;
    std::istringstream fields{stat.substr(after_name + 2)};
    std::string skipped;
    for (int field = 3; field < 14; ++field) fields >> skipped;
    double user = 0, system = 0;
    fields >> user >> system;
    cpu_seconds_ = std::max(cpu_seconds_, (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK)));
    const auto status = text_of(process, "status");
    if (const auto at = status.find("VmHWM:"); at != std::string::npos)
      memory_kib_max_ = std::max<std::int64_t>(memory_kib_max_, std::atoll(status.c_str() + at + 6));
  }

  [[nodiscard]] double cpu_seconds() const { return cpu_seconds_; }
  [[nodiscard]] std::int64_t memory_kib_max() const { return memory_kib_max_; }

 private:
  static std::string text_of(pid_t pid, std::string_view name) {
    std::ifstream file{fmt::format("/proc/{}/{}", pid, name)};
    // A process that ends between opening and reading makes the read fail. An iterator over the buffer would
    // throw then; this only sets a flag.
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
  }

  // bubblewrap, its other half inside, the tool: each the only child of the one before.
  [[nodiscard]] pid_t last_descendant() const {
    auto last = pid_;
    for (int depth = 0; depth < 4; ++depth) {
      std::ifstream children{fmt::format("/proc/{}/task/{}/children", last, last)};
      pid_t child = 0;
      if (!(children >> child)) break;
      last = child;
    }
    return last;
  }

  pid_t pid_;
  Clock::time_point next_{};
  double cpu_seconds_ = 0;
  std::int64_t memory_kib_max_ = 0;
};

// The limit ends the tool by SIGKILL. Whoever was last seen well below it was killed by somebody else; the
// last look may be a tenth of a second of some threads old.
bool reached(const Outcome& outcome, int cpu_seconds_max) {
  return outcome.cpu_seconds > cpu_seconds_max - 1;
}

End end_of(int status, const Outcome& outcome, int cpu_seconds_max) {
  // bubblewrap reports a signal as 128 + its number.
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (code == 0) return End::finished;
  if (code == 128 + SIGXCPU) return End::out_of_time;
  if (code == 128 + SIGKILL) return reached(outcome, cpu_seconds_max) ? End::out_of_time : End::killed;
  return says_no_memory(outcome.errors) ? End::out_of_memory : End::failed;
}

// A started run: reads it to its end and never leaves without it being dead and buried.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  ~Child() {
    if (pid_ > 0) kill_now();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  Outcome follow(const Run& run, Pipe& out, Pipe& err, const std::stop_token& stop) {
    Gather output{run.text_bytes_max, &run.on_line}, errors{run.text_bytes_max, nullptr};
    auto until = Clock::now() + run.wall_max;
    bool orphaned = false;
    Meter meter{pid_};
    std::optional<End> ended;
    std::array<pollfd, 2> streams{pollfd{out.read.number(), POLLIN, 0}, pollfd{err.read.number(), POLLIN, 0}};
    while (streams[0].fd >= 0 || streams[1].fd >= 0) {
      meter.read();
      ::poll(streams.data(), streams.size(), 100);
      if (streams[0].revents != 0 && !output.read_from(streams[0].fd)) streams[0].fd = -1;
      if (streams[1].revents != 0 && !errors.read_from(streams[1].fd)) streams[1].fd = -1;
      for (auto& stream : streams) stream.revents = 0;
      // Whoever kills bubblewrap before it has tied its other half to itself leaves that half behind, with
      // the streams open. What is still to be read is read within a second.
      if (!orphaned && gone()) {
        orphaned = true;
        until = std::min(until, Clock::now() + std::chrono::seconds{1});
      }
      if (stop.stop_requested()) ended = End::stopped;
      else if (Clock::now() > until && !orphaned) ended = End::out_of_time;
      if (ended || Clock::now() > until) break;
    }
    Outcome outcome;
    outcome.output = output.take();
    outcome.errors = errors.take();
    outcome.cpu_seconds = meter.cpu_seconds();
    outcome.memory_kib_max = meter.memory_kib_max();
    finish(ended, outcome, run.cpu_seconds_max);
    return outcome;
  }

 private:
  /// Dead, though not yet buried.
  [[nodiscard]] bool gone() const {
    siginfo_t about{};
    return ::waitid(P_PID, static_cast<id_t>(pid_), &about, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           about.si_pid == pid_;
  }

  void kill_now() {
    ::kill(-pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
  }

  void finish(std::optional<End> ended, Outcome& outcome, int cpu_seconds_max) {
    if (ended || gone()) ::kill(-pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    outcome.end = ended ? *ended : end_of(status, outcome, cpu_seconds_max);
  }

  pid_t pid_;
};

std::string first_line(std::string_view text) {
  const auto line = text.substr(0, text.find('\n'));
  return std::string{line.substr(0, 200)};
}

}  // namespace

std::vector<std::string> Sandbox::command(const Run& run) const {
  std::vector<std::string> words;
  if (walls_ != Walls::none) {
    append(words,
           {"/usr/bin/bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts",
            "--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"});
    if (walls_ == Walls::user_namespace)
      append(words, {"--unshare-user", "--uid", "65534", "--gid", "65534"});
    // Of /usr only the libraries and the two programs: nothing else could be started anyway.
    append(words,
           {"--ro-bind", "/usr/lib", "/usr/lib", "--ro-bind-try", "/usr/lib64", "/usr/lib64", "--symlink",
            "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--ro-bind-try", "/etc/alternatives",
            "/etc/alternatives", "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"});
    append(words, {"--ro-bind", "/usr/bin/prlimit", "/usr/bin/prlimit", "--ro-bind", tool, tool});
    append(words, {"--proc", "/proc", "--dev", "/dev", "--dir", "/in"});
    for (std::size_t i = 0; i < run.inputs.size(); ++i)
      append(words, {"--ro-bind", run.inputs[i].string(), fmt::format("/in/{}", i)});
    if (!run.output.empty()) append(words, {"--bind", run.output.string(), "/out", "--chdir", "/out"});
    append(words, {"--setenv", "LC_ALL", "C", "--setenv", "MALLOC_ARENA_MAX", "2", "--seccomp",
                   std::to_string(filter_descriptor), "--"});
  }
  append(words, {"/usr/bin/prlimit", fmt::format("--as={}", address_bytes_max),
                 fmt::format("--data={}", data_bytes_max), fmt::format("--cpu={}", run.cpu_seconds_max),
                 fmt::format("--fsize={}", run.file_bytes_max), fmt::format("--nofile={}", open_files_max),
                 "--core=0"});
  // Counted per user outside a user namespace: there it would count the server's own threads too.
  if (walls_ == Walls::user_namespace) words.push_back(fmt::format("--nproc={}", threads_max));
  words.emplace_back(tool);
  for (const auto& argument : run.arguments) {
    auto word = argument;
    if (walls_ == Walls::none && word.starts_with("/in/"))
      word = run.inputs.at(static_cast<std::size_t>(std::atoi(word.c_str() + 4))).string();
    if (walls_ == Walls::none && word.starts_with("/out/")) word = (run.output / word.substr(5)).string();
    words.push_back(std::move(word));
  }
  return words;
}

base::Result<Outcome> Sandbox::run(const Run& run, std::stop_token stop) const {
  TRY_LET(auto out, Pipe::make());
  TRY_LET(auto err, Pipe::make());
  Descriptor filter;
  if (walls_ != Walls::none) {
    TRY_LET(const int descriptor, system_call_filter());
    filter = Descriptor{descriptor};
  }
  // Two memory arenas: threads are many, and each arena reserves 64 MB.
  const auto words = command(run);
  system::Program program{.file = words.front(),
                          .words = words,
                          .environment = {"PATH=/usr/bin:/bin", "LC_ALL=C", "MALLOC_ARENA_MAX=2"},
                          .descriptors = {{out.write.number(), 1}, {err.write.number(), 2}},
                          .directory = walls_ == Walls::none ? run.output : fs::path{}};
  if (filter.number() >= 0) program.descriptors.emplace_back(filter.number(), filter_descriptor);
  const auto [pid, error] = system::spawn(program);
  if (error != 0)
    return fail(Fault::not_available, "sandbox",
                fmt::format("{} cannot be started: {}.", words.front(), std::strerror(error)));
  out.write.close();
  err.write.close();
  auto outcome = Child{pid}.follow(run, out, err, stop);
  // bubblewrap's own complaints never come from the file.
  if (outcome.end == End::failed && outcome.errors.starts_with("bwrap: "))
    return fail(Fault::not_available, "sandbox",
                fmt::format("The sandbox cannot be built: {}.", first_line(outcome.errors)));
  return outcome;
}

base::Result<void> Sandbox::try_walls(Walls walls) {
  Run version;
  version.arguments = {"-version"};
  TRY_LET(const auto outcome, Sandbox{walls}.run(version, {}));
  if (outcome.end == End::finished && outcome.output.starts_with("ffmpeg version")) return {};
  return fail(Fault::not_available, "sandbox",
              fmt::format("ffmpeg does not run in the sandbox: {}.", first_line(outcome.errors)));
}

base::Result<Sandbox> Sandbox::open(Confinement confinement) {
  for (const char* tool : {"/usr/bin/ffmpeg", "/usr/bin/prlimit"})
    if (!fs::exists(tool))
      return fail(Fault::not_available, "sandbox",
                  fmt::format("{} is missing: apt install ffmpeg util-linux.", tool));
  if (confinement == Confinement::none_i_understand) {
    base::log(base::Level::warning, "media_without_sandbox");
    return Sandbox{Walls::none};
  }
  if (!fs::exists("/usr/bin/bwrap"))
    return fail(
        Fault::not_available, "sandbox",
        "/usr/bin/bwrap is missing and foreign video is never opened without it: apt install bubblewrap.");
  const auto first = try_walls(Walls::user_namespace);
  if (first) return Sandbox{Walls::user_namespace};
  if (::geteuid() != 0)
    return fail(
        Fault::not_available, "sandbox",
        fmt::format("{} An ordinary user needs user namespaces: sysctl kernel.unprivileged_userns_clone=1 "
                    "(and user.max_user_namespaces above 0).",
                    first.error().detail));
  const auto second = try_walls(Walls::root_namespaces);
  if (second) return Sandbox{Walls::root_namespaces};
  return fail(
      Fault::not_available, "sandbox",
      fmt::format("{} As root inside a chroot the root directory has to be a mount point: mount --bind "
                  "ROOT ROOT before entering it; in a container allow user namespaces.",
                  second.error().detail));
}

std::string Sandbox::describe() const {
  switch (walls_) {
    case Walls::user_namespace:
      return "bubblewrap with a user namespace";
    case Walls::root_namespaces:
      return "bubblewrap without a user namespace (root in a chroot)";
    case Walls::none:
      return "none: limits only";
  }
  return {};
}

base::Result<void> sandbox_works(Confinement confinement) {
  TRY_LET(const auto sandbox, Sandbox::open(confinement));
  Run whole;
  whole.arguments = self_check_words();
  TRY_LET(const auto checked, sandbox.run(whole, {}));
  if (checked.end != End::finished)
    return fail(Fault::not_available, "sandbox",
                fmt::format("ffmpeg lacks an encoder or a filter we need: {}. Debian's package has them all.",
                            first_line(checked.errors)));
  if (confinement == Confinement::none_i_understand) return {};
  // Closed walls: the protocol is allowed here on purpose, and still neither the network nor a file answers.
  for (const char* target : {"/etc/hostname", "tcp://127.0.0.1:9"}) {
    Run visit;
    visit.arguments = {"-nostdin", "-v", "error", "-i", target, "-f", "null", "-"};
    TRY_LET(const auto outcome, sandbox.run(visit, {}));
    if (outcome.end == End::finished || outcome.errors.find("No such file") == std::string::npos) {
      const bool refused = outcome.errors.find("not permitted") != std::string::npos ||
                           outcome.errors.find("unreachable") != std::string::npos || outcome.errors.empty();
      if (outcome.end == End::finished || !refused)
        return fail(Fault::not_available, "sandbox",
                    fmt::format("The sandbox is not closed: {} answered.", target));
    }
  }
  return {};
}

}  // namespace vitrine::adapters::ffmpeg
