#include "http/edits_routes.hpp"

#include "base/bytes.hpp"
#include "http/shapes.hpp"
#include "media/edit_list.hpp"
#include "media/picture.hpp"
#include "media/recording.hpp"

namespace vitrine::http {
namespace json = base::json;
using base::fail;
using catalog::FileUse;
using catalog::MediaFile;
using model::VideoId;
using ports::Transaction;

namespace {
/// A frame full of letters takes a tenth of it.
constexpr std::uint64_t text_picture_bytes_max = 1 << 20;
constexpr media::PictureLimits text_picture{
    .bytes_max = text_picture_bytes_max, .side_px_min = 2, .side_px_max = 4096, .pixels_max = 4096 * 2304};

json::object file_json(const catalog::Video& video, const MediaFile& file, const MediaLinks& links) {
  return {{"key", base::hex(file.blob)}, {"url", links.file(video, file)}, {"kind", catalog::text(file.use)}};
}

Result<Response> get_edit(Call& call, const EditsNeeds& needs) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto space, needs.edits.look(tx, call.me().account, call.id<VideoId>("video")));
    json::array sources, files;
    for (const auto& source : space.sources)
      sources.emplace_back(source_json(space.video, source, needs.links));
    for (const auto& file : space.materials) files.emplace_back(file_json(space.video, file, needs.links));
    const auto document = space.document ? json::value(*space.document) : json::value(nullptr);
    return Response::json(
        json::object{{"document", document}, {"sources", std::move(sources)}, {"files", std::move(files)}});
  });
}

Result<Response> put_edit(Call& call, const EditsNeeds& needs) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto video,
            needs.edits.put(tx, call.me().account, call.id<VideoId>("video"), call.body().text("document")));
    TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), video));
    return Response::json(std::move(rendered));
  });
}

/// What the bytes are, by looking at them: a picture of a text, or a recording.
Result<MediaFile> look_at(base::ByteView bytes) {
  constexpr std::string_view riff = "RIFF";
  if (bytes.size() >= riff.size() && base::as_text(bytes.first(riff.size())) == riff) {
    TRY(media::read_recording(bytes));
    return MediaFile{.use = FileUse::voice, .type = "audio/wav", .bytes = bytes.size()};
  }
  TRY_LET(const auto picture, media::inspect_picture(bytes, text_picture));
  if (picture.format != media::PictureFormat::png)
    return fail(Fault::corrupt_input, "not_a_picture", "The picture of a text is a PNG file.");
  return MediaFile{.use = FileUse::overlay,
                   .type = "image/png",
                   .bytes = bytes.size(),
                   .width = picture.width,
                   .height = picture.height};
}

/// Holds a file until it is whole: `body_bytes_max` of the route bounds it.
class Receiving final : public BodySink {
 public:
  Receiving(Call& call, const EditsNeeds& needs) : call_(call), needs_(needs) {}

  Result<void> write(std::string_view chunk) override {
    bytes_ += chunk;
    return {};
  }

  Result<Response> finish() override {
    TRY_LET(auto file, look_at(base::as_bytes(bytes_)));
    const auto id = call_.id<VideoId>("video");
    const auto me = call_.me().account;
    // Before anything is stored.
    TRY(call_.read([&](Transaction& tx) { return needs_.edits.look(tx, me, id); }));
    TRY_LET(file.blob, needs_.blobs.put(base::as_bytes(bytes_)));
    auto response = call_.write([&](Transaction& tx) -> Result<Response> {
      TRY(needs_.edits.add(tx, me, id, file));
      TRY_LET(const auto space, needs_.edits.look(tx, me, id));
      return Response::json(file_json(space.video, file, needs_.links), 201);
    });
    if (!response) {
      const auto marked = call_.write([&](Transaction& tx) -> Result<Response> {
        TRY(needs_.garbage.mark_garbage(tx, file.blob, call_.now()));
        return Response::nothing();
      });
      if (!marked) return std::unexpected(marked.error());
    }
    return response;
  }

 private:
  Call& call_;
  const EditsNeeds& needs_;
  std::string bytes_;
};

Route route(std::string method, std::string path, std::string summary) {
  Route made{.method = std::move(method),
             .path = "/api/v1/videos/{video}/edit" + path,
             .summary = std::move(summary),
             .tag = "videos"};
  made.access = Access::signed_in;
  return made;
}

Shape file_shape() {
  using namespace shape;
  return named("EditFile", object({field("key", text(64, 64)), field("url", text(1, 500)),
                                   field("kind", one_of({"overlay", "recording"}))}));
}

Shape workspace_shape() {
  using namespace shape;
  return named("EditWorkspace", object({field("document", nullable(text(1, media::edit_bytes_max))),
                                        field("sources", array(source_shape(), media::edit_sources_max)),
                                        field("files", array(file_shape(), catalog::materials_max))}));
}
}  // namespace

json::object source_json(const catalog::Video& video, const catalog::Edits::Source& source,
                         const MediaLinks& links) {
  std::int64_t duration_ms = 0;
  for (const auto& segment : source.rung.segments) duration_ms += segment.ms;
  return {
      {"key", base::hex(source.rung.blob)}, {"url", links.file(video, source.proxy)},
      {"width", source.rung.width},         {"height", source.rung.height},
      {"duration_ms", duration_ms},         {"sound", source.rung.codecs.find("mp4a") != std::string::npos}};
}

Shape source_shape() {
  using namespace shape;
  constexpr std::int64_t side_max = 1 << 16, ms_max = 24LL * 60 * 60 * 1000;
  return named("EditSource",
               object({field("key", text(64, 64)), field("url", text(1, 500)),
                       field("width", integer(0, side_max)), field("height", integer(0, side_max)),
                       field("duration_ms", integer(0, ms_max)), field("sound", boolean())}));
}

void add_edits_routes(RouteTable& table, EditsNeeds needs) {
  const auto own = std::make_shared<const EditsNeeds>(needs);  // sinks refer to it while bytes travel
  auto get = route("GET", "", "What an unpublished video is cut from, and how");
  get.answer = {200, workspace_shape()};
  get.handler = [own](Call& call) { return get_edit(call, *own); };
  table.add(std::move(get));

  auto put = route("PUT", "", "Cuts an unpublished video; it is rendered and then ready again");
  put.pace = Pace::write;
  put.body = shape::named("EditDocument",
                          shape::object({shape::field("document", shape::text(2, media::edit_bytes_max))}));
  put.body_bytes_max = 2 * media::edit_bytes_max;  // as JSON within JSON, quotes are two bytes
  put.answer = {200, shapes::video()};
  put.handler = [own](Call& call) { return put_edit(call, *own); };
  table.add(std::move(put));

  auto post = route("POST", "/files", "Brings the picture of a text (PNG) or a recording (WAV) for an edit");
  post.pace = Pace::write;
  post.body_bytes_max = media::recording_bytes_max;
  post.answer = {201, file_shape()};
  post.receiver = [own](Call& call) { return std::make_unique<Receiving>(call, *own); };
  table.add(std::move(post));
}

}  // namespace vitrine::http
