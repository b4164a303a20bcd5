#include "http/message_routes.hpp"

#include <map>
#include <memory>

#include "base/log.hpp"
#include "base/text.hpp"
#include "http/account_json.hpp"
#include "http/paging.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace {
using base::fail;
using model::AccountId;
using model::ConversationId;
using model::MessageId;
using model::VideoId;
using ports::Transaction;
using social::Conversations;
using social::Message;
using social::Standing;
namespace json = base::json;
using namespace shape;

Shape people() { return array(handle(), social::group_members_max); }
std::vector<Field> draft_fields() {
  return {optional("text", text(0, social::message_chars_max * 2)), optional("video", id())};
}

Shape message_shape() {
  const auto clip = nullable(object({field("id", id()), field("title", text(0, shapes::title_chars_max)),
                                     field("poster", nullable(url()))}));
  return named(
      "Message",
      object({field("id", id()), field("conversation", id()), field("author", shapes::account_brief()),
              field("text", text(0, social::message_chars_max)), field("video", clip),
              field("shares", boolean()), field("at", time()), field("deleted", boolean())}));
}

Shape conversation_shape() {
  const auto member = object({field("account", shapes::account_brief()), field("accepted", boolean()),
                              field("read_up_to", nullable(id()))});
  return named("Conversation",
               object({field("id", id()), field("kind", words<social::ConversationKind>()),
                       field("name", text(0, social::group_name_chars_max)),
                       field("standing", one_of({"member", "asked"})),
                       field("members", array(member, social::group_members_max)), field("unread", count()),
                       field("last", nullable(message_shape())), field("at", time())}));
}

Shape choice_shape() {
  return object({field("may_write", words<social::MayWrite>()), field("receipts", boolean())});
}

json::object choice_json(const social::MessageChoice& choice) {
  return {{"may_write", model::text(choice.may_write)}, {"receipts", choice.receipts}};
}

/// People and videos of many messages, fetched at once.
struct Around {
  Briefs people;
  std::map<std::string, json::object, std::less<>> videos;

  static Result<Around> fetch(Transaction& tx, const MessageNeeds& needs, const std::optional<Viewer>& viewer,
                              const std::vector<Message>& messages, std::vector<AccountId> people) {
    std::vector<VideoId> videos;
    for (const auto& message : messages) {
      people.push_back(message.author);
      if (message.video && std::ranges::find(videos, *message.video) == videos.end())
        videos.push_back(*message.video);
    }
    Around around;
    TRY_LET(around.people, Briefs::fetch(tx, needs.accounts, std::move(people)));
    TRY_LET(const auto cards, needs.videos.cards(tx, viewer, videos));
    for (const auto& card : cards) {
      const auto& video = card.as_object();
      around.videos.emplace(
          std::string{video.at("id").as_string()},
          json::object{{"id", video.at("id")}, {"title", video.at("title")}, {"poster", video.at("poster")}});
    }
    return around;
  }

  [[nodiscard]] json::object message(const Message& message) const {
    json::object out{{"id", message.id.text()},
                     {"conversation", message.conversation.text()},
                     {"author", people.json(message.author)},
                     {"text", message.text},
                     {"video", nullptr},
                     {"shares", message.video.has_value()},
                     {"at", model::millis(message.at)},
                     {"deleted", message.deleted}};
    if (message.video)
      if (const auto found = videos.find(message.video->text()); found != videos.end())
        out["video"] = found->second;
    return out;
  }
};

class MessageRoutes {
 public:
  explicit MessageRoutes(const MessageNeeds& needs) : needs_(needs) {}

  Result<Response> list(Call& call) {
    const bool asked = call.query().maybe_text("box") == "requests";
    return call.read([&](Transaction& tx) -> Result<Response> {
      const auto me = call.me().account;
      const auto listing = fmt::format("conversations {} {}", me.text(), asked);
      TRY_LET(const auto page, page_of(call, listing));
      TRY_LET(const auto rows,
              needs_.conversations.list(tx, me, asked ? Standing::asked : Standing::member, page));
      TRY_LET(auto items, shown(tx, call.viewer(), rows));
      TRY_LET(const auto requests,
              needs_.conversations.list(tx, me, Standing::asked, {.after = {}, .limit = 1}));
      auto out = page_json(call, listing, rows, std::move(items), [](const Conversations::Seen& row) {
        return social::Position{model::millis(row.last_at), number_of(row.conversation.id)};
      });
      out["requests"] = !requests.empty();
      return Response::json(out);
    });
  }

