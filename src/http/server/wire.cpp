#include "http/server/wire.hpp"

#include <fmt/format.h>

#include "http/problem.hpp"
#include "http/security.hpp"

namespace vitrine::http::wire {

namespace {

bool is_method_char(char c) { return (c >= 'A' && c <= 'Z') || c == '-' || c == '_'; }

bool is_field_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && std::ranges::all_of(name, fits);
}

bool is_field_value(std::string_view value) {
  return std::ranges::none_of(value, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
  });
}

std::size_t count_of(const Request& request, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count_if(
      request.fields, [&](const HeaderField& field) { return same_word(field.name, name); }));
}

}  // namespace

HeaderScan scan_header(std::string_view bytes, std::size_t seen) {
  using State = HeaderScan::State;
  if (!bytes.empty() && !is_method_char(bytes.front())) return {State::malformed, 0};
  // Three bytes back: the end may straddle what came before and what came now.
  for (std::size_t i = seen > 3 ? seen - 3 : 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (c == '\0') return {State::malformed, 0};
    if (c == '\r' && i + 1 < bytes.size() && bytes[i + 1] != '\n') return {State::malformed, 0};
    if (c != '\n') continue;
    if (i == 0 || bytes[i - 1] != '\r') return {State::malformed, 0};
    if (i >= 3 && bytes[i - 2] == '\n') return {State::complete, i + 1};
    if (i + 1 < bytes.size() && (bytes[i + 1] == ' ' || bytes[i + 1] == '\t')) return {State::malformed, 0};
  }
  return {State::incomplete, 0};
}

std::string_view framing_fault(const Request& request, unsigned version) {
  const auto lengths = count_of(request, "content-length");
  const auto codings = count_of(request, "transfer-encoding");
  const auto hosts = count_of(request, "host");
  if (lengths > 1) return "Content-Length stands more than once.";
  if (codings > 1) return "Transfer-Encoding stands more than once.";
  if (lengths > 0 && codings > 0) return "Content-Length and Transfer-Encoding exclude each other.";
  if (codings > 0 && version < 11) return "HTTP/1.0 has no Transfer-Encoding.";
  if (codings > 0 && !same_word(request.header("transfer-encoding"), "chunked"))
    return "The only Transfer-Encoding taken is chunked.";
  if (hosts > 1) return "Host stands more than once.";
  if (hosts == 0 && version >= 11) return "Host is missing.";
  if (request.header("host").find_first_of(" \t,/@?#\\") != std::string_view::npos)
    return "Host is malformed.";
  if (request.fields.size() > fields_max) return "There are too many header fields.";
  return {};
}

std::string date_text(model::Instant at) {
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - day)};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[std::chrono::weekday{day}.c_encoding()],
                     static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::string head_text(const Response& response, const HeadFacts& facts) {
  std::string out;
  out.reserve(768);
  const auto add = [&out](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
  };
  out.append("HTTP/1.1 ").append(std::to_string(facts.status)).append(" ").append(reason_of(facts.status));
  out += "\r\n";
  thread_local std::pair<std::int64_t, std::string> date;
  if (const auto second = model::millis(facts.now) / 1000; second != date.first || date.second.empty())
    date = {second, date_text(facts.now)};
  add("Date", date.second);
  if (!response.type.empty() && facts.status != 304) add("Content-Type", response.type);
  for (const auto& field : response.fields)
    if (is_field_name(field.name) && is_field_value(field.value)) add(field.name, field.value);
  out += security_head(response, facts.secure);
  if (facts.content_length) add("Content-Length", std::to_string(*facts.content_length));
  if (!facts.keep_alive) add("Connection", "close");
  else if (facts.old_client) add("Connection", "keep-alive");
  out += "\r\n";
  return out;
}

}  // namespace vitrine::http::wire
