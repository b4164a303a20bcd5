#include "http/videos_routes.hpp"

#include "accounts/handle.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace json = base::json;
using base::fail;
using catalog::Listing;
using catalog::Page;
using model::AccountId;
using model::VideoId;

namespace {
/// A screen of a profile's grid, twice; the feed has pages of its own.
constexpr int page_items = 24;

Result<Page> page_of(const Call& call, std::string_view listing) {
  TRY_LET(const auto numbers, call.cursor(listing));
  Page page{.limit = page_items};
  if (!numbers) return page;
  if (numbers->size() != 2)
    return fail(Fault::invalid_input, "cursor_invalid", "This cursor belongs to another list; start again.");
  page.after =
      catalog::Position{model::instant((*numbers)[0]), VideoId{static_cast<std::uint64_t>((*numbers)[1])}};
  return page;
}

Result<Response> list_json(Call& call, ports::Transaction& tx, const VideosNeeds& needs,
                           std::string_view name, const Listing& listing) {
  TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), listing.videos));
  json::array items;
  for (auto& one : rendered) items.emplace_back(std::move(one));
  json::value next = nullptr;
  if (listing.next) {
    const std::array<std::int64_t, 2> place{model::millis(listing.next->at),
                                            static_cast<std::int64_t>(listing.next->id.raw())};
    next = call.next(name, place);
  }
  return Response::json(json::object{{"items", std::move(items)}, {"next", std::move(next)}});
}

Result<Response> get_video(Call& call, const VideosNeeds& needs) {
  return call.read([&](ports::Transaction& tx) -> Result<Response> {
    TRY_LET(const auto video, needs.videos.seen_by(tx, viewer_of(call), call.id<VideoId>("video")));
    TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), video));
    return Response::json(std::move(rendered));
  });
}

catalog::Edit read_edit(const Fields& body) {
  catalog::Edit edit{.title = body.maybe_text("title"),
                     .description = body.maybe_text("description"),
                     .language = body.maybe_text("language"),
                     .visibility = body.maybe_word<model::Visibility>("visibility"),
                     .audience = body.maybe_word<model::Audience>("audience"),
                     .cover_ms = body.maybe_integer("cover_ms")};
  if (const auto labels = body.maybe_object("labels")) {
    edit.ai_made = labels->maybe_boolean("ai_made");
    edit.advert = labels->maybe_boolean("advert");
  }
  return edit;
}

Result<Response> edit_video(Call& call, const VideosNeeds& needs) {
  const auto id = call.id<VideoId>("video");
  auto response = call.write([&](ports::Transaction& tx) -> Result<Response> {
    TRY_LET(const auto video, needs.videos.edit(tx, call.me().account, id, read_edit(call.body())));
    TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), video));
    return Response::json(std::move(rendered));
  });
  if (response) needs.cache.forget(id);
  return response;
}

Result<Response> publish_video(Call& call, const VideosNeeds& needs) {
  const auto id = call.id<VideoId>("video");
  auto response = call.write([&](ports::Transaction& tx) -> Result<Response> {
    TRY_LET(const auto video, needs.videos.publish(tx, call.me().account, id));
    if (needs.schedule) TRY(needs.schedule->remove(tx, call.me().account, id));
    TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), video));
    return Response::json(std::move(rendered));
  });
  if (response) needs.cache.forget(id);
  return response;
}

Result<Response> delete_video(Call& call, const VideosNeeds& needs) {
  const auto id = call.id<VideoId>("video");
  std::optional<model::UploadId> upload;
  auto response = call.write([&](ports::Transaction& tx) -> Result<Response> {
    TRY_LET(upload, needs.videos.remove(tx, call.me().account, id));
    return Response::nothing();
  });
  if (!response) return response;
  needs.cache.forget(id);
  if (upload) needs.uploads.remove_file(*upload);
  return response;
}

Result<Response> replace_film(Call& call, const VideosNeeds& needs) {
  const auto id = call.id<VideoId>("video");
  const auto draft = call.body().id<VideoId>("draft");
  std::optional<model::UploadId> upload;
  auto response = call.write([&](ports::Transaction& tx) -> Result<Response> {
    TRY_LET(const auto replaced, needs.videos.replace(tx, call.me().account, id, draft));
    upload = replaced.upload;
    TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), replaced.video));
    return Response::json(std::move(rendered));
  });
  if (!response) return response;
  needs.cache.forget(id);
  needs.cache.forget(draft);
  if (upload) needs.uploads.remove_file(*upload);
  return response;
}

Result<Response> list_mine(Call& call, const VideosNeeds& needs) {
  const auto name = "my videos " + call.me().account.text();
  TRY_LET(const auto page, page_of(call, name));
  return call.read([&](ports::Transaction& tx) -> Result<Response> {
    TRY_LET(const auto listing, needs.videos.mine(tx, call.me().account, page));
    return list_json(call, tx, needs, name, listing);
  });
}