  Result<Response> start(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto others, named(tx, call));
      TRY_LET(const auto draft, draft_of(tx, call));
      TRY_LET(const auto message,
              needs_.conversations.start(tx, call.me().account, others,
                                         call.body().maybe_text("name").value_or(""), draft));
      return one(tx, call, message.conversation, 201);
    });
  }

  Result<Response> with(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      const auto me = call.me().account;
      TRY_LET(const auto account, needs_.accounts.find_handle(tx, call.text("handle")));
      if (!account) return fail(Fault::not_found, "account_absent", "There is no such account.");
      const auto reached = needs_.conversations.may_reach(tx, me, account->id);
      if (!reached && reached.error().fault != Fault::refused) return std::unexpected(reached.error());
      const auto id = Conversations::between(me, account->id);
      const auto there = needs_.conversations.find(tx, me, id);
      if (!there && there.error().fault != Fault::not_found) return std::unexpected(there.error());
      return Response::json({{"conversation", there ? json::value(id.text()) : json::value(nullptr)},
                             {"person", brief_json(brief_of(*account))},
                             {"may_write", reached.has_value()}});
    });
  }

  Result<Response> find(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> { return one(tx, call, id_of(call), 200); });
  }

  Result<Response> messages(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      const auto id = id_of(call);
      const auto listing = fmt::format("messages {} {}", call.me().account.text(), id.text());
      TRY_LET(const auto page, page_of(call, listing));
      TRY_LET(const auto rows, needs_.conversations.messages(tx, call.me().account, id, page));
      TRY_LET(const auto around, Around::fetch(tx, needs_, call.viewer(), rows, {}));
      json::array items;
      for (const auto& row : rows) items.push_back(around.message(row));
      return Response::json(page_json(call, listing, rows, std::move(items), [](const Message& row) {
        return social::Position{0, number_of(row.id)};
      }));
    });
  }

  Result<Response> send(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto draft, draft_of(tx, call));
      TRY_LET(const auto message, needs_.conversations.send(tx, call.me().account, id_of(call), draft));
      TRY_LET(const auto around, Around::fetch(tx, needs_, call.viewer(), {message}, {}));
      return Response::json(around.message(message), 201);
    });
  }

  Result<Response> remove(Call& call) {
    return changed(call, [&](Transaction& tx) {
      return needs_.conversations.remove(tx, call.me().account, id_of(call), call.id<MessageId>("message"));
    });
  }
  Result<Response> accept(Call& call) {
    return changed(call, [&](Transaction& tx) {
      return needs_.conversations.accept(tx, call.me().account, id_of(call));
    });
  }
  Result<Response> decline(Call& call) {
    return changed(call, [&](Transaction& tx) {
      return needs_.conversations.decline(tx, call.me().account, id_of(call));
    });
  }
  Result<Response> leave(Call& call) {
    return changed(call, [&](Transaction& tx) {
      return needs_.conversations.leave(tx, call.me().account, id_of(call));
    });
  }
  Result<Response> rename(Call& call) {
    return changed(call, [&](Transaction& tx) {
      return needs_.conversations.rename(tx, call.me().account, id_of(call), call.body().text("name"));
    });
  }
  Result<Response> add(Call& call) {
    return changed(call, [&](Transaction& tx) -> Result<void> {
      TRY_LET(const auto others, named(tx, call));
      return needs_.conversations.add(tx, call.me().account, id_of(call), others);
    });
  }

  Result<Response> read(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      const auto me = call.me().account;
      TRY(needs_.conversations.read(tx, me, id_of(call), call.body().id<MessageId>("up_to")));
      TRY_LET(const auto unread, needs_.conversations.unread(tx, me));
      return Response::json({{"unread", unread}});
    });
  }

  Result<Response> unread(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto unread, needs_.conversations.unread(tx, call.me().account));
      return Response::json({{"unread", unread}});
    });
  }

  Result<Response> choice(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto now, needs_.conversations.choice(tx, call.me().account));
      return Response::json(choice_json(now));
    });
  }

  Result<Response> choose(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      const social::MessageChoice wish{call.body().word<social::MayWrite>("may_write"),
                                       call.body().boolean("receipts")};
      TRY(needs_.conversations.choose(tx, call.me().account, wish));
      return Response::json(choice_json(wish));
    });
  }

 private:
  static ConversationId id_of(const Call& call) { return call.id<ConversationId>("conversation"); }

  static Result<Response> changed(Call& call, const std::function<Result<void>(Transaction&)>& change) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY(change(tx));
      return Response::nothing();
    });
  }

  /// The accounts behind `people`; nobody of an unknown name is reached.
  Result<std::vector<AccountId>> named(Transaction& tx, const Call& call) {
    std::vector<std::string> handles;
    for (const auto& name : call.body().array("people"))
      handles.push_back(base::lower_ascii(std::string_view{name.as_string()}));
    std::ranges::sort(handles);
    const auto rest = std::ranges::unique(handles);
    handles.erase(rest.begin(), rest.end());
    TRY_LET(const auto found, needs_.accounts.by_handles(tx, handles));
    if (found.size() != handles.size())
      return fail(Fault::not_found, "account_absent", "There is no such account.");
    std::vector<AccountId> ids;
    for (const auto& brief : found) ids.push_back(brief.id);
    return ids;
  }

  /// Only what one may see oneself can be shared.
  Result<social::Draft> draft_of(Transaction& tx, const Call& call) {
    social::Draft draft{call.body().maybe_text("text").value_or(""), call.body().maybe_id<VideoId>("video")};
    if (draft.video) TRY(needs_.videos.author(tx, call.viewer(), *draft.video));
    return draft;
  }

  Result<Response> one(Transaction& tx, const Call& call, ConversationId id, int status) {
    TRY_LET(const auto seen, needs_.conversations.find(tx, call.me().account, id));
    TRY_LET(const auto items, shown(tx, call.viewer(), {seen}));
    return Response::json(items.at(0), status);
  }

  Result<json::array> shown(Transaction& tx, const std::optional<Viewer>& viewer,
                            const std::vector<Conversations::Seen>& rows) {
    std::vector<Message> lasts;
    std::vector<AccountId> people;
    for (const auto& row : rows) {
      if (row.last) lasts.push_back(*row.last);
      for (const auto& member : row.members) people.push_back(member.account);
    }
    TRY_LET(const auto around, Around::fetch(tx, needs_, viewer, lasts, people));
    TRY_LET(const auto own, needs_.conversations.choice(tx, viewer->account));
    std::vector<AccountId> telling;
    if (own.receipts) {
      TRY_LET(telling, needs_.conversations.telling(tx, people));
    }
    json::array items;
    for (const auto& row : rows) {
      json::array members;
      for (const auto& member : row.members) {
        json::object shown{{"account", around.people.json(member.account)},
                           {"accepted", member.standing == Standing::member},
                           {"read_up_to", nullptr}};
        if (std::ranges::find(telling, member.account) != telling.end())
          shown["read_up_to"] = member.read_up_to.text();
        members.push_back(std::move(shown));
      }
      items.push_back(
          json::object{{"id", row.conversation.id.text()},
                       {"kind", model::text(row.conversation.kind)},
                       {"name", row.conversation.name},
                       {"standing", model::text(row.standing)},
                       {"members", std::move(members)},
                       {"unread", row.unread},
                       {"last", row.last ? json::value(around.message(*row.last)) : json::value(nullptr)},
                       {"at", model::millis(row.last_at)}});
    }
    return items;
  }

  MessageNeeds needs_;
};

