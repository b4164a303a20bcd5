#include "takeout/bringing.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/captions.hpp"

namespace vitrine::takeout {
using base::Fault;

/// One carrying out: what is known so far, and how far it is.
struct Bringing::Run {
  AccountId account;
  const Opened& file;
  Parts parts;
  Report& report;
  const Beat& beat;
  std::map<std::string, model::VideoId> videos = {};   ///< here, by the id they had there
  std::map<std::string, model::CommentId> notes = {};  ///< likewise
  std::uint64_t bytes = 0;                             ///< of clips, sent so far

  [[nodiscard]] base::Digest origin(std::string_view kind, std::string_view id) const {
    return origin_of(file.manifest.public_key, kind, id);
  }
  void trouble(std::string_view what, std::string_view code) const {
    if (report.troubles.size() < names_max)
      report.troubles.push_back({base::clean_text(what.substr(0, 200), base::Lines::one), std::string{code}});
  }
  /// Clips are nearly all of the time.
  [[nodiscard]] Result<void> tell() const {
    const auto all = static_cast<double>(std::max<std::uint64_t>(report.bytes, 1));
    return beat(0.98 * std::min(1.0, static_cast<double>(bytes) / all));
  }
};

namespace {
/// The first `max` characters of what somebody else's house may have allowed to be longer.
std::string cut(std::string_view text, std::size_t max) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
    if (begins && ++count > max) return std::string{text.substr(0, i)};
  }
  return std::string{text};
}

/// The person's file is at fault, or a limit of theirs: the rest can still come.
bool is_theirs(const base::Error& error) {
  return error.fault == Fault::invalid_input || error.fault == Fault::over_limit ||
         error.fault == Fault::corrupt_input || error.fault == Fault::refused ||
         error.fault == Fault::not_found;
}

catalog::Edit edit_of(const Clip& clip) {
  const bool coded = clip.language.size() >= 2 && clip.language.size() <= 3;
  return {.title = cut(clip.title, catalog::title_chars_max),
          .description = cut(clip.description, catalog::description_chars_max),
          .language = coded ? clip.language : std::string{},
          .visibility = clip.visibility,
          .audience = clip.audience,
          .cover_ms = clip.cover_ms,
          .ai_made = clip.ai_made,
          .advert = clip.advert};
}
}  // namespace

Result<void> Bringing::profile(Run& run) {
  const auto& self = run.file.archive.self;
  accounts::ProfileChange change{.name = cut(self.name, accounts::name_chars_max),
                                 .bio = cut(self.bio, accounts::bio_chars_max),
                                 .language = {}};
  if (run.file.kind != Kind::vitrine) {  // what it does not say stays as it is here
    if (self.name.empty()) change.name.reset();
    if (self.bio.empty()) change.bio.reset();
  }
  if (self.language == "en" || self.language == "de") change.language = self.language;
  // A private account becomes one here before its clips come; one that is private here stays so.
  if (self.is_private) change.is_private = true;
  std::vector<model::VideoId> narrowed;
  const auto changed = needs_.record.write([&](Transaction& tx) -> Result<void> {
    TRY_LET(const auto before, needs_.accounts.account(tx, run.account));
    TRY_LET(const auto after, needs_.accounts.change_profile(tx, run.account, change));
    narrowed.clear();
    if (after.is_private != before.is_private) {
      TRY_LET(narrowed, needs_.videos.withhold(tx, run.account));
    }
    return {};
  });
  if (changed && needs_.narrowed) std::ranges::for_each(narrowed, needs_.narrowed);
  if (!changed && !is_theirs(changed.error())) return std::unexpected(changed.error());
  if (!changed) run.trouble(self.name, changed.error().code);
  const auto* const entry = self.portrait.empty() ? nullptr : run.file.zip.find(self.portrait);
  if (entry == nullptr) return {};
  constexpr std::uint64_t picture_bytes_max = 16ULL << 20;
  const auto bytes = run.file.zip.text(*entry, picture_bytes_max);
  const auto set = bytes ? needs_.set_portrait(run.account, base::as_bytes(*bytes))
                         : Result<void>{std::unexpected(bytes.error())};
  if (!set) run.trouble(self.portrait, set.error().code);
  return {};
}

Result<void> Bringing::settings(Run& run) {
  const auto& wanted = run.file.archive.settings;
  return needs_.record.write([&](Transaction& tx) -> Result<void> {
    TRY_LET(const auto account, needs_.accounts.account(tx, run.account));
    const supply::Asker asker{.account = account.id, .viewer = account.pseudonym};
    // What this house does not have (an algorithm of that house's own) stays as it is here.
    const auto bearing = [](const Result<void>& done) -> Result<void> {
      return done || is_theirs(done.error()) ? Result<void>{} : done;
    };
    if (!wanted.algorithm.empty()) TRY(bearing(needs_.feed.choose(tx, asker, wanted.algorithm)));
    for (const auto& [name, value] : wanted.sliders)
      TRY(bearing(needs_.feed.set_slider(tx, asker, name, value)));
    for (const auto& [kind, word] : wanted.mutes) {
      TRY(bearing(needs_.feed.mute(tx, asker, {.kind = supply::mute_kind(kind), .word = word}, true)));
    }
    return bearing(needs_.feed.choose_history(tx, asker, {wanted.history_paused, wanted.history_days}));
  });
}

