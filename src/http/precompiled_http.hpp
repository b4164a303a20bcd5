#pragma once
// Precompiled for every file of this module: what each route is made of. Nothing may rely on it.
#include "base/precompiled_edge.hpp"

#include "http/route.hpp"
