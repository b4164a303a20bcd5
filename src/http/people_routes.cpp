// Follow, block, mute, who asks to follow, and the lists of people.
#include <memory>

#include "http/account_json.hpp"
#include "http/paging.hpp"
#include "http/shapes.hpp"
#include "http/social_routes.hpp"

namespace vitrine::http {
namespace {
using base::fail;
using model::AccountId;
using ports::Transaction;
using social::ListedPerson;
using social::Page;
using social::Relations;
namespace json = base::json;

class PeopleRoutes {
 public:
  explicit PeopleRoutes(SocialNeeds needs) : needs_(needs) {}

  using Change = Result<bool> (Relations::*)(Transaction&, AccountId, AccountId);
  /// Follow and its kind.
  Result<Response> change(Call& call, Change deed) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto account, find(tx, call.text("handle")));
      TRY((needs_.relations.*deed)(tx, call.me().account, account.id));
      return Response::nothing();
    });
  }

  using OfSomebody = Result<std::vector<ListedPerson>> (Relations::*)(Transaction&, AccountId, AccountId,
                                                                      const Page&);
  Result<Response> list_of_somebody(Call& call, OfSomebody list, std::string_view name) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto account, find(tx, call.text("handle")));
      const auto viewer = call.my_account().value_or(AccountId{0});
      TRY_LET(const auto relation, needs_.relations.of(tx, viewer, account.id));
      if (relation.blocked_by) return absent();
      // Whom a private account follows is between it and its followers.
      const bool hidden = account.is_private && viewer != account.id && !relation.follows;
      const auto listing = fmt::format("{} {}", name, account.id.text());
      TRY_LET(const auto page, page_of(call, listing));
      if (hidden) return people(tx, call, listing, {});
      TRY_LET(const auto rows, (needs_.relations.*list)(tx, account.id, viewer, page));
      return people(tx, call, listing, rows);
    });
  }

  using Answered = Result<bool> (Relations::*)(Transaction&, AccountId, AccountId);
  /// Accept, decline, remove: `deed` is done to somebody who may have blocked me meanwhile; that changes
  /// nothing.
  Result<Response> answer(Call& call, Answered deed) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto them, find(tx, call.text("handle")));
      TRY_LET(const auto relation, needs_.relations.of(tx, call.me().account, them.id));
      if (relation.blocked_by) return absent();
      TRY((needs_.relations.*deed)(tx, call.me().account, them.id));
      return Response::nothing();
    });
  }

  Result<Response> asking(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      const auto me = call.me().account;
      const auto listing = fmt::format("asking {}", me.text());
      TRY_LET(const auto page, page_of(call, listing));
      TRY_LET(const auto rows, needs_.relations.asking(tx, me, page));
      TRY_LET(auto out, people_json(tx, call, listing, rows));
      TRY_LET(out["waiting"], needs_.relations.count_asking(tx, me));
      return Response::json(out);
    });
  }

  using OfMine = Result<std::vector<ListedPerson>> (Relations::*)(Transaction&, AccountId, const Page&);
  Result<Response> list_of_mine(Call& call, OfMine list, std::string_view name) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      const auto listing = fmt::format("{} {}", name, call.me().account.text());
      TRY_LET(const auto page, page_of(call, listing));
      TRY_LET(const auto rows, (needs_.relations.*list)(tx, call.me().account, page));
      return people(tx, call, listing, rows);
    });
  }

 private:
  static std::unexpected<base::Error> absent() {
    return fail(Fault::not_found, "account_absent", "There is no such account.");
  }

  Result<accounts::Account> find(Transaction& tx, std::string_view handle) {
    TRY_LET(auto account, needs_.accounts.find_handle(tx, handle));
    if (!account) return absent();
    return *std::move(account);
  }

  Result<Response> people(Transaction& tx, const Call& call, std::string_view listing,
                          const std::vector<ListedPerson>& rows) {
    TRY_LET(auto out, people_json(tx, call, listing, rows));
    return Response::json(std::move(out));
  }

  Result<json::object> people_json(Transaction& tx, const Call& call, std::string_view listing,
                                   const std::vector<ListedPerson>& rows) {
    std::vector<AccountId> ids;
    for (const auto& row : rows) ids.push_back(row.account);
    TRY_LET(const auto briefs, Briefs::fetch(tx, needs_.accounts, ids));
    json::array items;
    for (const auto id : ids) items.push_back(briefs.json(id));
    return page_json(call, listing, rows, std::move(items), [](const ListedPerson& row) {
      return social::Position{model::millis(row.since), number_of(row.account)};
    });
  }

  SocialNeeds needs_;
};

