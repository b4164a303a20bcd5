#pragma once
// People's files on a host of their own: what somebody uploaded is never answered under the host that holds
// the sessions, so nothing in it can act there, whatever a browser takes it for (ASVS V3.5.4).
//
// Not configured, files lie beside the pages. Configured, as "https://media.example.org":
//   - links to files begin with it (media_links.hpp), pages may fetch from it (security.hpp);
//   - that host answers /media/ and nothing else, without a look at cookies, for pages of any origin: what is
//     not for everybody is opened by the signature in its address;
//   - every other host sends /media/ there, so addresses that were given out keep working.
// Both hosts may lead to the same server. Pure; thread-safe.
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace vitrine::http {

class MediaOrigin {
 public:
  MediaOrigin() = default;  ///< files lie beside the pages

  /// `url`: scheme, host and perhaps a port; empty is the above. `public_url`: where the pages are.
  /// Errors: invalid_input "media_url_invalid", also when both are one host or the pages' is not known.
  [[nodiscard]] static base::Result<MediaOrigin> parse(std::string_view url, std::string_view public_url);

  /// What addresses of files begin with: "https://media.example.org", or nothing.
  [[nodiscard]] const std::string& text() const { return text_; }

  /// Whether the request came to the host of the files.
  [[nodiscard]] bool is_asked(const Request& request) const;
  /// The whole answer to what came to the wrong one of the two hosts, or asks whether it may come.
  [[nodiscard]] std::optional<Response> turn_away(const Request& request) const;
  /// Lets pages of other origins read an answer of the files' host.
  void open_to_pages(Response& response) const;

 private:
  std::string text_, host_, pages_;
};

}  // namespace vitrine::http
