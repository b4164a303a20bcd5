#include "http/response.hpp"

namespace vitrine::http {

Response Response::json(const base::json::value& value, int status) {
  return text(base::to_text(value), "application/json", status);
}

Response Response::nothing(int status) {
  Response response;
  response.status = status;
  return response;
}

Response Response::text(std::string body, std::string type, int status) {
  Response response;
  response.status = status;
  response.type = std::move(type);
  response.body = std::move(body);
  return response;
}

Response Response::file(FileBody file, std::string type) {
  Response response;
  response.type = std::move(type);
  response.body = std::move(file);
  return response;
}

Response Response::events(EventBody events) {
  Response response;
  response.type = "text/event-stream";
  response.body = std::move(events);
  return response;
}

Response&& Response::with(std::string name, std::string value) && {
  add(std::move(name), std::move(value));
  return std::move(*this);
}

Response& Response::add(std::string name, std::string value) {
  fields.push_back({std::move(name), std::move(value)});
  return *this;
}

std::string_view Response::header(std::string_view name) const {
  for (const auto& field : fields)
    if (same_word(field.name, name)) return field.value;
  return {};
}

std::string_view Response::body_text() const {
  const auto* text = std::get_if<std::string>(&body);
  return text == nullptr ? std::string_view{} : std::string_view{*text};
}

}  // namespace vitrine::http
