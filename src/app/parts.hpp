#pragma once
// Internal to the house: all of its parts, in the order of the contents page (wiring.hpp).
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/blob/folder_blob_store.hpp"
#include "adapters/bus/local_bus.hpp"
#include "adapters/bus/outbox_relay.hpp"
#include "adapters/checkpoint/checkpoint_folder.hpp"
#include "adapters/crypto/ed25519_signer.hpp"
#include "adapters/crypto/vapid_signer.hpp"
#include "adapters/egress/egress_process.hpp"
#include "adapters/egress/numeric_policy.hpp"
#include "adapters/takeout/takeout_folder.hpp"
#include "adapters/upload/incoming_folder.hpp"
#include "app/foundation.hpp"
#include "app/wiring.hpp"
#include "base/log.hpp"
#include "catalog/cover_worker.hpp"
#include "catalog/edits.hpp"
#include "catalog/playlists.hpp"
#include "catalog/processing_worker.hpp"
#include "catalog/remixes.hpp"
#include "catalog/schedule.hpp"
#include "catalog/search.hpp"
#include "catalog/sounds.hpp"
#include "catalog/sweep.hpp"
#include "catalog/uploads.hpp"
#include "catalog/videos.hpp"
#include "http/account_sessions.hpp"
#include "http/cursor.hpp"
#include "http/deeds.hpp"
#include "http/dispatch.hpp"
#include "http/live.hpp"
#include "http/media_cache.hpp"
#include "http/media_links.hpp"
#include "http/media_origin.hpp"
#include "http/pace.hpp"
#include "http/relations_of_social.hpp"
#include "http/remixes_routes.hpp"
#include "http/server/server.hpp"
#include "http/social_routes.hpp"
#include "http/sound_json.hpp"
#include "http/video_json.hpp"
#include "http/videos_routes.hpp"
#include "http/web_app.hpp"
#include "media/media.hpp"
#include "privacy/erasure.hpp"
#include "social/push.hpp"
#include "supply/feed_service.hpp"
#include "supply/figure_keeper.hpp"
#include "supply/history_expiry.hpp"
#include "supply/live_model.hpp"
#include "supply/rising.hpp"
#include "takeout/bringing.hpp"
#include "takeout/export_worker.hpp"
#include "takeout/exports.hpp"
#include "takeout/import_worker.hpp"
#include "takeout/imports.hpp"
#include "takeout/sweep.hpp"

namespace vitrine::app {
inline constexpr std::string_view version = "0.1.0";

struct Endpoint {
  std::string address;
  std::uint16_t port = 0;
};

/// The one bridge between an account and what the event log knows.
class Pseudonyms final : public supply::Viewers {
 public:
  explicit Pseudonyms(accounts::AccountStore& accounts) : accounts_(accounts) {}
  base::Result<model::ViewerId> viewer_of(ports::Transaction& tx, model::AccountId id) override {
    TRY_LET(const auto account, accounts_.find(tx, id));
    if (!account) return base::fail(base::Fault::not_found, "account_absent", "There is no such account.");
    return account->pseudonym;
  }

 private:
  accounts::AccountStore& accounts_;
};

/// Deeds that no news carries: taking a like back, sharing, reporting. The others reach the log by the outbox
/// (FeedService::hear), exactly when they are committed.
class DeedsToFeed final : public http::Deeds {
 public:
  explicit DeedsToFeed(supply::FeedService& feed) : feed_(feed) {}
  void did(model::ViewerId viewer, model::VideoId video, model::events::Deed deed) override {
    feed_.did(viewer, video, deed);
  }

 private:
  supply::FeedService& feed_;
};

/// Doors to the world that can fail to open, gathered before anything refers to them.
struct Doors {
  std::unique_ptr<Foundation> foundation;
  std::unique_ptr<blob::FolderBlobStore> blobs;
  upload::IncomingFolder incoming;
  adapters::TakeoutFolder takeout_files;
  std::unique_ptr<media::Converter> converter;
  std::unique_ptr<ports::EventLog> event_log;
  feed::Shelf shelf;
  Endpoint endpoint;
  http::MediaOrigin media_origin;
};

/// In the order of the contents page; members refer only to those above them.
struct House::Parts {
  explicit Parts(Doors doors);
  base::Result<void> recover();
  base::Result<void> open_server();
  void listen_to_news();
  void add_routes();
  privacy::ErasureSteps erasure_steps();
  base::Result<std::vector<model::AccountId>> still_there(std::span<const model::AccountId> accounts);
  base::Result<void> erase_again();
  base::Result<int> sweep_keys();
  base::Result<void> remove_portrait(model::AccountId account);
  base::Result<std::int64_t> remove_videos(model::AccountId author);
  void add_account_routes();
  void add_making_routes();
  void add_finding_routes();
  supply::Rising rising(model::Instant at) const;
  std::vector<takeout::Mark> watched_by(model::ViewerId viewer) const;
  [[nodiscard]] std::string contact() const;
  base::Result<std::string> house_name(ports::Transaction& tx);
  base::Result<std::uint64_t> room();
  base::Result<void> set_portrait(model::AccountId account, base::ByteView picture);
  void keep_house(const std::stop_token& stop);
  void ring_devices(const std::stop_token& stop);
  std::vector<std::int64_t> views(std::span<const model::VideoId> ids) const;
  base::Result<std::map<model::VideoId, supply::FigureKeeper::Video>> videos_of(
      ports::Transaction& tx, std::span<const model::VideoId> ids);
  base::Result<std::optional<model::Instant>> since(ports::Transaction& tx, model::AccountId account);
  void forget_figures(const model::News& news);
  void tell_of_remix(const model::News& news);
  std::vector<catalog::Search::Watched> watched(std::span<const model::VideoId> ids) const;

