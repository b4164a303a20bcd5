#include "http/opening_routes.hpp"

#include <memory>

#include "accounts/handle.hpp"
#include "http/account_json.hpp"
#include "http/paging.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace {
using base::fail;
using model::AccountId;
using model::OpeningId;
using model::OpeningKind;
using model::VideoId;
using ports::Transaction;
using transparency::Opening;
namespace json = base::json;
using namespace shape;

constexpr std::size_t clips_max = 200;

class OpeningRoutes {
 public:
  explicit OpeningRoutes(OpeningNeeds needs) : needs_(needs) {}

  Result<Response> list(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto page, page_of(call, "openings"));
      const auto before = page.after.value_or(social::Position{});
      TRY_LET(const auto rows,
              needs_.openings.all(tx, OpeningId{static_cast<std::uint64_t>(before.minor)}, page.limit));
      TRY_LET(auto items, openings_json(tx, needs_.accounts, rows, call.now()));
      return Response::json(page_json(call, "openings", rows, std::move(items), [](const Opening& row) {
        return social::Position{0, number_of(row.id)};
      }));
    });
  }

  Result<Response> ask(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      const auto kind = call.body().word<OpeningKind>("kind");
      const auto video = call.body().maybe_id<VideoId>("video");
      const auto handle = call.body().maybe_text("handle");
      if ((kind == OpeningKind::video) != video.has_value() || video.has_value() == handle.has_value())
        return fail(Fault::invalid_input, "opening_subject",
                    "Name one clip by its id for \"video\", else a person by their handle.");
      TRY_LET(const auto person, video ? author_of(tx, *video) : person_of(tx, *handle));
      TRY_LET(const auto opening, needs_.openings.ask(tx, {.staff = call.me().account,
                                                           .person = person,
                                                           .kind = kind,
                                                           .video = video,
                                                           .reason = call.body().text("reason")}));
      return one(tx, call, opening, 201);
    });
  }

  Result<Response> agree(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto opening,
              needs_.openings.agree(tx, call.me().account, call.id<OpeningId>("opening")));
      return one(tx, call, opening, 200);
    });
  }

  /// A GET that writes: nothing is shown that is not in the record by then.
  Result<Response> look(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto opening,
              needs_.openings.usable(tx, call.me().account, call.id<OpeningId>("opening")));
      TRY_LET(const auto videos, what_is_open(tx, opening));
      std::vector<VideoId> ids;
      for (const auto& video : videos) ids.push_back(video.id);
      TRY(needs_.openings.looked(tx, opening, ids));
      TRY_LET(auto rendered, needs_.json.render(tx, call.me().account, videos));
      json::array items;
      for (auto& video : rendered) items.emplace_back(std::move(video));
      return Response::json(json::object{{"items", std::move(items)}});
    });
  }

 private:
  Result<AccountId> author_of(Transaction& tx, VideoId id) {
    TRY_LET(const auto video, needs_.videos.closed(tx, id));
    return video.author;
  }

  Result<AccountId> person_of(Transaction& tx, std::string_view typed) {
    const auto handle = accounts::fold_handle(typed);
    if (handle) {
      TRY_LET(const auto account, needs_.accounts.find_handle(tx, *handle));
      if (account) return account->id;
    }
    return fail(Fault::not_found, "account_absent", "There is no such account.");
  }

  Result<std::vector<catalog::Video>> what_is_open(Transaction& tx, const Opening& opening) {
    if (!opening.video) return needs_.videos.all_closed(tx, opening.person);
    TRY_LET(auto video, needs_.videos.closed(tx, *opening.video));
    return std::vector{std::move(video)};
  }

  Result<Response> one(Transaction& tx, const Call& call, const Opening& opening, int status) {
    TRY_LET(auto items, openings_json(tx, needs_.accounts, {opening}, call.now()));
    return Response::json(items.front().as_object(), status);
  }

  OpeningNeeds needs_;
};

Route route(std::string method, std::string path, std::string summary) {
  Route made{.method = std::move(method),
             .path = "/api/v1/mod/openings" + path,
             .summary = std::move(summary),
             .tag = "moderation"};
  made.access = Access::moderator;
  return made;
}
}  // namespace

Shape opening_shape() {
  return named(
      "Opening",
      object({field("id", id()), field("staff", shapes::account_brief()),
              field("person", shapes::account_brief()), field("kind", words<OpeningKind>()),
              field("video", nullable(id())), field("reason", text(0, transparency::reason_chars_max)),
              field("asked_at", time()), field("second", nullable(shapes::account_brief())),
              field("from", nullable(time())), field("until", time()),
              field("state", words<transparency::OpeningState>()), field("read", count())}));
}

Result<json::array> openings_json(Transaction& tx, accounts::Accounts& accounts,
                                  const std::vector<Opening>& openings, model::Instant now) {
  std::vector<AccountId> people;
  for (const auto& opening : openings) {
    people.push_back(opening.staff);
    people.push_back(opening.person);
    if (opening.second) people.push_back(*opening.second);
  }
  TRY_LET(const auto briefs, Briefs::fetch(tx, accounts, std::move(people)));
  json::array items;
  for (const auto& opening : openings) {
    json::object item{{"id", opening.id.text()},
                      {"staff", briefs.json(opening.staff)},
                      {"person", briefs.json(opening.person)},
                      {"kind", model::text(opening.kind)},
                      {"video", nullptr},
                      {"reason", opening.reason},
                      {"asked_at", model::millis(opening.asked_at)},
                      {"second", nullptr},
                      {"from", nullptr},
                      {"until", model::millis(opening.until)},
                      {"state", model::text(transparency::state_of(opening, now))},
                      {"read", opening.read}};
    if (opening.video) item["video"] = opening.video->text();
    if (opening.second) item["second"] = briefs.json(*opening.second);
    if (opening.from) item["from"] = model::millis(*opening.from);
    items.emplace_back(std::move(item));
  }
  return items;
}

void add_opening_routes(RouteTable& table, OpeningNeeds needs) {
  const auto routes = std::make_shared<OpeningRoutes>(needs);

  auto list = route("GET", "", "Who of the staff may look or looked at what is not public, newest first");
  list.query = shapes::cursor_query();
  list.answer = {200, shape::page_of(opening_shape())};
  list.handler = [routes](Call& call) { return routes->list(call); };
  table.add(std::move(list));

  auto ask = route("POST", "", "Asks to look at what is not public, and says why");
  ask.pace = Pace::report;
  ask.fresh_proof = true;
  ask.body = named("OpeningAsked", object({field("kind", one_of({"video", "person", "break_glass"})),
                                           optional("video", id()), optional("handle", text(1, 64)),
                                           field("reason", text(1, transparency::reason_chars_max))}));
  ask.answer = {201, opening_shape()};
  ask.handler = [routes](Call& call) { return routes->ask(call); };
  table.add(std::move(ask));

  auto agree = route("POST", "/{opening}/agree", "A second one of the staff agrees");
  agree.pace = Pace::report;
  agree.fresh_proof = true;
  agree.answer = {200, opening_shape()};
  agree.handler = [routes](Call& call) { return routes->agree(call); };
  table.add(std::move(agree));

  auto look = route("GET", "/{opening}/videos", "What is open; that it was looked at stands in the record");
  look.answer = {200, object({field("items", array(shapes::video(), clips_max))})};
  look.handler = [routes](Call& call) { return routes->look(call); };
  table.add(std::move(look));
}

}  // namespace vitrine::http
