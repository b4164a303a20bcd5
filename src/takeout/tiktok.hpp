#pragma once
// TikTok's own data file ("Download your data", as JSON), read into the values of an export: who somebody was
// there, what they posted, whom they followed. The names in it have changed over the years; those of both
// generations are known, what is not known is ignored. Films are whatever the ZIP file holds of them.
// Pure; files come from strangers (fuzzed).
//
//   user_data_tiktok.json
//     Profile And Settings | Profile     Profile Info | Profile Information   ProfileMap {userName, ...}
//     Profile And Settings | Activity    Following | Following List           Following  [{Date, UserName}]
//     Post | Video                       Posts | Videos                       VideoList  [{Date, Link,
//     Title}]
#include <string>
#include <string_view>
#include <vector>

#include "takeout/activity.hpp"
#include "takeout/zip_reader.hpp"

namespace vitrine::takeout {

/// The list in an opened ZIP file, or nothing: then it is none of TikTok's.
[[nodiscard]] const ZipEntry* tiktok_list(const ZipReader& zip);
/// Clips come as drafts for nobody else: whether they are shown here is decided here. A film belongs to a
/// post when it is called like the post's number or its time; other films become clips of their own. A clip
/// without a film has an empty `media`. Errors: corrupt_input "archive_unreadable", over_limit
/// "archive_too_long".
[[nodiscard]] Result<Archive> read_tiktok(std::string_view text, const std::vector<std::string>& films);

}  // namespace vitrine::takeout