  std::unique_ptr<Foundation> foundation;
  Foundation& f;
  Endpoint endpoint;
  http::MediaOrigin media_origin;

  // media
  std::unique_ptr<blob::FolderBlobStore> blobs;
  upload::IncomingFolder incoming;
  adapters::TakeoutFolder takeout_files;
  std::unique_ptr<media::Converter> converter;
  media::Processor processor;
  http::RelationsOfSocial relations{f.relation_rows};
  catalog::Videos videos{{.videos = f.video_rows,
                          .uploads = f.upload_rows,
                          .relations = relations,
                          .people = f.catalog_people,
                          .jobs = f.jobs,
                          .clock = f.clock,
                          .sounds = &f.sound_rows,
                          .remixes = &f.remix_rows}};
  catalog::Sounds sounds{{.rows = f.sound_rows,  // and what authors say of them
                          .video_rows = f.video_rows,
                          .videos = videos,
                          .clock = f.clock,
                          .ids = f.ids}};
  catalog::Playlists playlists{{.rows = f.playlist_rows,  // and pins
                                .videos = videos,
                                .relations = relations,
                                .people = f.catalog_people,
                                .clock = f.clock,
                                .ids = f.ids}};
  catalog::Remixes remixes{{.rows = f.remix_rows, .videos = videos, .sounds = sounds}};
  catalog::Edits edits{{.videos = f.video_rows,
                        .people = f.catalog_people,
                        .jobs = f.jobs,
                        .blobs = *blobs,
                        .clock = f.clock,
                        .remixes = &remixes}};
  catalog::Uploads uploads;
  catalog::ProcessingWorker worker;
  catalog::CoverWorker covers{{.record = *f.record,
                               .jobs = f.jobs,
                               .videos = f.video_rows,
                               .people = f.catalog_people,
                               .blobs = *blobs,
                               .clock = f.clock,
                               .make = [this](const media::Order& order,
                                              std::stop_token stop) { return processor.cover(order, stop); },
                               .work_root = f.folder / "work"}};
  catalog::Schedule schedule{{.record = *f.record,
                              .plans = f.schedule_rows,
                              .videos = f.video_rows,
                              .people = f.catalog_people,
                              .clock = f.clock}};
  catalog::Sweep sweep;

  // feed
  std::unique_ptr<ports::EventLog> event_log;
  adapters::CheckpointFolder checkpoints{f.folder / "checkpoints"};
  supply::LiveModel live{{.log = *event_log, .checkpoints = checkpoints}};
  feed::Shelf shelf;
  Pseudonyms pseudonyms{f.account_rows};
  supply::FeedService feed{{.live = live,
                            .log = *event_log,
                            .catalog = f.feed_catalog,
                            .receipts = f.receipt_rows,
                            .choices = f.choice_rows,
                            .viewers = pseudonyms,
                            .relations = f.relation_rows,
                            .record = *f.record,
                            .clock = f.clock,
                            .ids = f.ids,
                            .shelf = shelf}};

  supply::HistoryExpiry history_expiry{{.log = *event_log,
                                        .checkpoints = checkpoints,
                                        .choices = f.choice_rows,
                                        .record = *f.record,
                                        .clock = f.clock}};

  supply::FigureKeeper figure_keeper{{.log = *event_log,
                                      .figures = f.figure_rows,
                                      .record = *f.record,
                                      .clock = f.clock,
                                      .key = f.folder.key("noise of figures"),
                                      .videos = [this](auto& tx, auto ids) { return videos_of(tx, ids); },
                                      .since = [this](auto& tx, auto id) { return since(tx, id); }}};

  crypto::Ed25519Signer signer{f.folder.key("certificates")};

