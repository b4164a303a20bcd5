#pragma once
// The API document: OpenAPI 3.1, printed from the route table and nothing else. Pure.
#include <string_view>

#include "base/json.hpp"
#include "http/route.hpp"

namespace vitrine::http {

[[nodiscard]] base::json::value openapi(const RouteTable& table, std::string_view version);

/// GET /api/v1/openapi.json; printed once, on the first call.
void add_openapi_route(RouteTable& table, std::string_view version);

}  // namespace vitrine::http
