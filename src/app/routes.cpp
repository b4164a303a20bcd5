#include "app/parts.hpp"
#include "http/accounts_routes.hpp"
#include "http/algorithm_routes.hpp"
#include "http/app_routes.hpp"
#include "http/captions_routes.hpp"
#include "http/edits_routes.hpp"
#include "http/family_routes.hpp"
#include "http/feed_routes.hpp"
#include "http/figures_routes.hpp"
#include "http/health_route.hpp"
#include "http/media_routes.hpp"
#include "http/message_routes.hpp"
#include "http/moderation_routes.hpp"
#include "http/notifications_routes.hpp"
#include "http/openapi.hpp"
#include "http/opening_routes.hpp"
#include "http/operator_routes.hpp"
#include "http/pages_routes.hpp"
#include "http/passkey_routes.hpp"
#include "http/playlists_routes.hpp"
#include "http/portrait_routes.hpp"
#include "http/privacy_routes.hpp"
#include "http/proof_routes.hpp"
#include "http/push_routes.hpp"
#include "http/schedule_routes.hpp"
#include "http/search_routes.hpp"
#include "http/second_factor_routes.hpp"
#include "http/sounds_routes.hpp"
#include "http/takeout_routes.hpp"
#include "http/uploads_routes.hpp"
#include "http/videos_routes.hpp"

// What the house hears: requests by their routes, and its own news.

