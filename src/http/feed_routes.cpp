#include "http/feed_routes.hpp"

#include <map>
#include <set>

#include "base/text.hpp"
#include "catalog/tags.hpp"
#include "http/account_json.hpp"
#include "http/shapes.hpp"
#include "http/videos_routes.hpp"

namespace vitrine::http {
namespace {
using model::ReceiptId;
using model::VideoId;
using ports::Transaction;
using supply::Asker;
namespace json = base::json;
using namespace shape;

constexpr std::size_t events_max = 100;  // half a minute of the fastest swiping
constexpr std::size_t unseen_max = 50;

Asker asker_of(const Call& call) {
  if (!call.viewer()) return {};
  return {call.me().account, call.me().pseudonym, {}};
}

/// The languages the browser asks for, as their owner told it; no place is looked at.
std::vector<std::string> declared_languages(const Call& call) {
  constexpr std::size_t languages_max = 10;
  std::vector<std::string> languages;
  for (const auto part : base::split(call.request().header("accept-language"), ',')) {
    const auto begin = part.find_first_not_of(' ');
    if (begin == std::string_view::npos || languages.size() == languages_max) continue;
    auto language = base::lower_ascii(part.substr(begin, part.find_first_of("-; ", begin) - begin));
    if (language.size() >= 2 && language.size() <= 3) languages.push_back(std::move(language));
  }
  return languages;
}

/// "clay,night sky": what a viewer without account chose to see more of.
std::vector<std::string> chosen_interests(const Call& call) {
  constexpr std::size_t interests_most = 8;
  std::vector<std::string> tags;
  const auto asked = call.query().maybe_text("interests");
  if (!asked || call.my_account()) return tags;
  for (const auto part : base::split(*asked, ',')) {
    auto tag = catalog::fold_tag(part);
    if (tag && tags.size() < interests_most) tags.push_back(std::move(*tag));
  }
  return tags;
}

std::string listing_of(const Call& call, std::string_view feed) {
  const auto me = call.my_account();
  return fmt::format("feed {} {}", feed, me ? me->text() : "");
}

/// What the terms of one answer speak of: names of people, titles of videos.
struct Names {
  Briefs people;
  std::map<VideoId, std::string> titles;

