#include "adapters/system/spawn.hpp"

#include <fcntl.h>
#include <spawn.h>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <future>
#include <mutex>
#include <stop_token>
#include <thread>

namespace vitrine::adapters::system {
namespace {

/// Owns what posix_spawn needs.
class Start {
 public:
  Start() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
  }
  ~Start() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Start(const Start&) = delete;
  Start& operator=(const Start&) = delete;

  Spawned now(const Program& program) {
    place(program);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setpgroup(&attributes_, 0);  // Ctrl-C is for the house, which ends what it started
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    auto words = pointers(program.words), environment = pointers(program.environment);
    Spawned spawned;
    spawned.error = posix_spawn(&spawned.child, program.file.c_str(), &actions_, &attributes_, words.data(),
                                environment.data());
    return spawned;
  }

 private:
  void place(const Program& program) {
    posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, 1, "/dev/null", O_WRONLY, 0);
    int last = 2;
    for (const auto& [ours, theirs] : program.descriptors) {
      posix_spawn_file_actions_adddup2(&actions_, ours, theirs);
      last = std::max(last, theirs);
    }
    posix_spawn_file_actions_addclosefrom_np(&actions_, last + 1);
    if (!program.directory.empty())
      posix_spawn_file_actions_addchdir_np(&actions_, program.directory.c_str());
  }

  static std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (const auto& text : texts) all.push_back(const_cast<char*>(text.c_str()));
    all.push_back(nullptr);
    return all;
  }

  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

class Starter {
 public:
  Spawned start(const Program& program) {
    std::promise<Spawned> promise;
    auto spawned = promise.get_future();
    {
      const std::lock_guard hold{mutex_};
      orders_.push_back({&program, &promise});
    }
    wake_.notify_one();
    return spawned.get();
  }

 private:
  struct Order {
    const Program* program;
    std::promise<Spawned>* promise;
  };

  void work(const std::stop_token& stop) {
    for (;;) {
      Order order{};
      {
        std::unique_lock hold{mutex_};
        if (!wake_.wait(hold, stop, [&] { return !orders_.empty(); })) return;
        order = orders_.front();
        orders_.pop_front();
      }
      order.promise->set_value(Start{}.now(*order.program));
    }
  }

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Order> orders_;
  std::jthread thread_{[this](const std::stop_token& stop) { work(stop); }};  // last: it uses the others
};

}  // namespace

Spawned spawn(const Program& program) {
  static Starter starter;
  return starter.start(program);
}

}  // namespace vitrine::adapters::system
