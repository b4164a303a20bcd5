#include "app/wiring.hpp"

#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <thread>

#include "adapters/blob/folder_blob_store.hpp"
#include "adapters/bus/local_bus.hpp"
#include "adapters/bus/outbox_relay.hpp"
#include "adapters/checkpoint/checkpoint_folder.hpp"
#include "adapters/crypto/ed25519_signer.hpp"
#include "adapters/ffmpeg/converter.hpp"
#include "adapters/ffmpeg/sandbox.hpp"
#include "adapters/sql/event_log.hpp"
#include "adapters/takeout/takeout_folder.hpp"
#include "adapters/upload/incoming_folder.hpp"
#include "app/policies.hpp"
#include "app/reindex.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "catalog/cover_worker.hpp"
#include "catalog/playlists.hpp"
#include "catalog/processing_worker.hpp"
#include "catalog/schedule.hpp"
#include "catalog/search.hpp"
#include "catalog/sweep.hpp"
#include "catalog/uploads.hpp"
#include "catalog/videos.hpp"
#include "http/account_sessions.hpp"
#include "http/accounts_routes.hpp"
#include "http/algorithm_routes.hpp"
#include "http/captions_routes.hpp"
#include "http/cursor.hpp"
#include "http/deeds.hpp"
#include "http/dispatch.hpp"
#include "http/feed_routes.hpp"
#include "http/figures_routes.hpp"
#include "http/health_route.hpp"
#include "http/live.hpp"
#include "http/media_cache.hpp"
#include "http/media_links.hpp"
#include "http/media_routes.hpp"
#include "http/message_routes.hpp"
#include "http/moderation_routes.hpp"
#include "http/notifications_routes.hpp"
#include "http/openapi.hpp"
#include "http/opening_routes.hpp"
#include "http/operator_routes.hpp"
#include "http/pace.hpp"
#include "http/pages_routes.hpp"
#include "http/passkey_routes.hpp"
#include "http/playlists_routes.hpp"
#include "http/portrait_routes.hpp"
#include "http/privacy_routes.hpp"
#include "http/proof_routes.hpp"
#include "http/relations_of_social.hpp"
#include "http/schedule_routes.hpp"
#include "http/search_routes.hpp"
#include "http/second_factor_routes.hpp"
#include "http/server/server.hpp"
#include "http/social_routes.hpp"
#include "http/takeout_routes.hpp"
#include "http/uploads_routes.hpp"
#include "http/video_json.hpp"
#include "http/videos_routes.hpp"
#include "http/web_app.hpp"
#include "media/media.hpp"
#include "privacy/erasure.hpp"
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
using base::fail;
using base::Fault;
using base::Level;
using base::Result;

namespace {
constexpr std::string_view version = "0.1.0";

struct Endpoint {
  std::string address;
  std::uint16_t port = 0;
};

/// "127.0.0.1:8080", "[::1]:8080", ":8080" for every address.
Result<Endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  const auto port =
      colon == std::string_view::npos ? std::nullopt : base::parse_number(text.substr(colon + 1));
  if (!port || *port > 65'535)
    return fail(Fault::invalid_input, "address_invalid",
                fmt::format("--listen needs ADDRESS:PORT, for example 127.0.0.1:8080, not \"{}\".", text));
  auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return Endpoint{host.empty() ? "0.0.0.0" : std::string{host}, static_cast<std::uint16_t>(*port)};
}

/// The one bridge between an account and what the event log knows.
class Pseudonyms final : public supply::Viewers {
 public:
  explicit Pseudonyms(accounts::AccountStore& accounts) : accounts_(accounts) {}
  Result<model::ViewerId> viewer_of(ports::Transaction& tx, model::AccountId id) override {
    TRY_LET(const auto account, accounts_.find(tx, id));
    if (!account) return fail(Fault::not_found, "account_absent", "There is no such account.");
    return account->pseudonym;
  }

