#pragma once
// What a Shape is made of. Only shape*.cpp include this.
#include <optional>
#include <variant>

#include "http/shape.hpp"

namespace vitrine::http {

struct TextShape {
  std::size_t chars_min, chars_max;
  enum class Kind { any, id, handle } kind = Kind::any;
};
struct IntegerShape {
  std::int64_t min, max;
};
struct NumberShape {};
struct BooleanShape {};
struct WordsShape {
  std::vector<std::string> words;
};
struct ArrayShape {
  Shape items;
  std::size_t items_max;
};
struct NullableShape {
  Shape inner;
};
struct ObjectShape {
  std::vector<shape::Field> fields;
  bool open = false;
};
struct NamedShape {
  std::string name;
  Shape inner;
};
struct KindsShape {
  std::string tag;
  std::vector<std::pair<std::string, Shape>> cases;
};

struct Shape::Node {
  std::variant<TextShape, IntegerShape, NumberShape, BooleanShape, WordsShape, ArrayShape, NullableShape,
               ObjectShape, NamedShape, KindsShape>
      what;
};

/// The shape behind names.
[[nodiscard]] const Shape& unnamed(const Shape& shape);
[[nodiscard]] const ObjectShape* as_object(const Shape& shape);

}  // namespace vitrine::http
