#include "http/uploads_routes.hpp"

#include <ctime>

#include "base/log.hpp"
#include "base/text.hpp"
#include "catalog/upload_metadata.hpp"
#include "http/problem.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
using base::fail;
using catalog::Upload;
using catalog::Uploads;
using model::UploadId;

namespace {
constexpr std::string_view version = "1.0.0";
constexpr std::string_view extensions = "creation,creation-with-upload,checksum,termination,expiration";
constexpr std::string_view body_type = "application/offset+octet-stream";

/// RFC 9110, 5.6.7: "Tue, 14 Nov 2023 22:13:20 GMT"
std::string http_date(model::Instant at) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  const auto size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text, size};
}

Response tus(Response response) {
  return std::move(response).with("Tus-Resumable", std::string{version}).with("Cache-Control", "no-store");
}

std::string address_of(UploadId id) { return "/api/v1/uploads/" + id.text(); }

/// What tus answers with statuses of its own; the rest is a problem like any other.
Response refusal_of(const base::Error& error) {
  if (error.code == "upload_locked") return tus(problem(423, error.code, error.detail));
  return tus(problem(error));
}

std::optional<Response> refuse_version(const Request& request) {
  if (request.header("Tus-Resumable") == version) return std::nullopt;
  return tus(problem(412, "tus_version", "Send Tus-Resumable: 1.0.0; this server speaks no other version."))
      .with("Tus-Version", std::string{version});
}

/// Answers before the body is read.
class Refusing final : public BodySink {
 public:
  explicit Refusing(Response response) : response_(std::move(response)) {}
  std::optional<Response> refusal() override { return std::move(response_); }
  Result<void> write(std::string_view) override {
    return fail(Fault::invalid_input, "body_unexpected", "This call was already answered.");
  }
  Result<Response> finish() override { return std::move(response_); }

 private:
  Response response_;
};

std::unique_ptr<BodySink> refusing(Response response) {
  return std::make_unique<Refusing>(std::move(response));
}

/// Brings bytes into an upload and completes it with the last one.
class Receiving final : public BodySink {
 public:
  Receiving(const UploadsNeeds& needs, Upload upload, std::unique_ptr<catalog::Receiver> receiver,
            std::optional<Response> created)
      : needs_(needs),
        upload_(std::move(upload)),
        receiver_(std::move(receiver)),
        created_(std::move(created)) {}

  Result<void> write(std::string_view chunk) override {
    if (!receiver_)
      return fail(Fault::invalid_input, "body_unexpected",
                  "A POST with bytes needs Content-Type: application/offset+octet-stream.");
    return receiver_->take(base::as_bytes(chunk));
  }

  Result<Response> finish() override {
    auto response = created_ ? std::move(*created_) : Response::nothing();
    if (!receiver_) return response;
    TRY_LET(const auto end, receiver_->finish());
    const auto offset = receiver_->offset();
    const bool complete = receiver_->complete();
    receiver_.reset();  // lets go of the lock before the answer
    if (end == catalog::Receiver::End::mismatch)
      return tus(problem(
                     460, "checksum_mismatch",
                     "The bytes that arrived are not the ones Upload-Checksum speaks of; send them again."))
          .with("Upload-Offset", std::to_string(offset));
    if (complete) TRY(finish_upload());
    response.add("Upload-Offset", std::to_string(offset));
    if (!created_) {
      response.add("Upload-Expires", http_date(upload_.expires_at));
      response.add("Vitrine-Video", upload_.video.text());
      return tus(std::move(response));
    }
    return response;
  }

  void abandon() override {
    if (receiver_) receiver_->abandon();
  }

 private:
  Result<void> finish_upload() {
    TRY(needs_.record.write([&](ports::Transaction& tx) { return needs_.uploads.complete(tx, upload_.id); }));
    return {};
  }

  const UploadsNeeds& needs_;
  Upload upload_;
  std::unique_ptr<catalog::Receiver> receiver_;
  std::optional<Response> created_;
};

/// Upload-Checksum, if there is one.
Result<std::optional<catalog::Checksum>> checksum_of(const Request& request) {
  const auto header = request.header("Upload-Checksum");
  if (header.empty()) return std::optional<catalog::Checksum>{};
  TRY_LET(auto checksum, catalog::Checksum::expect(header));
  return std::optional<catalog::Checksum>{std::move(checksum)};
}

