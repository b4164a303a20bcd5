#pragma once
// Closed lists of words shared by the database, the API and the page. The spelling here is the one on disk
// and on the wire; a new word is added at the end of its list and nowhere else.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace vitrine::model {

enum class Role { viewer, creator, moderator, owner };  ///< each may do what the ones before it may
enum class SignUp { open, invite, closed };
enum class Visibility { everyone, followers, unlisted, only_me };
enum class Audience { all, adult };

/// What moderators found of a video. All but `whole` are shown less often (feed/policy.hpp, `integrity`).
enum class Integrity : std::uint8_t {
  whole,       ///< nothing
  unoriginal,  ///< copied or spam
  disputed,    ///< what it says is misleading
  borderline,  ///< close to what the rules forbid
};
inline constexpr std::size_t integrity_count = 4;

/// `suspect`: a passkey that was used as if there were two of it.
enum class PasskeyDeed { added, removed, suspect };

/// What became of a guardian and a ward.
enum class FamilyDeed { paired, limited, ended };

/// An upload's way: uploading -> queued -> processing -> playable (first rung) -> ready, or failed from
/// anywhere.
enum class VideoState { uploading, queued, processing, playable, ready, failed };

/// An export's way: waiting -> running -> ready. An import's: waiting -> running (is looked at) -> asks
/// (shows what will happen) -> waiting -> running (is taken in) -> ready. Failed from anywhere.
enum class TakeoutKind { outgoing, incoming };
enum class TakeoutState { waiting, running, asks, ready, failed };

template <class Word>
struct Words;
template <>
struct Words<Role> {
  static constexpr std::array list{std::pair{Role::viewer, "viewer"}, std::pair{Role::creator, "creator"},
                                   std::pair{Role::moderator, "moderator"}, std::pair{Role::owner, "owner"}};
};
template <>
struct Words<SignUp> {
  static constexpr std::array list{std::pair{SignUp::open, "open"}, std::pair{SignUp::invite, "invite"},
                                   std::pair{SignUp::closed, "closed"}};
};
template <>
struct Words<Visibility> {
  static constexpr std::array list{
      std::pair{Visibility::everyone, "public"}, std::pair{Visibility::followers, "followers"},
      std::pair{Visibility::unlisted, "unlisted"}, std::pair{Visibility::only_me, "private"}};
};
template <>
struct Words<PasskeyDeed> {
  static constexpr std::array list{std::pair{PasskeyDeed::added, "added"},
                                   std::pair{PasskeyDeed::removed, "removed"},
                                   std::pair{PasskeyDeed::suspect, "suspect"}};
};
template <>
struct Words<FamilyDeed> {
  static constexpr std::array list{std::pair{FamilyDeed::paired, "paired"},
                                   std::pair{FamilyDeed::limited, "limited"},
                                   std::pair{FamilyDeed::ended, "ended"}};
};
template <>
struct Words<Audience> {
  static constexpr std::array list{std::pair{Audience::all, "all"}, std::pair{Audience::adult, "adult"}};
};
template <>
struct Words<Integrity> {
  static constexpr std::array list{
      std::pair{Integrity::whole, "whole"}, std::pair{Integrity::unoriginal, "unoriginal"},
      std::pair{Integrity::disputed, "disputed"}, std::pair{Integrity::borderline, "borderline"}};
};
template <>
struct Words<VideoState> {
  static constexpr std::array list{
      std::pair{VideoState::uploading, "uploading"},   std::pair{VideoState::queued, "queued"},
      std::pair{VideoState::processing, "processing"}, std::pair{VideoState::playable, "playable"},
      std::pair{VideoState::ready, "ready"},           std::pair{VideoState::failed, "failed"}};
};

template <>
struct Words<TakeoutKind> {
  static constexpr std::array list{std::pair{TakeoutKind::outgoing, "export"},
                                   std::pair{TakeoutKind::incoming, "import"}};
};
template <>
struct Words<TakeoutState> {
  static constexpr std::array list{
      std::pair{TakeoutState::waiting, "waiting"}, std::pair{TakeoutState::running, "running"},
      std::pair{TakeoutState::asks, "asks"}, std::pair{TakeoutState::ready, "ready"},
      std::pair{TakeoutState::failed, "failed"}};
};

template <class Word>
[[nodiscard]] constexpr std::string_view text(Word word) {
  for (const auto& [value, name] : Words<Word>::list)
    if (value == word) return name;
  return {};
}

template <class Word>
[[nodiscard]] constexpr std::optional<Word> word(std::string_view name) {
  for (const auto& [value, spelling] : Words<Word>::list)
    if (name == spelling) return value;
  return std::nullopt;
}

}  // namespace vitrine::model
