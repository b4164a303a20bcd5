#pragma once
// media::Converter by ffmpeg in the sandbox: one process per call, limits that follow from the clip's length.
// Thread-safe.
#include <memory>

#include "adapters/ffmpeg/sandbox.hpp"
#include "media/ports.hpp"

namespace vitrine::adapters::ffmpeg {

/// Errors: as Sandbox::open.
base::Result<std::unique_ptr<media::Converter>> make_converter(Confinement confinement);

}  // namespace vitrine::adapters::ffmpeg