Result<std::optional<catalog::Upload>> Bringing::start(Run& run, const Clip& clip, const ZipEntry& entry) {
  catalog::Uploads::Ask ask{.length = entry.bytes, .file_name = entry.name.substr(entry.name.rfind('/') + 1)};
  ask.file_type = clip.media_type;
  ask.created_at = clip.created_at;
  auto upload =
      needs_.record.write([&](Transaction& tx) { return needs_.uploads.start(tx, run.account, ask); });
  if (upload) return std::optional{std::move(*upload)};
  if (!is_theirs(upload.error())) return std::unexpected(upload.error());
  run.trouble(std::string{clip.called()}, upload.error().code);
  return std::nullopt;
}

Result<void> Bringing::send(Run& run, const catalog::Upload& upload, const ZipEntry& entry) {
  TRY_LET(const auto receiver, needs_.uploads.receive(upload, 0, std::nullopt));
  TRY(run.file.zip.read(entry, [&](base::ByteView bytes) -> Result<void> {
    const auto taken = receiver->take(bytes);
    if (!taken) return taken;
    run.bytes += bytes.size();
    return run.tell();
  }));
  TRY(receiver->finish());
  return {};
}

Result<void> Bringing::captions(Run& run, Transaction& tx, const Clip& clip, model::VideoId video,
                                Report& report) {
  for (const auto& one : clip.captions) {
    const auto* const entry = run.file.zip.find(one.entry);
    if (entry == nullptr) continue;
    const auto text = run.file.zip.text(*entry, catalog::captions_bytes_max);
    const auto put = text ? needs_.videos.put_captions(tx, run.account, video, one.language, *text)
                          : Result<catalog::Video>{std::unexpected(text.error())};
    if (put) ++report.captions.taken;
    else if (!is_theirs(put.error())) return std::unexpected(put.error());
    else if (report.troubles.size() < names_max) report.troubles.push_back({one.entry, put.error().code});
  }
  return {};
}

/// In one transaction: what it is, its captions, that it is received, and that it is here.
Result<void> Bringing::complete(Run& run, const Clip& clip, const catalog::Upload& upload) {
  Report report;
  const auto done = needs_.record.write([&](Transaction& tx) -> Result<void> {
    report = run.report;  // the transaction may be tried twice
    TRY(needs_.videos.restore(tx, run.account, upload.video, edit_of(clip), clip.published_at));
    TRY(captions(run, tx, clip, upload.video, report));
    TRY(needs_.uploads.complete(tx, upload.id));
    return needs_.imports.arrive(tx, run.account, run.origin("clip", clip.id), upload.video.raw(),
                                 needs_.clock.now());
  });
  if (!done) return done;
  run.report = std::move(report);
  ++run.report.clips.taken;
  run.videos.emplace(clip.id, upload.video);
  return {};
}

Result<void> Bringing::clip(Run& run, const Clip& clip) {
  TRY_LET(const auto known, needs_.record.read([&](Transaction& tx) {
    return here(tx, run.account, run.file.manifest.public_key, clip.id);
  }));
  if (known) {
    run.videos.emplace(clip.id, *known);
    return {};
  }
  const auto* const entry = run.file.zip.find(clip.media);
  if (!run.parts.clips) return {};
  if (entry == nullptr) {
    run.trouble(clip.called().empty() ? clip.id : std::string{clip.called()}, "clip_without_file");
    return {};
  }
  TRY_LET(const auto upload, start(run, clip, *entry));
  if (!upload) return {};
  auto done = send(run, *upload, *entry);
  if (done) done = complete(run, clip, *upload);
  if (done) return {};
  // A draft without its bytes helps nobody.
  const auto gone = needs_.record.write(
      [&](Transaction& tx) { return needs_.uploads.terminate(tx, run.account, upload->id); });
  if (gone) needs_.uploads.remove_file(upload->id);
  if (!is_theirs(done.error())) return done;
  run.trouble(std::string{clip.called()}, done.error().code);
  return {};
}

Result<void> Bringing::clips(Run& run) {
  for (const auto& one : run.file.archive.clips) {
    TRY(clip(run, one));
    TRY(run.tell());
  }
  return {};
}

