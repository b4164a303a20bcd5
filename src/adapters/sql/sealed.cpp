#include "adapters/sql/sealed.hpp"

#include "adapters/sql/transaction.hpp"
#include "base/assert.hpp"
#include "base/text.hpp"

namespace vitrine::sql {
using base::Result;
using model::AccountId;

namespace {
/// What the seal is bound to beside the key, which is the account's.
std::string place_of(const Sealed& where, std::string_view row) {
  std::string place;
  place.reserve(where.table.size() + where.column.size() + row.size() + 2);
  return place.append(where.table).append("|").append(where.column).append("|").append(row);
}

ports::AccountKeys& keys_of(ports::Transaction& tx) {
  auto* const ours = dynamic_cast<SqlTransaction*>(&tx);
  VITRINE_ASSERT(ours != nullptr, "stores of this layer are only given transactions of a SqlRecord");
  auto* const keys = ours->keys();
  VITRINE_ASSERT(keys != nullptr, "the record of these stores was opened without the keys of accounts");
  return *keys;
}
}  // namespace

std::string row_key(std::int64_t number) { return std::to_string(number); }
std::string row_key(base::ByteView bytes) { return base::hex(bytes); }
std::string row_key(const Row& row, int column) {
  try {
    return row_key(row.get<std::int64_t>(column));
  } catch (const RowUnreadable&) {
    return row_key(base::ByteView{row.get<base::Bytes>(column)});
  }
}

bool is_sealed(std::string_view stored) { return stored.starts_with(seal_mark); }
bool is_sealed(base::ByteView stored) { return base::as_text(stored).starts_with(bytes_mark); }

Seals::Seals(ports::Transaction& tx) : keys_(keys_of(tx)) {}

Result<std::string> Seals::sealed(const Sealed& where, AccountId whose, std::string_view row,
                                  std::string_view plain) const {
  if (plain.empty() || whose.raw() == 0) return std::string{plain};
  // What could not be stored unsealed is not stored sealed either.
  if (plain.find('\0') != std::string_view::npos || !base::is_utf8(plain))
    return base::fail(base::Fault::invalid_input, "text_invalid",
                      "Text must be UTF-8 without NUL characters: send it again without them.");
  TRY_LET(const auto key, keys_.make(whose));
  return std::string{seal_mark} + base::base64(key->seal(base::as_bytes(plain), place_of(where, row)));
}

std::string Seals::opened(const Sealed& where, AccountId whose, std::string_view row,
                          std::string_view stored) const {
  if (!is_sealed(stored)) return std::string{stored};
  const auto key = keys_.find(whose);
  if (!key) throw RowClosed{key.error()};
  const auto bytes = base::from_base64(stored.substr(seal_mark.size()));
  if (!*key || !bytes) return {};
  const auto plain = (*key)->open(*bytes, place_of(where, row));
  return plain ? std::string{base::as_text(*plain)} : std::string{};
}

Result<std::string> Seals::seal_viewer(const Sealed& where, AccountId whose, model::ViewerId viewer) const {
  if (viewer.raw() == 0) return std::string{};
  return sealed(where, whose, row_key(whose), std::to_string(viewer.raw()));
}

model::ViewerId Seals::open_viewer(const Sealed& where, AccountId whose, std::string_view stored) const {
  return model::ViewerId{base::parse_number(opened(where, whose, row_key(whose), stored)).value_or(0)};
}

Result<base::Bytes> Seals::sealed_bytes(const Sealed& where, AccountId whose, std::string_view row,
                                        base::ByteView plain) const {
  TRY_LET(const auto key, keys_.make(whose));
  const auto mark = base::as_bytes(bytes_mark);
  base::Bytes out{mark.begin(), mark.end()};
  const auto sealed = key->seal(plain, place_of(where, row));
  out.insert(out.end(), sealed.begin(), sealed.end());
  return out;
}

base::Bytes Seals::opened_bytes(const Sealed& where, AccountId whose, std::string_view row,
                                base::Bytes stored) const {
  if (!is_sealed(stored)) return stored;
  const auto key = keys_.find(whose);
  if (!key) throw RowClosed{key.error()};
  if (!*key) return {};
  auto plain = (*key)->open(base::ByteView{stored}.subspan(bytes_mark.size()), place_of(where, row));
  return plain ? std::move(*plain) : base::Bytes{};
}

}  // namespace vitrine::sql
