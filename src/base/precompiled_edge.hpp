#pragma once
// Precompiled for the modules at the edges (cmake/Module.cmake), which speak JSON. Nothing may rely on it.
#include "base/precompiled.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
