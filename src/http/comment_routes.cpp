// Comments: threads, editing, deleting, likes.
#include <map>
#include <memory>

#include "http/account_json.hpp"
#include "http/paging.hpp"
#include "http/shapes.hpp"
#include "http/social_routes.hpp"

namespace vitrine::http {
namespace {
using model::AccountId;
using model::CommentId;
using model::VideoId;
using ports::Transaction;
using social::Comment;
namespace json = base::json;
using namespace shape;

json::object counts_json(const Comment& comment) {
  return {{"likes", comment.likes}, {"replies", comment.replies}};
}

json::value my_json(const Comment& comment, const Call& call, bool like) {
  if (!call.viewer()) return nullptr;
  return json::object{{"like", like}, {"own", comment.author == call.me().account}};
}

class CommentRoutes {
 public:
  explicit CommentRoutes(SocialNeeds needs) : needs_(needs) {}

  Result<Response> list(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      const auto query = call.query();
      social::CommentQuery wanted{
          .video = call.id<VideoId>("video"),
          .root = query.maybe_id<CommentId>("parent"),
          .sort = query.maybe_word<social::CommentSort>("sort").value_or(social::CommentSort::top),
          .viewer = call.my_account().value_or(AccountId{0})};
      TRY(needs_.videos.author(tx, call.viewer(), wanted.video));
      const auto listing =
          fmt::format("comments {} {} {}", wanted.video.text(), wanted.root ? wanted.root->text() : "",
                      wanted.root ? "" : model::text(wanted.sort));
      TRY_LET(const auto page, page_of(call, listing));
      TRY_LET(const auto rows, needs_.comments.list(tx, wanted, page));
      auto display = rows;
      if (!wanted.root) {
        // What is held up stands first, and nowhere else.
        TRY_LET(const auto first, needs_.comments.pinned(tx, wanted.viewer, wanted.video));
        if (first) std::erase_if(display, [&](const Comment& row) { return row.id == first->id; });
        if (first && !page.after) display.insert(display.begin(), *first);
      }
      TRY_LET(auto items, shown(tx, call, display));
      return Response::json(page_json(call, listing, rows, std::move(items), [](const Comment& row) {
        return social::Position{row.likes, number_of(row.id)};
      }));
    });
  }