 private:
  accounts::AccountStore& accounts_;
};

/// Deeds that no news carries: taking a like back, sharing, reporting, unfollowing. The others reach the log
/// by the outbox (FeedService::hear), exactly when they are committed.
class DeedsToLog final : public http::Deeds {
 public:
  DeedsToLog(ports::EventLog& log, supply::LiveModel& live, const ports::Clock& clock)
      : log_(log), live_(live), clock_(clock) {}

  void did(model::ViewerId viewer, model::VideoId video, model::events::Deed deed) override {
    using enum model::events::Deed;
    if (deed == unliked || deed == shared || deed == reported)
      append(model::events::Done{viewer, video, deed});
  }
  void follow_changed(model::ViewerId viewer, model::AccountId author, bool follows) override {
    if (!follows) append(model::events::FollowChanged{viewer, author, false});
  }

 private:
  template <class What>
  void append(What what) {
    const std::array bytes{model::encode(model::FeedEvent{clock_.now(), std::move(what)})};
    if (const auto done = log_.append(bytes); !done)
      base::log(Level::warning, "deed_not_logged", {{"code", done.error().code}});
    live_.nudge();
  }
  ports::EventLog& log_;
  supply::LiveModel& live_;
  const ports::Clock& clock_;
};

bool is_loopback(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

Result<adapters::ffmpeg::Confinement> confinement_of(std::string_view word) {
  if (word == "bubblewrap") return adapters::ffmpeg::Confinement::bubblewrap;
  if (word == "none-i-understand") return adapters::ffmpeg::Confinement::none_i_understand;
  return fail(Fault::invalid_input, "setting_invalid",
              fmt::format("media.sandbox is \"bubblewrap\" or \"none-i-understand\", not \"{}\".", word));
}
}  // namespace

Result<std::unique_ptr<ports::EventLog>> open_event_log(Foundation& f) {
  const sql::SqlRecord::Needs needs{.clock = f.clock, .ids = f.ids};
  if (f.settings.database.empty()) {
    TRY_LET(auto log, sql::SqlEventLog::open_file(f.folder / "events.sqlite", needs));
    return log;
  }
  TRY_LET(auto record, sql::open_postgres({.dsn = f.settings.database, .connections = 2}, needs));
  TRY_LET(auto log, sql::SqlEventLog::open(std::move(record)));
  return log;
}

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
};

/// In the order of the contents page; members refer only to those above them.
struct House::Parts {
  explicit Parts(Doors doors);
  Result<void> recover();
  Result<void> open_server();
  void listen_to_news();
  void add_routes();
  privacy::ErasureSteps erasure_steps();
  Result<void> remove_portrait(model::AccountId account);
  Result<std::int64_t> remove_videos(model::AccountId author);
  void add_account_routes();
  void add_finding_routes();
  supply::Rising rising(model::Instant at) const;
  std::vector<takeout::Mark> watched_by(model::ViewerId viewer) const;
  Result<std::string> house_name(ports::Transaction& tx);
  Result<std::uint64_t> room();
  Result<void> set_portrait(model::AccountId account, base::ByteView picture);
  void keep_house(const std::stop_token& stop);
  std::vector<std::int64_t> views(std::span<const model::VideoId> ids) const;
  Result<std::map<model::VideoId, supply::FigureKeeper::Video>> videos_of(
      ports::Transaction& tx, std::span<const model::VideoId> ids);
  Result<std::optional<model::Instant>> since(ports::Transaction& tx, model::AccountId account);
  void forget_figures(const model::News& news);
  std::vector<catalog::Search::Watched> watched(std::span<const model::VideoId> ids) const;

