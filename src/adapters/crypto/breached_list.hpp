#pragma once
// Passwords known from break-ins, in the formats Have I Been Pwned distributes: SHA-1 in capital hex, one a
// line, sorted, each with ":" and how often it was seen.
//   a file     whole hashes, 40 digits a line (40 GB in 2024): found by halving, about 40 reads
//   a folder   range files "21BD1.txt" or "21BD1" with the other 35 digits a line: one read of about 30 KB
// Nothing is asked of anybody: the operator fetches the list. SHA-1 is the list's choice; nothing of ours is
// hashed with it to be kept. Thread-safe.
#include <filesystem>
#include <string_view>

#include "accounts/ports.hpp"

namespace vitrine::crypto {

class BreachedList final : public accounts::BreachedPasswords {
 public:
  /// Errors: invalid_input "breached_list_unreadable" when there is no such file or folder, or its first line
  /// is no hash.
  static base::Result<BreachedList> open(const std::filesystem::path& path);
  BreachedList(BreachedList&&) noexcept;
  ~BreachedList() override;

  base::Result<bool> holds(std::string_view password) const override;

 private:
  BreachedList(std::filesystem::path path, int file, std::uint64_t bytes)
      : path_(std::move(path)), file_(file), bytes_(bytes) {}
  [[nodiscard]] base::Result<bool> in_file(std::string_view hash) const;
  [[nodiscard]] base::Result<bool> in_folder(std::string_view hash) const;

  std::filesystem::path path_;
  int file_ = -1;  ///< -1: a folder
  std::uint64_t bytes_ = 0;
};

/// "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8" for "password".
[[nodiscard]] std::string sha1_hex(std::string_view text);

}  // namespace vitrine::crypto