Result<void> Bringing::note(Run& run, Transaction& tx, const Note& note, model::VideoId video) {
  const auto origin = run.origin("note", note.id);
  TRY_LET(const auto arrived, needs_.imports.arrived(tx, run.account, origin));
  if (arrived) {
    run.notes.insert_or_assign(note.id, model::CommentId{*arrived});
    return {};
  }
  const auto root = run.notes.find(note.root);
  if (!note.root.empty() && root == run.notes.end()) return {};
  social::Comment comment{
      .id = needs_.ids.in_order_of<model::CommentId>(note.created_at),
      .video = video,
      .video_author = run.account,
      .author = run.account,
      .root = note.root.empty() ? std::nullopt : std::optional{root->second},
      .text = cut(base::clean_text(note.text, base::Lines::many), social::comment_chars_max),
      .created_at = std::min(note.created_at, needs_.clock.now()),
      .edited_at = note.edited_at};
  if (comment.text.empty()) return {};
  TRY(needs_.comments.insert(tx, comment));
  TRY(needs_.imports.arrive(tx, run.account, origin, comment.id.raw(), needs_.clock.now()));
  run.notes.insert_or_assign(note.id, comment.id);
  ++run.report.notes.taken;
  return {};
}

/// What they said under their own clips. What they said to others stays where it was said.
Result<void> Bringing::notes(Run& run) {
  for (const auto& one : run.file.archive.notes) {
    const auto video = run.videos.find(one.video);
    if (video == run.videos.end()) continue;
    const auto before = run.report.notes.taken;
    const auto done = needs_.record.write([&](Transaction& tx) -> Result<void> {
      run.report.notes.taken = before;
      return note(run, tx, one, video->second);
    });
    if (!done) return done;
  }
  return {};
}

Result<void> Bringing::marks(Run& run) {
  for (const auto& [kind, listed, tally] :
       {std::tuple{social::Reaction::like, &run.file.archive.likes, &run.report.likes},
        std::tuple{social::Reaction::save, &run.file.archive.saves, &run.report.saves}}) {
    TRY_LET(const auto found,
            needs_.record.read([&](Transaction& tx) { return visible(tx, run.account, *listed); }));
    for (const auto& mark : *listed) {
      const auto own = run.videos.find(mark.video);
      const auto video = found.find(mark.video);
      if (own == run.videos.end() && video == found.end()) continue;
      const auto id = own != run.videos.end() ? own->second : video->second.id;
      const auto author = own != run.videos.end() ? run.account : video->second.author;
      const auto at = std::min(mark.at, needs_.clock.now());
      TRY_LET(const bool added, needs_.record.write([&](Transaction& tx) {
        return needs_.reactions.add(tx, kind, run.account, id, author, at);
      }));
      tally->taken += added ? 1 : 0;
    }
  }
  return {};
}

Result<void> Bringing::follows(Run& run) {
  std::vector<std::string> handles;
  for (const auto& one : run.file.archive.following) handles.push_back(one.handle);
  TRY_LET(const auto known,
          needs_.record.read([&](Transaction& tx) { return people(tx, run.account, handles); }));
  for (const auto& one : run.file.archive.following) {
    const auto found = known.find(one.handle);
    if (found == known.end() || found->second.relation.follows) continue;
    const auto followed = needs_.record.write([&](Transaction& tx) {
      return needs_.relations.follow_since(tx, run.account, found->second.account, one.since);
    });
    if (followed) run.report.following.taken += *followed ? 1 : 0;
    else if (is_theirs(followed.error())) run.trouble(one.handle, followed.error().code);
    else return std::unexpected(followed.error());
  }
  return {};
}

/// Whom they wanted nothing to do with there, they want nothing to do with here.
Result<void> Bringing::apart(Run& run) {
  const auto& wanted = run.file.archive.settings;
  for (const bool block : {true, false}) {
    const auto& handles = block ? wanted.blocked : wanted.muted;
    TRY_LET(const auto known,
            needs_.record.read([&](Transaction& tx) { return people(tx, run.account, handles); }));
    for (const auto& [handle, person] : known) {
      const auto done = needs_.record.write([&](Transaction& tx) {
        return block ? needs_.relations.block(tx, run.account, person.account)
                     : needs_.relations.mute(tx, run.account, person.account);
      });
      if (done) continue;
      if (!is_theirs(done.error())) return std::unexpected(done.error());
      run.trouble(handle, done.error().code);
    }
  }
  return {};
}

Result<void> Bringing::carry_out(AccountId account, const Opened& file, const Parts& parts, Report& report,
                                 const Beat& beat) {
  Run run{.account = account, .file = file, .parts = parts, .report = report, .beat = beat};
  if (parts.profile) TRY(profile(run));
  const bool own_kind = file.kind == Kind::vitrine;
  if (parts.settings && own_kind) TRY(settings(run));
  if (parts.people && own_kind) {
    TRY(follows(run));
    TRY(apart(run));
  }
  TRY(clips(run));  // also without the wish for clips: which of them are here already
  if (parts.clips) TRY(notes(run));
  if (parts.marks) TRY(marks(run));
  return {};
}

}  // namespace vitrine::takeout
