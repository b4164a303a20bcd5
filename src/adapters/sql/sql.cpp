#include "adapters/sql/sql.hpp"

#include "adapters/sql/transaction.hpp"
#include "base/assert.hpp"
#include "base/text.hpp"

namespace vitrine::sql {

using base::Fault;
using base::Result;

namespace {

/// The highest parameter of `sql` if $1..$n first appear in this order, otherwise nothing. SQLite numbers
/// named parameters by first appearance, PostgreSQL by their name: only in this order both mean the same.
std::optional<std::size_t> parameters_in_order(std::string_view sql) {
  std::size_t highest = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '\'') quoted = !quoted;
    if (quoted || sql[i] != '$') continue;
    std::size_t number = 0;
    while (i + 1 < sql.size() && sql[i + 1] >= '0' && sql[i + 1] <= '9')
      number = number * 10 + static_cast<std::size_t>(sql[++i] - '0');
    if (number == 0 || number > highest + 1) return std::nullopt;
    highest = std::max(highest, number);
  }
  return highest;
}

/// What one engine would refuse and the other would keep is refused on both.
Result<void> check_params(std::string_view sql, std::span<const Param> params) {
  for (const auto& param : params) {
    if (param.null) continue;
    if (param.kind == Param::Kind::text &&
        (param.text.find('\0') != std::string_view::npos || !base::is_utf8(param.text)))
      return base::fail(Fault::invalid_input, "text_invalid",
                        "Text must be UTF-8 without NUL characters: send it again without them.");
    if (param.kind == Param::Kind::real && !std::isfinite(param.real))
      return base::fail(Fault::bug, "sql_failed", "A number to store is not finite: " + std::string(sql));
  }
  return {};
}

Result<void> check_statement(std::string_view sql, std::size_t given) {
  const auto wanted = parameters_in_order(sql);
  if (!wanted)
    return base::fail(Fault::bug, "sql_failed",
                      "Parameters must first appear as $1, $2, ...: " + std::string(sql));
  if (*wanted != given)
    return base::fail(Fault::bug, "sql_failed",
                      std::to_string(given) + " parameters for " + std::to_string(*wanted) +
                          " places: " + std::string(sql));
  return {};
}

}  // namespace

std::string marks(std::size_t first, std::size_t count) {
  if (count == 0) return "NULL";
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += i == 0 ? "$" : ",$";
    out += std::to_string(first + i);
  }
  return out;
}

base::Digest Row::digest(int column) const {
  const auto found = bytes(column);
  base::Digest out;
  if (found.size() != out.size())
    throw RowUnreadable("column " + std::to_string(column) + " is no digest of 32 bytes");
  std::ranges::copy(found, out.begin());
  return out;
}

Result<std::int64_t> Connection::execute(std::string_view sql, const std::vector<Param>& params,
                                         const Visit& visit) {
  if (spoiled_) return std::unexpected(*spoiled_);
  const auto tried = [&]() -> Result<std::int64_t> {
    TRY(check_statement(sql, params.size()));
    TRY(check_params(sql, params));
    try {
      return run(sql, params, visit);
    } catch (const RowUnreadable& why) {
      return base::fail(Fault::bug, "row_unreadable", std::string(why.what()) + ": " + std::string(sql));
    } catch (const RowClosed& why) {
      return std::unexpected(why.error);
    }
  };
  auto done = tried();
  if (!done) spoiled_ = done.error();
  return done;
}

Result<std::int64_t> Connection::execute_many(std::string_view sql, std::size_t count,
                                              const std::function<void(const Send&)>& next) {
  if (spoiled_) return std::unexpected(*spoiled_);
  if (count == 0) return 0;
  std::optional<base::Error> refused;
  auto done = run_many(sql, count, [&](const Send& send) {
    next([&](std::span<const Param> params) {
      auto fit = check_statement(sql, params.size());
      if (fit) fit = check_params(sql, params);
      if (!fit && !refused) refused = fit.error();
      if (!refused) send(params);
    });
  });
  if (refused) done = std::unexpected(*refused);
  if (!done) spoiled_ = done.error();
  return done;
}

Result<void> Connection::script(const std::string& sql) {
  if (spoiled_) return std::unexpected(*spoiled_);
  auto done = run_script(sql);
  if (!done) spoiled_ = done.error();
  return done;
}

Result<void> Connection::savepoint(const char* sql) { return script(sql); }

Connection& connection(ports::Transaction& tx) {
  auto* const ours = dynamic_cast<SqlTransaction*>(&tx);
  VITRINE_ASSERT(ours != nullptr, "stores of this layer are only given transactions of a SqlRecord");
  return ours->connection();
}

}  // namespace vitrine::sql