Result<Response> list_public(Call& call, const VideosNeeds& needs) {
  const auto tag = call.query().maybe_text("tag");
  const auto name = "videos " + tag.value_or(std::string{});
  TRY_LET(const auto page, page_of(call, name));
  return call.read([&](ports::Transaction& tx) -> Result<Response> {
    const auto viewer = viewer_of(call);
    TRY_LET(const auto listing,
            tag ? needs.videos.with_tag(tx, viewer, *tag, page) : needs.videos.newest(tx, viewer, page));
    return list_json(call, tx, needs, name, listing);
  });
}

/// Somebody who blocked the viewer is absent, in the same words as a handle nobody has.
Result<AccountId> visible_author(Call& call, ports::Transaction& tx, const VideosNeeds& needs) {
  const auto absent = [] { return fail(Fault::not_found, "account_absent", "There is no such account."); };
  const auto handle = accounts::fold_handle(call.text("handle"));
  if (!handle) return absent();
  TRY_LET(const auto account, needs.accounts.find_handle(tx, *handle));
  if (!account) return absent();
  const auto viewer = viewer_of(call);
  if (viewer.account && !viewer.moderator) {
    TRY_LET(const auto relations, needs.relations.of(tx, *viewer.account, std::span{&account->id, 1}));
    if (relations.front().blocked) return absent();
  }
  return account->id;
}

Result<Response> list_of_author(Call& call, const VideosNeeds& needs) {
  const auto name = "videos of " + std::string{call.text("handle")};
  TRY_LET(const auto page, page_of(call, name));
  return call.read([&](ports::Transaction& tx) -> Result<Response> {
    TRY_LET(const auto author, visible_author(call, tx, needs));
    TRY_LET(const auto listing, needs.videos.of_author(tx, viewer_of(call), author, page));
    return list_json(call, tx, needs, name, listing);
  });
}

std::vector<std::string> texts_of(const Fields& body, std::string_view name) {
  std::vector<std::string> texts;
  if (body.has(name))
    for (const auto& text : body.array(name)) texts.emplace_back(text.as_string());
  return texts;
}

Result<Response> edit_many(Call& call, const VideosNeeds& needs) {
  const auto body = call.body();
  std::vector<VideoId> ids;
  for (const auto& id : body.array("videos"))
    ids.push_back(*VideoId::parse(std::string_view{id.as_string().data(), id.as_string().size()}));
  const catalog::ManyEdit edit{.language = body.maybe_text("language"),
                               .visibility = body.maybe_word<model::Visibility>("visibility"),
                               .audience = body.maybe_word<model::Audience>("audience"),
                               .add_tags = texts_of(body, "add_tags"),
                               .take_tags = texts_of(body, "take_tags")};
  auto response = call.write([&](ports::Transaction& tx) -> Result<Response> {
    TRY_LET(const auto changed, needs.videos.edit_many(tx, call.me().account, ids, edit));
    TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), changed));
    json::array items;
    for (auto& one : rendered) items.emplace_back(std::move(one));
    return Response::json(json::object{{"items", std::move(items)}});
  });
  if (response)
    for (const auto id : ids) needs.cache.forget(id);
  return response;
}

Shape many_edit_shape() {
  using namespace shape;
  constexpr std::size_t tag_chars_max = 128, tags_max = 20;
  const auto tags = array(text(1, tag_chars_max), tags_max);
  return named("VideosEdit",
               object({field("videos", array(id(), catalog::edit_many_max)), optional("language", text(0, 3)),
                       optional("visibility", words<model::Visibility>()),
                       optional("audience", words<model::Audience>()), optional("add_tags", tags),
                       optional("take_tags", tags)}));
}

Shape edit_shape() {
  using namespace shape;
  constexpr std::int64_t cover_ms_max = 24LL * 60 * 60 * 1000;  // the catalog knows the clip's length
  return named(
      "VideoEdit",
      object({optional("title", text(0, shapes::title_chars_max)),
              optional("description", text(0, shapes::description_chars_max)),
              optional("language", text(0, 3)), optional("visibility", words<model::Visibility>()),
              optional("audience", words<model::Audience>()), optional("cover_ms", integer(0, cover_ms_max)),
              optional("labels", object({optional("ai_made", boolean()), optional("advert", boolean())}))}));
}

using Act = Result<Response> (*)(Call&, const VideosNeeds&);

Route route(const VideosNeeds& needs, std::string method, std::string path, std::string summary, Act act) {
  Route made{
      .method = std::move(method), .path = "/api/v1" + path, .summary = std::move(summary), .tag = "videos"};
  made.handler = [needs, act](Call& call) { return act(call, needs); };
  return made;
}