/// More bytes announced than promised: said before they travel.
Result<void> check_announced(const Request& request, const Upload& upload, std::uint64_t offset) {
  const auto announced = base::parse_number(request.header("Content-Length"));
  if (announced && *announced > upload.length - std::min(offset, upload.length))
    return fail(Fault::over_limit, "upload_too_long",
                "More bytes are announced than Upload-Length promised.");
  return {};
}

Result<Uploads::Ask> read_ask(const Request& request) {
  if (!request.header("Upload-Defer-Length").empty() || request.header("Upload-Length").empty())
    return fail(Fault::invalid_input, "upload_length_missing",
                "Say how long the file is with Upload-Length; a deferred length is not supported.");
  const auto length = base::parse_number(request.header("Upload-Length"));
  if (!length)
    return fail(Fault::invalid_input, "upload_length_invalid", "Upload-Length must be a number of bytes.");
  TRY_LET(const auto metadata, catalog::read_upload_metadata(request.header("Upload-Metadata")));
  Uploads::Ask ask{.length = *length};
  ask.file_name = catalog::shown_file_name(catalog::find_in(metadata, "filename"));
  ask.file_type = catalog::shown_file_name(catalog::find_in(metadata, "filetype"));
  return ask;
}

Result<std::unique_ptr<BodySink>> create(Call& call, const UploadsNeeds& needs) {
  const auto& request = call.request();
  if (auto refused = refuse_version(request)) return refusing(std::move(*refused));
  const auto ask = read_ask(request);
  if (!ask) return refusing(refusal_of(ask.error()));
  std::optional<Upload> made;
  auto created = call.write([&](ports::Transaction& tx) -> Result<Response> {
    TRY_LET(made, needs.uploads.start(tx, call.me().account, *ask));
    return tus(Response::nothing(201))
        .with("Location", address_of(made->id))
        .with("Upload-Expires", http_date(made->expires_at))
        .with("Vitrine-Video", made->video.text());
  });
  if (!created) return refusing(refusal_of(created.error()));
  const bool brings_bytes = request.header("Content-Type") == body_type;
  // A repeated Idempotency-Key gets the kept answer; its bytes, if any, are brought by PATCH.
  if (!made || !brings_bytes) {
    if (brings_bytes) return refusing(std::move(*created));
    return std::make_unique<Receiving>(
        needs, made.value_or(Upload{UploadId{0}, model::AccountId{0}, model::VideoId{0}}), nullptr,
        std::move(*created));
  }
  auto checksum = checksum_of(request);
  if (!checksum) return refusing(refusal_of(checksum.error()));
  if (const auto fits = check_announced(request, *made, 0); !fits) return refusing(refusal_of(fits.error()));
  auto receiver = needs.uploads.receive(*made, 0, std::move(*checksum));
  if (!receiver) return refusing(refusal_of(receiver.error()));
  return std::make_unique<Receiving>(needs, *made, std::move(*receiver), std::move(*created));
}

Result<std::unique_ptr<catalog::Receiver>> open(Call& call, const UploadsNeeds& needs, Upload& upload) {
  const auto& request = call.request();
  const auto offset = base::parse_number(request.header("Upload-Offset"));
  if (!offset)
    return fail(Fault::invalid_input, "upload_offset_invalid",
                "Say where the bytes belong with Upload-Offset.");
  TRY_LET(auto checksum, checksum_of(request));
  TRY_LET(upload, call.read([&](ports::Transaction& tx) {
    return needs.uploads.find(tx, call.me().account, call.id<UploadId>("upload"));
  }));
  TRY(check_announced(request, upload, *offset));
  return needs.uploads.receive(upload, *offset, std::move(checksum));
}

Result<std::unique_ptr<BodySink>> resume(Call& call, const UploadsNeeds& needs) {
  const auto& request = call.request();
  if (auto refused = refuse_version(request)) return refusing(std::move(*refused));
  if (request.header("Content-Type") != body_type)
    return refusing(tus(problem(415, "upload_type", "Bytes travel as application/offset+octet-stream.")));
  Upload upload{UploadId{0}, model::AccountId{0}, model::VideoId{0}};
  auto receiver = open(call, needs, upload);
  if (!receiver) return refusing(refusal_of(receiver.error()));
  return std::make_unique<Receiving>(needs, std::move(upload), std::move(*receiver), std::nullopt);
}