  std::unique_ptr<Foundation> foundation;
  Foundation& f;
  Endpoint endpoint;

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
                          .clock = f.clock}};
  catalog::Playlists playlists{{.rows = f.playlist_rows,  // and pins
                                .videos = videos,
                                .relations = relations,
                                .clock = f.clock,
                                .ids = f.ids}};
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
  takeout::Exports exports{{.exports = f.export_rows,
                            .files = takeout_files,
                            .jobs = f.jobs,
                            .clock = f.clock,
                            .ids = f.ids}};
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
  takeout::Imports imports{{.imports = f.import_rows,
                            .files = takeout_files,
                            .jobs = f.jobs,
                            .clock = f.clock,
                            .ids = f.ids}};
  takeout::Bringing bringing{{.record = *f.record,
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
                              .set_portrait = [this](auto account, auto picture) {
                                return set_portrait(account, picture);
                              }}};
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
  http::MediaLinks links{f.folder.key("media links"), f.clock};
  http::Cursors cursors{f.folder.key("cursors")};
  http::MediaCache media_cache;
  http::VideoJson video_json{{.videos = f.video_rows,
                              .accounts = f.account_rows,
                              .reactions = f.reaction_rows,
                              .relations = f.relation_rows,
                              .links = links,
                              .views = [this](auto ids) { return views(ids); }}};
  DeedsToLog deeds{*event_log, live, f.clock};
  http::CatalogCards cards{videos, f.video_rows, video_json};
  http::LiveHub hub;
  http::VideoNews video_news{hub, *f.record, f.video_rows};
  http::AccountSessions sessions{f.accounts, *f.record};
  http::Paces paces{f.clock, f.rng};
  http::WebApp web_app;
  std::optional<std::string> setup_code;
  http::RouteTable table;
  http::Dispatcher dispatcher{
      table,
      {.call = {.record = *f.record, .idempotency = f.idempotency_rows, .clock = f.clock, .cursors = cursors},
       .sessions = sessions,
       .paces = paces}};
  std::unique_ptr<http::Server> server;

  // news
  bus::LocalBus bus;
  std::unique_ptr<bus::OutboxRelay> relay;

  std::vector<std::jthread> workers;
  std::jthread housekeeper;
  bool running = false;
};

House::Parts::Parts(Doors doors)
    : foundation(std::move(doors.foundation)),
      f(*foundation),
      endpoint(doors.endpoint),
      blobs(std::move(doors.blobs)),
      incoming(std::move(doors.incoming)),
      takeout_files(std::move(doors.takeout_files)),
      converter(std::move(doors.converter)),
      processor({.converter = *converter,
                 .work_root = f.folder / "work",
                 .limits = {.duration_max = model::Millis{f.settings.duration_s_max * 1000}}}),
      uploads({.uploads = f.upload_rows,
               .videos = f.video_rows,
               .files = incoming,
               .jobs = f.jobs,
               .clock = f.clock,
               .ids = f.ids,
               .limits = {.upload_bytes_max = static_cast<std::uint64_t>(f.settings.upload_bytes_max)}}),
      worker({.record = *f.record,
              .jobs = f.jobs,
              .videos = f.video_rows,
              .uploads = f.upload_rows,
              .files = incoming,
              .people = f.catalog_people,
              .blobs = *blobs,
              .clock = f.clock,
              .process = [this](const media::Order& order, const media::Listener& listener,
                                std::stop_token stop) { return processor.process(order, listener, stop); },
              .keep_originals = f.settings.keep_originals}),
      sweep({.record = *f.record,
             .videos = f.video_rows,
             .upload_rows = f.upload_rows,
             .files = incoming,
             .uploads = uploads,
             .blobs = *blobs,
             .clock = f.clock,
             .named_elsewhere = [this](auto& tx,
                                       const auto& blob) { return f.accounts.is_portrait(tx, blob); }}),
      event_log(std::move(doors.event_log)),
      shelf(std::move(doors.shelf)),
      web_app({.folder = f.settings.web_folder}, f.rng) {
  if (!f.settings.rate_limits) paces.switch_off();
  if (!is_loopback(endpoint.address)) setup_code = http::make_setup_code(f.rng);
}

/// How often each was shown, as the model counted, in steps: memory only.
std::vector<std::int64_t> House::Parts::views(std::span<const model::VideoId> ids) const {
  return live.read([&](const learning::Model& model) {
    std::vector<std::int64_t> counts;
    for (const auto id : ids) {
      const auto* video = model.library().find(id.raw());
      counts.push_back(video == nullptr ? 0 : supply::in_steps(video->shown));
    }
    return counts;
  });
}

