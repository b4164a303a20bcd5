#pragma once
// Words of the record of who looked at whose data (src/transparency); only it, its store, its routes and the
// news of it need them. See model/ids.hpp.
#include "base/id.hpp"
#include "model/words.hpp"

namespace vitrine::model {

using OpeningId = base::Id<struct OpeningTag>;

/// What somebody of the staff may look at: one clip that is not public, every such clip of a person (after a
/// second one of the staff agreed), or the same at once, which sounds an alarm.
/// Besides, what whoever runs the machine did to an account from its shell.
enum class OpeningKind { video, person, break_glass, shell };

/// What is told of it: to the person, that something was opened or changed; to all of the staff, that glass
/// was broken.
enum class OpeningTold { opened, alarm, changed };

template <>
struct Words<OpeningTold> {
  static constexpr std::array list{std::pair{OpeningTold::opened, "opened"},
                                   std::pair{OpeningTold::alarm, "alarm"},
                                   std::pair{OpeningTold::changed, "changed"}};
};
template <>
struct Words<OpeningKind> {
  static constexpr std::array list{
      std::pair{OpeningKind::video, "video"}, std::pair{OpeningKind::person, "person"},
      std::pair{OpeningKind::break_glass, "break_glass"}, std::pair{OpeningKind::shell, "shell"}};
};

}  // namespace vitrine::model
