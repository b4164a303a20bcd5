#pragma once
// Reads back a rung we made: where its header ends, where each segment lies and how long it lasts, which
// codecs it names. The maker ran in the sandbox, so its file is checked as a foreign one before it is served.
#include "media/bytes_in.hpp"
#include "media/media.hpp"

namespace vitrine::media {

/// Fills everything of a Rung but its path. Errors: those of the walk, and corrupt_input "malformed" for what
/// is not exactly: header, then fragments that each begin with a key picture at the time the last one ended.
base::Result<Rung> read_rung(ByteSource& source);

}  // namespace vitrine::media
