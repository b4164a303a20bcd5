#pragma once
// Loops' own data file (settings, "Request your data"), read into the values of an export. Its form is
// documented nowhere; this is what the server writes (joinloops/loops-server,
// app/Services/UserDataService.php and app/Jobs/User/ProcessDataExport.php, version "1.0" of the export): one
// ZIP file with `data.json`, and films as `videos/<id>_<name>` where the house still has them. Who asks for
// all gets the parts by name; who asks for one part gets that part alone. Pure; files come from strangers
// (fuzzed).
//
//   user_profile         basic_info {username, display_name, bio}
//   videos               videos [{id, caption, created_at "May 1, 2024, 10:00 am"}]
//   social_connections   following [{username, display_name, followed_at "May 1, 2024"}]
//   export_metadata      {platform: "Loops"}
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "takeout/activity.hpp"
#include "takeout/zip_reader.hpp"

namespace vitrine::takeout {

/// The list in an opened ZIP file, or nothing: then it is none of Loops'.
[[nodiscard]] const ZipEntry* loops_list(const ZipReader& zip);
/// "May 1, 2024, 10:00 am" or "May 1, 2024", taken as UTC; nothing for anything else.
[[nodiscard]] std::optional<Instant> loops_time(std::string_view text);

/// Clips come as drafts for nobody else, their captions as descriptions; other films become clips of their
/// own. A clip without a film has an empty `media`. Errors: corrupt_input "archive_unreadable" (also for a
/// list that is somebody else's), over_limit "archive_too_long".
[[nodiscard]] Result<Archive> read_loops(std::string_view text, const std::vector<std::string>& films);

}  // namespace vitrine::takeout
