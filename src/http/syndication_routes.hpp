#pragma once
// For readers and crawlers: RSS 2.0 (with Media RSS) and Atom of a person, a #tag and the newest clips, each
// with the MP4 as enclosure; sitemaps by month. Only what everybody may see; a cookie is not looked at.
#include "http/pages_routes.hpp"

namespace vitrine::http {

/// GET /{rss|atom}/people/{handle}, /{rss|atom}/tags/{tag}, /{rss|atom}/latest, /sitemap.xml,
/// /sitemap/{month}.xml, /robots.txt.
void add_syndication_routes(RouteTable& table, PagesNeeds needs);

}  // namespace vitrine::http
