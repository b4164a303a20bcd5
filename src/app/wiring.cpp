#include "app/wiring.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <thread>

#include "adapters/ffmpeg/converter.hpp"
#include "adapters/ffmpeg/sandbox.hpp"
#include "adapters/sql/event_log.hpp"
#include "adapters/system/confine.hpp"
#include "app/once_a_day.hpp"
#include "app/parts.hpp"
#include "app/policies.hpp"
#include "app/reindex.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "http/accounts_routes.hpp"
#include "http/openapi.hpp"
#include "http/portrait_routes.hpp"

namespace vitrine::app {
using base::fail;
using base::Fault;
using base::Level;
using base::Result;

namespace {
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

House::Parts::Parts(Doors doors)
    : foundation(std::move(doors.foundation)),
      f(*foundation),
      endpoint(doors.endpoint),
      media_origin(std::move(doors.media_origin)),
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
              .work_root = f.folder / "work",
              .keep_originals = f.settings.keep_originals,
              .hear_sound = [this](auto& tx, auto& clip, auto& got) { return sounds.heard(tx, clip, got); },
              .rendered = [this](auto& tx, auto& clip,
                                 auto& edit) { return remixes.rendered(tx, clip, edit); }}),
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
      web_app({.folder = f.settings.web_folder, .media_origin = media_origin.text()}, f.rng) {
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
  const auto done =
      f.record->write([&](ports::Transaction& tx) { return f.figure_rows.forget_video(tx, removed->video); });
  if (!done) base::log(Level::warning, "figures_not_forgotten", {{"code", done.error().code}});
}

