#include "http/openapi.hpp"

#include <fmt/format.h>
#include <mutex>

#include "base/text.hpp"
#include "http/pace.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace json = base::json;

namespace {

json::value path_schema(std::string_view kind, Components& components) {
  if (kind.empty()) return shape::id().schema(components);
  if (kind == "handle") return shape::handle().schema(components);
  if (kind == "word") return json::object{{"type", "string"}, {"pattern", "^[A-Za-z0-9_-]{1,64}$"}};
  if (kind == "file" || kind == "path") return json::object{{"type", "string"}};
  json::array words;
  for (const auto word : base::split(kind, '|')) words.emplace_back(word);
  return json::object{{"type", "string"}, {"enum", std::move(words)}};
}

json::object parameter(std::string_view name, std::string_view in, bool required, json::value schema) {
  return {{"name", name}, {"in", in}, {"required", required}, {"schema", std::move(schema)}};
}

json::array parameters(const Route& route, Components& components) {
  json::array list;
  for (const auto& [name, kind] : RouteTable::path_parameters(route))
    list.emplace_back(parameter(name, "path", true, path_schema(kind, components)));
  if (route.query)
    for (auto& [name, required, schema] : route.query->parameters(components))
      list.emplace_back(parameter(name, "query", required, std::move(schema)));
  for (const auto& [name, description] : route.headers) {
    auto header = parameter(name, "header", false, json::object{{"type", "string"}});
    header["description"] = description;
    list.emplace_back(std::move(header));
  }
  const bool mutates = route.method != "GET" && route.method != "HEAD" && route.method != "OPTIONS";
  if (mutates && route.access != Access::anyone)
    list.emplace_back(json::object{{"$ref", "#/components/parameters/IdempotencyKey"}});
  return list;
}

json::object media(std::string_view type, json::value schema) {
  return {{type, json::object{{"schema", std::move(schema)}}}};
}

json::object responses(const Route& route, Components& components) {
  json::object answer{{"description", route.summary}};
  if (route.answer.shape)
    answer["content"] = media("application/json", route.answer.shape->schema(components));
  if (route.pace == Pace::stream)
    answer["content"] = media("text/event-stream", json::object{{"type", "string"}});
  return {{std::to_string(route.answer.status), std::move(answer)},
          {"default", json::object{{"$ref", "#/components/responses/Problem"}}}};
}

std::string_view right_of(Access access) {
  switch (access) {
    case Access::anyone:
      return "anyone";
    case Access::signed_in:
      return "signed in";
    case Access::creator:
      return "creator";
    case Access::moderator:
      return "moderator";
    case Access::owner:
      return "owner";
  }
  return "anyone";
}

json::object operation(const Route& route, Components& components) {
  const auto rule = rule_of(route.pace);
  auto about = fmt::format("Who: {}.", right_of(route.access));
  if (route.pace != Pace::free)
    about += fmt::format(" Rate: {} ({} in {} s).", rule.name, rule.calls, rule.window_s);
  about += route.scope == accounts::Scope::none
               ? " Apps: never."
               : fmt::format(" Apps: with the scope {}.", word_of(route.scope));
  json::object out{{"summary", route.summary}, {"description", about}};
  if (!route.tag.empty()) out["tags"] = json::array{route.tag};
  if (auto list = parameters(route, components); !list.empty()) out["parameters"] = std::move(list);
  if (route.body)
    out["requestBody"] = json::object{{"required", true},
                                      {"content", media("application/json", route.body->schema(components))}};
  else if (route.receiver && route.method != "POST")
    out["requestBody"] = json::object{
        {"required", true},
        {"content",
         media("application/offset+octet-stream", json::object{{"type", "string"}, {"format", "binary"}})}};
  out["responses"] = responses(route, components);
  if (route.access == Access::anyone)
    out["security"] = json::array{json::object{}, json::object{{"token", json::array{}}}};
  return out;
}

json::object fixed_components(Components& components) {
  const auto problem = shapes::problem().schema(components);
  return {
      {"parameters",
       json::object{{"IdempotencyKey",
                     json::object{{"name", "Idempotency-Key"},
                                  {"in", "header"},
                                  {"required", false},
                                  {"description", "Same key and same call: same answer, effect once (24 h)."},
                                  {"schema", json::object{{"type", "string"},
                                                          {"pattern", "^[A-Za-z0-9_-]{8,64}$"}}}}}}},
      {"responses",
       json::object{{"Problem", json::object{{"description", "What went wrong (RFC 9457)."},
                                             {"content", media("application/problem+json", problem)}}}}},
      {"securitySchemes", json::object{{"session", json::object{{"type", "apiKey"},
                                                                {"in", "cookie"},
                                                                {"name", "__Host-vitrine"},
                                                                {"description", "`vitrine` on plain HTTP"}}},
                                       {"token", json::object{{"type", "http"}, {"scheme", "bearer"}}}}}};
}

}  // namespace

json::value openapi(const RouteTable& table, std::string_view version) {
  Components components;
  json::object paths;
  for (const auto* route : table.all()) {
    if (!route->documented) continue;
    const auto path = RouteTable::plain_path(*route);
    if (!paths.contains(path)) paths[path] = json::object{};
    paths[path].as_object()[base::lower_ascii(route->method)] = operation(*route, components);
  }
  auto parts = fixed_components(components);
  json::object schemas;
  for (auto& [name, schema] : components) schemas[name] = std::move(schema);
  parts["schemas"] = std::move(schemas);
  return json::object{
      {"openapi", "3.1.0"},
      {"info", json::object{{"title", "Vitrine"},
                            {"version", version},
                            {"description",
                             "Ids are 13 characters; times are integer milliseconds since 1970; "
                             "cursors are opaque. Errors are application/problem+json with a "
                             "stable `code`."}}},
      {"security",
       json::array{json::object{{"session", json::array{}}}, json::object{{"token", json::array{}}}}},
      {"paths", std::move(paths)},
      {"components", std::move(parts)}};
}

void add_openapi_route(RouteTable& table, std::string_view version) {
  struct Printed {
    std::once_flag once;
    std::string text;
  };
  auto printed = std::make_shared<Printed>();
  const auto print = [&table, printed, version = std::string{version}](Call&) -> Result<Response> {
    std::call_once(printed->once, [&] { printed->text = base::to_text(openapi(table, version)); });
    return Response::text(printed->text, "application/json").with("Cache-Control", "no-cache");
  };
  table.add({.method = "GET",
             .path = "/api/v1/openapi.json",
             .summary = "This document",
             .tag = "instance",
             .scope = accounts::Scope::read,
             .answer = {200, shape::open_object()},
             .handler = print});
}

}  // namespace vitrine::http
