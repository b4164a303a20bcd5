#include <fmt/format.h>

#include "base/text.hpp"
#include "http/shapes.hpp"
#include "http/takeout_routes.hpp"

namespace vitrine::http {
namespace {
using base::fail;
using model::TakeoutId;
using ports::Transaction;
using takeout::Import;
namespace json = base::json;
using namespace shape;

Shape tally_shape() {
  return named("ImportTally", object({field("listed", count()), field("possible", count()),
                                      field("here", count()), field("taken", count())}));
}

Shape report_shape() {
  const auto trouble = object({field("what", text(0, 800)), field("code", text(1, 64))});
  return named(
      "ImportReport",
      object({field("handle", text(0, 64)), field("name", text(0, 400)), field("house", text(0, 400)),
              field("address", text(0, 400)), field("made_at", text(0, 40)), field("public_key", text(0, 64)),
              field("ours", boolean()), optional("foreign", boolean()), field("bytes", count()),
              field("clips", tally_shape()), field("captions", tally_shape()), field("notes", tally_shape()),
              field("likes", tally_shape()), field("saves", tally_shape()), field("following", tally_shape()),
              field("strangers", array(text(1, 64), takeout::names_max)),
              optional("offered", array(text(1, 64), takeout::names_max)),
              optional("missing", array(text(0, 800), takeout::names_max)),
              field("troubles", array(trouble, takeout::names_max))}));
}

Shape import_shape() {
  const auto problem = object({field("code", text(1, 64)), field("detail", text(0, 400))});
  return named("Import",
               object({field("id", id()), field("state", words<model::TakeoutState>()),
                       field("accepted", boolean()), field("progress", integer(0, 100)),
                       field("sent_at", time()), field("expires_at", time()), field("bytes", count()),
                       field("problem", nullable(problem)), field("report", nullable(report_shape()))}));
}

json::object import_json(const Import& sent) {
  json::value report = nullptr;
  if (!sent.report.empty())
    if (auto parsed = base::parse_json(sent.report, 1 << 20)) report = std::move(*parsed);
  json::value problem = nullptr;
  if (!sent.problem_code.empty())
    problem = json::object{{"code", sent.problem_code}, {"detail", sent.problem_detail}};
  return {{"id", sent.id.text()},
          {"state", model::text(sent.state)},
          {"accepted", sent.wanted},
          {"progress", sent.progress_percent},
          {"sent_at", model::millis(sent.sent_at)},
          {"expires_at", model::millis(sent.expires_at)},
          {"bytes", sent.bytes},
          {"problem", std::move(problem)},
          {"report", std::move(report)}};
}

auto no_room() {
  return fail(Fault::over_limit, "storage_full", "This server's disk has no room for the file.");
}

/// Takes the file as it arrives; nothing of it counts before it is whole.
class Arriving final : public BodySink {
 public:
  Arriving(Call& call, const TakeoutNeeds& needs, TakeoutId id, std::unique_ptr<takeout::NewFile> file,
           std::uint64_t room)
      : call_(call), needs_(needs), id_(id), file_(std::move(file)), room_(room) {}

  Result<void> write(std::string_view chunk) override {
    bytes_ += chunk.size();
    if (bytes_ > room_) return no_room();
    return file_->append(base::as_bytes(chunk));
  }

  Result<Response> finish() override {
    TRY_LET(const auto begun, needs_.record.write([&](Transaction& tx) {
      return needs_.imports.begin(tx, call_.me().account, id_, bytes_);
    }));
    if (begun.replaced) needs_.imports.remove_file(*begun.replaced);
    TRY(file_->keep());
    TRY_LET(const auto sent,
            needs_.record.write([&](Transaction& tx) { return needs_.imports.look(tx, id_); }));
    return Response::json(import_json(sent), 201);
  }

 private:
  Call& call_;
  const TakeoutNeeds& needs_;
  TakeoutId id_;
  std::unique_ptr<takeout::NewFile> file_;
  std::uint64_t room_, bytes_ = 0;
};

Result<std::unique_ptr<BodySink>> arrive(Call& call, const TakeoutNeeds& needs) {
  TRY_LET(const auto room, needs.room());
  const auto length = base::parse_number(call.request().header("Content-Length")).value_or(0);
  if (length > room) return no_room();
  const auto id = needs.imports.new_id();
  TRY_LET(auto file, needs.files.create(id));
  return std::make_unique<Arriving>(call, needs, id, std::move(file), room);
}

Result<Response> look(const TakeoutNeeds& needs, Call& call) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto sent, needs.imports.of(tx, call.me().account));
    return Response::json({{"import", sent ? json::value(import_json(*sent)) : json::value(nullptr)}});
  });
}

Result<Response> accept(const TakeoutNeeds& needs, Call& call) {
  const auto wanted = call.body();
  const takeout::Parts parts{.profile = wanted.boolean("profile"),
                             .settings = wanted.boolean("settings"),
                             .clips = wanted.boolean("clips"),
                             .people = wanted.boolean("people"),
                             .marks = wanted.boolean("marks")};
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto sent,
            needs.imports.accept(tx, call.me().account, call.id<TakeoutId>("import"), parts));
    return Response::json(import_json(sent));
  });
}

Result<Response> remove(const TakeoutNeeds& needs, Call& call) {
  const auto id = call.id<TakeoutId>("import");
  auto answer = call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs.imports.remove(tx, call.me().account, id));
    return Response::nothing();
  });
  if (answer) needs.imports.remove_file(id);
  return answer;
}
}  // namespace

void add_import_routes(RouteTable& table, TakeoutNeeds needs) {
  // Sinks refer to it while bytes travel.
  const auto own = std::make_shared<const TakeoutNeeds>(std::move(needs));
  table.add({.method = "GET",
             .path = "/api/v1/me/import",
             .summary = "What one brought along: how far it is, what would happen, what came",
             .tag = "privacy",
             .access = Access::signed_in,
             .answer = {200, object({field("import", nullable(import_shape()))})},
             .handler = [own](Call& call) { return look(*own, call); }});
  Route put{.method = "PUT",
            .path = "/api/v1/me/import",
            .summary = "Sends the ZIP file of an export; it is looked at, and nothing happens before a yes",
            .tag = "privacy",
            .access = Access::creator,
            .pace = Pace::upload,
            .answer = {201, import_shape()}};
  put.body_bytes_max = takeout::import_bytes_max;
  put.receiver = [own](Call& call) { return arrive(call, *own); };
  table.add(std::move(put));
  table.add(
      {.method = "POST",
       .path = "/api/v1/me/imports/{import}/accept",
       .summary = "Says yes to parts of it: they are taken in",
       .tag = "privacy",
       .access = Access::creator,
       .pace = Pace::write,
       .body = object({field("profile", boolean()), field("settings", boolean()), field("clips", boolean()),
                       field("people", boolean()), field("marks", boolean())}),
       .answer = {200, import_shape()},
       .handler = [own](Call& call) { return accept(*own, call); }});
  table.add({.method = "DELETE",
             .path = "/api/v1/me/imports/{import}",
             .summary = "Takes it back; what was taken in stays",
             .tag = "privacy",
             .access = Access::signed_in,
             .pace = Pace::write,
             .handler = [own](Call& call) { return remove(*own, call); }});
}

}  // namespace vitrine::http