/// What there is of these videos, for the creators' figures.
Result<std::map<model::VideoId, supply::FigureKeeper::Video>> House::Parts::videos_of(
    ports::Transaction& tx, std::span<const model::VideoId> ids) {
  TRY_LET(const auto rows, f.video_rows.find_many(tx, ids));
  std::map<model::VideoId, supply::FigureKeeper::Video> found;
  for (const auto& video : rows)
    found[video.id] = {video.author, video.published_at.value_or(video.created_at)};
  return found;
}

Result<std::optional<model::Instant>> House::Parts::since(ports::Transaction& tx, model::AccountId account) {
  TRY_LET(const auto known, f.account_rows.find(tx, account));
  return known ? std::optional{known->created_at} : std::nullopt;
}

/// Those of a deleted video go.
void House::Parts::forget_figures(const model::News& news) {
  const auto* removed = std::get_if<model::VideoRemoved>(&news.what);
  if (removed == nullptr) return;
  const auto done = f.record->write(
      [&](ports::Transaction& tx) { return f.figure_rows.forget_video(tx, removed->video); });
  if (!done) base::log(Level::warning, "figures_not_forgotten", {{"code", done.error().code}});
}

/// How often each was shown and watched well, for the order of what is found.
std::vector<catalog::Search::Watched> House::Parts::watched(std::span<const model::VideoId> ids) const {
  return live.read([&](const learning::Model& model) {
    std::vector<catalog::Search::Watched> counts(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
      if (const auto* video = model.library().find(ids[i].raw())) counts[i] = {video->shown, video->good};
    return counts;
  });
}

supply::Rising House::Parts::rising(model::Instant at) const {
  return live.read([&](const learning::Model& model) { return supply::rising(model, at); });
}

/// What somebody watched, as the model remembers it: memory only.
std::vector<takeout::Mark> House::Parts::watched_by(model::ViewerId viewer) const {
  std::vector<takeout::Mark> marks;
  for (const auto& seen : feed.history({.account = std::nullopt, .viewer = viewer}, takeout::marks_max))
    marks.push_back({seen.video.text(), model::instant(std::int64_t{seen.at_s} * 1000)});
  return marks;
}

Result<std::string> House::Parts::house_name(ports::Transaction& tx) {
  TRY_LET(const auto instance, f.accounts.instance(tx));
  return instance.name;
}

/// What an export may still write: as for uploads, the disk is never filled to the brim.
Result<std::uint64_t> House::Parts::room() {
  TRY_LET(const auto space, incoming.space());
  const auto free_percent = static_cast<std::uint64_t>(100 - uploads.limits().disk_used_percent_max);
  const auto reserve = space.total_bytes / 100 * free_percent;
  return space.free_bytes > reserve ? space.free_bytes - reserve : 0;
}

/// A picture somebody brought, as if they had sent it.
Result<void> House::Parts::set_portrait(model::AccountId account, base::ByteView picture) {
  return http::put_portrait(
      {.accounts = f.accounts, .processor = processor, .blobs = *blobs, .garbage = f.video_rows}, *f.record,
      f.clock, account, picture);
}

void House::Parts::add_routes() {
  const http::SocialNeeds social{.accounts = f.accounts,
                                 .relations = f.relations,
                                 .reactions = f.reactions,
                                 .comments = f.comments,
                                 .videos = cards,
                                 .deeds = deeds};
  add_account_routes();
  http::add_social_routes(table, social);
  http::add_notifications_routes(table,
                                 {.accounts = f.accounts, .notifications = f.notifications, .videos = cards});
  http::add_moderation_routes(table, {.accounts = f.accounts,
                                      .relations = f.relations,
                                      .comments = f.comments,
                                      .reports = f.reports,
                                      .videos = cards,
                                      .deeds = deeds,
                                      .conversations = f.conversations});
  http::add_message_routes(table,
                           {.accounts = f.accounts, .conversations = f.conversations, .videos = cards});
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
      table,
      {.openings = f.openings, .accounts = f.accounts, .videos = videos, .json = video_json});
  http::add_figures_routes(table, {.figures = f.figure_rows,
                                   .videos = videos,
                                   .relations = f.relation_rows,
                                   .json = video_json});
  const http::TakeoutNeeds takeouts{
      .exports = exports, .imports = imports, .files = takeout_files, .record = *f.record, .room = [this] {
        return room();
      }};
  http::add_takeout_routes(table, takeouts);
  http::add_import_routes(table, takeouts);
  http::add_live_route(table, hub, sessions);
  http::add_health_route(table);
  http::add_openapi_route(table, version);
  http::add_web_app_routes(table, web_app);
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
      .waiting = [this](auto& tx, auto id) { return f.conversations.unread(tx, id); }};
  http::add_accounts_routes(table, accounts);
  http::add_second_factor_routes(table, {f.accounts, f.second_factor});
  http::add_passkey_routes(table,
                           {.accounts = accounts, .passkeys = f.passkeys, .base_url = f.settings.public_url});
  http::add_proof_routes(table, {.accounts = f.accounts,
                                 .second_factor = f.second_factor,
                                 .passkeys = f.passkeys,
                                 .base_url = f.settings.public_url});
}

