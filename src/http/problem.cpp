#include "http/problem.hpp"

#include <filesystem>

#include "base/log.hpp"

namespace vitrine::http {

int status_of(Fault fault) {
  switch (fault) {
    case Fault::invalid_input:
      return 400;
    case Fault::not_signed_in:
      return 401;
    case Fault::refused:
      return 403;
    case Fault::not_found:
      return 404;
    case Fault::conflict:
      return 409;
    case Fault::over_limit:
      return 413;
    case Fault::corrupt_input:
      return 422;
    case Fault::too_many:
      return 429;
    case Fault::not_available:
      return 503;
    case Fault::bug:
      return 500;
  }
  return 500;
}

std::string_view reason_of(int status) {
  static constexpr std::pair<int, std::string_view> reasons[] = {
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {206, "Partial Content"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {416, "Range Not Satisfiable"},
      {417, "Expectation Failed"},
      {422, "Unprocessable Content"},
      {423, "Locked"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {460, "Checksum Mismatch"},  // tus 1.0.0, checksum extension
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
      {505, "HTTP Version Not Supported"},
  };
  for (const auto& [known, reason] : reasons)
    if (known == status) return reason;
  return status < 400 ? "OK" : "Error";
}

Response problem(const base::Error& error) {
  const int status = status_of(error.fault);
  if (status < 500) return problem(status, error.code, error.detail, error.field);
  // What broke is for the operator; a stranger learns only that trying again may help.
  const auto place = std::filesystem::path{error.at.file_name()}.filename().string();
  base::log(base::Level::error, "call_failed",
            {{"code", error.code},
             {"detail", error.detail},
             {"file", place},
             {"line", static_cast<std::int64_t>(error.at.line())}});
  return problem(status, error.code,
                 status == 503 ? "This is not available at the moment. Try again soon."
                               : "Something went wrong on our side. Try again.");
}

Response problem(int status, std::string_view code, std::string_view detail, std::string_view field) {
  base::json::object body{{"type", "/problems/" + std::string{code}},
                          {"title", reason_of(status)},
                          {"status", status},
                          {"detail", detail},
                          {"code", code}};
  if (!field.empty()) body["field"] = field;
  auto response = Response::json(body, status);
  response.type = "application/problem+json";
  if (status == 503) response.add("Retry-After", "2");
  return response;
}

}  // namespace vitrine::http
