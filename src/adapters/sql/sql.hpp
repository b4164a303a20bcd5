#pragma once
// What a store needs of a database: one SQL text that runs on SQLite and on PostgreSQL. Start here: a store
// takes `ports::Transaction& tx`, asks `sql::connection(tx)` for its Connection and calls exec, query, one
// or value on it.
//
//   auto& db = sql::connection(tx);
//   TRY(db.exec("INSERT INTO catalog_video (id, author, title) VALUES ($1, $2, $3)", id, author, title));
//   return db.one("SELECT id, title FROM catalog_video WHERE id = $1", read_video, id);
//
// The dialect: parameters are $1..$n and first appear in that order; bigint, text, double precision, bytea;
// RETURNING, ON CONFLICT, window functions; sums and counts are read as integers. No engine's own functions.
//
// Errors every call may return (a failed statement spoils its transaction: return the error up; what follows
// on the same Connection answers with it again, and the commit becomes a rollback; `attempt` is the way
// round):
//   conflict      unique_violation, foreign_key_violation
//   invalid_input text_invalid (text that is no UTF-8 or holds a NUL: PostgreSQL cannot store it)
//   not_available record_busy, record_unreachable, record_full
//   bug           sql_failed, constraint_violation, row_unreadable (a column that is not what was asked)
// Not thread-safe: a Connection belongs to the transaction it came from and ends with it.
#include <cmath>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "model/time.hpp"
#include "model/words.hpp"
#include "ports/record.hpp"

namespace vitrine::sql {

/// Compare with Error::code to map a clash to the product's own words ("handle_taken").
inline constexpr std::string_view unique_violation = "unique_violation";
inline constexpr std::string_view foreign_key_violation = "foreign_key_violation";

/// One bound value. It points at text and bytes, which must live until the call returns.
struct Param {
  enum class Kind { integer, real, text, bytes, unknown };
  Kind kind = Kind::unknown;
  bool null = true;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text;
  base::ByteView bytes;
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<base::Id<Tag>> : std::true_type {};

/// A closed list of model/words.hpp: stored under its spelling.
template <class T>
concept Spelled = std::is_enum_v<T> && requires { model::Words<T>::list; };

namespace detail {
template <class T>
constexpr Param::Kind kind_of() {
  using enum Param::Kind;
  if constexpr (std::is_integral_v<T> || IsId<T>::value || std::is_same_v<T, model::Instant>) return integer;
  else if constexpr (std::is_floating_point_v<T>) return real;
  else if constexpr (Spelled<T> || std::convertible_to<const T&, std::string_view>) return text;
  else if constexpr (std::convertible_to<const T&, base::ByteView>) return bytes;
  else return unknown;
}
}  // namespace detail

/// What may be bound: integers (unsigned 64 bits keep their bits), bool, double, text, bytes and digests,
/// ids, Instant, words, optional of those, nullptr.
template <class T>
[[nodiscard]] Param param(const T& value) {
  Param out;
  if constexpr (std::is_same_v<T, std::nullptr_t>) {
    return out;
  } else if constexpr (IsOptional<T>::value) {
    if (value) return param(*value);
    out.kind = detail::kind_of<typename T::value_type>();
    return out;
  } else {
    out.kind = detail::kind_of<T>();
    out.null = false;
    if constexpr (std::is_integral_v<T>) out.integer = static_cast<std::int64_t>(value);
    else if constexpr (IsId<T>::value) out.integer = static_cast<std::int64_t>(value.raw());
    else if constexpr (std::is_same_v<T, model::Instant>) out.integer = model::millis(value);
    else if constexpr (std::is_floating_point_v<T>) out.real = value == 0 ? 0.0 : static_cast<double>(value);
    else if constexpr (Spelled<T>) out.text = model::text(value);
    else if constexpr (std::convertible_to<const T&, std::string_view>) out.text = std::string_view(value);
    else if constexpr (std::convertible_to<const T&, base::ByteView>) out.bytes = base::ByteView(value);
    else static_assert(sizeof(T) == 0, "a value of this type cannot be bound");
    return out;
  }
}

/// A list as parameters, with `marks` for its places:
/// `db.query("... WHERE id IN (" + sql::marks(1, ids.size()) + ")", read, sql::each_of(ids))`.
template <class Range>
struct EachOf {
  const Range& items;
};
template <class Range>
[[nodiscard]] EachOf<Range> each_of(const Range& items) {
  return {items};
}
/// "$3,$4,$5" for first 3 and count 3; "NULL" for none, which is in no list and equal to nothing. Both
/// engines take 32 000 parameters a statement.
[[nodiscard]] std::string marks(std::size_t first, std::size_t count);

/// A column is not what the store took it for. Stays inside this layer: it becomes bug "row_unreadable".
struct RowUnreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The key of what a column holds cannot be asked for. Stays inside this layer: it becomes its error.
struct RowClosed : std::runtime_error {
  explicit RowClosed(base::Error why) : std::runtime_error(why.code), error(std::move(why)) {}
  base::Error error;
};

/// One row of an answer, columns from 0; valid inside the callback only.
class Row {
 public:
  [[nodiscard]] virtual bool null(int column) const = 0;

