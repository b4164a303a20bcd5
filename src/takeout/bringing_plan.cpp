#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "takeout/bringing.hpp"

namespace vitrine::takeout {
namespace {
constexpr std::size_t batch = 200;  // what Videos::some bears at once
}

/// Those of `handles` that are accounts here, and how `account` stands to them.
Result<std::map<std::string, Bringing::Person>> Bringing::people(Transaction& tx, AccountId account,
                                                                 const std::vector<std::string>& handles) {
  std::map<std::string, Person> found;
  for (std::size_t at = 0; at < handles.size(); at += batch) {
    const auto some = std::span{handles}.subspan(at, std::min(batch, handles.size() - at));
    TRY_LET(const auto briefs, needs_.accounts.by_handles(tx, some));
    std::vector<AccountId> ids;
    for (const auto& brief : briefs) ids.push_back(brief.id);
    TRY_LET(const auto relations, needs_.relations.of(tx, account, ids));
    for (std::size_t i = 0; i < briefs.size(); ++i)
      if (ids[i] != account && !relations[i].blocked_by)
        found.emplace(briefs[i].handle, Person{ids[i], relations[i]});
  }
  return found;
}

/// The video here that this clip of that house is: brought before, or never left.
Result<std::optional<model::VideoId>> Bringing::here(Transaction& tx, AccountId account,
                                                     base::ByteView house_key, std::string_view id) {
  std::optional<model::VideoId> video;
  if (base::equal_in_constant_time(house_key, needs_.own_key)) video = model::VideoId::parse(id);
  TRY_LET(const auto arrived, needs_.imports.arrived(tx, account, origin_of(house_key, "clip", id)));
  for (const auto candidate : {video, arrived ? std::optional{model::VideoId{*arrived}} : std::nullopt}) {
    if (!candidate) continue;
    const auto own = needs_.videos.own(tx, account, *candidate);
    if (own && own->state != model::VideoState::failed) return candidate;
    if (!own && own.error().code != "video_absent") return std::unexpected(own.error());
  }
  return std::nullopt;
}

Result<std::map<std::string, catalog::Video>> Bringing::visible(Transaction& tx, AccountId account,
                                                                const std::vector<Mark>& marks) {
  std::map<std::string, catalog::Video> found;
  std::vector<model::VideoId> ids;
  for (const auto& mark : marks)
    if (const auto id = model::VideoId::parse(mark.video)) ids.push_back(*id);
  for (std::size_t at = 0; at < ids.size(); at += batch) {
    TRY_LET(auto some, needs_.videos.some(tx, {.account = account},
                                          std::span{ids}.subspan(at, std::min(batch, ids.size() - at))));
    for (auto& video : some) found.emplace(video.id.text(), std::move(video));
  }
  return found;
}

Result<void> Bringing::plan_clips(Transaction& tx, AccountId account, const Opened& file, Report& report) {
  std::set<std::string_view> own, notes;
  for (const auto& clip : file.archive.clips) {
    ++report.clips.listed;
    report.captions.listed += static_cast<std::int64_t>(clip.captions.size());
    own.insert(clip.id);
    TRY_LET(const auto known, here(tx, account, file.manifest.public_key, clip.id));
    if (known) {
      ++report.clips.here;
      continue;
    }
    const auto* const entry = file.zip.find(clip.media);
    if (entry == nullptr) {
      std::string name{clip.called().substr(0, 200)};
      name = name.empty() ? clip.id : name + " (" + clip.id + ")";
      if (report.missing.size() < names_max)
        report.missing.push_back(base::clean_text(name.substr(0, 400), base::Lines::one));
      continue;
    }
    ++report.clips.possible;
    report.captions.possible += static_cast<std::int64_t>(clip.captions.size());
    report.bytes += entry->bytes;
  }
  for (const auto& note : file.archive.notes) {
    ++report.notes.listed;
    notes.insert(note.id);
    if (own.contains(note.video) && (note.root.empty() || notes.contains(note.root))) ++report.notes.possible;
  }
  return {};
}

Result<void> Bringing::plan_marks(Transaction& tx, AccountId account, const Opened& file,
                                  social::Reaction kind, Tally& tally) {
  const auto& listed = kind == social::Reaction::like ? file.archive.likes : file.archive.saves;
  std::set<std::string_view> own;
  for (const auto& clip : file.archive.clips) own.insert(clip.id);
  TRY_LET(const auto found, visible(tx, account, listed));
  tally.listed = static_cast<std::int64_t>(listed.size());
  for (const auto& mark : listed) {
    const auto video = found.find(mark.video);
    if (video == found.end()) {
      tally.possible += own.contains(mark.video) ? 1 : 0;
      continue;
    }
    TRY_LET(const auto marks, needs_.reactions.marks(tx, account, std::span{&video->second.id, 1}));
    const bool already = kind == social::Reaction::like ? marks[0].like : marks[0].save;
    ++(already ? tally.here : tally.possible);
  }
  return {};
}

Result<void> Bringing::plan_people(Transaction& tx, AccountId account, const Opened& file, Report& report) {
  std::vector<std::string> handles;
  for (const auto& one : file.archive.following) handles.push_back(one.handle);
  TRY_LET(const auto known, people(tx, account, handles));
  report.following.listed = static_cast<std::int64_t>(handles.size());
  for (const auto& handle : handles) {
    const auto found = known.find(handle);
    if (found == known.end()) {
      if (report.strangers.size() < names_max) report.strangers.push_back(handle);
    } else if (report.foreign && !found->second.relation.follows) {
      // The same name elsewhere need not be the same person.
      if (report.offered.size() < names_max) report.offered.push_back(handle);
    } else {
      ++(found->second.relation.follows ? report.following.here : report.following.possible);
    }
  }
  return {};
}

Result<Report> Bringing::plan(AccountId account, const Opened& file) {
  const auto& manifest = file.manifest;
  Report report{.handle = file.archive.self.handle,
                .name = file.archive.self.name,
                .house = manifest.house,
                .address = manifest.address,
                .made_at = manifest.made_at,
                .public_key = file.kind == Kind::vitrine ? base::hex(manifest.public_key) : "",
                .ours = base::equal_in_constant_time(manifest.public_key, needs_.own_key)};
  report.foreign = file.kind != Kind::vitrine;
  const auto looked = needs_.record.read([&](Transaction& tx) -> Result<void> {
    TRY(plan_clips(tx, account, file, report));
    TRY(plan_marks(tx, account, file, social::Reaction::like, report.likes));
    TRY(plan_marks(tx, account, file, social::Reaction::save, report.saves));
    return plan_people(tx, account, file, report);
  });
  if (!looked) return std::unexpected(looked.error());
  return report;
}

}  // namespace vitrine::takeout