void add_request_routes(RouteTable& table, const std::shared_ptr<PeopleRoutes>& routes) {
  table.add({.method = "GET",
             .path = "/api/v1/me/follow-requests",
             .summary = "Who asks to follow one's private account, newest first",
             .tag = "people",
             .access = Access::signed_in,
             .query = shapes::cursor_query(),
             .answer = {200, shape::extend(shape::page_of(shapes::account_brief()),
                                           {shape::field("waiting", shape::count())})},
             .handler = [routes](Call& call) { return routes->asking(call); }});
  const auto add = [&](std::string method, std::string path, std::string summary,
                       PeopleRoutes::Answered deed) {
    table.add({.method = std::move(method),
               .path = "/api/v1/me/" + path + "/{handle:handle}",
               .summary = std::move(summary),
               .tag = "people",
               .access = Access::signed_in,
               .pace = Pace::write,
               .handler = [routes, deed](Call& call) { return routes->answer(call, deed); }});
  };
  add("PUT", "follow-requests", "Lets somebody follow who asked to", &Relations::accept);
  add("DELETE", "follow-requests", "Does not let somebody follow; they are not told", &Relations::decline);
  add("DELETE", "followers", "Takes a follower away; they are not told", &Relations::remove_follower);
}

Answer brief_page() { return {200, shape::page_of(shapes::account_brief())}; }
}  // namespace

void add_people_routes(RouteTable& table, SocialNeeds needs) {
  const auto routes = std::make_shared<PeopleRoutes>(needs);
  struct Pair {
    std::string path, put, remove;
    PeopleRoutes::Change on, off;
    bool is_follow = false;
  };
  const Pair pairs[] = {
      {"follow", "Follows somebody", "Follows no more", &Relations::follow, &Relations::unfollow, true},
      {"block", "Blocks somebody: neither sees the other", "Unblocks", &Relations::block,
       &Relations::unblock},
      {"mute", "Wants to hear nothing of somebody", "Unmutes", &Relations::mute, &Relations::unmute}};
  for (const auto& pair : pairs) {
    const auto add = [&](std::string method, std::string summary, PeopleRoutes::Change change) {
      table.add({.method = std::move(method),
                 .path = "/api/v1/accounts/{handle:handle}/" + pair.path,
                 .summary = std::move(summary),
                 .tag = "people",
                 .access = Access::signed_in,
                 .scope = pair.is_follow ? accounts::Scope::write : accounts::Scope::none,
                 .pace = Pace::write,
                 .handler = [routes, change](Call& call) { return routes->change(call, change); }});
    };
    add("PUT", pair.put, pair.on);
    add("DELETE", pair.remove, pair.off);
  }

  add_request_routes(table, routes);
  const std::pair<std::string, PeopleRoutes::OfSomebody> theirs[] = {{"followers", &Relations::followers},
                                                                     {"following", &Relations::following}};
  for (const auto& [name, list] : theirs)
    table.add({.method = "GET",
               .path = "/api/v1/accounts/{handle:handle}/" + name,
               .summary = "The " + name + " of somebody, newest first",
               .tag = "people",
               .scope = accounts::Scope::read,
               .query = shapes::cursor_query(),
               .answer = brief_page(),
               .handler = [routes, list = list, name = name](Call& call) {
                 return routes->list_of_somebody(call, list, name);
               }});
  const std::pair<std::string, PeopleRoutes::OfMine> mine[] = {{"blocks", &Relations::blocks},
                                                               {"mutes", &Relations::mutes}};
  for (const auto& [name, list] : mine)
    table.add({.method = "GET",
               .path = "/api/v1/me/" + name,
               .summary = "One's own " + name + ", newest first",
               .tag = "people",
               .access = Access::signed_in,
               .query = shapes::cursor_query(),
               .answer = brief_page(),
               .handler = [routes, list = list, name = name](Call& call) {
                 return routes->list_of_mine(call, list, name);
               }});
}
}  // namespace vitrine::http
