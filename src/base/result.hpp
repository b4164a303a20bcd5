#pragma once
// How trouble travels: Result<T> is either a value or an Error that says who must act and what to do.
// Thread-safe like any value. Exceptions stop inside adapters (drivers throw) and never cross this line.
#include <expected>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace vitrine::base {

/// Who must act. http maps each to exactly one status (http/problem.cpp); nothing else interprets them.
enum class Fault {
  invalid_input,  ///< the caller sent something malformed: 400
  not_signed_in,  ///< 401
  refused,        ///< signed in, but not allowed: 403
  not_found,      ///< absent, or not visible to this viewer (never told apart): 404
  conflict,       ///< against the present state, for example a taken name: 409
  over_limit,     ///< larger than a published limit: 413
  corrupt_input,  ///< bytes that are not what they claim to be: 422
  too_many,       ///< rate limit: 429
  not_available,  ///< disk, peer, database: try again later: 503
  bug,            ///< a broken promise of our own: 500
};

struct Error {
  Fault fault;
  std::string code;    ///< stable, snake_case; the page translates by it: "handle_taken"
  std::string detail;  ///< one English sentence that says what to do
  std::source_location at;
  std::string field = {};  ///< which field of the caller's input, when there is one: "handle"
};

template <class T>
using Result = std::expected<T, Error>;

/// `return fail(Fault::not_found, "video_absent", "There is no such video.");`
[[nodiscard]] inline std::unexpected<Error> fail(Fault fault, std::string code, std::string detail,
                                                 std::source_location at = std::source_location::current()) {
  return std::unexpected<Error>(Error{fault, std::move(code), std::move(detail), at});
}

/// `return fail_in("handle", Fault::conflict, "handle_taken", "Another account has this handle.");`
[[nodiscard]] inline std::unexpected<Error> fail_in(
    std::string field, Fault fault, std::string code, std::string detail,
    std::source_location at = std::source_location::current()) {
  return std::unexpected<Error>(Error{fault, std::move(code), std::move(detail), at, std::move(field)});
}

}  // namespace vitrine::base

#define VITRINE_CAT_(a, b) a##b
#define VITRINE_CAT(a, b) VITRINE_CAT_(a, b)
#define VITRINE_TRY_(tmp, decl, expr)                       \
  auto tmp = (expr);                                        \
  if (!tmp) return std::unexpected(std::move(tmp).error()); \
  decl = std::move(*tmp)

/// `TRY_LET(const auto head, blobs.read(key, 0, 64_KiB));` passes trouble up in one line.
#define TRY_LET(decl, ...) VITRINE_TRY_(VITRINE_CAT(vitrine_try_, __LINE__), decl, (__VA_ARGS__))

/// `TRY(store.remove(tx, id));` the same for calls whose value is not needed.
#define TRY(...)                                                                            \
  do {                                                                                      \
    auto vitrine_try_status = (__VA_ARGS__);                                                \
    if (!vitrine_try_status) return std::unexpected(std::move(vitrine_try_status).error()); \
  } while (false)
