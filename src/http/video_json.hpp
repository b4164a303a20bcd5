#pragma once
// The one place a Video becomes JSON: every route and the feed use it. A page of any length costs five
// queries (files, authors, counts, and for a viewer with account marks and relations) and up to six for
// sounds, remixes and roles, never one per video. Whoever calls has already asked may_see(). Thread-safe.
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "accounts/ports.hpp"
#include "base/json.hpp"
#include "catalog/ports.hpp"
#include "http/media_links.hpp"
#include "social/ports.hpp"

namespace vitrine::http {

class VideoJson {
 public:
  struct Needs {
    catalog::VideoStore& videos;
    accounts::AccountStore& accounts;
    social::ReactionStore& reactions;
    social::RelationStore& relations;
    const MediaLinks& links;
    /// How often each was watched, in the order asked: from whoever counts (memory only). None: zeros.
    std::function<std::vector<std::int64_t>(std::span<const model::VideoId>)> views = nullptr;
    /// The sound of each, in the order asked (SoundJson::of). None: null.
    std::function<base::Result<std::vector<base::json::value>>(
        ports::Transaction&, std::optional<model::AccountId>, std::span<const catalog::Video>)>
        sounds = nullptr;
    /// What each was made with, the same way (remix_json). None: null.
    std::function<base::Result<std::vector<base::json::value>>(
        ports::Transaction&, std::optional<model::AccountId>, std::span<const catalog::Video>)>
        remixes = nullptr;
    /// By which rule of the market each is kept out of every feed, in the order asked; empty: by none. None:
    /// no market has rules.
    std::function<std::vector<std::string>(std::span<const model::VideoId>)> market_rules = nullptr;
  };
  explicit VideoJson(Needs needs) : needs_(std::move(needs)) {}

  /// shapes::video() of each, in order.
  base::Result<std::vector<base::json::object>> render(ports::Transaction& tx,
                                                       std::optional<model::AccountId> viewer,
                                                       std::span<const catalog::Video> videos) const;
  base::Result<base::json::object> render(ports::Transaction& tx, std::optional<model::AccountId> viewer,
                                          const catalog::Video& video) const;

  /// For the routes that change a like or a save: {counts, my} as in shapes::video_reaction().
  base::Result<base::json::object> reaction(ports::Transaction& tx, model::AccountId viewer,
                                            const catalog::Video& video) const;

 private:
  struct Facts;
  base::Result<bool> moderates(ports::Transaction& tx, std::optional<model::AccountId> viewer,
                               std::span<const catalog::Video> videos) const;
  base::Result<Facts> gather(ports::Transaction& tx, std::optional<model::AccountId> viewer,
                             std::span<const catalog::Video> videos, bool whole) const;
  Needs needs_;
};

}  // namespace vitrine::http
