#pragma once
// The web app as the binary carries it (base/embedded.hpp): hashed assets that never change, and one page,
// index.html, whose head and boot data a route may fill so that a link works before, or without, JavaScript.
//
// The page is a template with these marks, each at most once:
//   __CSP_NONCE__           any number of times: the nonce of its scripts and styles
//   <!--vitrine:head-->     titles and previews of this address, made by the route
//   <!--vitrine:body-->     what is readable without JavaScript
//   <!--vitrine:boot-->     a JSON script element with what the app would ask for first
// Thread-safe after construction.
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.hpp"
#include "base/guarded.hpp"
#include "base/json.hpp"
#include "http/response.hpp"
#include "http/route.hpp"
#include "ports/rng.hpp"

namespace vitrine::http {

/// What a page says about itself; every value is text, escaped here.
struct PageHead {
  std::string title;
  std::string description = {};
  std::string url = {};          ///< absolute path of this page
  std::string image = {};        ///< absolute path of a picture, if any
  std::string kind = "website";  ///< og:type
  std::string language = "en";
  std::string oembed = {};  ///< path of its oEmbed answer, if any
  std::string more = {};    ///< HTML the caller has made safe: what only some pages have to say
};

class WebApp {
 public:
  struct Options {
    std::filesystem::path folder = {};  ///< instead of the embedded files, read anew for each call
    std::string name = "Vitrine";
    std::string media_origin = {};  ///< where files lie that are not beside the pages (media_origin.hpp)
  };
  WebApp(Options options, ports::Rng& rng, std::span<const base::EmbeddedFile> files = web_app_files());
  ~WebApp();

  /// The app's page for an address. `body` is HTML the caller has made safe; `boot` goes in as JSON.
  [[nodiscard]] Response page(const PageHead& head, std::string_view body = {},
                              const base::json::value* boot = nullptr, int status = 200) const;

  /// An asset by its path ("assets/app.4f2a.js"), compressed if `accept_encoding` allows.
  [[nodiscard]] std::optional<Response> asset(std::string_view path, const Request& request) const;

  [[nodiscard]] bool built_in() const;  ///< false when the binary was built without the web app

 private:
  struct Asset;
  [[nodiscard]] std::shared_ptr<const Asset> find(std::string_view path) const;
  [[nodiscard]] std::string nonce() const;

  Options options_;
  ports::Rng& rng_;
  std::map<std::string, std::shared_ptr<const Asset>, std::less<>> assets_;
};

/// What the front page brings along, so that the first clip needs no further question: the answer of GET
/// /feed for this caller, or nothing.
using FirstPage = std::function<std::optional<base::json::object>(Call&)>;

/// GET / and the app's own addresses (the shell), its assets, and a page for what does not exist. Addresses
/// with content of their own (/v/{video}, /@{handle}) belong to the routes of their area.
void add_web_app_routes(RouteTable& table, const WebApp& app, FirstPage first_page = nullptr);

}  // namespace vitrine::http
