#pragma once
// A house in this process, asked over its socket, whose clips are made without a converter.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "adapters/blob/folder_blob_store.hpp"
#include "app/wiring.hpp"
#include "base/json.hpp"
#include "base/testing/temporary_folder.hpp"
#include "base/text.hpp"
#include "catalog/life.hpp"
#include "http/testing/socket.hpp"

namespace vitrine::app::testing {

class House {
 public:
  static constexpr std::string_view password = "violet anchor mildly tuned";

  explicit House(const std::filesystem::path& folder) : folder_(folder) {
    app::Settings settings;
    settings.data_folder = folder;
    settings.listen = "127.0.0.1:0";
    settings.rate_limits = false;
    settings.sandbox = "none-i-understand";  // nothing is converted here
    settings.media_workers = 0;
    settings.upload_bytes_max = 1 << 20;
    settings.duration_s_max = 60;
    auto opened = app::House::open(settings);
    REQUIRE_MESSAGE(opened, opened.error().detail);
    house_ = std::move(*opened);
    house_->start();
    port_ = static_cast<std::uint16_t>(
        *base::parse_number(house_->address().substr(house_->address().rfind(':') + 1)));
    call("POST", "/setup", "", 201,
         {{"instance_name", "Here"}, {"handle", "hostess"}, {"name", "Host"}, {"password", password}});
  }
  app::House* operator->() { return house_.get(); }

  /// Body and answer are JSON; the status is checked.
  base::json::value call(std::string_view method, std::string_view path, const std::string& token, int status,
                         const base::json::value& body = nullptr) {
    const auto text = body.is_null() ? std::string{} : base::to_text(body);
    const auto answer =
        ask(method, path, token, body.is_null() ? "" : "Content-Type: application/json\r\n", text);
    REQUIRE_MESSAGE(answer.status == status, method << " " << path << ": " << answer.body);
    return answer.body.empty() ? base::json::value{nullptr} : *base::parse_json(answer.body, 1 << 20);
  }

  /// The bytes of a file.
  std::string fetch(std::string_view path, const std::string& token, const std::string& range = "",
                    int status = 200) {
    const auto answer = ask("GET", path, token, range.empty() ? "" : "Range: " + range + "\r\n", "");
    REQUIRE_MESSAGE(answer.status == status, path << ": " << answer.status);
    return answer.body;
  }

  std::string sign_up(const std::string& handle, const std::string& name) {
    const auto made =
        call("POST", "/accounts", "", 201,
             {{"handle", handle}, {"name", name}, {"password", password}, {"deliver", "token"}});
    return std::string{made.at("token").as_string()};
  }

  /// Waits until the export is packed; how it is told then.
  base::json::value exported(const std::string& token) {
    for (int i = 0; i < 6000; ++i) {
      auto made = call("GET", "/me/export", token, 200).at("export");
      REQUIRE(made.at("state") != "failed");
      if (made.at("state") == "ready") return made;
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    FAIL("the export is not packed after a minute");
    return nullptr;
  }

  /// Sends a file to be taken in, and waits until it was looked at; how it is told then.
  base::json::value sent(const std::string& token, const std::string& zip) {
    const auto answer = ask("PUT", "/me/import", token, "Content-Type: application/zip\r\n", zip);
    REQUIRE_MESSAGE(answer.status == 201, answer.body);
    return settled(token);
  }
  /// Waits until an import neither waits nor runs.
  base::json::value settled(const std::string& token) {
    for (int i = 0; i < 6000; ++i) {
      auto made = call("GET", "/me/import", token, 200).at("import");
      if (made.at("state") != "waiting" && made.at("state") != "running") return made;
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    FAIL("the import is not done after a minute");
    return nullptr;
  }

  /// What the processing worker would make of queued clips, without a converter: the very bytes that were
  /// sent.
  int process_all() {
    auto& f = house_->foundation();
    const auto blobs = *blob::FolderBlobStore::open(folder_ / "blobs");
    const auto cover = *blobs->put(base::as_bytes("a cover"));
    int processed = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "uploads")) {
      const auto id = model::UploadId::parse(entry.path().stem().string());
      if (!id) continue;
      std::ifstream in{entry.path(), std::ios::binary};
      const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
      const auto blob = *blobs->put(base::as_bytes(bytes));
      const auto done = f.record->write([&](ports::Transaction& tx) -> base::Result<void> {
        TRY_LET(const auto upload, f.upload_rows.find(tx, *id));
        TRY_LET(const auto before, f.video_rows.find(tx, upload->video));
        auto after = *before;
        const auto now = f.clock.now();
        for (const auto step :
             {catalog::Step::claimed, catalog::Step::first_rung, catalog::Step::all_rungs}) {
          TRY_LET(after, catalog::advance(std::move(after), step, now));
        }
        after.duration_ms = 5000;
        TRY(f.video_rows.put_files(
            tx, after.id,
            {{.use = catalog::FileUse::mp4,
              .blob = blob,
              .type = "video/mp4",
              .bytes = bytes.size(),
              .width = 90,
              .height = 160},
             {.use = catalog::FileUse::poster, .blob = cover, .type = "image/webp", .bytes = 7}},
            now));
        TRY(f.upload_rows.mark_done(tx, *id, now));
        TRY(catalog::save(tx, f.video_rows, f.catalog_people, *before, std::move(after)));
        return {};
      });
      REQUIRE_MESSAGE(done, done.error().detail);
      ++processed;
    }
    return processed;
  }