  static Result<Names> fetch(Transaction& tx, const FeedNeeds& needs, const catalog::Viewer& viewer,
                             std::span<const feed::Item> items) {
    std::vector<model::AccountId> people;
    std::set<VideoId> videos;
    for (const auto& item : items)
      for (const auto& term : item.terms) {
        if (term.author.raw() != 0) people.push_back(term.author);
        if (term.video.raw() != 0) videos.insert(term.video);
      }
    TRY_LET(auto briefs, Briefs::fetch(tx, needs.accounts, std::move(people)));
    const std::vector<VideoId> ids(videos.begin(), videos.end());
    Names names{std::move(briefs), {}};
    // At most 200 at once; a page of ten names a few dozen.
    TRY_LET(const auto found,
            needs.videos.some(tx, viewer, std::span{ids}.first(std::min<std::size_t>(ids.size(), 200))));
    for (const auto& video : found) names.titles.emplace(video.id, video.title);
    return names;
  }
};

json::object term_json(const feed::Term& term, const Names& names) {
  json::object evidence{{"kind", feed::evidence_name(term.evidence)}};
  if (!term.tag.empty()) evidence["tag"] = term.tag;
  if (term.author.raw() != 0) evidence["handle"] = names.people.json(term.author).at("handle");
  if (term.video.raw() != 0) {
    evidence["video"] = term.video.text();
    if (const auto title = names.titles.find(term.video); title != names.titles.end())
      evidence["title"] = title->second;
  }
  const auto count = [&](std::string_view name, std::uint32_t value) {
    if (value != 0) evidence[name] = value;
  };
  count("shown", term.shown);
  count("finished", term.finished);
  count("liked", term.liked);
  count("skipped", term.skipped);
  return {{"signal", learning::head_names[static_cast<std::size_t>(term.signal)]},
          {"x", term.x},
          {"weight", term.weight},
          {"value", term.value},
          {"evidence", std::move(evidence)}};
}

json::array terms_json(const std::vector<feed::Term>& terms, const Names& names) {
  json::array out;
  for (const auto& term : terms) out.push_back(term_json(term, names));
  return out;
}

json::object reason_json(const feed::Reason& reason) {
  json::object out{{"kind", feed::reason_name(reason)}};
  if (const auto* language = std::get_if<feed::OtherLanguage>(&reason)) out["language"] = language->language;
  if (const auto* market = std::get_if<feed::MarketRule>(&reason)) out["rule"] = market->rule;
  if (const auto* seen = std::get_if<feed::SeenLately>(&reason))
    out["seen_at"] = static_cast<std::int64_t>(seen->at_s) * 1000;
  if (const auto* cut = std::get_if<feed::BelowTheCut>(&reason)) {
    out["rank"] = cut->rank;
    out["score"] = cut->score;
  }
  if (const auto* look = std::get_if<feed::AtFirstLook>(&reason)) out["score"] = look->promise;
  if (const auto* muted = std::get_if<feed::Muted>(&reason)) {
    constexpr std::array<std::string_view, 4> what{"tag", "sound", "word", "language"};
    out["muted"] = what[static_cast<std::size_t>(muted->what)];
    if (!muted->word.empty()) out["word"] = muted->word;
  }
  return out;
}

/// What was dropped, as far as this viewer may see it: a reason must not tell of a video that is absent for
/// them.
Result<json::array> dropped_json(Transaction& tx, const FeedNeeds& needs, const Call& call,
                                 const std::vector<feed::Dropped>& dropped) {
  constexpr std::size_t dropped_max = 1000;
  std::vector<VideoId> ids;
  for (const auto& one : dropped)
    if (ids.size() < dropped_max) ids.push_back(one.video);
  TRY_LET(const auto videos, needs.videos.some(tx, viewer_of(call), ids));
  std::set<VideoId> visible;
  for (const auto& video : videos) visible.insert(video.id);
  json::array out;
  for (const auto& one : dropped) {
    if (!visible.contains(one.video)) continue;
    out.push_back(json::object{{"video", one.video.text()},
                               {"source", feed::source_name(one.source)},
                               {"reason", reason_json(one.reason)}});
  }
  return out;
}

json::object receipt_json(const feed::Receipt& receipt) {
  return {{"id", receipt.id.text()},
          {"log_position", receipt.log_position},
          {"policy", receipt.policy},
          {"policy_digest", base::hex(receipt.policy_digest)},
          {"seed", fmt::format("{:016x}", receipt.query.seed)}};
}

/// The page's videos as this viewer may see them; one that went away meanwhile is left out.
Result<json::array> items_json(Transaction& tx, const FeedNeeds& needs, const Call& call,
                               const feed::Receipt& receipt) {
  const auto& items = receipt.slate.items;
  const auto viewer = viewer_of(call);
  std::vector<VideoId> ids;
  for (const auto& item : items) ids.push_back(item.video);
  TRY_LET(const auto videos, needs.videos.some(tx, viewer, ids));
  TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), videos));
  TRY_LET(const auto names, Names::fetch(tx, needs, viewer, items));
  std::map<VideoId, std::size_t> at;
  for (std::size_t i = 0; i < videos.size(); ++i) at.emplace(videos[i].id, i);
  json::array out;
  for (const auto& item : items) {
    const auto found = at.find(item.video);
    if (found == at.end()) continue;
    auto& video = rendered[found->second];
    video["position"] = item.position;
    video["source"] = feed::source_name(item.source);
    video["score"] = item.score;
    video["why"] = terms_json(item.terms, names);
    video["policy"] = receipt.policy;
    video["move"] = feed::move_name(item.move);
    out.push_back(std::move(video));
  }
  return out;
}

Result<json::object> page_json(Transaction& tx, const FeedNeeds& needs, const Call& call,
                               std::string_view feed, const supply::FeedPage& page, bool explain) {
  const auto& receipt = page->receipt;
  TRY_LET(auto items, items_json(tx, needs, call, receipt));
  json::object out{{"items", std::move(items)}, {"next", nullptr}, {"receipt", receipt_json(receipt)}};
  if (!receipt.slate.items.empty())
    out["next"] = call.next(listing_of(call, feed), std::array{static_cast<std::int64_t>(receipt.id.raw())});
  if (explain) {
    TRY_LET(out["dropped"], dropped_json(tx, needs, call, receipt.slate.dropped));
  }
  return out;
}

