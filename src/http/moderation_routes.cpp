#include "http/moderation_routes.hpp"

#include <map>
#include <memory>

#include "http/account_json.hpp"
#include "http/paging.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace {
using base::fail;
using model::AccountId;
using model::CommentId;
using model::Integrity;
using model::ReportId;
using model::VideoId;
using ports::Transaction;
using safety::Report;
using safety::SubjectKind;
namespace json = base::json;
using namespace shape;

Shape subject_shape() { return object({field("kind", words<SubjectKind>()), field("id", id())}); }

/// What is reported, and the way to it; only its kind and id once it is gone.
Shape reported_shape() {
  return extend(subject_shape(), {optional("handle", handle()), optional("video", id()),
                                  optional("text", text(0, shapes::description_chars_max))});
}

Shape report_shape() {
  return named("Report",
               object({field("id", id()), field("reporter", shapes::account_brief()),
                       field("subject", reported_shape()), field("reason", words<safety::Reason>()),
                       field("note", text(0, safety::note_chars_max)), field("created_at", time())}));
}

std::string text_of(const json::object& object, std::string_view name) {
  return std::string{object.at(name).as_string()};
}

class ModerationRoutes {
 public:
  explicit ModerationRoutes(ModerationNeeds needs) : needs_(needs) {}

  Result<Response> report(Call& call) {
    const auto subject = call.body().object("subject");
    const auto kind = subject.word<SubjectKind>("kind");
    auto response = call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(auto quote, must_see(tx, call, kind, subject));
      TRY_LET(const auto made,
              needs_.reports.report(tx, call.me().account, kind, subject.id<VideoId>("id").raw(),
                                    call.body().word<safety::Reason>("reason"),
                                    call.body().maybe_text("note").value_or(""), std::move(quote)));
      return Response::json({{"id", made.text()}}, 201);
    });
    if (response && kind == SubjectKind::video)
      needs_.deeds.did(call.me().pseudonym, subject.id<VideoId>("id"), model::events::Deed::reported);
    return response;
  }

  Result<Response> open(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto page, page_of(call, "reports"));
      const auto after = page.after.value_or(social::Position{});
      TRY_LET(const auto rows,
              needs_.reports.open(tx, ReportId{static_cast<std::uint64_t>(after.minor)}, page.limit));
      std::vector<AccountId> reporters;
      for (const auto& row : rows) reporters.push_back(row.reporter);
      TRY_LET(const auto briefs, Briefs::fetch(tx, needs_.accounts, std::move(reporters)));
      TRY_LET(const auto subjects, subjects_of(tx, call, rows));
      json::array items;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const Report& row = rows[i];
        items.push_back(json::object{{"id", row.id.text()},
                                     {"reporter", briefs.json(row.reporter)},
                                     {"subject", subjects[i]},
                                     {"reason", model::text(row.reason)},
                                     {"note", row.note},
                                     {"created_at", model::millis(row.at)}});
      }
      return Response::json(page_json(call, "reports", rows, std::move(items), [](const Report& row) {
        return social::Position{0, number_of(row.id)};
      }));
    });
  }

  Result<Response> resolve(Call& call) {
    const auto outcome = call.body().word<safety::Outcome>("outcome");
    const auto integrity = call.body().maybe_word<Integrity>("integrity");
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const Report report,
              needs_.reports.resolve(tx, call.me().account, call.id<ReportId>("report"), outcome,
                                     call.body().maybe_text("note").value_or("")));
      const bool restricts = outcome == safety::Outcome::restricted && report.kind == SubjectKind::video;
      if (restricts != integrity.has_value())
        return base::fail_in(
            "integrity", Fault::invalid_input, "integrity_unfit",
            "Why a clip is shown less often is said with the outcome restricted, of a video.");
      if (restricts) TRY(needs_.catalog.set_integrity(tx, VideoId{report.subject}, *integrity));
      return Response::nothing();
    });
  }

  Result<Response> set_integrity(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      const auto video = call.id<VideoId>("video");
      TRY(needs_.videos.author(tx, call.viewer(), video));
      TRY(needs_.catalog.set_integrity(tx, video, call.body().word<Integrity>("integrity")));
      return Response::nothing();
    });
  }

 private:
  /// Only what one can see can be reported: otherwise reports would tell what is there. Answers what a
  /// message says.
  Result<safety::Quote> must_see(Transaction& tx, const Call& call, SubjectKind kind, const Fields& subject) {
    const auto me = call.me().account;
    switch (kind) {
      case SubjectKind::video:
        TRY(needs_.videos.author(tx, call.viewer(), subject.id<VideoId>("id")));
        return safety::Quote{};
      case SubjectKind::comment: {
        TRY_LET(const auto comment, needs_.comments.find(tx, me, subject.id<CommentId>("id")));
        if (comment.deleted || !needs_.videos.author(tx, call.viewer(), comment.video))
          return fail(Fault::not_found, "comment_absent", "There is no such comment.");
        return safety::Quote{};
      }
      case SubjectKind::account: {
        const auto who = subject.id<AccountId>("id");
        TRY_LET(const auto relation, needs_.relations.of(tx, me, who));
        if (relation.blocked_by) return fail(Fault::not_found, "account_absent", "There is no such account.");
        TRY(needs_.accounts.account(tx, who));
        return safety::Quote{};
      }
      case SubjectKind::message: {
        TRY_LET(const auto message,
                needs_.conversations.reportable(tx, me, subject.id<model::MessageId>("id")));
        return safety::Quote{message.author, message.text};
      }
    }
    return safety::Quote{};
  }

  /// What each report is about, as a moderator reads it: whose it is, and what it says.
  Result<std::vector<json::object>> subjects_of(Transaction& tx, const Call& call,
                                                const std::vector<Report>& rows) {
    std::vector<VideoId> videos;
    std::vector<AccountId> people;
    std::map<ReportId, social::Comment> comments;
    std::map<ReportId, social::Message> messages;
    for (const auto& row : rows) {
      if (row.kind == SubjectKind::video) videos.emplace_back(row.subject);
      if (row.kind == SubjectKind::account) people.emplace_back(row.subject);
      if (row.kind == SubjectKind::message) {
        TRY_LET(const auto message, needs_.conversations.reported(tx, model::MessageId{row.subject}));
        if (!message) continue;
        people.push_back(message->author);
        if (message->video) videos.push_back(*message->video);
        messages.emplace(row.id, *message);
      }
      if (row.kind != SubjectKind::comment) continue;
      auto found = needs_.comments.find(tx, AccountId{0}, CommentId{row.subject});
      if (!found || found->deleted) continue;
      people.push_back(found->author);
      comments.emplace(row.id, std::move(*found));
    }
    TRY_LET(const auto briefs, Briefs::fetch(tx, needs_.accounts, std::move(people)));
    TRY_LET(const auto cards, needs_.videos.cards(tx, call.viewer(), videos));
    std::map<std::string, const json::object*> shown;
    for (const auto& card : cards) shown.emplace(text_of(card.as_object(), "id"), &card.as_object());
    std::vector<json::object> out;
    for (const auto& row : rows) {
      json::object subject{{"kind", model::text(row.kind)}, {"id", base::id_text(row.subject)}};
      if (row.kind == SubjectKind::account)
        subject["handle"] = briefs.json(AccountId{row.subject}).at("handle");
      if (const auto card = shown.find(base::id_text(row.subject)); card != shown.end()) {
        subject["handle"] = text_of(card->second->at("author").as_object(), "handle");
        const auto title = text_of(*card->second, "title");
        subject["text"] = title.empty() ? text_of(*card->second, "description") : title;
      }
      if (const auto comment = comments.find(row.id); comment != comments.end()) {
        subject["handle"] = briefs.json(comment->second.author).at("handle");
        subject["video"] = comment->second.video.text();
        subject["text"] = comment->second.text;
      }
      if (const auto message = messages.find(row.id); message != messages.end()) {
        subject["handle"] = briefs.json(message->second.author).at("handle");
        subject["text"] = row.quote.text;
        if (message->second.video) subject["video"] = message->second.video->text();
      }
      out.push_back(std::move(subject));
    }
    return out;
  }

  ModerationNeeds needs_;
};
}  // namespace

