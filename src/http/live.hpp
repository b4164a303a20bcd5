#pragma once
// The hub of server-sent events: who is listening, and a way to tell them. GET /api/v1/live subscribes;
// routes and listeners of the bus send. Nothing is queued for people who are not here: what is sent is a hint
// to look again, the record is the truth.
//
// Thread-safe. send() costs one lookup and one short lock per open stream of that account; it never waits for
// a network. At most `streams_per_account_max` streams an account (the oldest is closed) and
// `streams_max` in all (the newcomer is refused).
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/guarded.hpp"
#include "base/json.hpp"
#include "http/call.hpp"
#include "http/response.hpp"
#include "http/route.hpp"
#include "model/news.hpp"

namespace vitrine::http {

class LiveHub {
 public:
  static constexpr std::size_t streams_per_account_max = 8;  // tabs and devices of one person
  static constexpr std::size_t streams_max = 20'000;         // about 10 KiB each

  LiveHub() = default;
  ~LiveHub();
  LiveHub(const LiveHub&) = delete;
  LiveHub& operator=(const LiveHub&) = delete;

  /// A place for one stream of `viewer`. It counts from now on: a session that ends before the stream is open
  /// ends it all the same. Nothing when the house is full.
  class Seat;
  [[nodiscard]] std::shared_ptr<Seat> reserve(const Viewer& viewer);
  void open(const std::shared_ptr<Seat>& seat, std::shared_ptr<EventStream> stream);
  void leave(const std::shared_ptr<Seat>& seat);

  /// `event: <event>` with `data` as JSON, to every open stream of the account; an app's stream gets `video`
  /// alone. How many there were.
  std::size_t send(model::AccountId account, std::string_view event, const base::json::value& data);

  /// Is anybody there? Saves making what nobody reads.
  [[nodiscard]] bool listens(model::AccountId account) const;
  [[nodiscard]] std::size_t streams() const;

  /// Closes the streams of a session that ended (or of all sessions of the account) with a last
  /// `session {"ended":true}`. Bears hearing the same news twice.
  void end(model::AccountId account, std::optional<model::SessionId> session);
  /// For the bus: reacts to SessionEnded, ignores the rest.
  void hear(const model::News& news);

 private:
  using Seats = std::map<model::AccountId, std::vector<std::shared_ptr<Seat>>>;
  struct Room {
    Seats seats;
    std::size_t count = 0;
  };
  base::Guarded<Room> room_;
};

/// GET /api/v1/live
void add_live_route(RouteTable& table, LiveHub& hub, SessionReader& sessions);

}  // namespace vitrine::http
