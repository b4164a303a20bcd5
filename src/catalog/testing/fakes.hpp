#pragma once
// The catalog's world in memory, for unit tests of the services: no durability, no concurrency, the same
// answers. The adapters' own contract suites are in adapters/sql and adapters/upload.
#include <algorithm>
#include <map>
#include <set>

#include "catalog/life.hpp"
#include "catalog/ports.hpp"
#include "ports/jobs.hpp"

namespace vitrine::catalog::testing {

struct FakeTransaction final : ports::Transaction {
  std::vector<decltype(model::News::what)> news;
  Result<void> announce(decltype(model::News::what) what) override {
    news.push_back(std::move(what));
    return {};
  }
  template <class Kind>
  [[nodiscard]] int count() const {
    return static_cast<int>(
        std::ranges::count_if(news, [](const auto& what) { return std::holds_alternative<Kind>(what); }));
  }
};

/// Runs bodies one after the other; a failed body's changes stay, so tests of that belong to the adapters.
struct FakeRecord final : ports::Record {
  FakeTransaction tx;

 protected:
  Result<void> run_write(const Body& body) override { return body(tx); }
  Result<void> run_read(const Body& body) override { return body(tx); }
};

struct FakeVideoStore : VideoStore {
  std::map<VideoId, Video> rows;
  std::map<VideoId, MediaFiles> files;
  std::map<BlobKey, Instant> garbage;
  std::map<std::pair<VideoId, std::string>, Captions> said;
  std::map<VideoId, KeptEdit> edits;

  Result<void> insert(Transaction&, const Video& video) override {
    rows.emplace(video.id, video);
    return {};
  }
  Result<void> update(Transaction&, const Video& video) override {
    const auto at = rows.find(video.id);
    if (at == rows.end())
      return base::fail(base::Fault::not_found, "video_absent", "There is no such video.");
    at->second = video;
    return {};
  }
  Result<void> remove(Transaction& tx, VideoId id, Instant now) override {
    TRY(put_files(tx, id, {}, now));
    rows.erase(id);
    files.erase(id);
    std::erase_if(said, [&](const auto& one) { return one.first.first == id; });
    edits.erase(id);
    return {};
  }
  Result<void> put_edit(Transaction&, VideoId id, const KeptEdit& edit) override {
    edits.insert_or_assign(id, edit);
    return {};
  }
  Result<std::optional<KeptEdit>> edit(Transaction&, VideoId id) override {
    const auto at = edits.find(id);
    return at == edits.end() ? std::nullopt : std::optional{at->second};
  }
  Result<void> remove_edit(Transaction&, VideoId id) override {
    edits.erase(id);
    return {};
  }
  Result<void> put_captions(Transaction&, VideoId id, std::string_view language, std::string_view webvtt,
                            Instant now) override {
    said.insert_or_assign({id, std::string{language}}, Captions{std::string{webvtt}, now});
    return {};
  }
  Result<void> remove_captions(Transaction&, VideoId id, std::string_view language) override {
    said.erase({id, std::string{language}});
    return {};
  }
  Result<std::optional<Captions>> captions(Transaction&, VideoId id, std::string_view language) override {
    const auto at = said.find({id, std::string{language}});
    return at == said.end() ? std::nullopt : std::optional{at->second};
  }
  Result<std::optional<Video>> find(Transaction&, VideoId id) override {
    const auto at = rows.find(id);
    return at == rows.end() ? std::nullopt : std::optional{at->second};
  }
  Result<std::vector<Video>> find_many(Transaction&, std::span<const VideoId> ids) override {
    std::vector<Video> found;
    for (const auto id : ids)
      if (const auto at = rows.find(id); at != rows.end()) found.push_back(at->second);
    return found;
  }

  template <class Keep, class At>
  std::vector<Video> list(const Page& page, Keep keep, At at) {
    std::vector<Video> found;
    for (const auto& [id, video] : rows)
      if (keep(video)) found.push_back(video);
    std::ranges::sort(found, [&](const Video& a, const Video& b) {
      return std::pair{at(a), a.id} > std::pair{at(b), b.id};
    });
    if (page.after)
      std::erase_if(found, [&](const Video& v) {
        return std::pair{at(v), v.id} >= std::pair{page.after->at, page.after->id};
      });
    if (static_cast<int>(found.size()) > page.limit) found.erase(found.begin() + page.limit, found.end());
    return found;
  }
  static Instant published(const Video& video) { return video.published_at.value_or(Instant{}); }