void House::Parts::add_finding_routes() {
  http::add_search_routes(table, {.search = search,
                                  .videos = videos,
                                  .people = f.people_finding,
                                  .relations = f.relations,
                                  .json = video_json,
                                  .rising = [this](model::Instant at) { return rising(at); }});
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
                                 .playlists = &playlists});
}

void House::Parts::listen_to_news() {
  const http::NotificationsNeeds notices{
      .accounts = f.accounts, .notifications = f.notifications, .videos = cards};
  bus.listen("sessions", [this](const model::News& news) { hub.hear(news); });
  bus.listen("media_cache", [this](const model::News& news) { media_cache.hear(news); });
  bus.listen("workers", [this](const model::News& news) { worker.hear(news); });
  bus.listen("covers", [this](const model::News& news) { covers.hear(news); });
  bus.listen("notifications",
             [this, notices](const model::News& news) { http::notify(notices, *f.record, news); });
  bus.listen("notifications_live",
             [this, notices](const model::News& news) { http::push(notices, *f.record, hub, news); });
  bus.listen(
      "conversations_live",
      [this,
       talk = http::MessageNeeds{.accounts = f.accounts, .conversations = f.conversations, .videos = cards}](
          const model::News& news) { http::tell_conversation(talk, *f.record, hub, news); });
  bus.listen("feed", [this](const model::News& news) { feed.hear(news); });
  bus.listen("figures", [this](const model::News& news) { forget_figures(news); });
  bus.listen("exports", [this](const model::News& news) { export_worker.hear(news); });
  bus.listen("imports", [this](const model::News& news) { import_worker.hear(news); });
  bus.listen("takeout_live", [this](const model::News& news) { http::push_takeout(hub, news); });
  bus.listen("video_news", [this](const model::News& news) { video_news.hear(news); });
}

/// What a killed process left: jobs without their worker, uploads one step short, expired files.
Result<void> House::Parts::recover() {
  TRY_LET(const auto jobs, f.record->write([&](ports::Transaction& tx) { return f.jobs.put_back_all(tx); }));
  TRY_LET(const auto swept, sweep.start());
  if (jobs + swept.completed + swept.expired > 0)
    base::log(Level::info, "recovered",
              {{"jobs", jobs}, {"uploads", swept.completed}, {"expired", swept.expired}});
  TRY(reindex_if_older(f));
  TRY(live.start());
  TRY(feed.mend());
  return {};
}

Result<void> House::Parts::open_server() {
  http::ServerOptions options{.address = endpoint.address, .port = endpoint.port};
  options.workers = static_cast<unsigned>(f.settings.server_workers);
  options.tls_certificate_file = f.settings.tls_certificate;
  options.tls_key_file = f.settings.tls_key;
  TRY_LET(server, http::Server::open(options, dispatcher, f.clock));
  return {};
}

