#include "social/push.hpp"

#include <array>

#include "base/hash.hpp"

namespace vitrine::social {
namespace {
using base::Fault;
using model::Millis;

constexpr Millis minute{60'000}, hour{60 * minute}, day{24 * hour};
constexpr Millis give_up_after{7 * day};
constexpr Millis token_life{12 * hour};
/// How long a push service keeps it for a device that is off.
constexpr std::string_view time_to_live_s = "86400";

/// Nothing: it always rings.
std::optional<PushTopic> topic_of(NotificationKind kind) {
  using enum NotificationKind;
  switch (kind) {
    case like:
    case comment_like:
      return PushTopic::likes;
    case comment:
    case reply:
    case mention:
    case remix:
      return PushTopic::comments;
    case follow:
    case follow_asked:
    case follow_accepted:
      return PushTopic::follows;
    case video_ready:
    case video_failed:
    case export_ready:
    case export_failed:
    case import_ready:
    case import_failed:
      return PushTopic::videos;
    default:
      return std::nullopt;
  }
}

bool is_wanted(const PushChoice& choice, std::optional<PushTopic> topic) {
  return !topic || std::ranges::find(choice.off, *topic) == choice.off.end();
}
}  // namespace

bool rings(const model::News& news) {
  return std::holds_alternative<model::NotificationMade>(news.what) ||
         std::holds_alternative<model::MessageSent>(news.what) ||
         std::holds_alternative<model::SessionEnded>(news.what);
}

Instant next_ring(const PushChoice& choice, Instant told, Instant now) {
  switch (choice.cadence) {
    case PushCadence::at_once:
      return std::max(now, told + minute);
    case PushCadence::hourly:
      return std::max(now, told + hour);
    case PushCadence::daily:
      break;
  }
  const auto today = model::instant(model::millis(now) / day.count() * day.count());
  const auto at = today + choice.daily_at_min * minute;
  return at > now ? at : at + day;
}

Result<void> PushDesk::subscribe(Transaction& tx, AccountId account, SessionId session,
                                 std::string_view endpoint) {
  if (endpoint.size() > push_endpoint_bytes_max || !needs_.origin_of(endpoint))
    return base::fail_in("endpoint", Fault::invalid_input, "push_endpoint",
                         "This is not the https address of a push service.");
  const PushDevice device{.hash = base::sha256(base::as_bytes(endpoint)),
                          .account = account,
                          .session = session,
                          .endpoint = std::string{endpoint},
                          .since = needs_.clock.now()};
  TRY(needs_.rows.remove_session(tx, account, session));
  TRY(needs_.rows.put(tx, device));
  TRY_LET(const auto all, needs_.rows.of_account(tx, account));
  for (std::size_t i = 0; i + push_devices_max < all.size(); ++i)
    TRY(needs_.rows.remove(tx, account, all[i].hash));
  return {};
}

Result<void> PushDesk::unsubscribe(Transaction& tx, AccountId account, SessionId session) {
  return needs_.rows.remove_session(tx, account, session);
}

Result<std::vector<PushDevice>> PushDesk::devices(Transaction& tx, AccountId account) {
  return needs_.rows.of_account(tx, account);
}

Result<PushChoice> PushDesk::choice(Transaction& tx, AccountId account) {
  TRY_LET(const auto chosen, needs_.rows.choice(tx, account));
  return chosen.value_or(PushChoice{});
}

Result<void> PushDesk::choose(Transaction& tx, AccountId account, const PushChoice& choice) {
  TRY(needs_.rows.choose(tx, account, choice, needs_.clock.now()));
  // What waits for an hour that is no longer meant waits for the new one.
  TRY_LET(const auto all, needs_.rows.of_account(tx, account));
  for (const auto& device : all)
    if (device.due && !device.failing_since)
      TRY(needs_.rows.set_due(tx, device.hash, next_ring(choice, device.told, needs_.clock.now())));
  return {};
}

Result<void> PushDesk::wake(Transaction& tx, AccountId account) {
  TRY_LET(const auto all, needs_.rows.of_account(tx, account));
  if (all.empty()) return {};
  TRY_LET(const auto chosen, choice(tx, account));
  for (const auto& device : all) {
    const auto at = next_ring(chosen, device.told, needs_.clock.now());
    // One that does not answer keeps its own pace; one that is being rung right now is rung once more.
    if (!device.failing_since && (!device.due || *device.due > at))
      TRY(needs_.rows.set_due(tx, device.hash, at));
  }
  return {};
}

Result<bool> PushDesk::listens(Transaction& tx, AccountId account, std::optional<PushTopic> topic) {
  TRY_LET(const auto all, needs_.rows.of_account(tx, account));
  if (all.empty()) return false;
  TRY_LET(const auto chosen, choice(tx, account));
  return is_wanted(chosen, topic);
}

Result<std::vector<AccountId>> PushDesk::concerned(Transaction& tx, const model::News& news) {
  std::vector<AccountId> people;
  if (const auto* ended = std::get_if<model::SessionEnded>(&news.what)) {
    TRY_LET(const auto all, needs_.rows.of_account(tx, ended->account));
    if (!all.empty()) people.push_back(ended->account);
  }
  if (const auto* made = std::get_if<model::NotificationMade>(&news.what)) {
    TRY_LET(const auto note, needs_.notifications.find(tx, made->notification));
    if (!note || note->read) return people;
    TRY_LET(const bool listening, listens(tx, made->account, topic_of(note->kind)));
    if (listening) people.push_back(made->account);
  }
  const auto* sent = std::get_if<model::MessageSent>(&news.what);
  if (sent == nullptr) return people;
  TRY_LET(const auto message, needs_.conversations.message(tx, sent->message));
  if (!message || message->deleted) return people;
  TRY_LET(const auto members, needs_.conversations.members(tx, std::array{sent->conversation}));
  for (const auto& member : members) {
    if (member.account == message->author || member.standing != Standing::member) continue;
    TRY_LET(const bool listening, listens(tx, member.account, PushTopic::messages));
    if (!listening) continue;
    TRY_LET(const auto relation, needs_.relations.of(tx, member.account, std::array{message->author}));
    if (!relation[0].apart() && !relation[0].mutes) people.push_back(member.account);
  }
  return people;
}

Result<void> PushDesk::hear(Transaction& tx, const model::News& news) {
  TRY_LET(const auto people, concerned(tx, news));
  const auto* ended = std::get_if<model::SessionEnded>(&news.what);
  for (const auto account : people)
    if (ended != nullptr) TRY(needs_.rows.remove_session(tx, account, ended->session));
    else TRY(wake(tx, account));
  return {};
}

/// Those whose time has come and who have something they have not looked at; the others are let be. Until it
/// is known how the ringing went they are due again in five minutes, should we die meanwhile.
Result<std::vector<PushDevice>> PushDesk::take_due(Transaction& tx) {
  const auto now = needs_.clock.now();
  TRY_LET(auto due, needs_.rows.due(tx, now, ports::outbound_at_once));
  std::vector<PushDevice> rung;
  for (auto& device : due) {
    TRY_LET(const auto notes, needs_.notifications.unread(tx, device.account));
    TRY_LET(const auto messages, needs_.conversations.unread_in_all(tx, device.account));
    device.due = notes + messages > 0 ? std::optional{now + 5 * minute} : std::nullopt;
    TRY(needs_.rows.set_due(tx, device.hash, device.due));
    if (device.due) rung.push_back(device);
  }
  return rung;
}

Result<void> PushDesk::note(Transaction& tx, const PushDevice& device, const ports::OutboundAnswer& answer) {
  const auto now = needs_.clock.now();
  if (answer.status >= 200 && answer.status < 300) return needs_.rows.rang(tx, device, now);
  const auto since = device.failing_since.value_or(now);
  const bool is_gone = answer.status == 404 || answer.status == 410;
  if (is_gone || now - since > give_up_after) {
    TRY(needs_.rows.remove(tx, device.account, device.hash));
    return {};
  }
  // As long again as it has been failing: a minute, two, four ... six hours.
  return needs_.rows.failed(tx, device.hash, since, now + std::clamp(now - since, minute, 6 * hour));
}

Result<int> PushDesk::send_due(ports::Record& record, ports::Outbound& outbound) {
  int rung = 0;
  for (;;) {
    // Nearly always nobody's time has come, and finding that out writes nothing.
    TRY_LET(const auto due,
            record.read([&](Transaction& tx) { return needs_.rows.due(tx, needs_.clock.now(), 1); }));
    if (due.empty()) return rung;
    TRY_LET(const auto devices, record.write([&](Transaction& tx) { return take_due(tx); }));
    if (devices.empty()) continue;
    std::vector<ports::OutboundPost> posts;
    for (const auto& device : devices) {
      const auto origin = needs_.origin_of(device.endpoint).value_or("");
      posts.push_back({.url = device.endpoint,
                       .headers = {{"TTL", std::string{time_to_live_s}},
                                   {"Topic", "vitrine"},  // a later one replaces an earlier one
                                   {"Urgency", "normal"},
                                   {"Authorization",
                                    needs_.signer.authorization(origin, needs_.clock.now() + token_life)}}});
    }
    TRY_LET(const auto answers, outbound.post(posts));
    const auto noted = record.write([&](Transaction& tx) -> Result<void> {
      for (std::size_t i = 0; i < devices.size(); ++i) TRY(note(tx, devices[i], answers[i]));
      return {};
    });
    if (!noted) return std::unexpected(noted.error());
    for (const auto& answer : answers) rung += answer.status >= 200 && answer.status < 300 ? 1 : 0;
  }
}

}  // namespace vitrine::social