  /// The column as T: integers, bool, double, std::string, std::string_view (until the callback returns),
  /// base::Bytes, base::Digest, ids, Instant, words, optional of those.
  template <class T>
  [[nodiscard]] T get(int column) const {
    if constexpr (IsOptional<T>::value) {
      if (null(column)) return std::nullopt;
      return get<typename T::value_type>(column);
    } else {
      if (null(column)) throw RowUnreadable("column " + std::to_string(column) + " is null");
      return read<T>(column);
    }
  }

  /// Bytes as they lie, until the callback returns. An engine that spells them as text puts them into `room`.
  [[nodiscard]] base::ByteView view(int column, base::Bytes& room) const {
    if (null(column)) throw RowUnreadable("column " + std::to_string(column) + " is null");
    return bytes_view(column, room);
  }

 protected:
  ~Row() = default;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual double real(int column) const = 0;
  [[nodiscard]] virtual std::string_view text(int column) const = 0;
  [[nodiscard]] virtual base::Bytes bytes(int column) const = 0;
  [[nodiscard]] virtual base::ByteView bytes_view(int column, base::Bytes& room) const {
    room = bytes(column);
    return room;
  }

 private:
  template <class T>
  [[nodiscard]] T read(int column) const {
    if constexpr (std::is_integral_v<T>) return static_cast<T>(integer(column));
    else if constexpr (IsId<T>::value) return T{static_cast<std::uint64_t>(integer(column))};
    else if constexpr (std::is_same_v<T, model::Instant>) return model::instant(integer(column));
    else if constexpr (std::is_floating_point_v<T>) return static_cast<T>(real(column));
    else if constexpr (std::is_same_v<T, base::Bytes>) return bytes(column);
    else if constexpr (std::is_same_v<T, base::Digest>) return digest(column);
    else if constexpr (Spelled<T>) {
      if (const auto found = model::word<T>(text(column))) return *found;
      throw RowUnreadable("column " + std::to_string(column) + " holds an unknown word");
    } else if constexpr (std::constructible_from<T, std::string_view>) return T{text(column)};
    else static_assert(sizeof(T) == 0, "a column cannot be read as this type");
  }
  [[nodiscard]] base::Digest digest(int column) const;
};

/// A database connection in the middle of a transaction.
class Connection {
 public:
  Connection() = default;
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs one statement; the number of rows it changed.
  template <class... Args>
  base::Result<std::int64_t> exec(std::string_view sql, const Args&... args) {
    return execute(sql, gather(args...), {});
  }

  /// `visit(row)` for every row, in order.
  template <class... Args>
  base::Result<void> each(std::string_view sql, const std::function<void(const Row&)>& visit,
                          const Args&... args) {
    TRY(execute(sql, gather(args...), visit));
    return {};
  }

  /// `make(row)` for every row, in order.
  template <class Make, class... Args>
  auto query(std::string_view sql, Make make, const Args&... args)
      -> base::Result<std::vector<std::invoke_result_t<Make, const Row&>>> {
    std::vector<std::invoke_result_t<Make, const Row&>> rows;
    TRY(execute(sql, gather(args...), [&](const Row& row) { rows.push_back(make(row)); }));
    return rows;
  }

