#pragma once
// Errors as answers: RFC 9457 application/problem+json. The one place where a Fault becomes a status.
#include "base/json.hpp"
#include "http/response.hpp"

namespace vitrine::http {

[[nodiscard]] int status_of(Fault fault);

/// {type, title, status, detail, code, field?}. 5xx answers never carry the detail of the fault itself; it is
/// logged instead.
[[nodiscard]] Response problem(const base::Error& error);

/// For refusals that are not a Fault: 405, 408, 415, 431 and framing errors.
[[nodiscard]] Response problem(int status, std::string_view code, std::string_view detail,
                               std::string_view field = {});

/// The reason phrase of a status we use.
[[nodiscard]] std::string_view reason_of(int status);

}  // namespace vitrine::http