Result<Response> page(const FeedNeeds& needs, Call& call, std::string_view feed) {
  auto asker = asker_of(call);
  asker.languages = declared_languages(call);
  asker.interests = chosen_interests(call);
  if (feed == "following" && !asker.account)
    return base::fail(base::Fault::not_signed_in, "not_signed_in",
                      "Sign in to see what the people you follow publish.");
  TRY_LET(const auto cursor, call.cursor(listing_of(call, feed)));
  std::optional<ReceiptId> after;
  if (cursor && cursor->size() == 1) after = ReceiptId{static_cast<std::uint64_t>(cursor->front())};
  const bool explain = call.query().maybe_boolean("explain").value_or(false);
  needs.feed.settle(asker);
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto served, needs.feed.page(tx, asker, feed, after));
    TRY_LET(const auto answer, page_json(tx, needs, call, feed, served, explain));
    return Response::json(answer);
  });
}

Result<Response> rerank(const FeedNeeds& needs, Call& call) {
  auto asker = asker_of(call);
  asker.languages = declared_languages(call);
  std::vector<VideoId> unseen;
  for (const auto& id : call.body().array("unseen"))
    unseen.push_back(*VideoId::parse(std::string_view{id.as_string().data(), id.as_string().size()}));
  needs.feed.settle(asker);
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto served,
            needs.feed.rerank(tx, asker, call.text("feed"), call.body().id<ReceiptId>("receipt"), unseen));
    TRY_LET(const auto answer, page_json(tx, needs, call, call.text("feed"), served, false));
    return Response::json(answer);
  });
}

Result<Response> receipt(const FeedNeeds& needs, Call& call) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto found, needs.feed.receipt(tx, asker_of(call), call.id<ReceiptId>("receipt")));
    const auto& kept = found->receipt;
    TRY_LET(const auto names, Names::fetch(tx, needs, viewer_of(call), kept.slate.items));
    auto out = receipt_json(kept);
    json::array items;
    for (const auto& item : kept.slate.items)
      items.push_back(json::object{{"video", item.video.text()},
                                   {"position", item.position},
                                   {"source", feed::source_name(item.source)},
                                   {"move", feed::move_name(item.move)},
                                   {"propensity", item.propensity},
                                   {"score", item.score},
                                   {"why", terms_json(item.terms, names)}});
    out["at"] = model::millis(kept.query.at);
    out["received"] = kept.slate.received;
    out["slate_digest"] = base::hex(feed::digest_of(kept.slate));
    out["items"] = std::move(items);
    TRY_LET(out["dropped"], dropped_json(tx, needs, call, kept.slate.dropped));
    return Response::json(out);
  });
}

Result<Response> why(const FeedNeeds& needs, Call& call) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto found, needs.feed.why(tx, asker_of(call), call.query().id<ReceiptId>("receipt"),
                                             call.query().id<VideoId>("video")));
    json::object out{{"shown", found.shown}, {"terms", json::array{}}, {"reason", nullptr}};
    if (found.shown) {
      TRY_LET(const auto names, Names::fetch(tx, needs, viewer_of(call), std::span{&found.item, 1}));
      out["terms"] = terms_json(found.item.terms, names);
      out["score"] = found.item.score;
    } else if (found.dropped) {
      TRY_LET(const auto visible,
              needs.videos.some(tx, viewer_of(call), std::array{call.query().id<VideoId>("video")}));
      if (!visible.empty()) out["reason"] = reason_json(found.dropped->reason);
    }
    return Response::json(out);
  });
}

json::object judgement_json(const feed::Judgement& now, const std::string& policy, const Names& names) {
  json::object out{{"policy", policy},
                   {"found", now.found},
                   {"source", feed::source_name(now.source)},
                   {"reason", nullptr},
                   {"shown", now.shown},
                   {"rank", now.rank},
                   {"rivals", now.rivals},
                   {"score", now.score},
                   {"last_shown_score", now.last_shown_score},
                   {"terms", terms_json(now.terms, names)}};
  if (now.against) out["reason"] = reason_json(*now.against);
  return out;
}