/// Their picture's files may go with the next sweep.
Result<void> House::Parts::remove_portrait(model::AccountId account) {
  return f.record->write([&](ports::Transaction& tx) -> Result<void> {
    TRY_LET(const auto known, f.account_rows.find(tx, account));
    if (!known || !known->portrait) return {};
    for (const auto& blob : {known->portrait->large, known->portrait->small})
      TRY(f.video_rows.mark_garbage(tx, blob, f.clock.now()));
    return f.account_rows.set_portrait(tx, account, std::nullopt);
  });
}

/// Everything they uploaded, each in a transaction of its own, with what others said and did about it.
Result<std::int64_t> House::Parts::remove_videos(model::AccountId author) {
  TRY(remove_portrait(author));
  std::int64_t removed = 0;
  for (;;) {
    constexpr int batch = 50;
    TRY_LET(const auto listing, f.record->read([&](ports::Transaction& tx) {
      return videos.mine(tx, author, {.after = std::nullopt, .limit = batch});
    }));
    for (const auto& video : listing.videos) {
      TRY_LET(const auto upload,
              f.record->write([&](ports::Transaction& tx) -> Result<std::optional<model::UploadId>> {
                TRY(f.notification_rows.forget_video(tx, video.id));
                TRY(f.comment_rows.forget_video(tx, video.id));
                TRY(f.reaction_rows.forget_video(tx, video.id));
                return videos.remove(tx, author, video.id);
              }));
      if (upload) uploads.remove_file(*upload);
      media_cache.forget(video.id);
      ++removed;
    }
    if (static_cast<int>(listing.videos.size()) < batch) return removed;
  }
}

privacy::ErasureSteps House::Parts::erasure_steps() {
  return {.remove_videos = [this](model::AccountId author) { return remove_videos(author); },
          .forget_viewer = [this](const privacy::Person& who) { return feed.erase(who.viewer, who.account); },
          .take_out = [this](ports::Transaction& tx,
                             const privacy::Person& who) { return f.leaving_rows.take_out(tx, who.account); },
          .scrub = [this]() -> Result<void> {
            TRY(sweep.often());  // blobs that nothing names any more
            TRY(takeout_sweep.run());
            TRY(event_log->scrub());
            return f.record->scrub();
          }};
}

/// Small chores between which nothing depends on their time.
void House::Parts::keep_house(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any waiting;
  constexpr int minutes_a_day = 24 * 60;
  const auto chore = [](std::string_view name, const auto& done) {
    if (!done) base::log(Level::warning, "chore_failed", {{"chore", name}, {"code", done.error().code}});
  };
  chore("figures", figure_keeper.run());
  for (int minute = 1; !stop.stop_requested(); ++minute) {
    {
      std::unique_lock hold{mutex};
      if (waiting.wait_for(hold, stop, std::chrono::minutes{1}, [] { return false; })) return;
    }
    if (stop.stop_requested()) return;
    chore("figures", figure_keeper.run());
    chore("sweep", sweep.often());
    chore("takeout_sweep", takeout_sweep.run());
    constexpr int accounts_at_once = 10;
    chore("erasure", erasure.carry_out_due(accounts_at_once));
    if (minute % 60 == 0) {
      constexpr int rows = 10'000;
      const auto now = f.clock.now();
      chore("sessions", f.record->write([&](auto& tx) { return f.accounts.forget_expired(tx, rows); }));
      chore("notifications", f.record->write([&](auto& tx) { return f.notifications.forget_old(tx, rows); }));
      chore("idempotency", f.record->write([&](auto& tx) {
        return f.idempotency_rows.forget(tx, now - std::chrono::hours{24}, rows);
      }));
      chore("receipts", f.record->write([&](auto& tx) { return feed.sweep(tx); }));
      chore("retention", f.record->write([&](auto& tx) { return f.personal_rows.expire(tx, now, rows); }));
    }
    if (minute % minutes_a_day == 0) {
      chore("daily_sweep", sweep.daily());
      chore("watch_history", history_expiry.run());
    }
  }
}