  enum class Extras { none, many };
  /// Published clips of somebody, oldest first, whose MP4 holds `bytes` and their number. With extras each
  /// has captions in two languages, a comment and a like of theirs.
  std::vector<model::VideoId> make_clips(const std::string& handle, int count, const std::string& bytes,
                                         Extras extras = Extras::none) {
    auto& f = house_->foundation();
    const auto blobs = *blob::FolderBlobStore::open(folder_ / "blobs");
    const auto cover = *blobs->put(base::as_bytes("a cover"));
    std::vector<model::VideoId> ids;
    const auto made = f.record->write([&](ports::Transaction& tx) -> base::Result<void> {
      TRY_LET(const auto account, f.account_rows.find_handle(tx, handle));
      for (int i = 0; i < count; ++i) {
        const auto number = std::to_string(i);
        catalog::Video clip{.id = f.ids.unguessable<model::VideoId>(), .author = account->id};
        clip.title = "Clip " + number;
        clip.description = "What it is about, in a few words #number" + number;
        clip.state = model::VideoState::ready;
        clip.publish_wanted = true;
        clip.created_at = model::instant(1'700'000'000'000 + i * 1000LL);
        clip.published_at = model::instant(1'700'000'000'500 + i * 1000LL);
        clip.duration_ms = 5000;
        if (extras == Extras::many) clip.captions = {"de", "en"};
        TRY(f.video_rows.insert(tx, clip));
        TRY_LET(const auto blob, blobs->put(base::as_bytes(bytes + " " + number)));
        TRY(f.video_rows.put_files(
            tx, clip.id,
            {{.use = catalog::FileUse::mp4,
              .blob = blob,
              .type = "video/mp4",
              .bytes = 21,
              .width = 90,
              .height = 160},
             {.use = catalog::FileUse::poster, .blob = cover, .type = "image/webp", .bytes = 7}},
            f.clock.now()));
        if (extras == Extras::many) TRY(add_extras(tx, clip));
        ids.push_back(clip.id);
      }
      return {};
    });
    REQUIRE_MESSAGE(made, made.error().detail);
    return ids;
  }

  /// As if the last proof of everybody's devices was long ago.
  void forget_proofs(const std::string& handle) {
    auto& f = house_->foundation();
    const auto done = f.record->write([&](ports::Transaction& tx) -> base::Result<void> {
      TRY_LET(const auto account, f.account_rows.find_handle(tx, handle));
      TRY_LET(const auto sessions, f.session_rows.of(tx, account->id, f.clock.now()));
      for (const auto& session : sessions) TRY(f.session_rows.set_proven(tx, session.id, model::Instant{}));
      return {};
    });
    REQUIRE(done);
  }

  /// Asks for the erasure of an account and carries it out at once.
  void erase(const std::string& token) {
    auto& f = house_->foundation();
    call("POST", "/me/farewell", token, 201, {{"password", password}});
    REQUIRE(f.record->write([&](ports::Transaction& tx) -> base::Result<void> {
      TRY_LET(const auto waiting, f.farewell_rows.due(tx, model::instant(INT64_MAX / 2), 10));
      for (auto farewell : waiting) {
        TRY(f.farewell_rows.remove(tx, farewell.account));
        farewell.due_at = farewell.asked_at;
        TRY(f.farewell_rows.put(tx, farewell));
      }
      return {};
    }));
    REQUIRE(house_->erasure().carry_out_due(10).value() == 1);
  }

 private:
  http::testing::RawClient::Answer ask(std::string_view method, std::string_view path,
                                       const std::string& token, const std::string& fields,
                                       const std::string& body) {
    std::string request = std::string{method} + " /api/v1" + std::string{path} + " HTTP/1.1\r\nHost: x\r\n";
    if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
    request += fields + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    http::testing::RawClient client{port_};
    return client.ask(request);
  }

  base::Result<void> add_extras(ports::Transaction& tx, const catalog::Video& clip) {
    auto& f = house_->foundation();
    const auto now = f.clock.now();
    for (const auto* const language : {"de", "en"})
      TRY(f.video_rows.put_captions(tx, clip.id, language, "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHello\n",
                                    now));
    TRY(f.reaction_rows.add(tx, social::Reaction::like, clip.author, clip.id, clip.author, now));
    return f.comment_rows.insert(tx, {.id = f.ids.in_order<model::CommentId>(),
                                      .video = clip.id,
                                      .video_author = clip.author,
                                      .author = clip.author,
                                      .root = std::nullopt,
                                      .text = "Said under " + clip.title,
                                      .created_at = now,
                                      .edited_at = std::nullopt});
  }

  std::filesystem::path folder_;
  std::unique_ptr<app::House> house_;
  std::uint16_t port_ = 0;
};

}  // namespace vitrine::app::testing