void add_moderation_routes(RouteTable& table, ModerationNeeds needs) {
  const auto routes = std::make_shared<ModerationRoutes>(needs);
  table.add({.method = "POST",
             .path = "/api/v1/reports",
             .summary = "Asks moderators to look at something",
             .tag = "moderation",
             .access = Access::signed_in,
             .pace = Pace::report,
             .body = object({field("subject", subject_shape()), field("reason", words<safety::Reason>()),
                             optional("note", text(0, safety::note_chars_max))}),
             .answer = {201, object({field("id", id())})},
             .handler = [routes](Call& call) { return routes->report(call); }});
  table.add({.method = "GET",
             .path = "/api/v1/mod/reports",
             .summary = "Open reports, oldest first",
             .tag = "moderation",
             .access = Access::moderator,
             .query = shapes::cursor_query(),
             .answer = {200, page_of(report_shape())},
             .handler = [routes](Call& call) { return routes->open(call); }});
  table.add(
      {.method = "POST",
       .path = "/api/v1/mod/reports/{report}/resolve",
       .summary = "Says what came of a report",
       .tag = "moderation",
       .access = Access::moderator,
       .pace = Pace::write,
       .body = object({field("outcome", words<safety::Outcome>()), optional("integrity", shapes::finding()),
                       optional("note", text(0, safety::note_chars_max))}),
       .handler = [routes](Call& call) { return routes->resolve(call); }});
  table.add({.method = "PUT",
             .path = "/api/v1/mod/videos/{video}/integrity",
             .summary = "Says what moderators found of a video, or takes it back",
             .tag = "moderation",
             .access = Access::moderator,
             .pace = Pace::write,
             .body = object({field("integrity", words<Integrity>())}),
             .handler = [routes](Call& call) { return routes->set_integrity(call); }});
}
}  // namespace vitrine::http