using Routes = std::shared_ptr<MessageRoutes>;

Route route(const Routes& routes, std::string method, std::string path, std::string summary, Pace pace,
            Result<Response> (MessageRoutes::*handle)(Call&)) {
  return {.method = std::move(method),
          .path = "/api/v1/" + path,
          .summary = std::move(summary),
          .tag = "messages",
          .access = Access::signed_in,
          .pace = pace,
          .handler = [routes, handle](Call& call) { return (*routes.*handle)(call); }};
}

void add_conversation_routes(RouteTable& table, const Routes& routes) {
  auto list =
      route(routes, "GET", "me/conversations", "Conversations one is in, or is asked into; latest first",
            Pace::read, &MessageRoutes::list);
  list.query = object({optional("cursor", cursor()), optional("box", one_of({"all", "requests"}))});
  list.answer = {200, extend(page_of(conversation_shape()), {field("requests", boolean())})};
  table.add(std::move(list));

  auto start =
      route(routes, "POST", "me/conversations", "Begins to write: to one other person, or to a new group",
            Pace::approach, &MessageRoutes::start);
  auto fields = draft_fields();
  fields.push_back(field("people", people()));
  fields.push_back(optional("name", text(0, social::group_name_chars_max * 2)));
  start.body = object(std::move(fields));
  start.answer = {201, conversation_shape()};
  table.add(std::move(start));

  auto with = route(routes, "GET", "me/conversations/with/{handle:handle}",
                    "One's conversation with somebody, and whether one may write to them", Pace::read,
                    &MessageRoutes::with);
  with.answer = {200, object({field("conversation", nullable(id())), field("person", shapes::account_brief()),
                              field("may_write", boolean())})};
  table.add(std::move(with));

  auto find = route(routes, "GET", "conversations/{conversation}", "A conversation one is in", Pace::read,
                    &MessageRoutes::find);
  find.answer = {200, conversation_shape()};
  table.add(std::move(find));

  auto rename = route(routes, "PATCH", "conversations/{conversation}", "Names a group", Pace::write,
                      &MessageRoutes::rename);
  rename.body = object({field("name", text(0, social::group_name_chars_max * 2))});
  table.add(std::move(rename));
  table.add(route(routes, "PUT", "conversations/{conversation}/acceptance", "Takes a request", Pace::write,
                  &MessageRoutes::accept));
  table.add(route(routes, "DELETE", "conversations/{conversation}/acceptance",
                  "Declines a request; whoever made it is not told", Pace::write, &MessageRoutes::decline));
  table.add(route(routes, "DELETE", "conversations/{conversation}/membership", "Leaves a group", Pace::write,
                  &MessageRoutes::leave));
  auto add = route(routes, "POST", "conversations/{conversation}/members", "Asks more people into a group",
                   Pace::approach, &MessageRoutes::add);
  add.body = object({field("people", people())});
  table.add(std::move(add));
}