  // taking along
  takeout::Gathering gathering{{.accounts = f.account_rows,
                                .videos = f.video_rows,
                                .originals = incoming,
                                .relations = f.relation_rows,
                                .reactions = f.reaction_rows,
                                .comments = f.comment_rows,
                                .choices = f.choice_rows,
                                .rows = f.personal_rows,
                                .history = [this](model::ViewerId viewer) { return watched_by(viewer); }}};
  takeout::Exports exports{
      {.exports = f.export_rows, .files = takeout_files, .jobs = f.jobs, .clock = f.clock, .ids = f.ids}};
  takeout::ExportWorker export_worker{{.record = *f.record,
                                       .jobs = f.jobs,
                                       .exports = f.export_rows,
                                       .files = takeout_files,
                                       .gathering = gathering,
                                       .blobs = *blobs,
                                       .signer = signer,
                                       .clock = f.clock,
                                       .house_name = [this](auto& tx) { return house_name(tx); },
                                       .address = f.settings.public_url,
                                       .room = [this] { return room(); }}};
  takeout::Imports imports{
      {.imports = f.import_rows, .files = takeout_files, .jobs = f.jobs, .clock = f.clock, .ids = f.ids}};
  takeout::Bringing bringing{
      {.record = *f.record,
       .imports = f.import_rows,
       .accounts = f.accounts,
       .videos = videos,
       .uploads = uploads,
       .relations = f.relations,
       .reactions = f.reaction_rows,
       .comments = f.comment_rows,
       .feed = feed,
       .clock = f.clock,
       .ids = f.ids,
       .own_key = signer.public_key(),
       .set_portrait = [this](auto account, auto picture) { return set_portrait(account, picture); },
       .narrowed = [this](auto video) { media_cache.forget(video); }}};
  takeout::ImportWorker import_worker{{.record = *f.record,
                                       .jobs = f.jobs,
                                       .imports = f.import_rows,
                                       .files = takeout_files,
                                       .bringing = bringing,
                                       .verify = crypto::is_signed,
                                       .clock = f.clock}};
  takeout::Sweep takeout_sweep{{.record = *f.record,
                                .exports = f.export_rows,
                                .imports = f.import_rows,
                                .files = takeout_files,
                                .clock = f.clock}};

  // leaving
  privacy::Erasure erasure{{.record = *f.record,
                            .rows = f.personal_rows,
                            .farewells = f.farewell_rows,
                            .signer = signer,
                            .clock = f.clock,
                            .rng = f.rng,
                            .steps = erasure_steps()}};

  // finding
  catalog::Search search{{.index = f.search_index,  // of videos
                          .videos = videos,
                          .watched = [this](auto ids) { return watched(ids); }}};

  // web
  http::MediaLinks links{f.folder.key("media links"), f.clock, media_origin.text()};
  http::Cursors cursors{f.folder.key("cursors")};
  http::MediaCache media_cache;
  http::SoundJson sound_json{sounds, f.account_rows};
  http::VideoJson video_json{
      {.videos = f.video_rows,
       .accounts = f.account_rows,
       .reactions = f.reaction_rows,
       .relations = f.relation_rows,
       .links = links,
       .views = [this](auto ids) { return views(ids); },
       .sounds = [this](auto& tx, auto viewer, auto clips) { return sound_json.of(tx, viewer, clips); },
       .remixes = [this](
                      auto& tx, auto viewer,
                      auto clips) { return http::remix_json(remixes, f.account_rows, tx, viewer, clips); },
       .market_rules = [this](auto ids) { return feed.market_rules(ids); }}};
  DeedsToFeed deeds{feed};
  http::CatalogCards cards{videos, f.video_rows, video_json};
  http::LiveHub hub;
  http::VideoNews video_news{hub, *f.record, f.video_rows};
  http::AccountSessions sessions{f.accounts, f.apps, f.family, *f.record};
  http::Paces paces{f.clock, f.rng};
  http::Incidents incidents;
  http::WebApp web_app;
  std::optional<std::string> setup_code;
  http::RouteTable table;
  http::Dispatcher dispatcher{
      table,
      {.call = {.record = *f.record, .idempotency = f.idempotency_rows, .clock = f.clock, .cursors = cursors},
       .sessions = sessions,
       .paces = paces,
       .incidents = &incidents,
       .media = media_origin}};
  std::unique_ptr<http::Server> server;

  // the only way out
  adapters::egress::EgressProcess outbound{{.allow = f.settings.outbound_allow}};
  crypto::VapidSigner vapid{f.folder.key("web push"), contact()};
  social::PushDesk push_desk{{.rows = f.push_rows,
                              .notifications = f.notification_rows,
                              .conversations = f.conversation_rows,
                              .relations = f.relation_rows,
                              .signer = vapid,
                              .origin_of = [](std::string_view url) -> std::optional<std::string> {
                                const auto target = adapters::egress::parse_target(url);
                                if (!target) return std::nullopt;
                                return adapters::egress::origin_of(*target);
                              },
                              .clock = f.clock}};

  // news
  bus::LocalBus bus;
  std::unique_ptr<bus::OutboxRelay> relay;

  std::vector<std::jthread> workers;
  std::jthread housekeeper;
  bool running = false;
};

}  // namespace vitrine::app