  Result<Response> write(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      const auto video = call.id<VideoId>("video");
      TRY_LET(const auto author, needs_.videos.author(tx, call.viewer(), video));
      TRY_LET(const auto comment,
              needs_.comments.write(tx, call.me().account, video, author, call.body().text("text"),
                                    call.body().maybe_id<CommentId>("parent")));
      return one(tx, call, comment, 201);
    });
  }

  Result<Response> edit(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto found, visible(tx, call));
      TRY_LET(const auto comment,
              needs_.comments.edit(tx, call.me().account, found.id, call.body().text("text")));
      return one(tx, call, comment, 200);
    });
  }

  Result<Response> remove(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      const social::Actor actor{call.me().account, call.me().role >= model::Role::moderator};
      TRY(reachable(tx, call));
      TRY(needs_.comments.remove(tx, actor, call.id<CommentId>("comment")));
      return Response::nothing();
    });
  }

  Result<Response> like(Call& call, bool on) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto found, visible(tx, call));
      const auto me = call.me().account;
      TRY_LET(const auto comment,
              on ? needs_.comments.like(tx, me, found.id) : needs_.comments.unlike(tx, me, found.id));
      return Response::json({{"counts", counts_json(comment)}, {"my", my_json(comment, call, on)}});
    });
  }

  Result<Response> pin(Call& call, bool on) {
    return changed(call, [&](Transaction& tx, AccountId me, CommentId id) {
      return on ? needs_.comments.pin(tx, me, id) : needs_.comments.unpin(tx, me, id);
    });
  }

  Result<Response> release(Call& call) {
    return changed(call, [&](Transaction& tx, AccountId me, CommentId id) {
      return needs_.comments.release(tx, me, id);
    });
  }

  Result<Response> hide(Call& call) {
    return changed(
        call, [&](Transaction& tx, AccountId me, CommentId id) { return needs_.comments.hide(tx, me, id); });
  }

  /// Under all of one's videos: each says under which.
  Result<Response> to_answer(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      const auto which =
          call.query().maybe_word<social::Attention>("which").value_or(social::Attention::waiting);
      const auto listing = fmt::format("comments under {} {}", call.me().account.text(), model::text(which));
      TRY_LET(const auto page, page_of(call, listing));
      TRY_LET(const auto rows, needs_.comments.under_videos_of(tx, call.me().account, which, page));
      TRY_LET(auto items, shown(tx, call, rows));
      TRY_LET(const auto about, abouts(tx, call, rows));
      for (std::size_t i = 0; i < rows.size(); ++i) items[i].as_object()["about"] = about.at(rows[i].video);
      return Response::json(page_json(call, listing, rows, std::move(items), [](const Comment& row) {
        return social::Position{0, number_of(row.id)};
      }));
    });
  }

  Result<Response> edits(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      const auto viewer = call.my_account().value_or(AccountId{0});
      TRY_LET(const auto comment, needs_.comments.find(tx, viewer, call.id<CommentId>("comment")));
      TRY(seen_video(tx, call, comment));
      if (comment.held && viewer == AccountId{0})
        return base::fail(Fault::not_found, "comment_absent", "There is no such comment.");
      TRY_LET(const auto before, needs_.comments.edits(tx, comment.id));
      json::array items;
      for (const auto& edit : before)
        items.push_back(json::object{{"text", edit.text}, {"until", model::millis(edit.until)}});
      return Response::json({{"items", std::move(items)}});
    });
  }

  Result<Response> filter(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto words, needs_.comments.filter(tx, call.me().account));
      return words_json(words);
    });
  }

  Result<Response> set_filter(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      std::vector<std::string> wanted;
      for (const auto& word : call.body().array("words")) wanted.emplace_back(word.as_string());
      TRY_LET(const auto words, needs_.comments.set_filter(tx, call.me().account, wanted));
      return words_json(words);
    });
  }

 private:
  static Result<Response> words_json(const std::vector<std::string>& words) {
    json::array items;
    for (const auto& word : words) items.push_back(json::value(word));
    return Response::json({{"words", std::move(items)}});
  }

  template <class Change>
  Result<Response> changed(Call& call, Change change) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto found, visible(tx, call));
      TRY_LET(const auto comment, change(tx, call.me().account, found.id));
      return one(tx, call, comment, 200);
    });
  }

  /// The comment of the path, if its video and its author may be seen.
  Result<Comment> visible(Transaction& tx, const Call& call) {
    TRY_LET(auto comment, needs_.comments.find(tx, call.me().account, call.id<CommentId>("comment")));
    TRY(seen_video(tx, call, comment));
    return comment;
  }

  /// For deleting: a video's author reaches comments of people they are apart from, and what one has said
  /// oneself one can take back, whoever may see the video by now.
  Result<void> reachable(Transaction& tx, const Call& call) {
    TRY_LET(const auto comment, needs_.comments.find(tx, AccountId{0}, call.id<CommentId>("comment")));
    if (comment.author == call.me().account) return {};
    return seen_video(tx, call, comment);
  }

  Result<void> seen_video(Transaction& tx, const Call& call, const Comment& comment) {
    const auto author = needs_.videos.author(tx, call.viewer(), comment.video);
    if (author) return {};
    if (author.error().fault != Fault::not_found) return std::unexpected(author.error());
    return base::fail(Fault::not_found, "comment_absent", "There is no such comment.");
  }

  Result<json::array> shown(Transaction& tx, const Call& call, const std::vector<Comment>& comments) {
    std::vector<AccountId> authors;
    std::vector<CommentId> ids;
    for (const auto& comment : comments) {
      authors.push_back(comment.author);
      ids.push_back(comment.id);
    }
    TRY_LET(const auto briefs, Briefs::fetch(tx, needs_.accounts, std::move(authors)));
    TRY_LET(const auto liked, needs_.comments.liked(tx, call.my_account().value_or(AccountId{0}), ids));
    // All of one listing stand under videos of one person.
    const auto maker = comments.empty() ? AccountId{0} : comments[0].video_author;
    TRY_LET(const auto hearts, needs_.comments.liked(tx, maker, ids));
    std::map<VideoId, std::optional<Comment>> firsts;
    for (const auto& comment : comments) {
      if (firsts.contains(comment.video)) continue;
      TRY_LET(firsts[comment.video], needs_.comments.pinned(tx, AccountId{0}, comment.video));
    }
    json::array items;
    for (std::size_t i = 0; i < comments.size(); ++i) {
      const auto& comment = comments[i];
      const auto& first = firsts.at(comment.video);
      json::object item{{"id", comment.id.text()},
                        {"video", comment.video.text()},
                        {"author", briefs.json(comment.author)},
                        {"text", comment.text},
                        {"parent", nullptr},
                        {"created_at", model::millis(comment.created_at)},
                        {"edited_at", nullptr},
                        {"deleted", comment.deleted},
                        {"counts", counts_json(comment)},
                        {"pinned", first && first->id == comment.id},
                        {"held", comment.held},
                        {"liked_by_author", hearts[i]},
                        {"my", my_json(comment, call, liked[i])}};
      if (comment.root) item["parent"] = comment.root->text();
      if (comment.edited_at) item["edited_at"] = model::millis(*comment.edited_at);
      items.push_back(std::move(item));
    }
    return items;
  }

  /// Name and picture of each video; one that is gone this instant has none.
  Result<std::map<VideoId, json::value>> abouts(Transaction& tx, const Call& call,
                                                const std::vector<Comment>& comments) {
    std::map<VideoId, json::value> about;
    std::vector<VideoId> ids;
    for (const auto& comment : comments)
      if (about.emplace(comment.video, nullptr).second) ids.push_back(comment.video);
    TRY_LET(const auto cards, needs_.videos.cards(tx, call.viewer(), ids));
    for (const auto& card : cards) {
      const auto& video = card.as_object();
      about[*VideoId::parse(std::string_view{video.at("id").as_string()})] =
          json::object{{"title", video.at("title")}, {"poster", video.at("poster")}};
    }
    return about;
  }

  Result<Response> one(Transaction& tx, const Call& call, const Comment& comment, int status) {
    TRY_LET(auto items, shown(tx, call, {comment}));
    return Response::json(items[0], status);
  }

  SocialNeeds needs_;
};
/// What the author of a video does about what is said under it.
void add_maker_routes(RouteTable& table, const std::shared_ptr<CommentRoutes>& routes) {
  for (const bool on : {true, false})
    table.add(
        {.method = on ? "PUT" : "DELETE",
         .path = "/api/v1/comments/{comment}/pin",
         .summary = on ? "Holds a comment up under one's video, instead of any other" : "Takes it down again",
         .tag = "comments",
         .access = Access::signed_in,
         .pace = Pace::write,
         .answer = {200, shapes::comment()},
         .handler = [routes, on](Call& call) { return routes->pin(call, on); }});
  table.add({.method = "PUT",
             .path = "/api/v1/comments/{comment}/release",
             .summary = "Lets a comment out that one's filter holds back",
             .tag = "comments",
             .access = Access::signed_in,
             .pace = Pace::write,
             .answer = {200, shapes::comment()},
             .handler = [routes](Call& call) { return routes->release(call); }});
  table.add({.method = "PUT",
             .path = "/api/v1/comments/{comment}/hide",
             .summary = "Holds a comment under one's video back: only its author and oneself see it",
             .tag = "comments",
             .access = Access::signed_in,
             .pace = Pace::write,
             .answer = {200, shapes::comment()},
             .handler = [routes](Call& call) { return routes->hide(call); }});
  const auto edit = object({field("text", text(0, shapes::comment_chars_max)), field("until", time())});
  table.add({.method = "GET",
             .path = "/api/v1/comments/{comment}/edits",
             .summary = "What a comment said before, latest first",
             .tag = "comments",
             .answer = {200, object({field("items", array(edit, social::comment_edits_max))})},
             .handler = [routes](Call& call) { return routes->edits(call); }});
  const auto list =
      object({field("words", array(text(0, social::filter_word_chars_max * 2), social::filter_words_max))});
  table.add({.method = "GET",
             .path = "/api/v1/me/comment-filter",
             .summary = "Words that hold comments under one's videos back",
             .tag = "comments",
             .access = Access::signed_in,
             .answer = {200, list},
             .handler = [routes](Call& call) { return routes->filter(call); }});
  table.add({.method = "PUT",
             .path = "/api/v1/me/comment-filter",
             .summary = "Sets them",
             .tag = "comments",
             .access = Access::signed_in,
             .pace = Pace::write,
             .body = list,
             .answer = {200, list},
             .handler = [routes](Call& call) { return routes->set_filter(call); }});
}

