#include "http/web_app.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "http/compression.hpp"
#include "http/problem.hpp"

namespace vitrine::http {
namespace json = base::json;

namespace {

// Addresses the app draws by itself; it decides what to show from the address. Every page of web/src/routes
// is here or among the pages with words of their own (pages_routes.cpp): web/tests/unit/served.test.ts
// compares.
constexpr std::array shell_paths = {"/following",
                                    "/latest",
                                    "/welcome",
                                    "/sign-in",
                                    "/sign-up",
                                    "/create",
                                    "/create/record",
                                    "/create/draft/{draft:word}",
                                    "/remix/{video:word}",
                                    "/edit/{video:word}",
                                    "/studio",
                                    "/studio/figures",
                                    "/studio/figures/{video:word}",
                                    "/studio/comments",
                                    "/inbox",
                                    "/inbox/requests",
                                    "/messages",
                                    "/messages/{thread:word}",
                                    "/messages/with/{handle:handle}",
                                    "/saved",
                                    "/settings",
                                    "/settings/{section:word}",
                                    "/farewell/{code:word}",
                                    "/oauth/authorize",
                                    "/device",
                                    "/search",
                                    "/interests",
                                    "/algorithm",
                                    "/algorithm/mine",
                                    "/algorithm/history",
                                    "/algorithm/why-not",
                                    "/mod",
                                    "/mod/openings",
                                    "/mod/algorithm",
                                    "/@{handle:handle}/{list:word}"};

constexpr std::string_view plain_page =
    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><!--vitrine:head-->"
    "<style nonce=\"__CSP_NONCE__\">body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;"
    "padding:0 1rem;background:#111;color:#eee}a{color:#9cf}video,img{max-width:100%}</style></head>"
    "<body><!--vitrine:body--><p>This server was built without its web app. The API is at "
    "<a href=\"/api/v1/openapi.json\">/api/v1/openapi.json</a>.</p></body></html>";

std::string_view type_of(std::string_view path) {
  static constexpr std::pair<std::string_view, std::string_view> types[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
      {".wasm", "application/wasm"},
      {".map", "application/json"},
  };
  for (const auto& [ending, type] : types)
    if (path.ends_with(ending)) return type;
  return "application/octet-stream";
}

void replace_all(std::string& text, std::string_view mark, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += with.size())
    text.replace(at, mark.size(), with);
}

std::string meta(std::string_view attribute, std::string_view name, std::string_view value) {
  if (value.empty()) return {};
  return fmt::format("<meta {}=\"{}\" content=\"{}\">", attribute, name, base::escape_html(value));
}

std::string head_html(const PageHead& head, std::string_view site) {
  const auto title = head.title.empty() ? std::string{site} : head.title;
  // Pages without words of their own say what this is.
  constexpr std::string_view what_this_is =
      "Short videos, by an algorithm that is open, explains itself, and can be switched off.";
  const std::string_view description = head.description.empty() ? what_this_is : head.description;
  std::string out = "<title>" + base::escape_html(title) + "</title>";
  out += meta("name", "description", description);
  out += meta("property", "og:site_name", site);
  out += meta("property", "og:type", head.kind);
  out += meta("property", "og:title", title);
  out += meta("property", "og:description", description);
  out += meta("property", "og:url", head.url);
  out += meta("property", "og:image", head.image);
  out += meta("name", "twitter:card", head.image.empty() ? "summary" : "summary_large_image");
  if (!head.url.empty()) out += "<link rel=\"canonical\" href=\"" + base::escape_html(head.url) + "\">";
  if (!head.oembed.empty())
    out += "<link rel=\"alternate\" type=\"application/json+oembed\" href=\"" +
           base::escape_html(head.oembed) + "\">";
  out += head.more;
  return out;
}

/// JSON that cannot end the script element it stands in, whatever a title says.
std::string boot_html(const json::value& boot, std::string_view nonce) {
  auto text = base::to_text(boot);
  replace_all(text, "<", "\\u003c");
  replace_all(text, "\u2028", "\\u2028");
  replace_all(text, "\u2029", "\\u2029");
  return fmt::format("<script nonce=\"{}\" type=\"application/json\" id=\"boot\">{}</script>", nonce, text);
}

/// Fills the marks in one pass over the template, so that nothing a person wrote is ever read as a mark.
std::string fill(std::string_view page, std::span<const std::pair<std::string_view, std::string>> marks) {
  std::string out;
  out.reserve(page.size() + 4096);
  while (!page.empty()) {
    std::size_t next = std::string_view::npos;
    const std::pair<std::string_view, std::string>* mark = nullptr;
    for (const auto& candidate : marks)
      if (const auto at = page.find(candidate.first); at < next) {
        next = at;
        mark = &candidate;
      }
    out += page.substr(0, next);
    if (mark == nullptr) break;
    out += mark->second;
    page.remove_prefix(next + mark->first.size());
  }
  return out;
}

}  // namespace

struct WebApp::Asset {
  std::string bytes, gzipped, type, etag;
  bool immutable = false;

