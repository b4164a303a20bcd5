#pragma once
// From a request to its answer, without a socket: finds the route, the viewer, checks origin, rights, rate,
// query and body, runs the handler, turns errors into problems. The server (src/http/server) calls the steps
// one by one so that bodies can be streamed; tests call answer(). Thread-safe.
#include <memory>
#include <optional>

#include "http/call.hpp"
#include "http/incidents.hpp"
#include "http/media_origin.hpp"
#include "http/pace.hpp"
#include "http/route.hpp"

namespace vitrine::http {

class Dispatcher {
 public:
  struct Needs {
    Call::Needs call;
    SessionReader& sessions;
    Paces& paces;
    Incidents* incidents = nullptr;  ///< none in tests that count nothing
    MediaOrigin media = {};
  };
  /// Everything given outlives the Dispatcher; the table is not changed any more.
  Dispatcher(const RouteTable& table, Needs needs) : table_(table), needs_(std::move(needs)) {}

  /// What to do with a request whose header is in. Memory only.
  struct Plan {
    const Route* route = nullptr;
    Call::Path path;
    std::optional<Response> refusal;  ///< no such path or method: answer with this
    [[nodiscard]] bool streamed() const { return route != nullptr && route->receiver != nullptr; }
    [[nodiscard]] bool at_once() const { return route != nullptr && route->run == Run::at_once; }
    [[nodiscard]] std::uint64_t body_bytes_max() const;
  };
  [[nodiscard]] Plan plan(const Request& request) const;

  /// The answer of the route's shortcut, if it has one and that knows. On the I/O thread. Never throws.
  [[nodiscard]] std::optional<Response> answer_shortly(const Plan& plan, const Request& request) const;

  /// Answers a request whose body is whole. On a worker, unless plan.at_once(). Never throws.
  [[nodiscard]] Response answer(const Plan& plan, const Request& request) const;

  /// Starts a streamed body: a sink, or a refusal. `request` outlives the reception.
  struct Reception {
    std::unique_ptr<Call> call;
    std::unique_ptr<BodySink> sink;  ///< after `call`: goes first
    std::optional<Response> refusal;
  };
  [[nodiscard]] Reception receive(const Plan& plan, const Request& request) const;
  /// One chunk; a refusal ends the reception.
  [[nodiscard]] std::optional<Response> write(Reception& reception, std::string_view chunk) const;
  [[nodiscard]] Response finish(Reception& reception) const;

  /// All of the above, for tests and tools: the body of a streamed route is written as one chunk.
  [[nodiscard]] Response answer(const Request& request) const;

 private:
  [[nodiscard]] Response finished(Response response, const Request& request,
                                  std::vector<HeaderField> fields) const;
  [[nodiscard]] Result<void> identify(Call& call, const Route& route) const;
  [[nodiscard]] Result<void> read_input(Call& call, const Route& route, bool streamed) const;
  [[nodiscard]] std::optional<Response> slow_down(const Call& call, const Route& route,
                                                  std::vector<HeaderField>& fields) const;
  [[nodiscard]] std::optional<Response> admit(Call& call, const Route& route, bool streamed,
                                              std::vector<HeaderField>& fields) const;

  const RouteTable& table_;
  Needs needs_;
};

}  // namespace vitrine::http
