#include "accounts/app.hpp"

#include "base/text.hpp"

namespace vitrine::accounts {

std::string_view word_of(Scope scope) {
  switch (scope) {
    case Scope::none:
      return "";
    case Scope::read:
      return "read";
    case Scope::write:
      return "write";
    case Scope::upload:
      return "upload";
  }
  return "";
}

std::optional<Scopes> Scopes::parse(std::string_view text) {
  Scopes found;
  for (const auto word : base::split(text, ' ')) {
    bool known = false;
    for (const auto scope : scopes_all)
      if (word_of(scope) == word) found.bits_ |= bit(scope), known = true;
    if (!known) return std::nullopt;
  }
  return found;
}

std::vector<std::string_view> Scopes::words() const {
  std::vector<std::string_view> list;
  for (const auto scope : scopes_all)
    if (has(scope)) list.push_back(word_of(scope));
  return list;
}

std::string Scopes::text() const {
  std::string text;
  for (const auto word : words()) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

}  // namespace vitrine::accounts