  Result<std::vector<Video>> by_author(Transaction&, const ByAuthor& which, const Page& page) override {
    return list(
        page,
        [&](const Video& v) {
          const bool visible = v.visibility == model::Visibility::everyone ||
                               (which.with_followers_only && v.visibility == model::Visibility::followers);
          return v.author == which.author && is_out(v) && visible &&
                 (which.with_adult || v.audience == model::Audience::all);
        },
        published);
  }
  Result<std::vector<Video>> by_tag(Transaction&, std::string_view tag, const Page& page) override {
    return list(
        page,
        [&](const Video& v) {
          return is_out(v) && v.visibility == model::Visibility::everyone &&
                 std::ranges::find(v.tags, tag) != v.tags.end();
        },
        published);
  }
  Result<std::vector<Video>> newest(Transaction&, const Page& page) override {
    return list(
        page, [](const Video& v) { return is_out(v) && v.visibility == model::Visibility::everyone; },
        published);
  }
  Result<std::vector<Video>> mine(Transaction&, AccountId author, const Page& page) override {
    return list(
        page, [&](const Video& v) { return v.author == author; },
        [](const Video& v) { return v.created_at; });
  }
  Result<std::vector<std::pair<AccountId, std::int64_t>>> published_counts(
      Transaction&, std::span<const AccountId> authors) override {
    std::vector<std::pair<AccountId, std::int64_t>> counts;
    for (const auto author : authors) {
      const auto count = std::ranges::count_if(
          rows, [&](const auto& row) { return row.second.author == author && is_out(row.second); });
      counts.emplace_back(author, count);
    }
    return counts;
  }

  [[nodiscard]] bool named(const BlobKey& blob) const {
    for (const auto& [id, list_of] : files)
      for (const auto& file : list_of)
        if (file.blob == blob) return true;
    return false;
  }
  Result<void> put_files(Transaction&, VideoId id, const MediaFiles& now_named, Instant now) override {
    const auto before = std::exchange(files[id], now_named);
    for (const auto& file : before)
      if (!named(file.blob)) garbage[file.blob] = now;
    for (const auto& file : now_named) garbage.erase(file.blob);
    return {};
  }
  Result<std::vector<MediaFiles>> files_of(Transaction&, std::span<const VideoId> ids) override {
    std::vector<MediaFiles> found;
    for (const auto id : ids) found.push_back(files[id]);
    return found;
  }
  Result<std::vector<Naming>> naming(Transaction&, const BlobKey& blob) override {
    std::vector<Naming> found;
    for (const auto& [id, list_of] : files)
      for (const auto& file : list_of)
        if (file.blob == blob) found.push_back({id, file.type});
    return found;
  }
  Result<std::int64_t> stored_bytes(Transaction&, AccountId author) override {
    std::uint64_t sum = 0;
    for (const auto& [id, list_of] : files)
      if (const auto row = rows.find(id); row != rows.end() && row->second.author == author)
        for (const auto& file : list_of) sum += file.bytes;
    return static_cast<std::int64_t>(sum);
  }

  Result<void> mark_garbage(Transaction&, const BlobKey& blob, Instant due) override {
    garbage.emplace(blob, due);
    return {};
  }
  Result<std::vector<BlobKey>> due_garbage(Transaction&, Instant now, int limit) override {
    std::vector<BlobKey> due;
    for (const auto& [blob, at] : garbage)
      if (at <= now && static_cast<int>(due.size()) < limit) due.push_back(blob);
    return due;
  }
  Result<bool> take_garbage(Transaction&, const BlobKey& blob, Instant now) override {
    const auto at = garbage.find(blob);
    if (at == garbage.end() || at->second > now) return false;
    garbage.erase(at);
    return true;
  }
};

/// The index over a FakeVideoStore: what is published; words are the adapters' contract suite's matter.
struct FakeSearchIndex final : SearchIndex {
  explicit FakeSearchIndex(FakeVideoStore& over) : store(over) {}
  FakeVideoStore& store;

