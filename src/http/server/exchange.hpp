#pragma once
// One request and its answer, while they are under way. Only server/*.cpp include this.
#include <memory>

#include "http/dispatch.hpp"
#include "http/server/connection.hpp"

namespace vitrine::http {

/// The part of the parser the body needs; the parser itself stays in connection.cpp.
struct BodyParser;
struct BodyParserDelete {
  void operator()(BodyParser* parser) const;
};

struct Connection::Exchange {
  Request request;
  Dispatcher::Plan plan;
  Response response;
  std::unique_ptr<BodyParser, BodyParserDelete> parser;
  std::shared_ptr<Dispatcher::Reception> reception;  ///< of a streamed body
  std::vector<char> chunk;                           ///< what the parser writes the body into
  std::uint64_t body_size = 0;                       ///< so far
  SteadyClock::time_point body_began{};
  bool answered = false;    ///< `response` is final
  bool keep = false;        ///< another request may follow
  bool old_client = false;  ///< HTTP/1.0
};

}  // namespace vitrine::http