House::House(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
House::~House() { stop(); }
Foundation& House::foundation() { return parts_->f; }
catalog::Videos& House::videos() { return parts_->videos; }
catalog::Uploads& House::uploads() { return parts_->uploads; }
supply::FeedService& House::feed() { return parts_->feed; }
privacy::Erasure& House::erasure() { return parts_->erasure; }
std::string House::openapi() const { return base::to_text(http::openapi(parts_->table, version)); }

Result<std::unique_ptr<House>> House::open(const Settings& settings) {
  TRY_LET(const auto endpoint, parse_endpoint(settings.listen));
  TRY_LET(const auto confinement, confinement_of(settings.sandbox));
  TRY_LET(auto foundation, Foundation::open(settings));
  TRY(foundation->folder.lock());
  TRY_LET(auto blobs, blob::FolderBlobStore::open(foundation->folder / "blobs"));
  TRY_LET(auto incoming,
          upload::IncomingFolder::open_at(foundation->folder / "uploads", foundation->folder / "originals"));
  TRY_LET(auto takeout_files, adapters::TakeoutFolder::open_at(foundation->folder / "takeouts"));
  TRY_LET(auto converter, adapters::ffmpeg::make_converter(confinement));
  TRY_LET(auto event_log, open_event_log(*foundation));
  TRY_LET(auto shelf, open_shelf(*foundation));
  TRY(keep_offered(*foundation, shelf));
  std::unique_ptr<House> house{new House{std::make_unique<Parts>(
      Doors{std::move(foundation), std::move(blobs), std::move(incoming), std::move(takeout_files),
            std::move(converter), std::move(event_log), std::move(shelf), endpoint})}};
  Parts& parts = *house->parts_;
  TRY(parts.recover());
  parts.add_routes();
  TRY(parts.open_server());
  return house;
}

void House::start() {
  Parts& parts = *parts_;
  if (std::exchange(parts.running, true)) return;
  parts.listen_to_news();
  parts.relay = std::make_unique<bus::OutboxRelay>(
      bus::OutboxRelay::Needs{.record = *parts.f.record, .bus = parts.bus});
  for (std::int64_t i = 0; i < parts.f.settings.media_workers; ++i)
    parts.workers.emplace_back([&parts](std::stop_token stop) { parts.worker.run(stop); });
  parts.workers.emplace_back([&parts](std::stop_token stop) { parts.covers.run(stop); });
  parts.workers.emplace_back([&parts](std::stop_token stop) { parts.export_worker.run(stop); });
  parts.workers.emplace_back([&parts](std::stop_token stop) { parts.import_worker.run(stop); });
  parts.workers.emplace_back([&parts](std::stop_token stop) { parts.schedule.run(stop); });
  parts.housekeeper = std::jthread{[&parts](std::stop_token stop) { parts.keep_house(stop); }};
  parts.server->start();
}

void House::stop() {
  Parts& parts = *parts_;
  if (!std::exchange(parts.running, false)) return;
  parts.server->stop();
  for (auto& worker : parts.workers) worker.request_stop();
  parts.housekeeper.request_stop();
  parts.workers.clear();
  parts.housekeeper = {};
  parts.relay.reset();
  parts.feed.stop();
  parts.live.stop();
}

std::string House::address() const {
  const Parts& parts = *parts_;
  if (!parts.f.settings.public_url.empty()) return parts.f.settings.public_url;
  const bool everywhere = parts.endpoint.address == "0.0.0.0" || parts.endpoint.address == "::";
  const bool six = parts.endpoint.address.find(':') != std::string::npos;
  const auto host = everywhere ? "localhost"
                    : six      ? "[" + parts.endpoint.address + "]"
                               : parts.endpoint.address;
  return fmt::format("{}://{}:{}", parts.server->secure() ? "https" : "http", host, parts.server->port());
}

std::string House::first_address() const {
  Parts& parts = *parts_;
  const auto instance = parts.f.record->read([&](auto& tx) { return parts.f.accounts.instance(tx); });
  if (!instance || !instance->first_run) return address() + "/";
  return address() + "/welcome" + (parts.setup_code ? "#code=" + *parts.setup_code : "");
}

}  // namespace vitrine::app
