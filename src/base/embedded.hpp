#pragma once
// Files carried inside the binary (cmake/Embed.cmake): the web app and the schema history.
// Static storage; safe from any thread.
#include <cstddef>
#include <span>
#include <string_view>

namespace vitrine::base {
struct EmbeddedFile {
  std::string_view path;  ///< relative, with forward slashes
  std::string_view bytes;
};
}  // namespace vitrine::base

namespace vitrine {
std::span<const base::EmbeddedFile> web_app_files();  ///< sorted by path; empty when built without web/dist
std::span<const base::EmbeddedFile> feed_policies();  ///< sorted by path
std::span<const base::EmbeddedFile>
sql_migrations();  ///< sorted by path, which is the order to apply them in
}  // namespace vitrine
