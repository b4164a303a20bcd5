#pragma once
// One call of one route: what was asked, by whom, and the way to the record. A handler gets it, reads checked
// values from it and answers. Lives as long as the handler runs (for uploads: as long as the BodySink).
//
//   Result<Response> write_comment(Call& call) {
//     const auto video = call.id<model::VideoId>("video");
//     return call.write([&](ports::Transaction& tx) -> Result<Response> {
//       TRY_LET(const auto comment, social.comment(tx, call.me().account, video, call.body().text("text")));
//       return Response::json(comment_json(comment), 201);
//     });
//   }
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "accounts/app.hpp"
#include "base/json.hpp"
#include "http/cursor.hpp"
#include "http/fields.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "model/ids.hpp"
#include "model/words.hpp"
#include "ports/clock.hpp"
#include "ports/idempotency.hpp"
#include "ports/record.hpp"

namespace vitrine::http {

/// Who is signed in.
struct Viewer {
  model::AccountId account;
  model::SessionId session;
  model::ViewerId pseudonym;  ///< what the event log knows this person as
  model::Role role = model::Role::viewer;
  std::string handle;
  model::Instant proven_at{};  ///< password or code were last shown on this device
  bool restricted = false;  ///< to be shown only what is for everybody: by this device, or by their guardian
  /// An app calls for them, and may this much; nothing: they call themselves. `session` is then the app's
  /// grant, and the role at most a creator's.
  std::optional<accounts::Scopes> scopes = {};
};

/// Turns a session's token into its viewer. Called on a worker for every call that carries a token: must be
/// one indexed read, or a cache that hears of ended sessions at once. Thread-safe.
class SessionReader {
 public:
  virtual ~SessionReader() = default;
  /// Nothing for tokens that are unknown, ended or expired.
  virtual Result<std::optional<Viewer>> viewer_of(std::string_view token) = 0;
};

class Call {
 public:
  /// What every call may use; references outlive the server.
  struct Needs {
    ports::Record& record;
    ports::IdempotencyStore& idempotency;
    const ports::Clock& clock;
    const Cursors& cursors;
  };
  using Path = std::vector<std::pair<std::string, std::string>>;

  Call(const Needs& needs, const Request& request, Path path)
      : needs_(needs), request_(&request), path_(std::move(path)) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  [[nodiscard]] const Request& request() const { return *request_; }
  [[nodiscard]] model::Instant now() const { return needs_.clock.now(); }

  /// A path parameter declared as `{video}`: well-formed, or the route would not have matched.
  template <class Id>
  [[nodiscard]] Id id(std::string_view name) const {
    return *Id::parse(text(name));
  }
  /// A path parameter of any other kind (`{handle:handle}`, `{feed:for_you|latest}`).
  [[nodiscard]] std::string_view text(std::string_view name) const;

  /// Checked by the route's shapes; empty objects where the route has none.
  [[nodiscard]] Fields body() const { return Fields{body_}; }
  [[nodiscard]] Fields query() const { return Fields{query_}; }

  [[nodiscard]] const std::optional<Viewer>& viewer() const { return viewer_; }
  /// The viewer of a route whose access is `signed_in` or more.
  [[nodiscard]] const Viewer& me() const;
  /// nullopt for a viewer without account.
  [[nodiscard]] std::optional<model::AccountId> my_account() const;
  [[nodiscard]] bool by_cookie() const { return by_cookie_; }
  [[nodiscard]] std::string_view token() const { return token_; }        ///< of this session; empty without
  [[nodiscard]] std::string_view language() const { return language_; }  ///< "en" or "de"

  /// The position in `?cursor=`, if any; `listing` says which listing, with whatever it depends on
  /// ("comments " + video.text()). Errors: invalid_input "cursor_invalid".
  [[nodiscard]] Result<std::optional<std::vector<std::int64_t>>> cursor(std::string_view listing) const;
  /// The text for the answer's `next`.
  [[nodiscard]] std::string next(std::string_view listing, std::span<const std::int64_t> numbers) const;

  /// One consistent snapshot; `use(tx)` returns Result<anything>.
  template <class Use>
  auto read(Use&& use) {
    return needs_.record.read(std::forward<Use>(use));
  }

  /// One transaction; `use(tx)` returns Result<Response>. What it answered is on disk. May run twice; must
  /// have no effect outside. An Idempotency-Key of a signed-in caller is honoured here: a repeat gets the
  /// kept answer and `use` does not run. Errors: those of `use`, invalid_input "idempotency_key_invalid",
  /// corrupt "idempotency_mismatch" when the key was used for another call.
  [[nodiscard]] Result<Response> write(const std::function<Result<Response>(ports::Transaction&)>& use);

 private:
  friend class Dispatcher;
  Needs needs_;
  const Request* request_;
  Path path_;
  base::json::object body_, query_;
  std::optional<Viewer> viewer_;
  bool by_cookie_ = false;
  std::string token_;
  std::string_view language_ = "en";
};

}  // namespace vitrine::http
