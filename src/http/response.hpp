#pragma once
// An answer as handlers make it. What travels on the wire (framing, ranges, security headers) is the
// server's.
//
//   return Response::json(account_json(account));            // 200
//   return Response::json(comment_json(comment), 201);
//   return Response::nothing();                              // 204
//   return Response::nothing(201).with("Location", url);
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "http/request.hpp"

namespace vitrine::http {

/// A file of this machine, sent by the kernel. Range, If-Range, If-None-Match and HEAD are the server's work.
struct FileBody {
  std::filesystem::path path;
  std::string etag;  ///< without quotes; stands for these bytes and no others
};

/// Bytes that lie elsewhere, fetched in pieces on a worker. Same treatment as a file.
struct RemoteBody {
  std::uint64_t size = 0;
  std::string etag;
  std::function<Result<base::Bytes>(std::uint64_t offset, std::uint64_t length)> read;
};

/// One open stream of server-sent events. Thread-safe; the queue is bounded: a reader who does not keep up is
/// disconnected and comes back with fresh state.
class EventStream {
 public:
  virtual ~EventStream() = default;
  /// False when the stream is closed or was closed for falling behind. `data` has no line ends (it is JSON).
  virtual bool send(std::string_view event, std::string_view data) = 0;
  virtual void close() = 0;  ///< after what is queued was written
  [[nodiscard]] virtual bool closed() const = 0;
};

/// `start` is called once, on an I/O thread, with the open stream; `ended`, if given, once after the
/// connection is gone. Both must be quick.
struct EventBody {
  std::function<void(std::shared_ptr<EventStream>)> start;
  std::function<void()> ended = nullptr;
};

struct Response {
  int status = 200;
  std::string type;  ///< Content-Type; empty when there is no body
  std::vector<HeaderField> fields;
  std::variant<std::string, FileBody, RemoteBody, EventBody> body;
  /// Carries a token or another secret: never kept for an Idempotency-Key.
  bool secret = false;
  /// May be shown in a frame of any site: the embedded player, which has no script and no account.
  bool framed = false;
  std::string media_origin;  ///< of an HTML page: where else it fetches people's files from; "" nowhere
  std::string nonce;  ///< of an HTML page's scripts and styles, repeated in its Content-Security-Policy

  [[nodiscard]] static Response json(const base::json::value& value, int status = 200);
  [[nodiscard]] static Response nothing(int status = 204);
  [[nodiscard]] static Response text(std::string body, std::string type, int status = 200);
  [[nodiscard]] static Response file(FileBody file, std::string type);
  [[nodiscard]] static Response events(EventBody events);

  /// Adds a header field. Values with control characters are refused by the server, not sent.
  Response&& with(std::string name, std::string value) &&;
  Response& add(std::string name, std::string value);
  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] std::string_view body_text() const;  ///< of a text body, otherwise empty
};

/// Takes a body as it arrives (uploads). Runs on a worker; the next chunk is read from the network only after
/// write() returned. Destroyed without finish() when the sender went away.
class BodySink {
 public:
  virtual ~BodySink() = default;
  /// Asked once, before the first byte: an answer for a body that nobody wants (statuses no Fault has, as tus
  /// needs them). The body is then not read.
  virtual std::optional<Response> refusal() { return std::nullopt; }
  virtual Result<void> write(std::string_view chunk) = 0;
  virtual Result<Response> finish() = 0;
  /// The sender went away or broke the framing in the middle: keep what arrived, if that is of use.
  virtual void abandon() {}
};

}  // namespace vitrine::http