Result<Response> why_not(const FeedNeeds& needs, Call& call) {
  auto asker = asker_of(call);
  asker.languages = declared_languages(call);
  needs.feed.settle(asker);
  return call.read([&](Transaction& tx) -> Result<Response> {
    const auto video = call.query().id<VideoId>("video");
    const auto viewer = viewer_of(call);
    TRY_LET(const auto visible, needs.videos.some(tx, viewer, std::array{video}));
    if (visible.empty()) return base::fail(base::Fault::not_found, "video_absent", "There is no such video.");
    TRY_LET(const auto found, needs.feed.why_not(tx, asker, video));
    feed::Item item;
    item.terms = found.now.terms;
    TRY_LET(const auto names, Names::fetch(tx, needs, viewer, std::span{&item, 1}));
    json::object out{{"last", nullptr}, {"now", judgement_json(found.now, found.policy, names)}};
    if (found.page) {
      json::object last{{"receipt", found.page->text()},
                        {"at", model::millis(found.at)},
                        {"shown", found.then.shown},
                        {"reason", nullptr}};
      if (found.then.dropped) last["reason"] = reason_json(found.then.dropped->reason);
      out["last"] = std::move(last);
    }
    return Response::json(out);
  });
}

Shape why_not_shape() {
  const auto last = object({field("receipt", id()), field("at", time()), field("shown", boolean()),
                            field("reason", nullable(shapes::drop_reason()))});
  const auto now =
      object({field("policy", text(1, 64)), field("found", boolean()), field("source", text(1, 20)),
              field("reason", nullable(shapes::drop_reason())), field("shown", boolean()),
              field("rank", count()), field("rivals", count()), field("score", number()),
              field("last_shown_score", number()), field("terms", array(shapes::term(), 64))});
  return named("WhyNot", object({field("last", nullable(last)), field("now", now)}));
}

supply::Happened happened_of(const Fields& event) {
  using Kind = supply::Happened::Kind;
  const auto kind = event.text("kind");
  supply::Happened out;
  out.kind = kind == "shown"            ? Kind::shown
             : kind == "watched"        ? Kind::watched
             : kind == "not_interested" ? Kind::not_interested
                                        : Kind::shared;
  out.video = event.id<VideoId>("video");
  out.receipt = event.maybe_id<ReceiptId>("receipt");
  out.position = static_cast<int>(event.maybe_integer("position").value_or(0));
  out.watched_ms = static_cast<std::uint32_t>(event.maybe_integer("watched_ms").value_or(0));
  out.loops = static_cast<std::uint16_t>(event.maybe_integer("loops").value_or(0));
  out.finished = event.maybe_boolean("finished").value_or(false);
  out.skipped = event.maybe_boolean("skipped").value_or(false);
  return out;
}

Result<Response> events(const FeedNeeds& needs, Call& call) {
  std::vector<supply::Happened> happened;
  for (const auto& event : call.body().array("events")) {
    const Fields fields{event.as_object()};
    // How the player did is checked against the closed schema and not kept: nobody's device is described
    // here.
    if (fields.text("kind") != "player") happened.push_back(happened_of(fields));
  }
  TRY(needs.feed.record(asker_of(call), happened));
  return Response::nothing();
}

