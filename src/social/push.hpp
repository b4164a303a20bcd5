#pragma once
// Telling a device that lies in a pocket that there is something to look at (RFC 8030, RFC 8292). Start here:
// PushDesk::subscribe, ::hear, ::send_due.
//
// What is sent is nothing: a push has no body. The device wakes, asks this house by its own session what
// there is, and says that. The push service in between (Google's, Mozilla's, Apple's: the browser chose it)
// learns that this house rang an address at some time, never whom, about what, or what it said.
//
// How often is the person's choice: at once (once a minute at most), each hour, once a day. Nobody is rung
// for what they have looked at meanwhile, nor about what they switched off; what concerns the safety of an
// account always rings. A subscription ends with the session it was made in, so a device that was signed out
// is still. Requests to be written to never ring: strangers have no bell here.
//
// Thread-safe: holds no state. send_due waits for other machines and is for one thread.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/news.hpp"
#include "ports/clock.hpp"
#include "ports/outbound.hpp"
#include "ports/record.hpp"
#include "social/ports.hpp"

namespace vitrine::social {

/// Proves to push services that it is this house that rings (VAPID, RFC 8292).
class PushSigner {
 public:
  virtual ~PushSigner() = default;
  /// The uncompressed point, 65 bytes: what a browser subscribes with.
  [[nodiscard]] virtual base::Bytes public_key() const = 0;
  /// The value of an Authorization header for `origin`, good until `until` (at most 24 h ahead).
  [[nodiscard]] virtual std::string authorization(std::string_view origin, Instant until) const = 0;
};

/// Whom endpoints may belong to: https, and one's own house's rules (adapters/egress). Answers its origin, or
/// nothing.
using OriginOf = std::function<std::optional<std::string>(std::string_view url)>;

class PushDesk {
 public:
  struct Needs {
    PushStore& rows;
    NotificationStore& notifications;
    ConversationStore& conversations;
    RelationStore& relations;
    const PushSigner& signer;
    OriginOf origin_of;
    const ports::Clock& clock;
  };
  explicit PushDesk(Needs needs) : needs_(std::move(needs)) {}

  [[nodiscard]] base::Bytes public_key() const { return needs_.signer.public_key(); }

  /// A session has one device and rings at one endpoint, the last it brought; an endpoint belongs to whoever
  /// brought it last: a browser that changed hands rings for its new owner. The oldest of more than
  /// `push_devices_max` goes. Errors: invalid_input "push_endpoint".
  Result<void> subscribe(Transaction& tx, AccountId account, SessionId session, std::string_view endpoint);
  Result<void> unsubscribe(Transaction& tx, AccountId account, SessionId session);
  Result<std::vector<PushDevice>> devices(Transaction& tx, AccountId account);  ///< oldest first
  Result<PushChoice> choice(Transaction& tx, AccountId account);
  Result<void> choose(Transaction& tx, AccountId account, const PushChoice& choice);

  /// Whose devices this news has to do with: mostly nobody's, and then there is nothing to hear. Reads only.
  Result<std::vector<AccountId>> concerned(Transaction& tx, const model::News& news);
  /// The listener's whole work: what was made may ring, what ended is still.
  Result<void> hear(Transaction& tx, const model::News& news);

  /// Rings whoever's time has come, sixteen at once; how many answered well. What does not answer is tried
  /// again, ever more rarely, for a week; what is gone (404, 410) is forgotten. A crash in between rings
  /// twice, which shows as one. Errors: those of the record; without a way out nothing is lost.
  Result<int> send_due(ports::Record& record, ports::Outbound& outbound);

 private:
  Result<bool> listens(Transaction& tx, AccountId account, std::optional<PushTopic> topic);
  Result<void> wake(Transaction& tx, AccountId account);
  Result<std::vector<PushDevice>> take_due(Transaction& tx);
  Result<void> note(Transaction& tx, const PushDevice& device, const ports::OutboundAnswer& answer);
  Needs needs_;
};

/// News this desk has to do with; the others need no transaction.
[[nodiscard]] bool rings(const model::News& news);

/// When a device that was last rung at `told` may be rung for something of `now`. Pure.
[[nodiscard]] Instant next_ring(const PushChoice& choice, Instant told, Instant now);

}  // namespace vitrine::social
