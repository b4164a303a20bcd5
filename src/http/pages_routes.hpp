#pragma once
// Pages that work without JavaScript, and the facts other sites show about a link: /v/{video}, /@{handle},
// /tag/{tag}, /playlist/{playlist}, /sound/{sound}, /rising, /embed/{video}, /oembed, and what
// syndication_routes.hpp adds. The app's own page (web_app.hpp) carries them: head for previews and search
// engines, and inside <noscript> a <video> or a list, so a page with JavaScript starts at once.
#include <functional>
#include <string>
#include <vector>

#include "accounts/ports.hpp"
#include "catalog/playlists.hpp"
#include "catalog/sounds.hpp"
#include "catalog/videos.hpp"
#include "http/route.hpp"
#include "http/video_json.hpp"
#include "http/web_app.hpp"

namespace vitrine::http {

struct PagesNeeds {
  catalog::Videos& videos;
  catalog::VideoStore& store;
  catalog::Relations& relations;
  accounts::AccountStore& accounts;
  const MediaLinks& links;
  catalog::SearchIndex& index;
  const WebApp& app;
  /// The hottest first (supply/rising.hpp).
  std::function<std::vector<model::VideoId>(model::Instant)> rising;
  std::string site_name = "Vitrine";
  std::string base_url = {};                ///< "https://example.org"; empty: from the Host field
  catalog::Playlists* playlists = nullptr;  ///< none: no page of a playlist
  catalog::Sounds* sounds = nullptr;        ///< none: no page of a sound
};

/// What `needs` refers to outlives the table.
void add_pages_routes(RouteTable& table, PagesNeeds needs);

/// Somebody who blocked the viewer is absent, in the same words as a handle nobody has.
/// Errors: not_found "account_absent".
[[nodiscard]] Result<accounts::Account> visible_account(ports::Transaction& tx, const PagesNeeds& needs,
                                                        const catalog::Viewer& viewer,
                                                        std::string_view handle);

/// "https://host[:port]" of a request, when its Host field is one; otherwise nothing, so that no page ever
/// repeats what somebody smuggled into it.
[[nodiscard]] std::string base_url_of(const Request& request, std::string_view configured);

}  // namespace vitrine::http