Shape events_shape() {
  constexpr std::int64_t day_ms = 24LL * 60 * 60 * 1000;
  const auto video = field("video", id());
  const auto receipt = field("receipt", nullable(id()));
  const auto position = field("position", integer(0, 10'000));
  const auto event =
      kinds("kind", {{"shown", object({video, receipt, position})},
                     {"watched", object({video, receipt, position, field("watched_ms", integer(0, day_ms)),
                                         field("loops", integer(0, 10'000)), field("finished", boolean()),
                                         field("skipped", boolean())})},
                     {"not_interested", object({video, receipt})},
                     {"shared", object({video})},
                     {"player", object({video, optional("ttff_ms", integer(0, 600'000)),
                                        optional("swipe_ms", integer(-600'000, 600'000)),
                                        optional("stalls", integer(0, 10'000))})}});
  return object({field("session", id()), field("events", array(named("PlayerEvent", event), events_max))});
}

void add_page_routes(RouteTable& table, const FeedNeeds& needs) {
  const auto query = object(
      {optional("cursor", cursor()), optional("explain", boolean()), optional("interests", text(1, 1000))});
  table.add({.method = "GET",
             .path = "/api/v1/feed",
             .summary = "A page of the For You feed, with its receipt",
             .tag = "feed",
             .scope = accounts::Scope::read,
             .pace = Pace::feed,
             .query = query,
             .answer = {200, shapes::feed_page()},
             .handler = [needs](Call& call) { return page(needs, call, "for_you"); }});
  table.add({.method = "GET",
             .path = "/api/v1/feed/{feed:word}",
             .summary = "A page of one of the feeds of GET /algorithms, with its receipt",
             .tag = "feed",
             .scope = accounts::Scope::read,
             .pace = Pace::feed,
             .query = query,
             .answer = {200, shapes::feed_page()},
             .handler = [needs](Call& call) { return page(needs, call, call.text("feed")); }});
  table.add({.method = "POST",
             .path = "/api/v1/feed/{feed:word}/rerank",
             .summary = "Ranks what is still unseen of a page again, with what was learned since",
             .tag = "feed",
             .pace = Pace::feed,
             .body = object({field("receipt", id()), field("unseen", array(id(), unseen_max))}),
             .answer = {200, shapes::feed_page()},
             .handler = [needs](Call& call) { return rerank(needs, call); }});
}

void add_receipt_routes(RouteTable& table, const FeedNeeds& needs) {
  table.add({.method = "GET",
             .path = "/api/v1/feed/receipts/{receipt}",
             .summary = "Everything a page of one's own was decided by",
             .tag = "feed",
             .answer = {200, named("Receipt", open_object())},
             .handler = [needs](Call& call) { return receipt(needs, call); }});
  table.add({.method = "GET",
             .path = "/api/v1/feed/why",
             .summary = "Why a video was on that page, or why not",
             .tag = "feed",
             .query = object({field("video", id()), field("receipt", id())}),
             .answer = {200, named("Why", object({field("shown", boolean()),
                                                  field("terms", array(shapes::term(), 64)),
                                                  field("reason", nullable(shapes::drop_reason())),
                                                  optional("score", number())}))},
             .handler = [needs](Call& call) { return why(needs, call); }});
  table.add({.method = "GET",
             .path = "/api/v1/feed/why_not",
             .summary = "Why a video has not been shown, on the newest pages and if a page were made now",
             .tag = "feed",
             .access = Access::signed_in,
             .pace = Pace::feed,
             .query = object({field("video", id())}),
             .answer = {200, why_not_shape()},
             .handler = [needs](Call& call) { return why_not(needs, call); }});
}

void add_viewer_routes(RouteTable& table, const FeedNeeds& needs) {
  table.add({.method = "POST",
             .path = "/api/v1/events",
             .summary = "What happened on the screen: a closed list, at most 100 at a time",
             .tag = "feed",
             .pace = Pace::events,
             .body = events_shape(),
             .answer = {204, std::nullopt},
             .handler = [needs](Call& call) { return events(needs, call); }});
}
}  // namespace

namespace {
/// The feed that this viewer's first tab shows.
std::string feed_of(const FeedNeeds& needs, const supply::Choices& choices) {
  const auto* policy = needs.feed.shelf().named(choices.algorithm);
  return policy == nullptr || policy->name == "home" ? "for_you" : policy->name;
}
}  // namespace

std::optional<json::object> first_page(const FeedNeeds& needs, Call& call) {
  auto asker = asker_of(call);
  asker.languages = declared_languages(call);
  needs.feed.settle(asker);
  auto answer = call.read([&](Transaction& tx) -> Result<json::object> {
    // Whoever chose another algorithm is not ranked by this one first.
    TRY_LET(const auto choices, needs.feed.choices(tx, asker));
    const std::string feed = feed_of(needs, choices);
    TRY_LET(const auto served, needs.feed.page(tx, asker, feed, std::nullopt));
    TRY_LET(auto page, page_json(tx, needs, call, feed, served, false));
    if (asker.account) page["name"] = feed;
    return page;
  });
  if (!answer || answer->at("items").as_array().empty()) return std::nullopt;
  return std::move(*answer);
}

void add_feed_routes(RouteTable& table, FeedNeeds needs) {
  add_page_routes(table, needs);
  add_receipt_routes(table, needs);
  add_viewer_routes(table, needs);
}

}  // namespace vitrine::http
