#pragma once
// Click prediction over libsvm, libFM and libFFM text: trains a ClickEnsemble on one file and reports AUC
// and log loss on another. docs/evaluation.md has the formats and the protocol.
//
// Errors: invalid_input "evaluate_input" when a file has no line that can be read. Memory: the models, and 40
// bytes for each line that something is chosen on, 8 for each other that is judged; the files themselves are
// read again for each pass.
#include <optional>

#include "replay/click_ensemble.hpp"
#include "replay/evaluate.hpp"
#include "replay/learners/row_model.hpp"
#include "replay/row_columns.hpp"
#include "replay/value_bins.hpp"

namespace vitrine::replay {

struct Row {
  bool yes = false;
  bool fields = false;  ///< whether the line names them
  std::vector<RowFeature> features;
  std::vector<std::pair<std::uint64_t, float>> values;  ///< as written: what bins are made of
};
/// What the first rows of the training file tell about how to read all.
struct RowReading {
  ValueBins bins;
  RowColumns columns;
  std::optional<bool> fields{};  ///< whether lines name them; then one that differs is a bad line
  std::uint64_t numeric = 0;     ///< indices with another value than 1
  /// Nothing but whole values of a few indices: that may be "field:index" without its value.
  bool doubtful = false;
  /// "named", "places", "blocks" or "bag": where the field of a feature comes from.
  [[nodiscard]] const char* fields_from() const;
};
/// One line, "label index:value index:value ..." or "label field:index:value ...". Answers what is wrong with
/// it, or nothing.
[[nodiscard]] std::string read_row(std::string_view line, Row& row, const RowReading& reading = {});

struct ClickFiles {
  std::istream& train;  ///< can be read again from its start
  std::istream& test;
  std::istream* validation = nullptr;  ///< none: every tenth line of `train`, while passes are chosen
};

/// Passes over the training file: so many, or as many as a validation split says.
using Passes = std::optional<unsigned>;
inline constexpr unsigned passes_max = 100;

struct ClickFigures {
  std::uint64_t trained = 0, tested = 0;
  std::string fields;         ///< RowReading::fields_from()
  std::uint64_t numeric = 0;  ///< indices with another value than 1
  bool doubtful = false;      ///< as in RowReading
  double positive = 0;        ///< share of yes in the test file
  double auc = 0, logloss = 0;
  double logloss_always = 0;  ///< of always predicting the training file's share of yes
  unsigned passes = 1;        ///< the most of any model
  PerModel<unsigned> model_passes{};
  PerModel<double> model_weights{};
  std::vector<double> validation_logloss;  ///< after each pass that was tried
  /// The same; nothing when the rows that were kept for it are all yes, or all no.
  std::vector<std::optional<double>> validation_auc;
  double seconds = 0;  ///< of training, reading included, without choosing the passes
  double seconds_testing = 0;
  BadLines bad;
};
[[nodiscard]] base::Result<ClickFigures> clicks(ClickFiles files, Passes passes, double (*seconds_now)());

[[nodiscard]] base::json::object to_json(const ClickFigures& figures);

/// How the lines were read, in a sentence.
[[nodiscard]] std::string reading_told(const ClickFigures& figures);

/// Mean negative log likelihood, probabilities kept 1e-7 away from 0 and 1.
[[nodiscard]] double logloss(const std::vector<std::pair<float, bool>>& scored);

}  // namespace vitrine::replay
