#pragma once
// What the data files of other services have in common: lists whose form changes without notice, films that
// are called after their posts, and clips that come as drafts for oneself alone. Whether they are shown here
// is decided here. Pure; the files come from strangers.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "takeout/activity.hpp"
#include "takeout/zip_reader.hpp"

namespace vitrine::takeout {

/// "b.mp4" of "a/b.mp4".
[[nodiscard]] std::string_view last_part(std::string_view name);
/// "b" of "a/b.mp4".
[[nodiscard]] std::string_view stem(std::string_view name);

/// A member that is text of at most so many bytes, cleaned; anything else is empty.
[[nodiscard]] std::string text_in(const base::json::object& in, std::string_view name, std::size_t bytes_max);
/// A member that is an object; anything else is an empty one.
[[nodiscard]] const base::json::object& part(const base::json::object& in, std::string_view name);
/// The objects of a member that is a list, or an object whose values are (a list that lost an item is written
/// so by some); anything else is none. Errors: over_limit "archive_too_long".
[[nodiscard]] Result<std::vector<const base::json::object*>> objects_in(const base::json::object& in,
                                                                        std::string_view name,
                                                                        std::size_t max);

/// MP4 and QuickTime by their names.
[[nodiscard]] std::vector<std::string> films_in(const ZipReader& zip);

/// Films by what their names say of their posts; each is given away once.
class Films {
 public:
  using Key = std::string (*)(std::string_view stem);
  Films(const std::vector<std::string>& names, Key key);
  /// Empty when there is none of that key (left).
  [[nodiscard]] std::string take(const std::string& key);
  /// Makes drafts of those that nobody took, called as they are. Errors: over_limit "archive_too_long".
  [[nodiscard]] Result<void> rest_into(std::vector<Clip>& clips);

 private:
  std::multimap<std::string, std::string> by_key_;
};

/// A clip for its author alone; `film` may be empty.
[[nodiscard]] Clip foreign_draft(std::string id, std::string film);

}  // namespace vitrine::takeout