  Result<std::int64_t> size(Transaction&) override { return static_cast<std::int64_t>(store.rows.size()); }
  Result<std::vector<Known>> known(Transaction&, std::span<const std::string>) override {
    return std::vector<Known>{};
  }
  Result<std::vector<Known>> near(Transaction&, std::span<const std::uint64_t>) override {
    return std::vector<Known>{};
  }
  Result<std::vector<Known>> beginning(Transaction&, std::string_view, int) override {
    return std::vector<Known>{};
  }
  Result<std::vector<Hint>> hints(Transaction&, HintKind, std::string_view, int) override {
    return std::vector<Hint>{};
  }
  Result<std::vector<Match>> matching(Transaction&, const Ask&) override { return std::vector<Match>{}; }
  Result<std::vector<std::pair<VideoId, Instant>>> published(Transaction&, Instant from, Instant until,
                                                             int limit) override {
    std::vector<std::pair<VideoId, Instant>> found;
    for (const auto& [id, video] : store.rows)
      if (const auto entry = search_entry(video); entry && !entry->adult)
        if (entry->published_at >= from && entry->published_at < until)
          found.emplace_back(id, entry->published_at);
    std::ranges::sort(found, std::ranges::greater{}, &std::pair<VideoId, Instant>::second);
    if (static_cast<int>(found.size()) > limit) found.erase(found.begin() + limit, found.end());
    return found;
  }
  Result<std::optional<Instant>> first_published(Transaction& tx) override {
    constexpr int all_of_them = 1'000'000;
    TRY_LET(const auto all, published(tx, Instant{}, Instant::max(), all_of_them));
    return all.empty() ? std::nullopt : std::optional{all.back().second};
  }
  Result<std::optional<VideoId>> write_again(Transaction&, VideoId, int) override {
    return std::optional<VideoId>{};
  }
};

struct FakeUploadStore final : UploadStore {
  std::map<UploadId, Upload> rows;
  Result<void> insert(Transaction&, const Upload& upload) override {
    rows.emplace(upload.id, upload);
    return {};
  }
  Result<std::optional<Upload>> find(Transaction&, UploadId id) override {
    const auto at = rows.find(id);
    return at == rows.end() ? std::nullopt : std::optional{at->second};
  }
  Result<std::optional<Upload>> of_video(Transaction&, VideoId video) override {
    for (const auto& [id, upload] : rows)
      if (upload.video == video) return std::optional{upload};
    return std::optional<Upload>{};
  }
  Result<void> mark_received(Transaction&, UploadId id, Instant now) override {
    rows.at(id).received_at = now;
    return {};
  }
  Result<void> mark_done(Transaction&, UploadId id, Instant now) override {
    if (const auto at = rows.find(id); at != rows.end()) at->second.done_at = now;
    return {};
  }
  Result<void> remove(Transaction&, UploadId id) override {
    rows.erase(id);
    return {};
  }
  Result<std::vector<Upload>> expired(Transaction&, Instant now, int limit) override {
    std::vector<Upload> old;
    for (const auto& [id, upload] : rows)
      if (upload.expires_at <= now && (!upload.received_at || upload.done_at) &&
          static_cast<int>(old.size()) < limit)
        old.push_back(upload);
    return old;
  }
  Result<std::vector<Upload>> open(Transaction&, Instant now, int limit) override {
    std::vector<Upload> still;
    for (const auto& [id, upload] : rows)
      if (upload.expires_at > now && !upload.received_at && static_cast<int>(still.size()) < limit)
        still.push_back(upload);
    return still;
  }
  Result<Usage> usage(Transaction&, AccountId author, Instant now) override {
    Usage usage;
    for (const auto& [id, upload] : rows) {
      if (upload.author != author || upload.done_at) continue;
      if (!upload.received_at && upload.expires_at <= now) continue;
      usage.reserved_bytes += static_cast<std::int64_t>(upload.length);
      usage.open_uploads += upload.received_at ? 0 : 1;
    }
    return usage;
  }
};

/// Files as strings; `kill()` is what kill -9 leaves behind.
struct FakeIncomingFiles final : IncomingFiles {
  struct Content {
    std::string bytes;
    std::optional<std::size_t> held_at;
    bool locked = false;
  };
  std::map<UploadId, Content> contents;
  Space room{.total_bytes = 1ULL << 40, .free_bytes = 1ULL << 39};

  struct File final : IncomingFile {
    explicit File(Content& content) : content_(content) { content_.locked = true; }
    ~File() override { content_.locked = false; }
    Result<void> append(base::ByteView bytes) override {
      content_.bytes += base::as_text(bytes);
      return {};
    }
    Result<void> hold_back() override {
      content_.held_at = content_.bytes.size();
      return {};
    }
    Result<std::uint64_t> keep() override {
      content_.held_at.reset();
      return content_.bytes.size();
    }
    Result<void> drop() override {
      if (content_.held_at) content_.bytes.resize(*content_.held_at);
      content_.held_at.reset();
      return {};
    }
    Content& content_;
  };