  /// `make(row)` for the first row, or nothing.
  template <class Make, class... Args>
  auto one(std::string_view sql, Make make, const Args&... args)
      -> base::Result<std::optional<std::invoke_result_t<Make, const Row&>>> {
    std::optional<std::invoke_result_t<Make, const Row&>> first;
    TRY(execute(sql, gather(args...), [&](const Row& row) {
      if (!first) first.emplace(make(row));
    }));
    return first;
  }

  /// The first column of the first row, or nothing: `db.value<std::int64_t>("SELECT count(*) FROM ...")`.
  template <class T, class... Args>
  base::Result<std::optional<T>> value(std::string_view sql, const Args&... args) {
    return one(sql, [](const Row& row) { return row.get<T>(0); }, args...);
  }

  /// The same statement for every item; `bind(item)` gives a std::tuple of its parameters, and what they
  /// point at lives until it is called again. One round trip for hundreds of rows on PostgreSQL. The sum of
  /// changed rows; stops at the first failure.
  template <class Range, class Bind>
  base::Result<std::int64_t> exec_many(std::string_view sql, const Range& items, Bind bind) {
    auto next = std::ranges::begin(items);
    return execute_many(sql, static_cast<std::size_t>(std::ranges::size(items)), [&](const Send& send) {
      const auto bound = bind(*next++);
      std::apply([&](const auto&... args) { send(gather(args...)); }, bound);
    });
  }

  /// Runs `body() -> Result<T>` under a savepoint: if it fails, its own changes are undone, the transaction
  /// stays good and the error is the answer.
  template <class Body>
  std::invoke_result_t<Body> attempt(Body&& body) {
    TRY(savepoint("SAVEPOINT attempt"));
    auto answer = std::forward<Body>(body)();
    if (answer && !spoiled_) {
      TRY(savepoint("RELEASE attempt"));
      return answer;
    }
    if (answer) answer = std::unexpected(*spoiled_);
    spoiled_.reset();
    TRY(savepoint("ROLLBACK TO attempt"));
    TRY(savepoint("RELEASE attempt"));
    return answer;
  }

  /// Several statements without parameters: for migrations.
  base::Result<void> script(const std::string& sql);

  [[nodiscard]] virtual bool is_postgres() const = 0;

  /// The first failed statement of this transaction, if any: then it can only be rolled back.
  [[nodiscard]] const std::optional<base::Error>& spoiled() const { return spoiled_; }

 protected:
  using Visit = std::function<void(const Row&)>;
  using Send = std::function<void(std::span<const Param>)>;

  /// The engine's own work; trouble is mapped to the errors above.
  virtual base::Result<std::int64_t> run(std::string_view sql, std::span<const Param> params,
                                         const Visit& visit) = 0;
  /// Calls `next(send)` `count` times; each call sends one set of checked parameters.
  virtual base::Result<std::int64_t> run_many(std::string_view sql, std::size_t count,
                                              const std::function<void(const Send&)>& next) = 0;
  virtual base::Result<void> run_script(const std::string& sql) = 0;

  std::optional<base::Error> spoiled_;

 private:
  template <class... Args>
  static std::vector<Param> gather(const Args&... args) {
    std::vector<Param> params;
    params.reserve(sizeof...(Args));
    (append(params, args), ...);
    return params;
  }
  template <class T>
  static void append(std::vector<Param>& params, const T& value) {
    params.push_back(param(value));
  }
  template <class Range>
  static void append(std::vector<Param>& params, const EachOf<Range>& list) {
    for (const auto& item : list.items) params.push_back(param(item));
  }
  base::Result<std::int64_t> execute(std::string_view sql, const std::vector<Param>& params,
                                     const Visit& visit);
  base::Result<std::int64_t> execute_many(std::string_view sql, std::size_t count,
                                          const std::function<void(const Send&)>& next);
  base::Result<void> savepoint(const char* sql);
};

/// The connection behind a transaction that a SqlRecord opened. Another record's transaction is a bug: stops
/// the process.
[[nodiscard]] Connection& connection(ports::Transaction& tx);

}  // namespace vitrine::sql
