// What the catalog's stores promise, on every engine.
#include "adapters/sql/catalog_store.hpp"

#include <doctest/doctest.h>

#include "adapters/sql/testing/each_engine.hpp"
#include "base/hash.hpp"

namespace vitrine::catalog_store_test {
using base::Result;
using catalog::MediaFile;
using catalog::Upload;
using catalog::Video;
using model::AccountId;
using model::BlobKey;
using model::VideoId;
using ports::Transaction;
using sql::testing::for_each_engine;

namespace {
const AccountId ada{1}, bob{2};
const auto noon = model::instant(1'700'000'000'000);
const auto after_noon = [](std::int64_t ms) { return noon + model::Millis{ms}; };

Video published(std::uint64_t id, AccountId author, std::int64_t at) {
  Video video{.id = VideoId{id}, .author = author};
  video.state = model::VideoState::ready;
  video.publish_wanted = true;
  video.created_at = after_noon(at);
  video.published_at = after_noon(at);
  return video;
}

Video full(std::uint64_t id) {
  Video video = published(id, ada, 5);
  video.title = "Zum Töpfern 🏺";
  video.description = "line one\nline two";
  video.language = "de";
  video.tags = {"töpfern", "日本語"};
  video.mentions = {"bob", "eve.x"};
  video.audience = model::Audience::all;
  video.labels = {.ai_made = true, .advert = false};
  video.progress_percent = 100;
  video.duration_ms = 12'345;
  video.width = 1080;
  video.height = 1920;
  video.cover_ms = 777;
  video.thumbhash = {std::byte{0}, std::byte{255}, std::byte{3}};
  video.reach = 4;
  video.captions = {"de", "en"};
  video.publish_as = model::instant(1234);
  video.withheld = true;
  video.integrity = model::Integrity::disputed;
  return video;
}

BlobKey blob(std::string_view text) { return base::sha256(base::as_bytes(text)); }

MediaFile rung(std::string_view name, int height) {
  return {.use = catalog::FileUse::rung,
          .blob = blob(name),
          .type = "video/mp4",
          .bytes = 5'000'000'000,
          .width = 360,
          .height = height,
          .bandwidth = 350'000,
          .codecs = "avc1.64001f,mp4a.40.2",
          .init_bytes = 812,
          .segments = {{1000, 1000}, {990, 480}}};
}

template <class Body>
auto now(ports::Record& record, Body body) {
  auto answer = record.write(body);
  REQUIRE_MESSAGE(answer, answer.error().code << ": " << answer.error().detail);
  if constexpr (!std::is_void_v<typename decltype(answer)::value_type>) return *answer;
}

std::vector<std::uint64_t> ids_of(const std::vector<Video>& videos) {
  std::vector<std::uint64_t> ids;
  for (const auto& video : videos) ids.push_back(video.id.raw());
  return ids;
}
using Ids = std::vector<std::uint64_t>;
}  // namespace

TEST_CASE("catalog_store: a video reads back as it was written, every field") {
  for_each_engine([](ports::Record& record) {
    sql::VideoStore store;
    const auto video = full(7);
    now(record, [&](Transaction& tx) { return store.insert(tx, video); });
    CHECK(*now(record, [&](Transaction& tx) { return store.find(tx, VideoId{7}); }) == video);
    CHECK_FALSE(now(record, [&](Transaction& tx) { return store.find(tx, VideoId{8}); }));

    auto changed = video;
    changed.title = "";
    changed.tags.clear();
    changed.state = model::VideoState::failed;
    changed.problem = {"undecodable", "The picture cannot be read."};
    changed.published_at.reset();
    changed.thumbhash.clear();
    changed.integrity = model::Integrity::borderline;
    now(record, [&](Transaction& tx) { return store.update(tx, changed); });
    CHECK(*now(record, [&](Transaction& tx) { return store.find(tx, VideoId{7}); }) == changed);
    const auto gone = record.write([&](Transaction& tx) { return store.update(tx, full(8)); });
    CHECK(gone.error().code == "video_absent");

    now(record, [&](Transaction& tx) { return store.insert(tx, full(9)); });
    const std::vector ids{VideoId{9}, VideoId{1}, VideoId{7}, VideoId{9}};
    CHECK(ids_of(now(record, [&](Transaction& tx) { return store.find_many(tx, ids); })) == Ids{9, 7});
  });
}

TEST_CASE("catalog_store: captions are one text a language, and go with their video") {
  for_each_engine([](ports::Record& record) {
    sql::VideoStore store;
    const auto captions = [&](std::string_view language) {
      return now(record, [&](Transaction& tx) { return store.captions(tx, VideoId{1}, language); });
    };
    const auto put = [&](std::string_view language, std::string_view text, std::int64_t at) {
      now(record, [&](Transaction& tx) {
        return store.put_captions(tx, VideoId{1}, language, text, after_noon(at));
      });
    };
    now(record, [&](Transaction& tx) { return store.insert(tx, full(1)); });
    CHECK_FALSE(captions("en"));
    put("en", "WEBVTT\n\nfirst\n", 1);
    put("de", "WEBVTT\n\nzuerst\n", 2);
    put("en", "WEBVTT\n\nsecond\n", 3);
    CHECK(captions("en")->webvtt == "WEBVTT\n\nsecond\n");
    CHECK(captions("en")->changed_at == after_noon(3));
    now(record, [&](Transaction& tx) { return store.remove_captions(tx, VideoId{1}, "en"); });
    CHECK_FALSE(captions("en"));
    CHECK(captions("de")->webvtt == "WEBVTT\n\nzuerst\n");
    now(record, [&](Transaction& tx) { return store.remove(tx, VideoId{1}, noon); });
    CHECK_FALSE(captions("de"));
  });
}

TEST_CASE("catalog_store: an edit is kept, replaced, and goes with its video") {
  for_each_engine([](ports::Record& record) {
    sql::VideoStore store;
    using Kept = catalog::VideoStore::KeptEdit;
    const auto kept = [&] {
      return now(record, [&](Transaction& tx) { return store.edit(tx, VideoId{1}); });
    };
    const auto put = [&](const Kept& edit) {
      now(record, [&](Transaction& tx) { return store.put_edit(tx, VideoId{1}, edit); });
    };
    now(record, [&](Transaction& tx) { return store.insert(tx, full(1)); });
    CHECK_FALSE(kept());
    put({"{}", false, noon});
    put({"{\"a\":1}", true, after_noon(3)});
    CHECK(kept() == Kept{"{\"a\":1}", true, after_noon(3)});
    now(record, [&](Transaction& tx) { return store.remove_edit(tx, VideoId{1}); });
    CHECK_FALSE(kept());
    put({"{}", false, noon});
    now(record, [&](Transaction& tx) { return store.remove(tx, VideoId{1}, noon); });
    CHECK_FALSE(kept());
  });
}

TEST_CASE("catalog_store: lists are newest first, page by page, and hold what they should") {
  for_each_engine([](ports::Record& record) {
    sql::VideoStore store;
    now(record, [&](Transaction& tx) -> Result<void> {
      for (std::uint64_t id = 1; id <= 6; ++id) {
        auto video = published(id, ada, id < 4 ? 1 : 2);  // two publication times, so the id decides
        video.tags = {"clay"};
        if (id == 2) video.visibility = model::Visibility::followers;
        if (id == 3) video.visibility = model::Visibility::only_me;
        if (id == 4) video.visibility = model::Visibility::unlisted;
        if (id == 5) video.audience = model::Audience::adult;
        TRY(store.insert(tx, video));
      }
      auto draft = published(20, ada, 9);
      draft.published_at.reset();
      TRY(store.insert(tx, draft));
      return store.insert(tx, published(30, bob, 3));
    });
    const auto by_author = [&](bool followers, bool adult, catalog::Page page) {
      return ids_of(now(record, [&](Transaction& tx) {
        return store.by_author(tx, {.author = ada, .with_followers_only = followers, .with_adult = adult},
                               page);
      }));
    };
    CHECK(by_author(false, false, {}) == Ids{6, 1});
    CHECK(by_author(true, true, {.limit = 2}) == Ids{6, 5});
    CHECK(by_author(true, true, {.after = catalog::Position{after_noon(2), VideoId{5}}, .limit = 2}) ==
          Ids{2, 1});
    CHECK(ids_of(now(record, [&](Transaction& tx) { return store.newest(tx, {}); })) == Ids{30, 6, 1});
    CHECK(ids_of(now(record, [&](Transaction& tx) { return store.by_tag(tx, "clay", {}); })) == Ids{6, 1});
    CHECK(ids_of(now(record, [&](Transaction& tx) {
            return store.by_tag(tx, "clay", {.after = catalog::Position{after_noon(2), VideoId{6}}});
          })) == Ids{1});
    CHECK(ids_of(now(record, [&](Transaction& tx) { return store.mine(tx, ada, {.limit = 3}); })) ==
          Ids{20, 6, 5});
    const std::vector both{ada, bob};
    auto counts = now(record, [&](Transaction& tx) { return store.published_counts(tx, both); });
    std::ranges::sort(counts);
    CHECK(counts == std::vector<std::pair<AccountId, std::int64_t>>{{ada, 4}, {bob, 1}});

    now(record, [&](Transaction& tx) { return store.remove(tx, VideoId{6}, noon); });
    CHECK(ids_of(now(record, [&](Transaction& tx) { return store.by_tag(tx, "clay", {}); })) == Ids{1});
  });
}

TEST_CASE("catalog_store: files keep their order, and blobs nobody names become garbage") {
  for_each_engine([](ports::Record& record) {
    sql::VideoStore store;
    const catalog::MediaFiles files{
        rung("a", 360),
        rung("b", 720),
        {.use = catalog::FileUse::poster, .blob = blob("p"), .type = "image/webp", .bytes = 900}};
    now(record, [&](Transaction& tx) -> Result<void> {
      TRY(store.insert(tx, full(7)));
      TRY(store.insert(tx, full(8)));
      TRY(store.mark_garbage(tx, blob("a"), noon));
      TRY(store.put_files(tx, VideoId{7}, files, noon));
      return store.put_files(tx, VideoId{8}, {rung("a", 360)}, noon);
    });
    const std::vector ids{VideoId{8}, VideoId{5}, VideoId{7}};
    const auto found = now(record, [&](Transaction& tx) { return store.files_of(tx, ids); });
    REQUIRE(found.size() == 3);
    CHECK(found[0].size() == 1);
    CHECK(found[1].empty());
    CHECK(found[2] == files);
    const auto due = [&](model::Instant at) {
      return now(record, [&](Transaction& tx) { return store.due_garbage(tx, at, 10); });
    };
    CHECK(due(after_noon(9)).empty());
    CHECK(now(record, [&](Transaction& tx) { return store.stored_bytes(tx, ada); }) == 15'000'000'900);

    now(record,
        [&](Transaction& tx) { return store.put_files(tx, VideoId{7}, {rung("b", 720)}, after_noon(1)); });
    CHECK(due(noon).empty());
    CHECK(due(after_noon(1)).size() == 2);  // "a" is still named by 8: the sweep asks before it removes
    const auto naming = now(record, [&](Transaction& tx) { return store.naming(tx, blob("a")); });
    REQUIRE(naming.size() == 1);
    CHECK(naming[0].video == VideoId{8});
    CHECK_FALSE(now(record, [&](Transaction& tx) { return store.take_garbage(tx, blob("p"), noon); }));
    CHECK(now(record, [&](Transaction& tx) { return store.take_garbage(tx, blob("p"), after_noon(1)); }));
    CHECK_FALSE(
        now(record, [&](Transaction& tx) { return store.take_garbage(tx, blob("p"), after_noon(1)); }));

    now(record, [&](Transaction& tx) -> Result<void> {
      TRY(store.mark_garbage(tx, blob("z"), after_noon(50)));
      return store.mark_garbage(tx, blob("z"), after_noon(90));
    });
    CHECK(due(after_noon(50)).size() == 2);
  });
}

TEST_CASE("upload_store: an upload's way, what an account has on it, and what expires") {
  for_each_engine([](ports::Record& record) {
    sql::UploadStore store;
    Upload upload{.id = model::UploadId{3}, .author = ada, .video = VideoId{7}};
    upload.length = 5'000'000'000;
    upload.file_name = "clip ü.mov";
    upload.file_type = "video/quicktime";
    upload.created_at = noon;
    upload.expires_at = after_noon(100);
    now(record, [&](Transaction& tx) { return store.insert(tx, upload); });
    CHECK(*now(record, [&](Transaction& tx) { return store.find(tx, upload.id); }) == upload);
    CHECK(now(record, [&](Transaction& tx) { return store.of_video(tx, VideoId{7}); }) == upload);
    const auto usage = [&](model::Instant at) {
      return now(record, [&](Transaction& tx) { return store.usage(tx, ada, at); });
    };
    const auto expired = [&] {
      return now(record, [&](Transaction& tx) { return store.expired(tx, after_noon(100), 10); }).size();
    };
    CHECK(usage(noon).open_uploads == 1);
    CHECK(usage(noon).reserved_bytes == 5'000'000'000);
    CHECK(usage(after_noon(100)).open_uploads == 0);
    CHECK(expired() == 1);
    CHECK(now(record, [&](Transaction& tx) { return store.open(tx, noon, 10); }).size() == 1);
    now(record, [&](Transaction& tx) { return store.mark_received(tx, upload.id, after_noon(1)); });
    CHECK(usage(after_noon(100)).open_uploads == 0);
    CHECK(usage(after_noon(100)).reserved_bytes == 5'000'000'000);
    CHECK(expired() == 0);
    CHECK(now(record, [&](Transaction& tx) { return store.open(tx, noon, 10); }).empty());
    now(record, [&](Transaction& tx) { return store.mark_done(tx, upload.id, after_noon(2)); });
    CHECK(usage(noon).reserved_bytes == 0);
    CHECK(expired() == 1);
    now(record, [&](Transaction& tx) { return store.remove(tx, upload.id); });
    CHECK_FALSE(now(record, [&](Transaction& tx) { return store.find(tx, upload.id); }));
  });
}
}  // namespace vitrine::catalog_store_test
