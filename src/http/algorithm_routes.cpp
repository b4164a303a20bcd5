#include "http/algorithm_routes.hpp"

#include "feed/document.hpp"
#include "http/account_json.hpp"
#include "http/shapes.hpp"
#include "http/videos_routes.hpp"

namespace vitrine::http {
namespace {
using model::VideoId;
using ports::Transaction;
using supply::Asker;
namespace json = base::json;
using namespace shape;

constexpr std::size_t history_max = 100;

Asker asker_of(const Call& call) {
  if (!call.viewer()) return {};
  return {call.me().account, call.me().pseudonym, {}};
}

std::string_view wish_word(model::events::Wish wish) {
  switch (wish) {
    case model::events::Wish::more:
      return "more";
    case model::events::Wish::less:
      return "less";
    case model::events::Wish::neutral:
      break;
  }
  return "neutral";
}

json::array ranges_json(const feed::Policy& policy) {
  json::array out;
  for (const auto& range : policy.sliders)
    out.push_back(
        json::object{{"name", feed::slider_name(range.slider)}, {"min", range.min}, {"max", range.max}});
  return out;
}

json::object policy_json(const feed::Policy& policy, std::string_view language) {
  return {{"name", policy.name},
          {"feed", policy.name == "home" ? "for_you" : policy.name},
          {"version", policy.version},
          {"digest", base::hex(policy.digest())},
          {"title", feed::title_of(policy, language)},
          {"about", feed::about_of(policy, language)},
          {"profiling", policy.profiling == feed::Profiling::uses_history},
          {"sliders", ranges_json(policy)}};
}

Result<Response> algorithms(const FeedNeeds& needs, Call& call) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto choices, needs.feed.choices(tx, asker_of(call)));
    json::array list;
    for (const auto& policy : needs.feed.shelf().offered())
      list.push_back(policy_json(policy, call.query().maybe_text("language").value_or("en")));
    json::object out{{"algorithms", std::move(list)}, {"chosen", nullptr}};
    if (needs.feed.shelf().named(choices.algorithm) != nullptr) out["chosen"] = choices.algorithm;
    return Response::json(out);
  });
}

Result<Response> document(const FeedNeeds& needs, Call& call) {
  const auto* policy = needs.feed.shelf().named(call.text("name"));
  if (policy == nullptr)
    return base::fail(base::Fault::not_found, "feed_absent", "There is no algorithm of this name.");
  const auto document = feed::document_of(*policy, call.query().text("language"));
  json::array sections;
  for (const auto& section : document.sections) {
    json::array lines;
    for (const auto& line : section.lines)
      lines.push_back(json::object{{"key", line.key},
                                   {"name", line.name},
                                   {"words", line.words},
                                   {"value", line.value},
                                   {"bar", line.bar}});
    sections.push_back(json::object{{"key", section.key},
                                    {"title", section.title},
                                    {"intro", section.intro},
                                    {"lines", std::move(lines)}});
  }
  json::object out = policy_json(*policy, document.language);
  out["text"] = policy->text();
  out["sections"] = std::move(sections);
  return Response::json(out);
}

json::array topics_json(const FeedNeeds& needs, const Asker& asker) {
  json::array topics;
  for (const auto& belief : needs.feed.beliefs(asker))
    topics.push_back(json::object{{"tag", belief.tag},
                                  {"value", belief.value},
                                  {"shown", belief.shown},
                                  {"finished", belief.finished},
                                  {"liked", belief.liked},
                                  {"skipped", belief.skipped},
                                  {"wish", wish_word(belief.wish)}});
  return topics;
}

Result<json::array> authors_json(Transaction& tx, const FeedNeeds& needs, const Asker& asker) {
  const auto beliefs = needs.feed.author_beliefs(asker);
  std::vector<model::AccountId> ids;
  for (const auto& belief : beliefs) ids.push_back(belief.author);
  TRY_LET(const auto people, Briefs::fetch(tx, needs.accounts, std::move(ids)));
  json::array authors;
  for (const auto& belief : beliefs)
    authors.push_back(json::object{{"author", people.json(belief.author)},
                                   {"value", belief.value},
                                   {"shown", belief.shown},
                                   {"finished", belief.finished},
                                   {"liked", belief.liked},
                                   {"skipped", belief.skipped}});
  return authors;
}

