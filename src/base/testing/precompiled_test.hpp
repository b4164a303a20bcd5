#pragma once
// Precompiled for every test: what nearly all of them include. Nothing may rely on it.
#include "base/precompiled.hpp"

#include <doctest/doctest.h>
