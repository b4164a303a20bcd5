#include "http/live.hpp"

#include <atomic>

namespace vitrine::http {
using base::fail;

namespace {
/// How one's own clips come along. Everything else may tell of messages or of the account's safety.
constexpr std::string_view event_for_apps = "video";
}  // namespace

class LiveHub::Seat {
 public:
  explicit Seat(const Viewer& viewer)
      : account(viewer.account), session(viewer.session), is_app(viewer.scopes.has_value()) {}

  const model::AccountId account;
  const model::SessionId session;
  const bool is_app;

  void open(std::shared_ptr<EventStream> stream) {
    const bool late = state_.with([&](State& state) {
      state.stream = stream;
      return state.ended;
    });
    if (late) say_goodbye(*stream);
  }

  bool send(std::string_view event, std::string_view data) {
    if (is_app && event != event_for_apps) return false;
    const auto stream = state_.with([](State& state) { return state.ended ? nullptr : state.stream; });
    return stream != nullptr && stream->send(event, data);
  }

  void end() {
    const auto stream = state_.with([](State& state) {
      const bool first = !state.ended;
      state.ended = true;
      return first ? state.stream : nullptr;
    });
    if (stream != nullptr) say_goodbye(*stream);
  }

  /// Lets go of the stream, which knows us through its callback.
  void leave() {
    state_.with([](State& state) { state.stream.reset(); });
  }

  [[nodiscard]] bool ended() const {
    return state_.with([](const State& state) { return state.ended; });
  }

 private:
  struct State {
    std::shared_ptr<EventStream> stream;
    bool ended = false;
  };
  static void say_goodbye(EventStream& stream) {
    stream.send("session", R"({"ended":true})");
    stream.close();
  }
  base::Guarded<State> state_;
};

LiveHub::~LiveHub() = default;

std::shared_ptr<LiveHub::Seat> LiveHub::reserve(const Viewer& viewer) {
  auto seat = std::make_shared<Seat>(viewer);
  std::shared_ptr<Seat> oldest;
  const bool full = room_.with([&](Room& room) {
    auto& seats = room.seats[viewer.account];
    if (seats.size() == streams_per_account_max) {
      oldest = seats.front();
      seats.erase(seats.begin());
      --room.count;
    }
    if (room.count >= streams_max) {
      if (seats.empty()) room.seats.erase(viewer.account);
      return true;
    }
    seats.push_back(seat);
    ++room.count;
    return false;
  });
  if (oldest) oldest->end();
  return full ? nullptr : seat;
}

void LiveHub::open(const std::shared_ptr<Seat>& seat, std::shared_ptr<EventStream> stream) {
  seat->open(std::move(stream));
}

void LiveHub::leave(const std::shared_ptr<Seat>& seat) {
  seat->leave();
  room_.with([&](Room& room) {
    const auto found = room.seats.find(seat->account);
    if (found == room.seats.end()) return;
    room.count -= std::erase(found->second, seat);
    if (found->second.empty()) room.seats.erase(found);
  });
}

std::size_t LiveHub::send(model::AccountId account, std::string_view event, const base::json::value& data) {
  auto seats = room_.with([&](const Room& room) {
    const auto found = room.seats.find(account);
    return found == room.seats.end() ? std::vector<std::shared_ptr<Seat>>{} : found->second;
  });
  if (seats.empty()) return 0;
  const auto text = base::to_text(data);
  std::size_t sent = 0;
  for (const auto& seat : seats) sent += seat->send(event, text) ? 1 : 0;
  return sent;
}

bool LiveHub::listens(model::AccountId account) const {
  return room_.with([&](const Room& room) { return room.seats.contains(account); });
}

std::size_t LiveHub::streams() const {
  return room_.with([](const Room& room) { return room.count; });
}

void LiveHub::end(model::AccountId account, std::optional<model::SessionId> session) {
  const auto ending = room_.with([&](Room& room) {
    std::vector<std::shared_ptr<Seat>> list;
    if (const auto found = room.seats.find(account); found != room.seats.end())
      for (const auto& seat : found->second)
        if (!session || seat->session == *session) list.push_back(seat);
    return list;
  });
  for (const auto& seat : ending) seat->end();
}

void LiveHub::hear(const model::News& news) {
  if (const auto* ended = std::get_if<model::SessionEnded>(&news.what)) end(ended->account, ended->session);
}

void add_live_route(RouteTable& table, LiveHub& hub, SessionReader& sessions) {
  const auto listen = [&hub, &sessions](Call& call) -> Result<Response> {
    auto seat = hub.reserve(call.me());
    if (!seat) return fail(Fault::not_available, "live_full", "Too many open streams.");
    // The session may have ended between its check and the reservation; from here on the hub hears of it.
    auto still = sessions.viewer_of(call.token());
    if (!still || !*still) {
      hub.leave(seat);
      if (!still) return std::unexpected(std::move(still).error());
      return fail(Fault::not_signed_in, "session_ended", "Sign in again.");
    }
    EventBody body;
    body.start = [&hub, seat](std::shared_ptr<EventStream> stream) { hub.open(seat, std::move(stream)); };
    body.ended = [&hub, seat] { hub.leave(seat); };
    return Response::events(std::move(body));
  };
  table.add({.method = "GET",
             .path = "/api/v1/live",
             .summary = "Server-sent events: video, notification, session",
             .tag = "live",
             .access = Access::signed_in,
             .scope = accounts::Scope::read,
             .pace = Pace::stream,
             .answer = {200, std::nullopt},
             .handler = listen});
}

}  // namespace vitrine::http
