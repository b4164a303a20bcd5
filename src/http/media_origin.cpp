#include "http/media_origin.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "http/problem.hpp"

namespace vitrine::http {
namespace {

struct Parts {
  std::string_view scheme, host;
};

/// Scheme and host of an address without path, user or query.
std::optional<Parts> parts_of(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!url.starts_with(scheme)) continue;
    const auto host = url.substr(scheme.size());
    const auto known =
        host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]");
    if (host.empty() || known != std::string_view::npos) return std::nullopt;
    return Parts{scheme, host};
  }
  return std::nullopt;
}

bool is_file(const Request& request) { return request.path.starts_with("/media/"); }

/// As it came: decoded for routing, so what is not plain is escaped again.
std::string target_of(const Request& request) {
  std::string target;
  for (const auto part : base::split(std::string_view{request.path}.substr(1), '/'))
    target += "/" + percent_encode(part);
  return request.query.empty() ? target : target + "?" + request.query;
}

}  // namespace

base::Result<MediaOrigin> MediaOrigin::parse(std::string_view url, std::string_view public_url) {
  MediaOrigin origin;
  if (url.empty()) return origin;
  const auto refuse = [](std::string text) {
    return base::fail(Fault::invalid_input, "media_url_invalid", std::move(text));
  };
  const auto files = parts_of(url);
  if (!files)
    return refuse(fmt::format("server.media_url: \"{}\" is not like https://media.example.org.", url));
  const auto pages = parts_of(public_url);
  if (!pages)
    return refuse("server.media_url needs server.public_url, so that both are known to be different hosts.");
  if (same_word(files->host, pages->host))
    return refuse("server.media_url and server.public_url name the same host; they must be two.");
  origin.host_ = files->host;
  origin.text_ = std::string{files->scheme} + std::string{files->host};
  origin.pages_ = std::string{pages->scheme} + std::string{pages->host};
  return origin;
}

bool MediaOrigin::is_asked(const Request& request) const {
  return !host_.empty() && same_word(request.header("host"), host_);
}

std::optional<Response> MediaOrigin::turn_away(const Request& request) const {
  if (host_.empty() || is_asked(request) == is_file(request)) {
    if (host_.empty() || !is_file(request) || request.method != "OPTIONS") return std::nullopt;
    return Response::nothing()
        .with("Access-Control-Allow-Methods", "GET, HEAD")
        .with("Access-Control-Allow-Headers", "Range")
        .with("Access-Control-Max-Age", "86400");
  }
  if (!is_file(request))
    return problem(404, "not_found", "Only files are kept at this host; the pages are at " + pages_ + ".");
  return Response::nothing(308)
      .with("Location", text_ + target_of(request))
      .with("Cache-Control", "public, max-age=86400");
}

void MediaOrigin::open_to_pages(Response& response) const {
  response.add("Access-Control-Allow-Origin", "*");
  if (response.header("Cross-Origin-Resource-Policy").empty())
    response.add("Cross-Origin-Resource-Policy", "cross-origin");
}

}  // namespace vitrine::http
