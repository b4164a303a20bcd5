#pragma once
// Sealed columns: what stands in them is readable only with the key of the account it belongs to
// (ports/account_keys.hpp). Start here: a store makes a Seals of its transaction and passes what it writes
// through seal(), what it reads through open().
//
//   const Seals seals{tx};
//   TRY_LET(const auto body, seals.seal(message_body, message.author, message.id, message.text));
//   ... message.text = seals.open(message_body, message.author, message.id, row.get<std::string>(3));
//
// Stored as text, so that a column keeps its type: a mark that nothing typed can begin with, and base64 of
// nonce, ciphertext and tag, bound to table, column, row and account. Nothing stays nothing; what has no mark
// was written before and is read as it is. What belongs to nobody (account 0) is not sealed. A value whose
// key is gone reads as empty.
#include <string>
#include <string_view>

#include "adapters/sql/sql.hpp"
#include "model/ids.hpp"
#include "ports/account_keys.hpp"

namespace vitrine::sql {

/// A column whose values are sealed; src/privacy/map.cpp declares each, and says how its rows are told apart.
struct Sealed {
  std::string_view table, column;
};

inline constexpr Sealed account_pseudonym{"accounts_account", "sealed_pseudonym"};
inline constexpr Sealed second_factor_secret{"accounts_second_factor", "sealed_secret"};
inline constexpr Sealed passkey_name{"accounts_passkey", "name"};
inline constexpr Sealed session_agent{"accounts_session", "agent"};
inline constexpr Sealed edit_document{"catalog_edit", "document"};
inline constexpr Sealed upload_file_name{"catalog_upload", "file_name"};
inline constexpr Sealed comment_body{"social_comment", "body"};
inline constexpr Sealed comment_edit_body{"social_comment_edit", "body"};
inline constexpr Sealed filter_word{"social_word_filter", "word"};
inline constexpr Sealed conversation_name{"social_conversation", "name"};
inline constexpr Sealed message_body{"social_message", "body"};
inline constexpr Sealed push_endpoint{"social_push_device", "endpoint"};
inline constexpr Sealed farewell_viewer{"privacy_farewell", "sealed_viewer"};
inline constexpr Sealed mute_word{"supply_mute", "word"};
inline constexpr Sealed report_note{"safety_report", "note"};
inline constexpr Sealed report_quote{"safety_report", "quote"};
inline constexpr Sealed report_answer{"safety_report", "resolver_note"};
inline constexpr Sealed import_report{"takeout_import", "report"};
inline constexpr Sealed opening_reason{"transparency_opening", "reason"};

/// Text that begins with this, and nothing else, was sealed.
inline constexpr std::string_view seal_mark = "\x01";
/// The same of bytes, long enough that none begin with it by chance.
inline constexpr std::string_view bytes_mark = "\x01sealed\x01";

/// What tells a row from others of its table, as the seal is bound to it.
[[nodiscard]] std::string row_key(std::int64_t number);
[[nodiscard]] std::string row_key(base::ByteView bytes);
[[nodiscard]] std::string row_key(const Row& row, int column);  ///< of a column of numbers or of bytes
template <class Tag>
[[nodiscard]] std::string row_key(base::Id<Tag> id) {
  return row_key(static_cast<std::int64_t>(id.raw()));
}

/// Of one transaction; as short-lived as it.
class Seals {
 public:
  /// A record without keys seals nothing: a bug, stops the process.
  explicit Seals(ports::Transaction& tx);

  /// Errors: those of ports::AccountKeys::make.
  template <class Key>
  [[nodiscard]] base::Result<std::string> seal(const Sealed& where, model::AccountId whose, const Key& row,
                                               std::string_view plain) const {
    return sealed(where, whose, row_key(row), plain);
  }
  /// In the callback of a query: trouble with the keys ends the query with its error.
  template <class Key>
  [[nodiscard]] std::string open(const Sealed& where, model::AccountId whose, const Key& row,
                                 std::string_view stored) const {
    return opened(where, whose, row_key(row), stored);
  }

  /// The same for a column of bytes.
  template <class Key>
  [[nodiscard]] base::Result<base::Bytes> seal_bytes(const Sealed& where, model::AccountId whose,
                                                     const Key& row, base::ByteView plain) const {
    return sealed_bytes(where, whose, row_key(row), plain);
  }
  template <class Key>
  [[nodiscard]] base::Bytes open_bytes(const Sealed& where, model::AccountId whose, const Key& row,
                                       base::Bytes stored) const {
    return opened_bytes(where, whose, row_key(row), std::move(stored));
  }

  /// The number by which the event log knows somebody. Whose key is gone is 0: without account.
  [[nodiscard]] base::Result<std::string> seal_viewer(const Sealed& where, model::AccountId whose,
                                                      model::ViewerId viewer) const;
  [[nodiscard]] model::ViewerId open_viewer(const Sealed& where, model::AccountId whose,
                                            std::string_view stored) const;

  [[nodiscard]] base::Result<std::string> sealed(const Sealed& where, model::AccountId whose,
                                                 std::string_view row, std::string_view plain) const;
  [[nodiscard]] std::string opened(const Sealed& where, model::AccountId whose, std::string_view row,
                                   std::string_view stored) const;
  [[nodiscard]] base::Result<base::Bytes> sealed_bytes(const Sealed& where, model::AccountId whose,
                                                       std::string_view row, base::ByteView plain) const;
  [[nodiscard]] base::Bytes opened_bytes(const Sealed& where, model::AccountId whose, std::string_view row,
                                         base::Bytes stored) const;

 private:
  ports::AccountKeys& keys_;
};

[[nodiscard]] bool is_sealed(std::string_view stored);
[[nodiscard]] bool is_sealed(base::ByteView stored);

}  // namespace vitrine::sql