void add_studio_route(RouteTable& table, const std::shared_ptr<CommentRoutes>& routes) {
  const auto about =
      object({field("title", text(0, shapes::title_chars_max)), field("poster", nullable(url()))});
  table.add({.method = "GET",
             .path = "/api/v1/me/comments-to-answer",
             .summary = "What others said under one's videos and waits for an answer, or is held back",
             .tag = "studio",
             .access = Access::signed_in,
             .query = object({optional("cursor", cursor()), optional("which", words<social::Attention>())}),
             .answer = {200, page_of(named("CommentToAnswer",
                                           extend(shapes::comment(), {field("about", nullable(about))})))},
             .handler = [routes](Call& call) { return routes->to_answer(call); }});
}
}  // namespace

void add_comment_routes(RouteTable& table, SocialNeeds needs) {
  const auto routes = std::make_shared<CommentRoutes>(needs);
  const auto said = text(1, shapes::comment_chars_max);
  table.add({.method = "GET",
             .path = "/api/v1/videos/{video}/comments",
             .summary = "Comments of a video, or the replies to one (oldest first)",
             .tag = "comments",
             .scope = accounts::Scope::read,
             .query = object({optional("cursor", cursor()), optional("parent", id()),
                              optional("sort", words<social::CommentSort>())}),
             .answer = {200, page_of(shapes::comment())},
             .handler = [routes](Call& call) { return routes->list(call); }});
  table.add({.method = "POST",
             .path = "/api/v1/videos/{video}/comments",
             .summary = "Says something about a video, or answers a comment",
             .tag = "comments",
             .access = Access::signed_in,
             .scope = accounts::Scope::write,
             .pace = Pace::comment,
             .body = object({field("text", said), optional("parent", nullable(id()))}),
             .answer = {201, shapes::comment()},
             .handler = [routes](Call& call) { return routes->write(call); }});
  table.add({.method = "PATCH",
             .path = "/api/v1/comments/{comment}",
             .summary = "Edits one's comment",
             .tag = "comments",
             .access = Access::signed_in,
             .scope = accounts::Scope::write,
             .pace = Pace::comment,
             .body = object({field("text", said)}),
             .answer = {200, shapes::comment()},
             .handler = [routes](Call& call) { return routes->edit(call); }});
  table.add({.method = "DELETE",
             .path = "/api/v1/comments/{comment}",
             .summary = "Deletes a comment: its author, the video's author, a moderator",
             .tag = "comments",
             .access = Access::signed_in,
             .scope = accounts::Scope::write,
             .pace = Pace::write,
             .handler = [routes](Call& call) { return routes->remove(call); }});
  add_maker_routes(table, routes);
  add_studio_route(table, routes);
  for (const bool on : {true, false})
    table.add({.method = on ? "PUT" : "DELETE",
               .path = "/api/v1/comments/{comment}/like",
               .summary = on ? "Likes a comment; repeatable" : "Takes the like back; repeatable",
               .tag = "comments",
               .access = Access::signed_in,
               .scope = accounts::Scope::write,
               .pace = Pace::write,
               .answer = {200, shapes::comment_reaction()},
               .handler = [routes, on](Call& call) { return routes->like(call, on); }});
}
}  // namespace vitrine::http