  void kill() {
    for (auto& [id, content] : contents) content.locked = false;
  }
  static void settle(Content& content) {
    if (content.held_at) content.bytes.resize(*content.held_at);
    content.held_at.reset();
  }
  static auto locked() {
    return base::fail(base::Fault::conflict, "upload_locked", "Another request is sending this upload.");
  }
  Result<std::uint64_t> size(UploadId id) override {
    const auto at = contents.find(id);
    if (at == contents.end()) return std::uint64_t{0};
    if (at->second.locked) return locked();
    settle(at->second);
    return std::uint64_t{at->second.bytes.size()};
  }
  Result<std::unique_ptr<IncomingFile>> open(UploadId id) override {
    auto& content = contents[id];
    if (content.locked) return locked();
    settle(content);
    return std::make_unique<File>(content);
  }
  Result<void> remove(UploadId id) override {
    contents.erase(id);
    return {};
  }
  [[nodiscard]] std::filesystem::path path(UploadId id) const override { return id.text() + ".part"; }
  Result<void> each(const std::function<void(UploadId)>& visit) override {
    std::vector<UploadId> ids;
    for (const auto& [id, content] : contents) ids.push_back(id);
    for (const auto id : ids) visit(id);
    return {};
  }
  Result<void> keep_original(UploadId id, VideoId) override { return remove(id); }
  [[nodiscard]] std::optional<std::filesystem::path> original(VideoId) const override { return std::nullopt; }
  Result<Space> space() override { return room; }
};

struct FakeRelations final : Relations {
  std::map<std::pair<AccountId, AccountId>, Relation> known;
  int calls = 0;
  Result<std::vector<Relation>> of(Transaction&, AccountId viewer,
                                   std::span<const AccountId> authors) override {
    ++calls;
    std::vector<Relation> out;
    for (const auto author : authors) out.push_back(known[{viewer, author}]);
    return out;
  }
};

/// One attempt policy, no time: a job waits, runs, or is gone.
struct FakeJobs final : ports::Jobs {
  struct Entry {
    ports::Job job;
    bool running = false;
  };
  std::map<std::string, Entry> entries;  ///< by kind and subject
  std::vector<VideoId> added;
  int attempts_max = 2;
  std::int64_t claims = 0;

  static auto lost() { return base::fail(base::Fault::conflict, "job_lost", "Another worker has this job."); }
  static std::string key(std::string_view kind, std::string_view subject) {
    return std::string{kind} + " " + std::string{subject};
  }
  Entry* ours(const ports::Job& job) {
    const auto at = entries.find(key(job.kind, job.subject));
    return at != entries.end() && at->second.running && at->second.job.claim == job.claim ? &at->second
                                                                                          : nullptr;
  }
  Result<model::JobId> add(Transaction&, std::string_view kind, std::string_view subject) override {
    added.push_back(*VideoId::parse(subject));
    ports::Job job{
        .id = model::JobId{added.size()}, .kind = std::string{kind}, .subject = std::string{subject}};
    return entries.try_emplace(key(kind, subject), Entry{job}).first->second.job.id;
  }
  Result<std::optional<ports::Job>> claim(Transaction&, std::string_view kind) override {
    for (auto& [subject, entry] : entries) {
      if (entry.running || entry.job.kind != kind) continue;
      entry.running = true;
      entry.job.claim = ++claims;
      ++entry.job.attempt;
      return std::optional{entry.job};
    }
    return std::optional<ports::Job>{};
  }
  Result<void> keep(Transaction&, const ports::Job& job) override {
    if (!ours(job)) return lost();
    return {};
  }
  Result<void> finish(Transaction&, const ports::Job& job) override {
    if (!ours(job)) return lost();
    entries.erase(key(job.kind, job.subject));
    return {};
  }
  Result<Fate> fail(Transaction&, const ports::Job& job, std::string_view, Retry retry) override {
    auto* entry = ours(job);
    if (!entry) return lost();
    if (retry == Retry::no || job.attempt >= attempts_max) {
      entries.erase(key(job.kind, job.subject));
      return Fate::failed;
    }
    entry->running = false;
    return Fate::again;
  }
  Result<void> put_back(Transaction&, const ports::Job& job) override {
    auto* entry = ours(job);
    if (!entry) return lost();
    entry->running = false;
    --entry->job.attempt;
    return {};
  }
  Result<std::int64_t> put_back_all(Transaction&) override {
    std::int64_t count = 0;
    for (auto& [subject, entry] : entries) count += std::exchange(entry.running, false);
    return count;
  }
  std::vector<ports::Job> given_up;
  Result<std::vector<ports::Job>> give_up(Transaction&, std::string_view) override {
    return std::exchange(given_up, {});
  }
  Result<void> remove(Transaction&, std::string_view kind, std::string_view subject) override {
    entries.erase(key(kind, subject));
    return {};
  }
  Result<Load> load(Transaction&) override { return Load{}; }
};

struct FakePeople final : People {
  std::map<std::string, AccountId, std::less<>> handles;
  std::set<AccountId> private_ones;
  Result<bool> is_private(Transaction&, AccountId account) override { return private_ones.contains(account); }
  Result<std::vector<AccountId>> by_handles(Transaction&, std::span<const std::string> names) override {
    std::vector<AccountId> out;
    for (const auto& name : names)
      if (const auto at = handles.find(name); at != handles.end()) out.push_back(at->second);
    return out;
  }
};

}  // namespace vitrine::catalog::testing
