#include "http/notifications_routes.hpp"

#include <memory>

#include "base/log.hpp"
#include "http/account_json.hpp"
#include "http/paging.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace {
using model::NotificationId;
using model::VideoId;
using ports::Transaction;
using social::Notification;
using social::NotificationKind;
namespace json = base::json;
using namespace shape;

/// On the wire a like of a comment is a like that names a comment.
std::string_view wire_kind(NotificationKind kind) {
  return kind == NotificationKind::comment_like ? "like" : model::text(kind);
}

/// `notifications` as `viewer` sees them: two queries for all people and videos. A video that may not be seen
/// any more is not named.
Result<json::array> shown(Transaction& tx, const NotificationsNeeds& needs,
                          const std::optional<Viewer>& viewer,
                          const std::vector<Notification>& notifications) {
  std::vector<model::AccountId> people;
  std::vector<VideoId> videos;
  for (const auto& note : notifications) {
    if (note.actor) people.push_back(*note.actor);
    if (note.video && std::ranges::find(videos, *note.video) == videos.end()) videos.push_back(*note.video);
  }
  TRY_LET(const auto briefs, Briefs::fetch(tx, needs.accounts, std::move(people)));
  TRY_LET(const auto cards, needs.videos.cards(tx, viewer, videos));
  std::map<std::string, json::object, std::less<>> known;
  for (const auto& card : cards) {
    const auto& video = card.as_object();
    known.emplace(
        std::string{video.at("id").as_string()},
        json::object{{"id", video.at("id")}, {"title", video.at("title")}, {"poster", video.at("poster")}});
  }
  json::array items;
  for (const auto& note : notifications) {
    json::object item{{"id", note.id.text()},
                      {"kind", wire_kind(note.kind)},
                      {"at", model::millis(note.at)},
                      {"read", note.read},
                      {"actor", nullptr},
                      {"video", nullptr},
                      {"comment", nullptr},
                      {"count", note.count}};
    if (note.actor) item["actor"] = briefs.json(*note.actor);
    if (note.comment) item["comment"] = note.comment->text();
    if (note.video)
      if (const auto video = known.find(note.video->text()); video != known.end())
        item["video"] = video->second;
    items.push_back(std::move(item));
  }
  return items;
}

Result<Response> list(const NotificationsNeeds& needs, Call& call) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    const auto me = call.me().account;
    const auto listing = fmt::format("notifications {}", me.text());
    TRY_LET(const auto page, page_of(call, listing));
    TRY_LET(const auto rows, needs.notifications.list(tx, me, page));
    TRY_LET(auto items, shown(tx, needs, call.viewer(), rows));
    TRY_LET(const auto unread, needs.notifications.unread(tx, me));
    auto out = page_json(call, listing, rows, std::move(items), [](const Notification& row) {
      return social::Position{model::millis(row.at), number_of(row.id)};
    });
    out["unread"] = unread;
    return Response::json(out);
  });
}

Result<Response> mark_read(const NotificationsNeeds& needs, Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs.notifications.mark_read(tx, call.me().account, call.body().id<NotificationId>("up_to")));
    return Response::nothing();
  });
}
}  // namespace

void add_notifications_routes(RouteTable& table, NotificationsNeeds needs) {
  table.add({.method = "GET",
             .path = "/api/v1/me/notifications",
             .summary = "What one was told, latest first",
             .tag = "notifications",
             .access = Access::signed_in,
             .query = shapes::cursor_query(),
             .answer = {200, extend(page_of(shapes::notification()), {field("unread", count())})},
             .handler = [needs](Call& call) { return list(needs, call); }});
  table.add({.method = "POST",
             .path = "/api/v1/me/notifications/read",
             .summary = "Everything up to this one was seen",
             .tag = "notifications",
             .access = Access::signed_in,
             .pace = Pace::write,
             .body = object({field("up_to", id())}),
             .handler = [needs](Call& call) { return mark_read(needs, call); }});
}

void notify(const NotificationsNeeds& needs, ports::Record& record, const model::News& news) {
  if (!social::makes_notifications(news)) return;
  const auto done =
      record.write([&](Transaction& tx) -> Result<void> { return needs.notifications.hear(tx, news); });
  if (!done) base::log(base::Level::error, "notification_lost", {{"code", done.error().code}});
}

void push(const NotificationsNeeds& needs, ports::Record& record, LiveHub& hub, const model::News& news) {
  const auto* made = std::get_if<model::NotificationMade>(&news.what);
  if (!made || !hub.listens(made->account)) return;
  const auto items = record.read([&](Transaction& tx) -> Result<json::array> {
    TRY_LET(const auto account, needs.accounts.account(tx, made->account));
    TRY_LET(const auto note, needs.notifications.find(tx, made->account, made->notification));
    TRY_LET(const bool restricted, needs.family.is_restricted(tx, account.id));
    const Viewer viewer{account.id,   model::SessionId{0}, account.pseudonym,
                        account.role, account.handle,      {}, restricted};
    return shown(tx, needs, viewer, {note});
  });
  // Forgotten meanwhile (a block, a deleted comment): nothing to show.
  if (items && !items->empty()) hub.send(made->account, "notification", items->at(0));
}
}  // namespace vitrine::http
