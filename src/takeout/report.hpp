#pragma once
// What an import will do, and afterwards what it did: counts and names, kept as one JSON text beside the
// import and shown to the person before and after. Pure.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::takeout {

/// Of one kind of thing: how many the file lists, how many can be taken in, how many are here already, and
/// how many came.
struct Tally {
  std::int64_t listed = 0, possible = 0, here = 0, taken = 0;
  bool operator==(const Tally&) const = default;
};

struct Trouble {
  std::string what;  ///< a clip's title, a handle
  std::string code;
  bool operator==(const Trouble&) const = default;
};
/// More would not be read by anybody.
inline constexpr std::size_t names_max = 500;

struct Report {
  std::string handle = {}, name = {};                  ///< of whom the file is
  std::string house = {}, address = {}, made_at = {};  ///< who signed it; empty for files of other services
  std::string public_key = {};                         ///< hex
  bool ours = false;                                   ///< signed by this very house
  bool foreign = false;                                ///< of another service: `house` says which
  std::uint64_t bytes = 0;                             ///< of the clips that can be taken in
  Tally clips = {}, captions = {}, notes = {}, likes = {}, saves = {}, following = {};
  std::vector<std::string> strangers = {};  ///< followed there, not known here
  /// Followed at another service, and somebody is called so here: shown, never followed unasked.
  std::vector<std::string> offered = {};
  std::vector<std::string> missing = {};  ///< clips whose files are not in it
  std::vector<Trouble> troubles = {};     ///< what could not be taken in
  bool operator==(const Report&) const = default;
};

[[nodiscard]] std::string report_text(const Report& report);
/// Nothing for what report_text() did not write.
[[nodiscard]] std::optional<Report> read_report(std::string_view text);

/// Which parts of a file somebody wants: a set of words.
struct Parts {
  bool profile = true, settings = true, clips = true, people = true, marks = true;
  bool operator==(const Parts&) const = default;
};
[[nodiscard]] std::string parts_text(const Parts& parts);  ///< "profile clips"
[[nodiscard]] Parts parts_of(std::string_view text);

}  // namespace vitrine::takeout
