#include "http/remixes_routes.hpp"

#include "http/edits_routes.hpp"
#include "http/shapes.hpp"
#include "http/videos_routes.hpp"

namespace vitrine::http {
namespace json = base::json;
using catalog::Lending;
using model::AccountId;
using model::VideoId;
using ports::Transaction;

namespace {
Result<Response> offer(Call& call, const RemixesNeeds& needs) {
  const auto kind = media::remix_kind(call.query().text("kind")).value_or(media::RemixKind::duet);
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto lent, needs.edits.lend(tx, viewer_of(call), call.id<VideoId>("video"), kind));
    TRY_LET(const auto briefs, needs.accounts.briefs(tx, std::span{&lent.video.author, 1}));
    return Response::json(json::object{{"author", briefs.empty() ? "" : briefs.front().handle},
                                       {"title", lent.video.title},
                                       {"source", source_json(lent.video, lent.source, needs.links)}});
  });
}

Response choice(const Lending& lending) {
  return Response::json(json::object{{"duet", lending.duet}, {"stitch", lending.stitch}});
}

Lending said(const Call& call) { return {call.body().boolean("duet"), call.body().boolean("stitch")}; }

Result<Response> get_default(Call& call, const RemixesNeeds& needs) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto lending, needs.remixes.lending_of_all(tx, call.me().account));
    return choice(lending);
  });
}

Result<Response> put_default(Call& call, const RemixesNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs.remixes.lend_all(tx, call.me().account, said(call)));
    return choice(said(call));
  });
}

Result<Response> get_choice(Call& call, const RemixesNeeds& needs) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto lending, needs.remixes.lending(tx, call.me().account, call.id<VideoId>("video")));
    return choice(lending);
  });
}

Result<Response> put_choice(Call& call, const RemixesNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs.remixes.lend_one(tx, call.me().account, call.id<VideoId>("video"), said(call)));
    return choice(said(call));
  });
}

using Act = Result<Response> (*)(Call&, const RemixesNeeds&);

Route route(const RemixesNeeds& needs, std::string method, std::string path, std::string summary, Act act) {
  Route made{
      .method = std::move(method), .path = "/api/v1" + path, .summary = std::move(summary), .tag = "videos"};
  made.access = Access::signed_in;
  made.handler = [needs, act](Call& call) { return act(call, needs); };
  return made;
}

/// What an author says of their clips: read, and written.
void add_choice(RouteTable& table, const RemixesNeeds& needs, const std::string& path,
                const std::string& what, Act read, Act write) {
  using namespace shape;
  const auto lending = named("RemixChoice", object({field("duet", boolean()), field("stitch", boolean())}));
  auto get = route(needs, "GET", path, "Tells " + what, read);
  get.answer = {200, lending};
  table.add(std::move(get));
  auto put = route(needs, "PUT", path, "Says " + what, write);
  put.pace = Pace::write;
  put.body = lending;
  put.answer = {200, lending};
  table.add(std::move(put));
}
}  // namespace

void add_remixes_routes(RouteTable& table, RemixesNeeds needs) {
  using namespace shape;
  auto look = route(needs, "GET", "/videos/{video}/remix",
                    "A clip to make a duet or a stitch with, or its sound", offer);
  look.query = object({field("kind", one_of({"duet", "stitch", "sound"}))});
  look.answer = {200, named("RemixOffer", object({field("author", handle()),
                                                  field("title", text(0, catalog::title_chars_max)),
                                                  field("source", source_shape())}))};
  table.add(std::move(look));
  add_choice(table, needs, "/me/remix-choice", "whether others may make duets and stitches with my clips",
             get_default, put_default);
  add_choice(table, needs, "/videos/{video}/remix-choice",
             "whether others may make duets and stitches with a video of mine", get_choice, put_choice);
}

Result<std::vector<json::value>> remix_json(catalog::Remixes& remixes, accounts::AccountStore& accounts,
                                            Transaction& tx, std::optional<AccountId> viewer,
                                            std::span<const catalog::Video> videos) {
  TRY_LET(const auto found, remixes.of(tx, {.account = viewer}, videos));
  std::vector<AccountId> authors;
  for (const auto& [video, seen] : found)
    if (seen.origin) authors.push_back(seen.origin->author);
  std::map<AccountId, std::string> handles;
  if (!authors.empty()) {
    TRY_LET(const auto briefs, accounts.briefs(tx, authors));
    for (const auto& brief : briefs) handles.emplace(brief.id, brief.handle);
  }
  std::vector<json::value> out;
  for (const auto& video : videos) {
    const auto at = found.find(video.id);
    if (at == found.end()) {
      out.emplace_back(nullptr);
      continue;
    }
    const auto& origin = at->second.origin;
    json::object o{{"kind", media::text(at->second.kind)}, {"video", nullptr}, {"author", nullptr}};
    if (origin && handles.contains(origin->author)) {
      o["video"] = origin->id.text();
      o["author"] = handles.at(origin->author);
    }
    out.emplace_back(std::move(o));
  }
  return out;
}

}  // namespace vitrine::http
