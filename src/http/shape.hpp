#pragma once
// What JSON may look like, said once: a Shape checks what strangers send, tests check our own answers with
// it, and the OpenAPI document is printed from it. Immutable values; cheap to copy; thread-safe.
//
//   const auto body = shape::object({shape::field("text", shape::text(1, 1000)),
//                                    shape::optional("parent", shape::id())});
//
// Unknown fields are refused; text is measured in characters (code points); every list has a length.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace vitrine::http {

/// The named shapes met while printing, by name: components/schemas of the OpenAPI document.
using Components = std::map<std::string, base::json::value>;

class Shape {
 public:
  struct Node;
  explicit Shape(std::shared_ptr<const Node> node) : node_(std::move(node)) {}

  /// Errors: invalid_input "unknown_field", "field_missing", "field_invalid", "text_too_short",
  /// "text_too_long", "number_out_of_range", "list_too_long"; Error::field names the place.
  [[nodiscard]] base::Result<void> check(const base::json::value& value) const;

  /// The same rules for the flat text pairs of a query string: numbers and booleans are read from their
  /// spelling. This must be an object of scalars.
  [[nodiscard]] base::Result<base::json::object> read_pairs(
      const std::vector<std::pair<std::string, std::string>>& pairs) const;

  /// JSON Schema 2020-12; named shapes go to `components` and are referred to.
  [[nodiscard]] base::json::value schema(Components& components) const;

  /// The fields of an object shape as (name, required, schema): OpenAPI lists query parameters one by one.
  struct Parameter {
    std::string name;
    bool required;
    base::json::value schema;
  };
  [[nodiscard]] std::vector<Parameter> parameters(Components& components) const;

  [[nodiscard]] const Node& node() const { return *node_; }

 private:
  std::shared_ptr<const Node> node_;
};

namespace shape {

struct Field {
  std::string name;
  Shape shape;
  bool required;
};

[[nodiscard]] Field field(std::string name, Shape shape);
[[nodiscard]] Field optional(std::string name, Shape shape);  ///< may be absent; null only if nullable

[[nodiscard]] Shape object(std::vector<Field> fields);
[[nodiscard]] Shape extend(const Shape& object, std::vector<Field> more);  ///< `object` and more fields
[[nodiscard]] Shape text(std::size_t chars_min, std::size_t chars_max);
[[nodiscard]] Shape id();      ///< 13 characters, base/id.hpp
[[nodiscard]] Shape handle();  ///< 1 to 30 of A-Z a-z 0-9 _ .
[[nodiscard]] Shape cursor();  ///< opaque, at most 1024 characters
[[nodiscard]] Shape url();     ///< text that is a path or an address, at most 2048 characters
[[nodiscard]] Shape time();    ///< integer milliseconds since 1970
[[nodiscard]] Shape count();   ///< integer >= 0
[[nodiscard]] Shape integer(std::int64_t min, std::int64_t max);
[[nodiscard]] Shape number();  ///< finite
[[nodiscard]] Shape boolean();
[[nodiscard]] Shape one_of(std::vector<std::string> words);
[[nodiscard]] Shape array(Shape items, std::size_t items_max);
[[nodiscard]] Shape nullable(Shape shape);
/// Gives a shape its name in the OpenAPI document and so in the TypeScript client.
[[nodiscard]] Shape named(std::string name, Shape shape);
/// Objects told apart by their text field `tag`: kinds("kind", {{"shown", object({...})}, ...}). The cases do
/// not repeat the tag.
[[nodiscard]] Shape kinds(std::string tag, std::vector<std::pair<std::string, Shape>> cases);
/// An object whose fields are data, not contract (evidence of a reason). Answers only.
[[nodiscard]] Shape open_object();

/// {items: [...], next: text or null}
[[nodiscard]] Shape page_of(Shape item);
[[nodiscard]] Shape nothing();  ///< an object without fields

/// The spellings of a model word list: words<model::Role>().
template <class Word>
[[nodiscard]] Shape words();

}  // namespace shape
}  // namespace vitrine::http

#include "model/words.hpp"

namespace vitrine::http::shape {
template <class Word>
Shape words() {
  std::vector<std::string> list;
  for (const auto& [value, spelling] : model::Words<Word>::list) list.emplace_back(spelling);
  return one_of(std::move(list));
}
}  // namespace vitrine::http::shape