Result<Response> tell(Call& call, const UploadsNeeds& needs) {
  if (auto refused = refuse_version(call.request())) return std::move(*refused);
  const auto upload = call.read([&](ports::Transaction& tx) {
    return needs.uploads.find(tx, call.me().account, call.id<UploadId>("upload"));
  });
  if (!upload) return refusal_of(upload.error());
  const auto offset = needs.uploads.offset(*upload);
  if (!offset) return refusal_of(offset.error());
  // All bytes came, but the server was killed before it could say so: say it now.
  if (*offset == upload->length && !upload->received_at)
    TRY(needs.record.write([&](ports::Transaction& tx) { return needs.uploads.complete(tx, upload->id); }));
  return tus(Response::nothing(200))
      .with("Upload-Offset", std::to_string(*offset))
      .with("Upload-Length", std::to_string(upload->length))
      .with("Upload-Expires", http_date(upload->expires_at))
      .with("Vitrine-Video", upload->video.text());
}

Result<Response> give_up(Call& call, const UploadsNeeds& needs) {
  if (auto refused = refuse_version(call.request())) return std::move(*refused);
  const auto id = call.id<UploadId>("upload");
  auto gone = call.write([&](ports::Transaction& tx) -> Result<Response> {
    TRY(needs.uploads.terminate(tx, call.me().account, id));
    return tus(Response::nothing());
  });
  if (!gone) return refusal_of(gone.error());
  needs.uploads.remove_file(id);
  return gone;
}

Result<Response> offer(const Uploads& uploads) {
  return tus(Response::nothing())
      .with("Tus-Version", std::string{version})
      .with("Tus-Extension", std::string{extensions})
      .with("Tus-Max-Size", std::to_string(uploads.limits().upload_bytes_max))
      .with("Tus-Checksum-Algorithm", std::string{catalog::checksum_algorithms});
}

Route route(std::string method, std::string path, std::string summary) {
  Route made{
      .method = std::move(method), .path = std::move(path), .summary = std::move(summary), .tag = "uploads"};
  made.access = Access::signed_in;
  made.scope = accounts::Scope::upload;
  made.pace = Pace::upload;
  made.headers = {{"Tus-Resumable", "1.0.0"}};
  return made;
}
}  // namespace

void add_uploads_routes(RouteTable& table, UploadsNeeds needs) {
  // Sinks refer to it while bytes travel.
  const auto own = std::make_shared<const UploadsNeeds>(needs);
  const auto bytes_max = needs.uploads.limits().upload_bytes_max;

  auto options = route("OPTIONS", "/api/v1/uploads", "What this server's uploads can do");
  options.access = Access::anyone;
  options.headers.clear();
  options.run = Run::at_once;
  options.handler = [own](Call&) { return offer(own->uploads); };
  table.add(std::move(options));

  auto post = route("POST", "/api/v1/uploads", "Begins an upload and makes its private draft");
  post.headers = {{"Tus-Resumable", "1.0.0"},
                  {"Upload-Length", "bytes of the whole file"},
                  {"Upload-Metadata", "filename and filetype, values in base64"},
                  {"Upload-Checksum", "sha1 or sha256 and the digest of this body, in base64"}};
  post.access = Access::creator;
  post.answer = {201, std::nullopt};
  post.body_bytes_max = bytes_max;
  post.receiver = [own](Call& call) { return create(call, *own); };
  table.add(std::move(post));

  auto head = route("HEAD", "/api/v1/uploads/{upload}", "How much of an upload is here");
  head.answer = {200, std::nullopt};
  head.handler = [own](Call& call) { return tell(call, *own); };
  table.add(std::move(head));

  auto patch = route("PATCH", "/api/v1/uploads/{upload}", "Brings bytes of an upload");
  patch.access = Access::creator;
  patch.headers = {{"Tus-Resumable", "1.0.0"},
                   {"Upload-Offset", "where in the file the body belongs"},
                   {"Upload-Checksum", "sha1 or sha256 and the digest of this body, in base64"}};
  patch.body_bytes_max = bytes_max;
  patch.receiver = [own](Call& call) { return resume(call, *own); };
  table.add(std::move(patch));

  auto remove = route("DELETE", "/api/v1/uploads/{upload}", "Gives an upload up, with its draft");
  remove.handler = [own](Call& call) { return give_up(call, *own); };
  table.add(std::move(remove));
}

}  // namespace vitrine::http
