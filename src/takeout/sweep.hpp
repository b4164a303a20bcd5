#pragma once
// Lets go what has had its time: exports and imports past their time, and ZIP files that no row names. Every
// minute and after an erasure; thread-safe.
#include "ports/clock.hpp"
#include "takeout/ports.hpp"

namespace vitrine::takeout {

class Sweep {
 public:
  struct Needs {
    ports::Record& record;
    ExportStore& exports;
    ImportStore& imports;
    TakeoutFiles& files;
    const ports::Clock& clock;
  };
  explicit Sweep(Needs needs) : needs_(needs) {}

  /// How many files went.
  Result<int> run();

 private:
  Result<bool> is_named(TakeoutId id);
  Needs needs_;
};

}  // namespace vitrine::takeout
