#include "http/search_routes.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "http/account_json.hpp"
#include "http/shapes.hpp"
#include "http/videos_routes.hpp"

namespace vitrine::http {
namespace json = base::json;
using accounts::FoundPerson;
using catalog::Question;
using catalog::Suggestion;
using model::VideoId;
using ports::Transaction;

namespace {
constexpr std::size_t question_chars_max = 200;
/// A grid of three columns, eight rows; of people and tags a line each.
constexpr std::size_t page_videos = 24, page_people = 20, page_tags = 30;
/// Beside the videos of a page about everything.
constexpr std::size_t beside_people = 6, beside_tags = 8, beside_sounds = 6;
/// Sounds are found by the clips they are of: so many are looked at for so many sounds.
constexpr std::size_t heard_videos = 100, page_sounds = 20;
constexpr std::size_t suggestions_max = 8;
constexpr std::size_t rising_videos = 60, rising_tags = 20;

std::optional<model::Instant> since(const Call& call) {
  using days = std::chrono::days;
  const auto when = call.query().maybe_text("when");
  if (!when) return std::nullopt;
  return call.now() - (*when == "day"     ? days{1}
                       : *when == "week"  ? days{7}
                       : *when == "month" ? days{31}
                                          : days{365});
}

std::optional<catalog::Length> length_of(const Call& call) {
  const auto length = call.query().maybe_text("length");
  if (!length) return std::nullopt;
  return *length == "short"    ? catalog::Length::brief
         : *length == "medium" ? catalog::Length::medium
                               : catalog::Length::lengthy;
}

/// Everything the order of results depends on, so that a cursor goes with no other question.
std::string listing_of(const Call& call) {
  auto key = call.query().json();
  key.erase("cursor");
  return "search " + base::to_text(key);
}

/// People the caller is apart from are not there.
Result<std::vector<FoundPerson>> people_for(Call& call, Transaction& tx, const SearchNeeds& needs,
                                            std::string_view text, std::size_t max) {
  TRY_LET(auto found, needs.people.people(tx, text, max + 20));
  if (const auto me = call.my_account()) {
    std::vector<model::AccountId> ids;
    for (const auto& one : found) ids.push_back(one.brief.id);
    TRY_LET(const auto relations, needs.relations.of(tx, *me, ids));
    std::vector<FoundPerson> kept;
    for (std::size_t i = 0; i < found.size(); ++i)
      if (!relations[i].apart()) kept.push_back(std::move(found[i]));
    found = std::move(kept);
  }
  if (found.size() > max) found.erase(found.begin() + static_cast<std::ptrdiff_t>(max), found.end());
  return found;
}

Result<json::array> people_json(Transaction& tx, const SearchNeeds& needs,
                                const std::vector<FoundPerson>& found) {
  std::vector<model::AccountId> ids;
  for (const auto& one : found) ids.push_back(one.brief.id);
  TRY_LET(const auto counts, needs.relations.counts(tx, ids));
  json::array list;
  for (std::size_t i = 0; i < found.size(); ++i) {
    auto one = brief_json(found[i].brief);
    one["followers"] = counts[i].followers;
    list.emplace_back(std::move(one));
  }
  return list;
}

json::array tags_json(const std::vector<Suggestion>& tags) {
  json::array list;
  for (const auto& tag : tags) list.push_back(json::object{{"tag", tag.text}, {"videos", tag.videos}});
  return list;
}

Result<json::array> videos_json(Call& call, Transaction& tx, const SearchNeeds& needs,
                                std::vector<catalog::FoundVideo> found) {
  std::vector<catalog::Video> videos;
  for (const auto& one : found) videos.push_back(one.video);
  TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), videos));
  json::array list;
  for (std::size_t i = 0; i < rendered.size(); ++i) {
    const auto& score = found[i].score;
    rendered[i]["why"] = json::object{
        {"relevance", score.relevance}, {"freshness", score.freshness}, {"quality", score.quality}};
    list.emplace_back(std::move(rendered[i]));
  }
  return list;
}

