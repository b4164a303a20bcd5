#pragma once
// Finding people by what they are called: handle and name, from their beginnings, forgiving one slip. What is
// asked is answered and forgotten. Stateless but for its needs; thread-safe.
#include <string>
#include <string_view>
#include <vector>

#include "accounts/ports.hpp"

namespace vitrine::accounts {

/// Under which folded words (search/words.hpp) an account is found: its handle as a whole and in parts, and
/// its name. Each once.
[[nodiscard]] std::vector<std::string> name_words(std::string_view handle, std::string_view name);

/// How well a person fits, best first.
enum class Closeness { handle, word, beginning, slip };

struct FoundPerson {
  AccountBrief brief;
  Closeness closeness = Closeness::beginning;
};

class Finding {
 public:
  struct Needs {
    NameIndex& names;
  };
  explicit Finding(Needs needs) : needs_(needs) {}

  /// `typed` with or without "@"; every word of it must fit. Best first, then by handle; at most `max`.
  /// Blocks are the caller's to respect.
  Result<std::vector<FoundPerson>> people(Transaction& tx, std::string_view typed, std::size_t max);

 private:
  Needs needs_;
};

}  // namespace vitrine::accounts