json::object kindred_json(const FeedNeeds& needs, const Asker& asker) {
  const auto kindred = needs.feed.kindred(asker);
  return {{"toward", json::array(kindred.toward.begin(), kindred.toward.end())},
          {"away", json::array(kindred.away.begin(), kindred.away.end())},
          {"numbers", json::array(kindred.numbers.begin(), kindred.numbers.end())}};
}

json::array habits_json(const FeedNeeds& needs, const Asker& asker) {
  json::array habits;
  for (const auto& [deed, value] : needs.feed.habits(asker))
    habits.push_back(json::object{{"deed", learning::head_names[index(deed)]}, {"value", value}});
  return habits;
}

json::array sliders_json(const feed::Policy& policy, const supply::Choices& choices) {
  json::array out = ranges_json(policy);
  for (auto& one : out) {
    auto& range = one.as_object();
    range["value"] = 0;
    for (const auto& place : choices.sliders)
      if (range.at("name").as_string() == place.slider) range["value"] = place.value;
  }
  return out;
}

Result<Response> algorithm(const FeedNeeds& needs, Call& call) {
  const auto asker = asker_of(call);
  needs.feed.settle(asker);
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto choices, needs.feed.choices(tx, asker));
    const auto& policy = needs.feed.shelf().chosen(choices.algorithm);
    json::object weights;
    for (std::size_t head = 0; head < learning::heads_count; ++head)
      if (policy.weights[head] != 0) weights[learning::head_names[head]] = policy.weights[head];
    json::array mutes;
    for (const auto& mute : choices.mutes)
      mutes.push_back(json::object{{"kind", supply::text(mute.kind)}, {"word", mute.word}});
    TRY_LET(auto authors, authors_json(tx, needs, asker));
    return Response::json(json::object{{"policy", policy.name},
                                       {"version", policy.version},
                                       {"policy_digest", base::hex(policy.digest())},
                                       {"weights", std::move(weights)},
                                       {"sliders", sliders_json(policy, choices)},
                                       {"mutes", std::move(mutes)},
                                       {"topics", topics_json(needs, asker)},
                                       {"authors", std::move(authors)},
                                       {"kindred", kindred_json(needs, asker)},
                                       {"habits", habits_json(needs, asker)}});
  });
}

Result<Response> reset(const FeedNeeds& needs, Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs.feed.reset(tx, asker_of(call)));
    return Response::nothing();
  });
}

Result<Response> wish(const FeedNeeds& needs, Call& call) {
  const auto word = call.body().text("wish");
  const auto wanted = word == "more"   ? model::events::Wish::more
                      : word == "less" ? model::events::Wish::less
                                       : model::events::Wish::neutral;
  TRY(needs.feed.wish(asker_of(call), call.query().text("tag"), wanted));
  return Response::nothing();
}

/// A change of what is written down about the viewer's wishes, in one transaction.
Result<Response> change(Call& call, const std::function<Result<void>(Transaction&)>& use) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(use(tx));
    return Response::nothing();
  });
}

Result<Response> history(const FeedNeeds& needs, Call& call) {
  const auto asker = asker_of(call);
  needs.feed.settle(asker);
  const auto viewings = needs.feed.history(asker, history_max);
  return call.read([&](Transaction& tx) -> Result<Response> {
    std::vector<VideoId> ids;
    for (const auto& viewing : viewings) ids.push_back(viewing.video);
    TRY_LET(const auto videos, needs.videos.some(tx, viewer_of(call), ids));
    TRY_LET(auto rendered, needs.json.render(tx, call.my_account(), videos));
    json::array items;
    for (const auto& viewing : viewings)
      for (std::size_t i = 0; i < videos.size(); ++i)
        if (videos[i].id == viewing.video)
          items.push_back(
              json::object{{"video", rendered[i]}, {"at", static_cast<std::int64_t>(viewing.at_s) * 1000}});
    TRY_LET(const auto choice, needs.feed.history_choice(tx, asker));
    return Response::json(json::object{
        {"items", std::move(items)}, {"paused", choice.paused}, {"kept_days", choice.kept_days}});
  });
}

