#include "http/media_routes.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/visibility.hpp"
#include "media/playlist.hpp"

namespace vitrine::http {
using base::fail;
using catalog::Video;
using model::VideoId;

namespace {
auto absent() {
  return fail(Fault::not_found, "file_absent", "There is no such file, or its address has expired.");
}

struct Signature {
  std::string expires, signature;
};

/// From the address; unknown fields are ignored, as everywhere outside the API.
Signature signature_of(const Request& request) {
  Signature found;
  const auto pairs = read_query(request.query);
  if (!pairs) return found;
  for (const auto& [name, value] : *pairs) {
    if (name == "expires") found.expires = value;
    if (name == "signature") found.signature = value;
  }
  return found;
}

enum class Opening { none, signed_link, open };

/// May whoever holds this address fetch the file? Remembers the answer "anybody".
Result<Opening> look_up(Call& call, const MediaNeeds& needs, const model::BlobKey& blob,
                        std::string_view name) {
  if (needs.cache.is_public(blob)) return Opening::open;
  const auto epoch = needs.cache.epoch();
  const auto signature = signature_of(call.request());
  return call.read([&](ports::Transaction& tx) -> Result<Opening> {
    TRY_LET(const auto naming, needs.videos.naming(tx, blob));
    std::vector<VideoId> ids;
    for (const auto& one : naming) ids.push_back(one.video);
    TRY_LET(const auto videos, needs.videos.find_many(tx, ids));
    if (std::ranges::any_of(videos, catalog::is_open)) {
      needs.cache.remember(blob, std::move(ids), epoch);
      return Opening::open;
    }
    if (naming.empty()) {
      TRY_LET(const bool portrait, needs.accounts.is_portrait(tx, blob));
      return portrait ? Opening::open : Opening::none;
    }
    if (signature.signature.empty()) return Opening::none;
    const bool opened = std::ranges::any_of(videos, [&](const Video& video) {
      return needs.links.opens(video, name, signature.expires, signature.signature);
    });
    return opened ? Opening::signed_link : Opening::none;
  });
}

Result<Response> body_of(const MediaNeeds& needs, const model::BlobKey& blob, std::string type) {
  auto etag = base::hex(blob);
  if (auto path = needs.blobs.local_path(blob))
    return Response::file({std::move(*path), std::move(etag)}, std::move(type));
  const auto size = needs.blobs.size(blob);
  if (!size) return absent();
  Response response;
  response.type = std::move(type);
  response.body =
      RemoteBody{.size = *size,
                 .etag = std::move(etag),
                 .read = [&blobs = needs.blobs, blob](std::uint64_t offset, std::uint64_t length) {
                   return blobs.read(blob, offset, length);
                 }};
  return response;
}

Response open_to_all(Response response) {
  response.add("Cache-Control", "public, max-age=31536000, immutable");
  // Other sites may show what anybody may see: previews of links, oEmbed.
  response.add("Cross-Origin-Resource-Policy", "cross-origin");
  return response;
}

/// A file that is known to be open to all and lies on this machine needs no worker.
std::optional<Response> known_file(const MediaNeeds& needs, std::string_view name) {
  const auto named = MediaLinks::parse(name);
  if (!named || !needs.cache.is_public(named->blob)) return std::nullopt;
  auto path = needs.blobs.local_path(named->blob);
  if (!path) return std::nullopt;
  return open_to_all(Response::file({std::move(*path), base::hex(named->blob)}, std::string{named->type}));
}

Result<Response> get_file(Call& call, const MediaNeeds& needs) {
  const auto name = call.text("file");
  const auto named = MediaLinks::parse(name);
  if (!named) return absent();
  TRY_LET(const auto access, look_up(call, needs, named->blob, name));
  if (access == Opening::none) return absent();
  TRY_LET(auto response, body_of(needs, named->blob, std::string{named->type}));
  if (access == Opening::open) return open_to_all(std::move(response));
  response.add("Cache-Control", "private, max-age=21600, immutable");
  return response;
}

media::Rung rung_of(const catalog::MediaFile& file) {
  media::Rung rung;
  rung.width = file.width;
  rung.height = file.height;
  rung.bandwidth = static_cast<int>(file.bandwidth);
  rung.codecs = file.codecs;
  rung.init_bytes = file.init_bytes;
  for (const auto& segment : file.segments) rung.segments.push_back({segment.bytes, segment.ms});
  return rung;
}

std::string rung_name(const catalog::MediaFile& file) { return std::to_string(file.height) + ".m3u8"; }

/// The playlist `name` of a video, or nothing.
std::optional<std::string> playlist_text(const Video& video, const catalog::MediaFiles& files,
                                         const MediaLinks& links, std::string_view name) {
  std::vector<media::Rung> rungs;
  rungs.reserve(files.size());  // the variants refer to them
  std::vector<media::Variant> variants;
  for (const auto& file : files) {
    if (file.use != catalog::FileUse::rung) continue;
    if (name == rung_name(file)) return media::media_playlist(rung_of(file), links.file(video, file));
    rungs.push_back(rung_of(file));
    variants.push_back({rungs.back(), links.playlist(video, rung_name(file))});
  }
  if (name != "master.m3u8" || variants.empty()) return std::nullopt;
  return media::master_playlist(variants);
}

Result<Response> get_playlist(Call& call, const MediaNeeds& needs) {
  const auto signature = signature_of(call.request());
  return call.read([&](ports::Transaction& tx) -> Result<Response> {
    const auto id = call.id<VideoId>("video");
    TRY_LET(const auto video, needs.videos.find(tx, id));
    if (!video) return absent();
    const bool open = catalog::is_open(*video);
    if (!open && !needs.links.opens(*video, "hls", signature.expires, signature.signature)) return absent();
    TRY_LET(const auto files, needs.videos.files_of(tx, std::span{&id, 1}));
    auto text = playlist_text(*video, files.front(), needs.links, call.text("file"));
    if (!text) return absent();
    // Short: a ladder grows while it is being made, and signatures end.
    return Response::text(std::move(*text), "application/vnd.apple.mpegurl")
        .with("Cache-Control", open ? "public, max-age=10" : "private, no-store");
  });
}
}  // namespace

void add_media_routes(RouteTable& table, MediaNeeds needs) {
  Route file{.method = "GET", .path = "/media/{file:file}", .summary = "A stored file", .tag = "media"};
  file.pace = Pace::free;  // what a page shows was paced when it was listed; a clip takes dozens of ranges
  file.handler = [needs](Call& call) { return get_file(call, needs); };
  file.shortcut = [needs](const Request&, const Call::Path& path) {
    return known_file(needs, path[0].second);
  };
  file.documented = false;
  table.add(std::move(file));

  Route playlist{.method = "GET",
                 .path = "/media/hls/{video}/{file:file}",
                 .summary = "An HLS playlist",
                 .tag = "media"};
  playlist.pace = Pace::free;
  playlist.handler = [needs](Call& call) { return get_playlist(call, needs); };
  playlist.documented = false;
  table.add(std::move(playlist));
}

}  // namespace vitrine::http