/// Whoever's clip something was made with hears of it when it is out.
void House::Parts::tell_of_remix(const model::News& news) {
  const auto* out = std::get_if<model::VideoPublished>(&news.what);
  if (out == nullptr) return;
  const auto whom = f.record->read([&](ports::Transaction& tx) { return remixes.to_tell(tx, out->video); });
  if (whom && !*whom) return;
  const auto done = whom ? f.record->write([&](ports::Transaction& tx) { return tx.announce(**whom); })
                         : Result<void>{std::unexpected(whom.error())};
  if (!done) base::log(Level::warning, "remix_not_told", {{"code", done.error().code}});
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

/// What a killed process left: jobs without their worker, uploads one step short, expired files.
Result<void> House::Parts::recover() {
  TRY_LET(const auto jobs, f.record->write([&](ports::Transaction& tx) { return f.jobs.put_back_all(tx); }));
  TRY_LET(const auto swept, sweep.start());
  if (jobs + swept.completed + swept.expired > 0)
    base::log(Level::info, "recovered",
              {{"jobs", jobs}, {"uploads", swept.completed}, {"expired", swept.expired}});
  TRY(reindex_if_older(f));
  TRY(live.start(f.clock.now()));
  TRY(feed.mend());
  TRY(erase_again());
  TRY(sweep_keys());
  return {};
}

Result<void> House::Parts::open_server() {
  http::ServerOptions options{.address = endpoint.address, .port = endpoint.port};
  options.workers = static_cast<unsigned>(f.settings.server_workers);
  options.tls_certificate_file = f.settings.tls_certificate;
  options.tls_key_file = f.settings.tls_key;
  options.thread_begins = [] {
    if (const auto confined = adapters::system::confine_thread(); !confined)
      base::log(Level::error, "thread_not_confined", {{"code", confined.error().code}});
  };
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

Result<std::vector<model::AccountId>> House::Parts::still_there(std::span<const model::AccountId> accounts) {
  return f.record->read([&](ports::Transaction& tx) -> Result<std::vector<model::AccountId>> {
    TRY_LET(const auto briefs, f.account_rows.briefs(tx, accounts));
    std::vector<model::AccountId> there;
    for (const auto& brief : briefs) there.push_back(brief.id);
    return there;
  });
}

/// Who left and is there again, because the record is an older copy, leaves again.
Result<void> House::Parts::erase_again() {
  constexpr int at_once = 500;
  std::int64_t back = 0;
  for (model::AccountId after{0};;) {
    TRY_LET(const auto gone, f.keys->gone(after, at_once));
    TRY_LET(const auto there, still_there(gone));
    TRY(f.record->write([&](ports::Transaction& tx) { return erasure.ask_again(tx, there); }));
    back += static_cast<std::int64_t>(there.size());
    if (gone.size() < at_once) break;
    after = gone.back();
  }
  if (back == 0) return {};
  base::log(Level::warning, "erasing_again", {{"count", back}});
  TRY(erasure.carry_out_due(static_cast<int>(back)));
  return {};
}

Result<int> House::Parts::sweep_keys() {
  TRY_LET(const auto went, f.keys->sweep([this](auto accounts) { return still_there(accounts); }));
  if (went > 0) TRY(f.keys->scrub());
  return went;
}

privacy::ErasureSteps House::Parts::erasure_steps() {
  return {.remove_videos = [this](model::AccountId author) { return remove_videos(author); },
          .forget_viewer = [this](const privacy::Person& who) { return feed.erase(who.viewer, who.account); },
          .take_out = [this](ports::Transaction& tx, const privacy::Person& who) -> Result<void> {
            TRY(f.apps.remove_all(tx, who.account));
            return f.leaving_rows.take_out(tx, who.account);
          },
          .let_key_go = [this](model::AccountId account) { return f.keys->let_go(account); },
          .destroy_key = [this](model::AccountId account) { return f.keys->destroy(account); },
          .scrub = [this]() -> Result<void> {
            TRY(f.keys->scrub());
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
  OnceADay sweeping, forgetting_history, sweeping_keys;
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
    incidents.write();
    chore("sweep", sweep.often());
    chore("takeout_sweep", takeout_sweep.run());
    constexpr int accounts_at_once = 10;
    chore("erasure", erasure.carry_out_due(accounts_at_once));
    const auto now = f.clock.now();
    if (minute % 60 == 0) {
      constexpr int rows = 10'000;
      chore("sessions", f.record->write([&](auto& tx) { return f.accounts.forget_expired(tx, rows); }));
      chore("apps", f.record->write([&](auto& tx) { return f.apps.forget_expired(tx, rows); }));
      chore("notifications", f.record->write([&](auto& tx) { return f.notifications.forget_old(tx, rows); }));
      chore("idempotency", f.record->write([&](auto& tx) {
        return f.idempotency_rows.forget(tx, now - std::chrono::hours{24}, rows);
      }));
      chore("receipts", f.record->write([&](auto& tx) { return feed.sweep(tx); }));
      chore("retention", f.record->write([&](auto& tx) { return f.personal_rows.expire(tx, now, rows); }));
    }
    chore("daily_sweep", sweeping.run(now, [this] { return sweep.daily(); }));
    chore("watch_history", forgetting_history.run(now, [this] { return history_expiry.run(); }));
    chore("keys", sweeping_keys.run(now, [this] { return sweep_keys(); }));
  }
}

/// Who a push service may write to about this house.
std::string House::Parts::contact() const {
  if (!f.settings.outbound_contact.empty()) return f.settings.outbound_contact;
  return f.settings.public_url.empty() ? "mailto:operator@localhost" : f.settings.public_url;
}

/// Devices whose time has come, until told to stop.
void House::Parts::ring_devices(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any waiting;
  constexpr std::chrono::seconds look_every{2}, after_trouble{30};
  auto wait = look_every;
  for (;;) {
    {
      std::unique_lock hold{mutex};
      if (waiting.wait_for(hold, stop, wait, [] { return false; }) || stop.stop_requested()) return;
    }
    const auto rung = push_desk.send_due(*f.record, outbound);
    if (!rung) base::log(Level::warning, "devices_not_rung", {{"code", rung.error().code}});
    wait = rung ? look_every : after_trouble;
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
  TRY_LET(auto media_origin, http::MediaOrigin::parse(settings.media_url, settings.public_url));
  TRY_LET(const auto confinement, confinement_of(settings.sandbox));
  TRY(adapters::egress::Policy::of(settings.outbound_allow));
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
  std::unique_ptr<House> house{new House{std::make_unique<Parts>(Doors{
      std::move(foundation), std::move(blobs), std::move(incoming), std::move(takeout_files),
      std::move(converter), std::move(event_log), std::move(shelf), endpoint, std::move(media_origin)})}};
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
  parts.workers.emplace_back([&parts](std::stop_token stop) { parts.ring_devices(stop); });
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