Result<Response> choose_history(const FeedNeeds& needs, Call& call) {
  return change(call, [&](Transaction& tx) {
    return needs.feed.choose_history(
        tx, asker_of(call),
        {call.body().boolean("paused"), static_cast<int>(call.body().integer("kept_days"))});
  });
}

Result<Response> forget(const FeedNeeds& needs, Call& call) {
  TRY(needs.feed.forget_viewing(asker_of(call), call.id<VideoId>("video")));
  return Response::nothing();
}

Shape range_shape(std::vector<Field> more = {}) {
  return extend(
      object({field("name", text(1, 32)), field("min", integer(-100, 0)), field("max", integer(0, 100))}),
      std::move(more));
}

Shape policy_shape() {
  return object({field("name", text(1, 64)), field("feed", text(1, 64)), field("version", count()),
                 field("digest", text(64, 64)), field("title", text(1, 80)), field("about", text(0, 200)),
                 field("profiling", boolean()), field("sliders", array(range_shape(), feed::sliders_count))});
}

Shape document_shape() {
  const auto line =
      object({field("key", text(0, 160)), field("name", text(0, 200)), field("words", text(0, 400)),
              field("value", text(0, 160)), field("bar", number())});
  const auto section =
      object({field("key", text(1, 32)), field("title", text(0, 200)), field("intro", text(0, 400)),
              field("lines", array(line, region::withheld_max))});
  return named("AlgorithmDocument", extend(policy_shape(), {field("text", text(1, feed::policy_bytes_max)),
                                                            field("sections", array(section, 10))}));
}

Shape mute_shape() {
  return object({field("kind", one_of({"tag", "word", "sound", "language"})), field("word", text(1, 128))});
}

Shape algorithm_shape() {
  const std::vector<Field> evidence{field("value", number()), field("shown", count()),
                                    field("finished", count()), field("liked", count()),
                                    field("skipped", count())};
  const auto topic = extend(
      object({field("tag", text(1, 200)), field("wish", one_of({"neutral", "more", "less"}))}), evidence);
  const auto author = extend(object({field("author", shapes::account_brief())}), evidence);
  const auto kindred =
      object({field("toward", array(text(1, 200), 10)), field("away", array(text(1, 200), 10)),
              field("numbers", array(number(), learning::LatentFactors::count))});
  const auto habit =
      object({field("deed", one_of({"finish", "long_view", "like", "skip", "opened", "watched"})),
              field("value", number())});
  return named(
      "Algorithm",
      object({field("policy", text(1, 64)), field("version", count()), field("policy_digest", text(64, 64)),
              field("weights", open_object()),
              field("sliders", array(range_shape({field("value", integer(-100, 100))}), feed::sliders_count)),
              field("mutes", array(mute_shape(), supply::mutes_max)), field("topics", array(topic, 1000)),
              field("authors", array(author, 100)), field("kindred", kindred),
              field("habits", array(habit, learning::heads_count))}));
}

void add_public_routes(RouteTable& table, const FeedNeeds& needs) {
  table.add({.method = "GET",
             .path = "/api/v1/algorithms",
             .summary = "The algorithms this house offers, and which one the viewer chose",
             .tag = "algorithm",
             .scope = accounts::Scope::read,
             .query = object({optional("language", one_of({"en", "de"}))}),
             .answer = {200, object({field("algorithms", array(named("AlgorithmBrief", policy_shape()), 100)),
                                     field("chosen", nullable(text(1, 64)))})},
             .handler = [needs](Call& call) { return algorithms(needs, call); }});
  table.add({.method = "GET",
             .path = "/api/v1/algorithms/{name:word}/document",
             .summary = "What an algorithm looks at and how much each thing weighs, in plain words",
             .tag = "algorithm",
             .query = object({field("language", one_of({"en", "de"}))}),
             .answer = {200, document_shape()},
             .handler = [needs](Call& call) { return document(needs, call); }});
  table.add({.method = "GET",
             .path = "/api/v1/me/algorithm",
             .summary = "What the feed weighs, and what it believes about the viewer",
             .tag = "algorithm",
             .access = Access::signed_in,
             .answer = {200, algorithm_shape()},
             .handler = [needs](Call& call) { return algorithm(needs, call); }});
  table.add(
      {.method = "GET",
       .path = "/api/v1/me/algorithm/history",
       .summary = "What the viewer was shown in the last 30 days, the newest hundred; whether it goes on",
       .tag = "algorithm",
       .access = Access::signed_in,
       .answer = {200,
                  object({field("items", array(object({field("video", shapes::video()), field("at", time())}),
                                               history_max)),
                          field("paused", boolean()), field("kept_days", count())})},
       .handler = [needs](Call& call) { return history(needs, call); }});
}