namespace vitrine::app {

void House::Parts::add_routes() {
  const http::SocialNeeds social{.accounts = f.accounts,
                                 .relations = f.relations,
                                 .reactions = f.reactions,
                                 .comments = f.comments,
                                 .videos = cards,
                                 .deeds = deeds};
  add_account_routes();
  http::add_social_routes(table, social);
  http::add_notifications_routes(table, {f.accounts, f.notifications, cards, f.family});
  http::add_moderation_routes(table, {.accounts = f.accounts,
                                      .relations = f.relations,
                                      .comments = f.comments,
                                      .reports = f.reports,
                                      .videos = cards,
                                      .deeds = deeds,
                                      .conversations = f.conversations,
                                      .catalog = videos});
  http::add_push_routes(table, push_desk);
  http::add_message_routes(table, {f.accounts, f.conversations, cards, f.family});
  add_making_routes();
  add_finding_routes();
  http::add_media_routes(table, {.videos = f.video_rows,
                                 .accounts = f.account_rows,
                                 .blobs = *blobs,
                                 .links = links,
                                 .cache = media_cache});
  http::add_portrait_routes(
      table, {.accounts = f.accounts, .processor = processor, .blobs = *blobs, .garbage = f.video_rows});
  const http::FeedNeeds of_the_feed{
      .feed = feed, .videos = videos, .accounts = f.accounts, .json = video_json};
  http::add_feed_routes(table, of_the_feed);
  http::add_algorithm_routes(table, of_the_feed);
  http::add_operator_routes(table, {.live = live, .log = *event_log});
  http::add_privacy_routes(table, {.accounts = f.accounts,
                                   .rows = f.personal_rows,
                                   .erasure = erasure,
                                   .signer = signer,
                                   .openings = f.openings});
  http::add_opening_routes(
      table, {.openings = f.openings, .accounts = f.accounts, .videos = videos, .json = video_json});
  http::add_figures_routes(
      table, {.figures = f.figure_rows, .videos = videos, .relations = f.relation_rows, .json = video_json});
  const http::TakeoutNeeds takeouts{
      .exports = exports, .imports = imports, .files = takeout_files, .record = *f.record, .room = [this] {
        return room();
      }};
  http::add_takeout_routes(table, takeouts);
  http::add_import_routes(table, takeouts);
  http::add_live_route(table, hub, sessions);
  http::add_health_route(table);
  http::add_openapi_route(table, version);
  const auto first_page = [this, of_the_feed](http::Call& call) -> std::optional<base::json::object> {
    // Who asks too often gets the page all the same, and the app's own question says when to try again.
    const auto pace = paces.take(http::Pace::feed, call.my_account(), call.request().remote_address);
    return pace.allowed ? http::first_page(of_the_feed, call) : std::nullopt;
  };
  http::add_web_app_routes(table, web_app, first_page);
}

void House::Parts::add_account_routes() {
  const http::AccountsNeeds accounts{
      .accounts = f.accounts,
      .relations = f.relations,
      .notifications = f.notifications,
      .videos = cards,
      .version = std::string{version},
      .setup_code = setup_code,
      .upload_bytes_max = static_cast<std::uint64_t>(f.settings.upload_bytes_max),
      .duration_ms_max = f.settings.duration_s_max * 1000,
      .came_back = [this](auto& tx, auto id) { return erasure.take_back(tx, id); },
      .waiting = [this](auto& tx, auto id) { return f.conversations.unread(tx, id); },
      .privacy_changed = [this](auto& tx, const auto& account) -> base::Result<std::vector<model::VideoId>> {
        if (!account.is_private) TRY(f.relations.accept_all(tx, account.id));
        return videos.withhold(tx, account.id);
      },
      .cache = &media_cache,
      .limits = [this](auto& tx, auto id) -> base::Result<std::optional<social::Limits>> {
        TRY_LET(const auto pairing, f.family.guardian_of(tx, id));
        return pairing ? std::optional{pairing->limits} : std::nullopt;
      }};
  http::add_accounts_routes(table, accounts);
  http::add_second_factor_routes(table, {f.accounts, f.second_factor});
  http::add_family_routes(table, {f.accounts, f.family});
  http::add_passkey_routes(table,
                           {.accounts = accounts, .passkeys = f.passkeys, .base_url = f.settings.public_url});
  const http::AppNeeds apps{.accounts = f.accounts, .apps = f.apps, .base_url = f.settings.public_url};
  http::add_app_routes(table, apps);
  http::add_oauth_routes(table, apps);
  http::add_proof_routes(table, {.accounts = f.accounts,
                                 .second_factor = f.second_factor,
                                 .passkeys = f.passkeys,
                                 .base_url = f.settings.public_url});
}

void House::Parts::add_making_routes() {
  http::add_uploads_routes(table, {.uploads = uploads, .record = *f.record});
  const http::VideosNeeds video_needs{.videos = videos,
                                      .uploads = uploads,
                                      .relations = relations,
                                      .accounts = f.account_rows,
                                      .json = video_json,
                                      .cache = media_cache,
                                      .schedule = &schedule};
  http::add_videos_routes(table, video_needs);
  http::add_captions_routes(table, video_needs);
  http::add_schedule_routes(table, schedule);
  http::add_playlists_routes(table, {.playlists = playlists,
                                     .videos = videos,
                                     .relations = relations,
                                     .accounts = f.account_rows,
                                     .json = video_json});
  http::add_edits_routes(
      table, {.edits = edits, .garbage = f.video_rows, .blobs = *blobs, .json = video_json, .links = links});
  http::add_remixes_routes(table,
                           {.remixes = remixes, .edits = edits, .accounts = f.account_rows, .links = links});
}

void House::Parts::add_finding_routes() {
  http::add_sounds_routes(table, {.sounds = sounds, .json = sound_json, .videos = video_json});
  http::add_search_routes(table, {.search = search,
                                  .videos = videos,
                                  .people = f.people_finding,
                                  .relations = f.relations,
                                  .json = video_json,
                                  .rising = [this](model::Instant at) { return rising(at); },
                                  .sounds = &sounds,
                                  .sound_json = &sound_json});
  http::add_pages_routes(table, {.videos = videos,
                                 .store = f.video_rows,
                                 .relations = relations,
                                 .accounts = f.account_rows,
                                 .links = links,
                                 .index = f.search_index,
                                 .app = web_app,
                                 .rising =
                                     [this](model::Instant at) {
                                       std::vector<model::VideoId> ids;
                                       for (const auto& clip : rising(at).clips) ids.push_back(clip.video);
                                       return ids;
                                     },
                                 .base_url = f.settings.public_url,
                                 .playlists = &playlists,
                                 .sounds = &sounds});
}

void House::Parts::listen_to_news() {
  const http::NotificationsNeeds notices{
      .accounts = f.accounts, .notifications = f.notifications, .videos = cards, .family = f.family};
  bus.listen("sessions", [this](const model::News& news) { hub.hear(news); });
  bus.listen("media_cache", [this](const model::News& news) { media_cache.hear(news); });
  bus.listen("workers", [this](const model::News& news) { worker.hear(news); });
  bus.listen("covers", [this](const model::News& news) { covers.hear(news); });
  bus.listen("notifications",
             [this, notices](const model::News& news) { http::notify(notices, *f.record, news); });
  bus.listen("push", [this](const model::News& news) { http::ring(push_desk, *f.record, news); });
  bus.listen("notifications_live",
             [this, notices](const model::News& news) { http::push(notices, *f.record, hub, news); });
  bus.listen("conversations_live",
             [this, talk = http::MessageNeeds{.accounts = f.accounts,
                                              .conversations = f.conversations,
                                              .videos = cards,
                                              .family = f.family}](const model::News& news) {
               http::tell_conversation(talk, *f.record, hub, news);
             });
  bus.listen("remixes", [this](const model::News& news) { tell_of_remix(news); });
  bus.listen("feed", [this](const model::News& news) { feed.hear(news); });
  bus.listen("figures", [this](const model::News& news) { forget_figures(news); });
  bus.listen("exports", [this](const model::News& news) { export_worker.hear(news); });
  bus.listen("imports", [this](const model::News& news) { import_worker.hear(news); });
  bus.listen("takeout_live", [this](const model::News& news) { http::push_takeout(hub, news); });
  bus.listen("video_news", [this](const model::News& news) { video_news.hear(news); });
}

}  // namespace vitrine::app