  static std::shared_ptr<const Asset> make(std::string_view path, std::string bytes, bool compress) {
    auto asset = std::make_shared<Asset>();
    asset->type = type_of(path);
    asset->etag = base::hex(base::ByteView{base::sha256(base::as_bytes(bytes))}.first(12));
    // The build puts a hash of the content in the name of everything below assets/.
    asset->immutable = path.starts_with("assets/");
    constexpr std::size_t worth_bytes = 1024;
    if (compress && bytes.size() >= worth_bytes && is_compressible(asset->type))
      asset->gzipped = gzip(bytes, 9);
    asset->bytes = std::move(bytes);
    return asset;
  }
};

WebApp::WebApp(Options options, ports::Rng& rng, std::span<const base::EmbeddedFile> files)
    : options_(std::move(options)), rng_(rng) {
  if (!options_.folder.empty()) return;
  for (const auto& file : files)
    assets_.emplace(file.path, Asset::make(file.path, std::string{file.bytes}, true));
}
WebApp::~WebApp() = default;

bool WebApp::built_in() const { return find("index.html") != nullptr; }

std::shared_ptr<const WebApp::Asset> WebApp::find(std::string_view path) const {
  if (options_.folder.empty()) {
    const auto found = assets_.find(path);
    return found == assets_.end() ? nullptr : found->second;
  }
  std::error_code error;
  const auto root = std::filesystem::weakly_canonical(options_.folder, error);
  const auto file = std::filesystem::weakly_canonical(root / path, error);
  const bool inside = std::mismatch(root.begin(), root.end(), file.begin(), file.end()).first == root.end();
  if (error || !inside || !std::filesystem::is_regular_file(file, error)) return nullptr;
  std::ifstream in{file, std::ios::binary};
  return Asset::make(path, std::string{std::istreambuf_iterator<char>{in}, {}}, false);
}

std::string WebApp::nonce() const {
  std::array<std::byte, 18> random{};
  rng_.fill(random);
  return base::base64_url(random);
}

Response WebApp::page(const PageHead& head, std::string_view body, const json::value* boot,
                      int status) const {
  const auto index = find("index.html");
  const auto nonce_text = nonce();
  const auto language = "<html lang=\"" + base::escape_html(head.language) + '"';
  const std::array<std::pair<std::string_view, std::string>, 6> marks{{
      {"<html lang=\"en\"", language},
      {"<title>Vitrine</title>", {}},
      {"__CSP_NONCE__", nonce_text},
      {"<!--vitrine:head-->", head_html(head, options_.name)},
      {"<!--vitrine:body-->", std::string{body}},
      {"<!--vitrine:boot-->", boot == nullptr ? std::string{} : boot_html(*boot, nonce_text)},
  }};
  auto html = fill(index ? std::string_view{index->bytes} : plain_page, marks);
  auto response = Response::text(std::move(html), "text/html; charset=utf-8", status);
  response.nonce = nonce_text;
  response.media_origin = options_.media_origin;
  response.add("Cache-Control", "no-store");
  return response;
}

std::optional<Response> WebApp::asset(std::string_view path, const Request& request) const {
  const auto asset = find(path);
  if (!asset || path == "index.html") return std::nullopt;
  const bool zipped = !asset->gzipped.empty() && takes_gzip(request.header("accept-encoding"));
  const auto etag = '"' + asset->etag + (zipped ? "-gz\"" : "\"");
  Response response = Response::text({}, asset->type);
  response.add("ETag", etag);
  response.add("Cache-Control", asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (!asset->gzipped.empty()) response.add("Vary", "Accept-Encoding");
  if (request.header("if-none-match").find(etag) != std::string_view::npos) {
    response.status = 304;
    return response;
  }
  if (zipped) response.add("Content-Encoding", "gzip");
  response.body = zipped ? asset->gzipped : asset->bytes;
  return response;
}

void add_web_app_routes(RouteTable& table, const WebApp& app, FirstPage first_page) {
  const auto shell = [&app](Call& call) -> Result<Response> {
    return app.page({.title = {}, .language = std::string{call.language()}});
  };
  table.add({.method = "GET",
             .path = "/",
             .summary = "The app, with its first page of clips",
             .pace = Pace::free,
             .handler = [&app, first_page = std::move(first_page)](Call& call) -> Result<Response> {
               const auto page = first_page ? first_page(call) : std::nullopt;
               const json::value boot = page ? json::value{{"feed", *page}} : json::value{};
               return app.page({.title = {}, .language = std::string{call.language()}}, {},
                               page ? &boot : nullptr);
             },
             .documented = false});
  for (const auto* path : shell_paths)
    table.add({.method = "GET",
               .path = path,
               .summary = "The app",
               .pace = Pace::free,
               .run = Run::at_once,
               .handler = shell,
               .documented = false});
  const auto other = [&app](Call& call) -> Result<Response> {
    if (auto found = app.asset(call.text("path"), call.request())) return std::move(*found);
    if (call.text("path").starts_with("api/"))
      return problem(404, "not_found", "There is nothing at this address.");
    // For whoever has no scripts; the app has a page of its own for this.
    return app.page({.title = "Nothing here"},
                    "<noscript><main><h1>Nothing here</h1><p><a href=\"/\">Home</a></p></main></noscript>",
                    nullptr, 404);
  };
  table.add({.method = "GET",
             .path = "/{path:path}",
             .summary = "Files of the app",
             .pace = Pace::free,
             .run = Run::at_once,
             .handler = other,
             .documented = false});
}

}  // namespace vitrine::http