/// A route that changes something of the viewer's and answers nothing.
Route changing(std::string method, std::string path, std::string summary, Handler handler) {
  return {.method = std::move(method),
          .path = std::move(path),
          .summary = std::move(summary),
          .tag = "algorithm",
          .access = Access::signed_in,
          .pace = Pace::write,
          .answer = {204, std::nullopt},
          .handler = std::move(handler)};
}

void add_choice_routes(RouteTable& table, const FeedNeeds& needs) {
  Route choice =
      changing("PUT", "/api/v1/me/algorithm/choice", "Uses another algorithm", [needs](Call& call) {
        return change(call, [&](Transaction& tx) {
          return needs.feed.choose(tx, asker_of(call), call.body().text("algorithm"));
        });
      });
  choice.body = object({field("algorithm", text(1, 64))});
  table.add(std::move(choice));
  Route slider = changing("PUT", "/api/v1/me/algorithm/sliders", "Moves one slider; 0 takes it back",
                          [needs](Call& call) {
                            return change(call, [&](Transaction& tx) {
                              return needs.feed.set_slider(tx, asker_of(call), call.body().text("name"),
                                                           static_cast<int>(call.body().integer("value")));
                            });
                          });
  slider.body = object({field("name", text(1, 32)), field("value", integer(-100, 100))});
  table.add(std::move(slider));
  table.add(
      changing("DELETE", "/api/v1/me/algorithm/sliders", "Takes every slider back", [needs](Call& call) {
        return change(call, [&](Transaction& tx) { return needs.feed.reset_sliders(tx, asker_of(call)); });
      }));
  Route mute =
      changing("PUT", "/api/v1/me/algorithm/mutes",
               "Mutes a topic, a word, a sound or a language, or takes it back", [needs](Call& call) {
                 return change(call, [&](Transaction& tx) {
                   const auto kind = supply::mute_kind(call.body().text("kind"));
                   return needs.feed.mute(tx, asker_of(call), {kind, std::string{call.body().text("word")}},
                                          call.body().boolean("muted"));
                 });
               });
  mute.body = extend(mute_shape(), {field("muted", boolean())});
  table.add(std::move(mute));
}

void add_memory_routes(RouteTable& table, const FeedNeeds& needs) {
  table.add(changing("POST", "/api/v1/me/algorithm/reset", "Forgets everything learned about the viewer",
                     [needs](Call& call) { return reset(needs, call); }));
  table.add(changing("DELETE", "/api/v1/me/algorithm/history/{video}", "Forgets that one video was seen",
                     [needs](Call& call) { return forget(needs, call); }));
  Route history = changing("PUT", "/api/v1/me/algorithm/history",
                           "Pauses the watch history, or says for how long it is kept",
                           [needs](Call& call) { return choose_history(needs, call); });
  history.body = object({field("paused", boolean()), field("kept_days", integer(1, 365))});
  table.add(std::move(history));
  Route topic = changing("PUT", "/api/v1/me/algorithm/topics", "More or less of a topic",
                         [needs](Call& call) { return wish(needs, call); });
  topic.query = object({field("tag", text(1, 200))});
  topic.body = object({field("wish", one_of({"neutral", "more", "less"}))});
  table.add(std::move(topic));
}
}  // namespace

void add_algorithm_routes(RouteTable& table, FeedNeeds needs) {
  add_public_routes(table, needs);
  add_choice_routes(table, needs);
  add_memory_routes(table, needs);
}

}  // namespace vitrine::http