void add_messages(RouteTable& table, const Routes& routes) {
  auto messages = route(routes, "GET", "conversations/{conversation}/messages", "Messages, newest first",
                        Pace::read, &MessageRoutes::messages);
  messages.query = shapes::cursor_query();
  messages.answer = {200, page_of(message_shape())};
  table.add(std::move(messages));

  auto send = route(routes, "POST", "conversations/{conversation}/messages",
                    "Writes a message, or shares a video", Pace::message, &MessageRoutes::send);
  send.body = object(draft_fields());
  send.answer = {201, message_shape()};
  table.add(std::move(send));

  table.add(route(routes, "DELETE", "conversations/{conversation}/messages/{message}",
                  "Takes back a message of one's own", Pace::write, &MessageRoutes::remove));
  auto read = route(routes, "POST", "conversations/{conversation}/read", "Everything up to this one was seen",
                    Pace::write, &MessageRoutes::read);
  read.body = object({field("up_to", id())});
  read.answer = {200, object({field("unread", count())})};
  table.add(std::move(read));

  auto unread =
      route(routes, "GET", "me/conversations/unread", "In how many conversations something waits to be read",
            Pace::read, &MessageRoutes::unread);
  unread.answer = {200, object({field("unread", count())})};
  table.add(std::move(unread));

  auto choice = route(routes, "GET", "me/messages/choice", "Who may begin to write to one, and read receipts",
                      Pace::read, &MessageRoutes::choice);
  choice.answer = {200, choice_shape()};
  table.add(std::move(choice));
  auto choose =
      route(routes, "PUT", "me/messages/choice", "Chooses both", Pace::write, &MessageRoutes::choose);
  choose.body = choice_shape();
  choose.answer = {200, choice_shape()};
  table.add(std::move(choose));
}

}  // namespace

void add_message_routes(RouteTable& table, const MessageNeeds& needs) {
  const auto routes = std::make_shared<MessageRoutes>(needs);
  add_conversation_routes(table, routes);
  add_messages(table, routes);
}

void tell_conversation(const MessageNeeds& needs, ports::Record& record, LiveHub& hub,
                       const model::News& news) {
  const auto* sent = std::get_if<model::MessageSent>(&news.what);
  const auto* changed = std::get_if<model::ConversationChanged>(&news.what);
  if (sent == nullptr && changed == nullptr) return;
  const auto id = sent != nullptr ? sent->conversation : changed->conversation;
  const auto told = record.read([&](Transaction& tx) -> Result<int> {
    TRY_LET(const auto members, needs.conversations.audience(tx, id));
    for (const auto& member : members) {
      const auto who = member.account;
      if (!hub.listens(who)) continue;
      // What waits as a request does not ring: it is a hint like any other change.
      if (sent == nullptr || member.standing != Standing::member) {
        hub.send(who, "conversation", json::object{{"id", id.text()}});
        continue;
      }
      TRY_LET(const auto message, needs.conversations.readable(tx, who, sent->message));
      if (!message) continue;
      TRY_LET(const auto account, needs.accounts.account(tx, who));
      TRY_LET(const bool restricted, needs.family.is_restricted(tx, who));
      const Viewer viewer{account.id,   model::SessionId{0}, account.pseudonym,
                          account.role, account.handle,      {}, restricted};
      TRY_LET(const auto around, Around::fetch(tx, needs, viewer, {*message}, {}));
      hub.send(who, "message", around.message(*message));
    }
    return 0;
  });
  if (!told) base::log(base::Level::warning, "message_not_live", {{"code", told.error().code}});
}

}  // namespace vitrine::http
