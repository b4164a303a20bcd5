#pragma once
// The table of everything the server answers: the one source of dispatch, validation, limits, rights, rates
// and the OpenAPI document. Filled once at start-up (RouteTable::add stops the process on a contradiction),
// then only read: thread-safe.
//
//   table.add({.method = "POST", .path = "/api/v1/videos/{video}/comments",
//              .summary = "Says something about a video", .tag = "comments",
//              .access = Access::signed_in, .pace = Pace::comment,
//              .body = shape::object({shape::field("text", shape::text(1, 1000)),
//                                     shape::optional("parent", shape::id())}),
//              .answer = {201, shapes::comment()},
//              .handler = [&](Call& call) { return write_comment(call); }});
//
// Path parameters stand for one segment or a part of one:
//   {video}                an id (13 characters); anything else is not found
//   {handle:handle}        a handle; "/@{handle:handle}" has a literal before it
//   {feed:for_you|latest}  one of the words
//   {code:word}            1 to 64 of A-Z a-z 0-9 _ -
//   {file:file}            1 to 128 of A-Z a-z 0-9 _ - . and not starting with a dot
//   {rest:path}            at the end only: the rest, with slashes
// Where two routes fit, the one with the earlier literal segment wins, whatever the order of add().
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/call.hpp"
#include "http/response.hpp"
#include "http/shape.hpp"

namespace vitrine::http {

/// Each includes the ones below it; `creator` and up compare with the viewer's role.
enum class Access { anyone, signed_in, creator, moderator, owner };

/// Which bucket a call draws from (http/pace.hpp says how many and why).
enum class Pace {
  free,
  read,
  feed,
  write,
  comment,
  report,
  sign_in,
  sign_up,
  upload,
  events,
  stream,
  message,
  approach,
  token
};

/// Where a handler runs. `at_once` runs on the I/O thread: memory only, microseconds, and the viewer is not
/// known. Everything that touches the record runs on a worker.
enum class Run { worker, at_once };

struct Answer {
  int status = 204;
  std::optional<Shape> shape = {};  ///< none: no JSON body
};

using Handler = std::function<Result<Response>(Call&)>;
/// Asked before the handler, on the I/O thread, for what memory alone can answer (a public clip's file);
/// nothing passes the call on to the handler. Nobody is identified or slowed down for it: only where anyone
/// may read, free.
using Shortcut = std::function<std::optional<Response>(const Request&, const Call::Path&)>;
/// For bodies that are streamed; called when the header is in. The Call outlives the sink.
using Receiver = std::function<Result<std::unique_ptr<BodySink>>(Call&)>;

struct Route {
  std::string method = {};
  std::string path = {};
  std::string summary = {};  ///< one line for the API document
  std::string tag = {};      ///< the chapter it stands in
  Access access = Access::anyone;
  /// What an app needs to be allowed to call this (docs/oauth.md); none: no app calls it, whatever it may.
  accounts::Scope scope = accounts::Scope::none;
  bool fresh_proof = false;  ///< only within accounts::proof_life of a proof (POST /me/proof)
  Pace pace = Pace::read;
  std::optional<Shape> query = {};  ///< none: a query is refused on /api/, ignored elsewhere
  std::optional<Shape> body = {};   ///< none: a body is refused
  /// The body is a form and errors are told in OAuth's words (RFC 6749, 5.2); fields the shape does not name
  /// are ignored.
  bool form = false;
  Answer answer = {};
  std::uint64_t body_bytes_max = 64 * 1024;  ///< JSON; the longest text we take is 8 KiB
  Run run = Run::worker;
  Handler handler = nullptr;
  Shortcut shortcut = nullptr;
  Receiver receiver = nullptr;  ///< instead of a handler, for streamed bodies of at most `body_bytes_max`
  /// Request header fields the route reads, for the API document: ("Upload-Offset", "bytes already there").
  std::vector<std::pair<std::string, std::string>> headers = {};
  bool documented = true;  ///< false for pages and files outside /api/v1
};

class RouteTable {
 public:
  RouteTable();
  ~RouteTable();
  RouteTable(RouteTable&&) noexcept;

  void add(Route route);

  struct Match {
    const Route* route = nullptr;
    Call::Path path;
    std::string allow;  ///< without a route but not empty: the methods this path has (405)
  };
  /// HEAD finds GET routes unless it has its own. Cost: segments x routes with that many segments.
  [[nodiscard]] Match find(std::string_view method, std::string_view path) const;

  [[nodiscard]] std::vector<const Route*> all() const;  ///< in the order of add()

  /// The path as OpenAPI writes it, and its parameters as (name, kind).
  struct PathParameter {
    std::string name, kind;
  };
  [[nodiscard]] static std::string plain_path(const Route& route);
  [[nodiscard]] static std::vector<PathParameter> path_parameters(const Route& route);

 private:
  struct Pattern;
  std::vector<std::unique_ptr<Pattern>> patterns_;
};

}  // namespace vitrine::http