/// The sounds of what was found, in its order, each once.
Result<json::array> sounds_json(Call& call, Transaction& tx, const SearchNeeds& needs,
                                const std::vector<catalog::FoundVideo>& found, std::size_t max) {
  if (!needs.sounds) return json::array{};
  std::vector<catalog::Video> videos;
  for (const auto& one : found) videos.push_back(one.video);
  TRY_LET(const auto heard, needs.sounds->of(tx, viewer_of(call), videos));
  std::vector<catalog::SoundSeen> sounds;
  for (const auto& video : videos) {
    const auto at = heard.find(video.id);
    if (at == heard.end() || sounds.size() >= max) continue;
    const auto id = at->second.sound.id;
    if (std::ranges::any_of(sounds, [&](const auto& one) { return one.sound.id == id; })) continue;
    TRY_LET(auto seen, needs.sounds->seen_by(tx, viewer_of(call), id));
    sounds.push_back(std::move(seen));
  }
  return needs.sound_json->render(tx, call.my_account(), sounds, needs.json);
}

Result<Question> question_of(const Call& call, std::string_view text, std::string_view language) {
  const auto query = call.query();
  Question question{.text = text, .published_after = since(call), .length = length_of(call)};
  question.language = language;
  question.captioned = query.maybe_boolean("captions").value_or(false);
  if (query.maybe_text("order") == "newest") question.order = catalog::Order::newest;
  question.with_adult = query.maybe_boolean("adult").value_or(false);
  question.as_typed = query.maybe_boolean("exact").value_or(false);
  question.count = page_videos;
  question.at = call.now();
  TRY_LET(const auto place, call.cursor(listing_of(call)));
  if (!place) return question;
  if (place->size() != 2)
    return base::fail_in("cursor", Fault::invalid_input, "cursor_invalid", "Take the cursor from an answer.");
  question.from = static_cast<std::size_t>((*place)[0]);
  question.at = model::instant((*place)[1]);
  return question;
}

Result<Response> find(Call& call, const SearchNeeds& needs) {
  const auto query = call.query();
  const auto text = query.text("q");
  const auto what = query.maybe_text("in").value_or("all");
  const auto language = query.maybe_text("language").value_or("");
  TRY_LET(const auto question, question_of(call, text, language));
  return call.read([&](Transaction& tx) -> Result<Response> {
    json::object out{{"videos", json::array{}}, {"people", json::array{}}, {"tags", json::array{}},
                     {"sounds", json::array{}}, {"meant", nullptr},        {"next", nullptr}};
    const bool all = what == "all";
    if (all || what == "videos") {
      TRY_LET(auto answer, needs.search.find(tx, viewer_of(call), question));
      if (!answer.meant.empty()) out["meant"] = answer.meant;
      if (answer.more) {
        const std::array<std::int64_t, 2> place{static_cast<std::int64_t>(question.from + question.count),
                                                model::millis(question.at)};
        out["next"] = call.next(listing_of(call), place);
      }
      if (all && question.from == 0) {
        TRY_LET(out["sounds"], sounds_json(call, tx, needs, answer.videos, beside_sounds));
      }
      TRY_LET(out["videos"], videos_json(call, tx, needs, std::move(answer.videos)));
    }
    if (what == "sounds") {
      auto wider = question;
      wider.count = heard_videos;
      TRY_LET(const auto answer, needs.search.find(tx, viewer_of(call), wider));
      if (!answer.meant.empty()) out["meant"] = answer.meant;
      TRY_LET(out["sounds"], sounds_json(call, tx, needs, answer.videos, page_sounds));
    }
    if (question.from > 0) return Response::json(std::move(out)).with("Cache-Control", "no-store");
    if (all || what == "people") {
      TRY_LET(const auto found, people_for(call, tx, needs, text, all ? beside_people : page_people));
      TRY_LET(out["people"], people_json(tx, needs, found));
    }
    if (all || what == "tags") {
      TRY_LET(const auto tags, needs.search.tags(tx, text, all ? beside_tags : page_tags));
      out["tags"] = tags_json(tags);
    }
    return Response::json(std::move(out)).with("Cache-Control", "no-store");
  });
}