void add_lists(RouteTable& table, const VideosNeeds& needs) {
  auto mine = route(needs, "GET", "/me/videos", "My videos with drafts, newest first", list_mine);
  mine.access = Access::signed_in;
  mine.scope = accounts::Scope::read;
  mine.query = shapes::cursor_query();
  mine.answer = {200, shape::page_of(shapes::video())};
  table.add(std::move(mine));

  auto many =
      route(needs, "PATCH", "/me/videos", "Changes many of my videos at once, all or none", edit_many);
  many.access = Access::signed_in;
  many.pace = Pace::write;
  many.body = many_edit_shape();
  const auto changed = shape::array(shapes::video(), catalog::edit_many_max);
  many.answer = {200, shape::object({shape::field("items", changed)})};
  table.add(std::move(many));

  auto author = route(needs, "GET", "/accounts/{handle:handle}/videos", "Videos of an account, newest first",
                      list_of_author);
  author.scope = accounts::Scope::read;
  author.query = shapes::cursor_query();
  author.answer = {200, shape::page_of(shapes::video())};
  table.add(std::move(author));

  auto all = route(needs, "GET", "/videos", "Public videos, newest first; of one tag if given", list_public);
  all.scope = accounts::Scope::read;
  all.query = shape::object(
      {shape::optional("cursor", shape::cursor()), shape::optional("tag", shape::text(1, 100))});
  all.answer = {200, shape::page_of(shapes::video())};
  table.add(std::move(all));
}
}  // namespace

catalog::Viewer viewer_of(const std::optional<Viewer>& viewer) {
  if (!viewer) return {};
  return {.account = viewer->account,
          .moderator = viewer->role >= model::Role::moderator,
          .restricted = viewer->restricted};
}

catalog::Viewer viewer_of(const Call& call) { return viewer_of(call.viewer()); }

Result<json::array> CatalogCards::cards(ports::Transaction& tx, const std::optional<Viewer>& viewer,
                                        std::span<const VideoId> ids) {
  TRY_LET(const auto videos, videos_.some(tx, viewer_of(viewer), ids));
  const auto account = viewer ? std::optional{viewer->account} : std::nullopt;
  TRY_LET(auto rendered, json_.render(tx, account, videos));
  json::array cards;
  for (auto& one : rendered) cards.emplace_back(std::move(one));
  return cards;
}

Result<AccountId> CatalogCards::author(ports::Transaction& tx, const std::optional<Viewer>& viewer,
                                       VideoId video) {
  TRY_LET(const auto seen, videos_.seen_by(tx, viewer_of(viewer), video));
  return seen.author;
}

Result<std::vector<std::int64_t>> CatalogCards::published(ports::Transaction& tx,
                                                          std::span<const AccountId> authors) {
  TRY_LET(const auto counts, store_.published_counts(tx, authors));
  std::vector<std::int64_t> answer(authors.size());
  for (const auto& [author, count] : counts)
    for (std::size_t i = 0; i < authors.size(); ++i)
      if (authors[i] == author) answer[i] = count;
  return answer;
}

void add_videos_routes(RouteTable& table, VideosNeeds needs) {
  auto get = route(needs, "GET", "/videos/{video}", "One video", get_video);
  get.scope = accounts::Scope::read;
  get.answer = {200, shapes::video()};
  table.add(std::move(get));

  auto edit =
      route(needs, "PATCH", "/videos/{video}", "Changes what its author says about a video", edit_video);
  edit.access = Access::signed_in;
  edit.scope = accounts::Scope::upload;
  edit.pace = Pace::write;
  edit.body = edit_shape();
  edit.answer = {200, shapes::video()};
  table.add(std::move(edit));

  auto remove = route(needs, "DELETE", "/videos/{video}", "Deletes a video and its files", delete_video);
  remove.access = Access::signed_in;
  remove.pace = Pace::write;
  table.add(std::move(remove));

  auto publish = route(needs, "POST", "/videos/{video}/publish",
                       "Publishes a video, or as soon as it can be played", publish_video);
  publish.access = Access::creator;
  publish.scope = accounts::Scope::upload;
  publish.pace = Pace::write;
  publish.answer = {200, shapes::video()};
  table.add(std::move(publish));
  auto replace = route(needs, "POST", "/videos/{video}/replace",
                       "Shows the film of a finished draft at this video's address", replace_film);
  replace.access = Access::creator;
  replace.pace = Pace::write;
  replace.body = shape::named("Replacement", shape::object({shape::field("draft", shape::id())}));
  replace.answer = {200, shapes::video()};
  table.add(std::move(replace));
  add_lists(table, needs);
}

void VideoNews::hear(const model::News& news) {
  const auto* changed = std::get_if<model::VideoChanged>(&news.what);
  if (!changed || !hub_.listens(changed->author)) return;
  json::value problem = nullptr;
  if (!changed->problem_code.empty()) {
    const auto video = record_.read([&](ports::Transaction& tx) { return videos_.find(tx, changed->video); });
    const auto known = video && *video && (*video)->problem;
    problem =
        json::object{{"code", changed->problem_code}, {"detail", known ? (*video)->problem->detail : ""}};
  }
  hub_.send(changed->author, "video",
            json::object{{"id", changed->video.text()},
                         {"state", model::text(changed->state)},
                         {"progress", changed->progress_percent},
                         {"problem", std::move(problem)}});
}

}  // namespace vitrine::http
