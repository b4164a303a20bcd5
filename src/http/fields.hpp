#pragma once
// Reading a checked JSON object: the Shape has made sure that what is read here is there and of its kind, so
// nothing returns an error; asking for what the Shape does not promise is a bug and stops the process.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/assert.hpp"
#include "base/json.hpp"
#include "model/words.hpp"

namespace vitrine::http {

/// A view: must not outlive the object.
class Fields {
 public:
  explicit Fields(const base::json::object& object) : object_(&object) {}

  [[nodiscard]] const base::json::object& json() const { return *object_; }
  /// Present and not null.
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }

  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] std::int64_t integer(std::string_view name) const;
  [[nodiscard]] double number(std::string_view name) const;
  [[nodiscard]] bool boolean(std::string_view name) const;
  [[nodiscard]] Fields object(std::string_view name) const;
  [[nodiscard]] const base::json::array& array(std::string_view name) const;

  [[nodiscard]] std::optional<std::string> maybe_text(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(std::string_view name) const;
  [[nodiscard]] std::optional<double> maybe_number(std::string_view name) const;
  [[nodiscard]] std::optional<bool> maybe_boolean(std::string_view name) const;
  [[nodiscard]] std::optional<Fields> maybe_object(std::string_view name) const;

  /// `body.id<model::VideoId>("video")`
  template <class Id>
  [[nodiscard]] Id id(std::string_view name) const {
    return *Id::parse(text(name));
  }
  template <class Id>
  [[nodiscard]] std::optional<Id> maybe_id(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    return id<Id>(name);
  }
  /// `body.word<model::Visibility>("visibility")`
  template <class Word>
  [[nodiscard]] Word word(std::string_view name) const {
    return *model::word<Word>(text(name));
  }
  template <class Word>
  [[nodiscard]] std::optional<Word> maybe_word(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    return word<Word>(name);
  }

 private:
  [[nodiscard]] const base::json::value* find(std::string_view name) const;
  [[nodiscard]] const base::json::value& get(std::string_view name) const;
  const base::json::object* object_;
};

}  // namespace vitrine::http
