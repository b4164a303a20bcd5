#pragma once
// How a guardian's limits look in answers, and how they are read. Pure.
#include "http/fields.hpp"
#include "http/shape.hpp"
#include "social/pairing.hpp"

namespace vitrine::http {

[[nodiscard]] Shape limits_shape();
[[nodiscard]] base::json::object limits_json(const social::Limits& limits);
/// `in` was checked by limits_shape().
[[nodiscard]] social::Limits read_limits(const Fields& in);

}  // namespace vitrine::http