Result<Response> suggest(Call& call, const SearchNeeds& needs) {
  const auto typed = call.query().text("q");
  return call.read([&](Transaction& tx) -> Result<Response> {
    json::array items;
    if (!typed.starts_with('@')) {
      TRY_LET(const auto found, needs.search.suggest(tx, typed, suggestions_max));
      for (const auto& one : found)
        items.push_back(
            json::object{{"kind", catalog::text(one.kind)}, {"text", one.text}, {"name", nullptr}});
    }
    if (!typed.starts_with('#')) {
      const std::size_t room = typed.starts_with('@') ? suggestions_max : 3;
      TRY_LET(const auto people, people_for(call, tx, needs, typed, room));
      for (const auto& one : people)
        items.push_back(
            json::object{{"kind", "person"}, {"text", one.brief.handle}, {"name", one.brief.name}});
    }
    return Response::json({{"items", std::move(items)}}).with("Cache-Control", "no-store");
  });
}

Result<Response> rising(Call& call, const SearchNeeds& needs) {
  const auto now = needs.rising(call.now());
  std::vector<VideoId> ids;
  for (const auto& clip : now.clips)
    if (ids.size() < rising_videos) ids.push_back(clip.video);
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(auto videos, needs.videos.some(tx, viewer_of(call), ids, catalog::Videos::Want::found));
    std::erase_if(videos, [](const auto& video) { return video.visibility != model::Visibility::everyone; });
    TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), videos));
    json::array items, tags;
    for (auto& one : rendered) items.emplace_back(std::move(one));
    for (const auto& tag : now.tags)
      if (tags.size() < rising_tags) tags.push_back(json::object{{"tag", tag.word}, {"people", tag.people}});
    return Response::json({{"videos", std::move(items)}, {"tags", std::move(tags)}});
  });
}

Shape result_page() {
  using namespace shape;
  const auto score =
      object({field("relevance", number()), field("freshness", number()), field("quality", number())});
  const auto person = named("FoundPerson", extend(shapes::account_brief(), {field("followers", count())}));
  const auto tag = named("FoundTag", object({field("tag", text(1, 100)), field("videos", count())}));
  const auto video =
      named("FoundVideo", extend(shapes::video(), {field("why", named("SearchScore", score))}));
  return named(
      "SearchPage",
      object({field("videos", array(video, page_videos)), field("people", array(person, page_people)),
              field("tags", array(tag, page_tags)), field("sounds", array(sound_shape(), page_sounds)),
              field("meant", nullable(text(1, 400))), field("next", nullable(cursor()))}));
}

Shape question_shape() {
  using namespace shape;
  return object({field("q", text(1, question_chars_max)),
                 optional("in", one_of({"all", "videos", "people", "tags", "sounds"})),
                 optional("when", one_of({"day", "week", "month", "year"})),
                 optional("length", one_of({"short", "medium", "long"})), optional("language", text(2, 3)),
                 optional("order", one_of({"best", "newest"})), optional("adult", boolean()),
                 optional("captions", boolean()), optional("exact", boolean()),
                 optional("cursor", cursor())});
}

using Act = Result<Response> (*)(Call&, const SearchNeeds&);

void add(RouteTable& table, const SearchNeeds& needs, std::string path, std::string summary, Act act,
         std::optional<Shape> query, Shape answer) {
  Route route{.method = "GET", .path = "/api/v1" + path, .summary = std::move(summary), .tag = "finding"};
  route.scope = accounts::Scope::read;
  route.query = std::move(query);
  route.answer = {200, std::move(answer)};
  route.handler = [needs, act](Call& call) { return act(call, needs); };
  table.add(std::move(route));
}
}  // namespace

void add_search_routes(RouteTable& table, SearchNeeds needs) {
  using namespace shape;
  add(table, needs, "/search", "Videos, people, tags and sounds that fit some words", find, question_shape(),
      result_page());
  const auto suggestion = named(
      "Suggestion", object({field("kind", one_of({"words", "tag", "person"})), field("text", text(1, 200)),
                            field("name", nullable(text(0, shapes::name_chars_max)))}));
  add(table, needs, "/search/suggest", "Ways to finish what somebody is typing", suggest,
      object({field("q", text(1, question_chars_max))}), object({field("items", array(suggestion, 16))}));
  const auto tag = named("RisingTag", object({field("tag", text(1, 100)), field("people", count())}));
  add(table, needs, "/rising", "Videos and tags that many people watch well just now", rising, std::nullopt,
      named("RisingPage", object({field("videos", array(shapes::video(), rising_videos)),
                                  field("tags", array(tag, rising_tags))})));
}

}  // namespace vitrine::http
