#pragma once
// Offline evaluation of exactly the code that serves: predict first, then learn, one pass, default settings.
// The formats are plain text so that anyone can bring data: ten lines of each are in docs/evaluation.md,
// those of off-policy in docs/simulation.md. Bad lines are counted and named, never silently skipped.
//
// Errors: invalid_input "evaluate_input" when a file is not of the format at all.
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace vitrine::replay {

/// Lines that could not be read: how many, and the first few with their numbers.
struct BadLines {
  std::uint64_t count = 0;
  std::vector<std::string> first;
  std::string example;  ///< the beginning of the first of them, printable
  void add(const std::string& file, std::uint64_t line, const std::string& why, std::string_view text = {});
  void add_all(const BadLines& other);
};

/// Why a file cannot be judged, or nothing: none of its lines could be read, or fewer than half and more bad
/// ones than are named. It says what is wrong with the first. `file` begins the sentence: "The log".
[[nodiscard]] std::optional<std::string> unreadable(std::string_view file, std::uint64_t good,
                                                    const BadLines& bad);

/// Area under the ROC curve; ties count half (Mann and Whitney 1947). 0.5 when one class is missing.
[[nodiscard]] double auc(std::vector<std::pair<float, bool>> scored);

struct HeadFigures {
  std::string head;
  std::uint64_t n = 0;
  double positive = 0;        ///< share of yes
  std::optional<double> auc;  ///< nothing when all were yes, or none
  double logloss = 0;
  /// Mean prediction / share of yes; 1 is right. Nothing when none were yes, and of `watched`, which predicts
  /// a rank, not a yes.
  std::optional<double> calibration;
};

struct Progressive {
  std::uint64_t events = 0, prehistory = 0;
  std::vector<HeadFigures> heads;
  std::int64_t first_ms = 0, last_ms = 0;  ///< the times read
  std::vector<std::string> not_used;       ///< columns of the events
  double seconds = 0;                      ///< of predicting and learning, without reading
  BadLines bad;
};

enum class Format { plain, kuairand };

/// Predicts every showing before learning from it, in order of time. `prehistory` (may be null) warms the
/// model. `seconds_now` is a stopwatch (the core has no clock).
[[nodiscard]] base::Result<Progressive> progressive(std::istream& events, std::istream* prehistory,
                                                    Format format, double (*seconds_now)());

[[nodiscard]] base::json::object to_json(const Progressive& figures);
[[nodiscard]] base::json::object to_json(const BadLines& bad);

}  // namespace vitrine::replay
