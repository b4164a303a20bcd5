#include <algorithm>
#include <cmath>
#include <functional>
#include <unordered_set>

#include "base/random.hpp"
#include "learning/numeric.hpp"
#include "replay/clicks.hpp"
#include "replay/lines.hpp"

namespace vitrine::replay {
namespace {

constexpr unsigned tried_max = 16;          // passes that are tried when they are to be chosen
constexpr double worth_a_pass = 1e-3;       // of the log loss: less does not pay for one more
constexpr std::uint64_t large = 2'000'000;  // rows from which one pass is taken without trying more

/// Every tenth line, spread irregularly so that no period in the file meets ours.
bool held_out(std::uint64_t line) { return base::mix64(line) % 10 == 0; }

/// A shuffle buffer with a fixed seed: each row waits among the next ones until it is drawn. A file that is
/// sorted, by its label even, teaches like any other; one in order of time nearly keeps that order.
class Shuffled {
 public:
  explicit Shuffled(std::function<void(const Row&)> visit) : visit_(std::move(visit)) {}

  void add(const Row& row) {
    features_ += row.features.size();
    waiting_.push_back({row.yes, row.fields, row.features, {}});
    while (waiting_.size() > rows_max || features_ > features_max) draw();
  }
  void finish() {
    while (!waiting_.empty()) draw();
  }

 private:
  static constexpr std::size_t rows_max = 1U << 17, features_max = 1U << 23;  // at most 128 MiB

  void draw() {
    Row& drawn = waiting_[random_.below(waiting_.size())];
    visit_(drawn);
    features_ -= drawn.features.size();
    drawn = std::move(waiting_.back());
    waiting_.pop_back();
  }
  std::function<void(const Row&)> visit_;
  std::vector<Row> waiting_;
  std::size_t features_ = 0;
  base::Random random_{7};
};

/// A file that is read again and again; its bad lines and its labels are counted the first time.
class RowFile {
 public:
  RowFile(std::istream& in, std::string name, const RowReading& reading)
      : in_(in), name_(std::move(name)), reading_(reading) {}

  template <class Visit>
  std::uint64_t each(Visit visit) {
    in_.clear();
    in_.seekg(0);
    BadLines again;
    Lines lines{in_, name_, read_ ? again : bad_};
    std::string_view line;
    std::uint64_t rows = 0;
    while (lines.next(line)) {
      if (const auto wrong = read_row(line, row_, reading_); !wrong.empty()) {
        lines.refuse(wrong);
        continue;
      }
      ++rows;
      if (!read_) ++labels_[row_.yes ? 1 : 0];
      visit(row_, lines.number());
    }
    lost_ = read_ && rows != labels_[0] + labels_[1];
    read_ = true;
    return rows;
  }
  /// Why it cannot be judged, once it was read: no rows, or all with the same label.
  [[nodiscard]] std::optional<std::string> wrong() const {
    const std::string file = "The " + name_ + " file";
    if (auto why = unreadable(file, labels_[0] + labels_[1], bad_))
      return *why + " Lines look like: 1 3:1 17:0.5";
    if (lost_) return file + " cannot be read a second time: name a file, not a pipe.";
    if (labels_[0] > 0 && labels_[1] > 0) return std::nullopt;
    std::string why = file + " has only the label " + (labels_[1] > 0 ? "1" : "0 or -1") +
                      "; there must be rows of both kinds, 1 and 0 or -1.";
    if (bad_.count > 0) why += " The first line that cannot be read is " + bad_.first.front() + ".";
    return why;
  }
  [[nodiscard]] const BadLines& bad() const { return bad_; }

 private:
  std::istream& in_;
  std::string name_;
  const RowReading& reading_;
  BadLines bad_;
  std::array<std::uint64_t, 2> labels_{};  ///< no, yes
  bool read_ = false, lost_ = false;
  Row row_;
};

using Scored = std::vector<std::pair<float, bool>>;

float probability(const Blend& blend, const PerModel<float>& scores) {
  return learning::logistic(static_cast<float>(blend.score(scores)));
}

/// Bins of whatever has another value than 1, and the columns, by the first rows of the training file.
RowReading reading_of(std::istream& train) {
  constexpr std::size_t rows_max = 50'000;
  train.clear();
  train.seekg(0);
  BadLines bad;
  Lines lines{train, "train", bad};
  std::string_view line;
  Row row;
  std::unordered_set<std::uint64_t> numeric;
  std::vector<std::uint64_t> indices;
  RowReading reading;
  std::unordered_set<std::uint64_t> few;
  std::size_t rows = 0, naming = 0;
  bool whole = true;
  while (rows < rows_max && lines.next(line)) {
    if (!read_row(line, row).empty()) continue;
    ++rows;
    naming += row.fields ? 1 : 0;
    indices.clear();
    for (const auto& [index, value] : row.values) {
      indices.push_back(index);
      if (few.size() <= RowColumns::blocks_max) few.insert(index);
      whole = whole && value == std::floor(value);
      if (value != 1 ? (numeric.insert(index), true) : numeric.contains(index))
        reading.bins.note(index, value);
    }
    if (!row.fields) reading.columns.note(indices);
  }
  reading.bins.settle();
  reading.columns.settle();
  reading.fields = naming * 2 > rows;
  reading.numeric = numeric.size();
  reading.doubtful =
      !*reading.fields && whole && few.size() <= RowColumns::blocks_max && numeric.size() == few.size();
  return reading;
}

/// Nothing when all were yes, or none was.
std::optional<double> told_auc(Scored scored) {
  const auto yes = std::ranges::count(scored, true, &Scored::value_type::second);
  if (yes == 0 || static_cast<std::size_t>(yes) == scored.size()) return std::nullopt;
  return auc(std::move(scored));
}

/// What was chosen on rows that were not learned.
struct Choice {
  PerModel<unsigned> passes{};  ///< of each model
  Blend blend;
  [[nodiscard]] unsigned passes_most() const { return std::ranges::max(passes); }
};

/// Scores of the validation rows after the pass of each model that foretold them best.
class Chooser {
 public:
  explicit Chooser(ClickFigures& figures) : figures_(figures) { lowest_.fill(1e9); }

  /// After a pass: what the models that learned make of the rows. `must` take this pass, best or not.
  void compare(unsigned pass, const std::vector<ScoredRow>& now, bool must, ClickEnsemble& ensemble) {
    best_.resize(now.size());
    for (std::size_t k = 0; k < lowest_.size(); ++k) {
      if (!ensemble.learning[k]) continue;
      Scored scored;
      for (const ScoredRow& row : now) scored.emplace_back(learning::logistic(row.scores[k]), row.yes);
      const double loss = logloss(scored);
      ensemble.learning[k] = must || loss < lowest_[k] * (1 - worth_a_pass);
      if (loss >= lowest_[k] && !must) continue;
      lowest_[k] = loss;
      choice.passes[k] = pass;
      for (std::size_t i = 0; i < now.size(); ++i) {
        best_[i].scores[k] = now[i].scores[k];
        best_[i].yes = now[i].yes;
      }
    }
    choice.blend = blend_of(best_);
    Scored scored;
    for (const ScoredRow& row : best_) scored.emplace_back(probability(choice.blend, row.scores), row.yes);
    figures_.validation_logloss.push_back(logloss(scored));
    figures_.validation_auc.push_back(told_auc(std::move(scored)));
  }
  Choice choice;

 private:
  ClickFigures& figures_;
  std::vector<ScoredRow> best_;
  PerModel<double> lowest_;
};

/// For each model the number of passes after which the validation rows are foretold best: one more is tried
/// until it gets worse.
Choice choose(RowFile& train, RowFile* validation, Passes passes, ClickFigures& figures) {
  ClickEnsemble ensemble;
  Chooser chooser{figures};
  for (unsigned pass = 1; pass <= passes.value_or(tried_max); ++pass) {
    ensemble.start_pass();
    std::vector<ScoredRow> scored;
    Shuffled learned{[&](const Row& row) { ensemble.learn(row.features, row.yes); }};
    const std::uint64_t rows = train.each([&](const Row& row, std::uint64_t line) {
      if (validation != nullptr || !held_out(line)) learned.add(row);
    });
    learned.finish();
    const auto judge = [&](const Row& row, std::uint64_t line) {
      if (validation != nullptr || held_out(line))
        scored.push_back({ensemble.scores(row.features, false), row.yes});
    };
    (validation != nullptr ? *validation : train).each(judge);
    chooser.compare(pass, scored, passes.has_value(), ensemble);
    if (std::ranges::count(ensemble.learning, true) == 0 || (rows > large && !passes)) break;
  }
  return chooser.choice;
}

/// Learns the whole training file; answers how many of its rows are yes.
double learn_all(ClickEnsemble& ensemble, RowFile& train, const Choice& choice, ClickFigures& figures) {
  double yes = 0;
  for (unsigned pass = 1; pass <= choice.passes_most(); ++pass) {
    for (std::size_t k = 0; k < choice.passes.size(); ++k) ensemble.learning[k] = pass <= choice.passes[k];
    ensemble.start_pass();
    yes = 0;
    Shuffled learned{[&](const Row& row) { ensemble.learn(row.features, row.yes); }};
    figures.trained = train.each([&](const Row& row, std::uint64_t) {
      learned.add(row);
      yes += row.yes ? 1 : 0;
    });
    learned.finish();
  }
  return yes;
}

}  // namespace

double logloss(const Scored& scored) {
  double sum = 0;
  for (const auto& [p, yes] : scored) {
    const double kept = std::clamp(static_cast<double>(p), 1e-7, 1 - 1e-7);
    sum -= std::log(yes ? kept : 1 - kept);
  }
  return scored.empty() ? 0 : sum / static_cast<double>(scored.size());
}

base::Result<ClickFigures> clicks(ClickFiles files, Passes passes, double (*seconds_now)()) {
  ClickFigures figures;
  const RowReading reading = reading_of(files.train);
  figures.fields = reading.fields_from();
  figures.numeric = reading.numeric;
  figures.doubtful = reading.doubtful;
  RowFile train{files.train, "train", reading}, test{files.test, "test", reading};
  std::optional<RowFile> validation;
  if (files.validation != nullptr) validation.emplace(*files.validation, "validation", reading);
  if (passes) passes = std::clamp(*passes, 1U, passes_max);
  const Choice choice = choose(train, validation ? &*validation : nullptr, passes, figures);
  figures.passes = choice.passes_most();
  figures.model_passes = choice.passes;
  figures.model_weights = choice.blend.weights;
  const double start = seconds_now();
  ClickEnsemble ensemble;
  const double yes = learn_all(ensemble, train, choice, figures);
  figures.seconds = seconds_now() - start;
  Scored scored;
  const double testing = seconds_now();
  figures.tested = test.each([&](const Row& row, std::uint64_t) {
    scored.emplace_back(probability(choice.blend, ensemble.scores(row.features)), row.yes);
  });
  figures.seconds_testing = seconds_now() - testing;
  std::vector<const RowFile*> read{&train, &test};
  if (validation) read.insert(read.begin() + 1, &*validation);
  for (const RowFile* file : read) {
    if (auto why = file->wrong())
      return base::fail(base::Fault::invalid_input, "evaluate_input", std::move(*why));
    figures.bad.add_all(file->bad());
  }
  figures.logloss = logloss(scored);
  const auto share = static_cast<float>(yes / static_cast<double>(figures.trained));
  Scored always;
  for (const auto& [p, was_yes] : scored) {
    figures.positive += was_yes ? 1 : 0;
    always.emplace_back(share, was_yes);
  }
  figures.positive /= static_cast<double>(scored.size());
  figures.logloss_always = logloss(always);
  figures.auc = auc(std::move(scored));
  return figures;
}

std::string reading_told(const ClickFigures& figures) {
  std::string told = "fields: " + figures.fields + "; " + std::to_string(figures.numeric) + " numeric; ";
  told += figures.fields == "named" ? "lines are field:index:value" : "lines are index:value";
  if (figures.doubtful)
    told += ", all values are whole: if they are field:index, write field:index:1 for each";
  return told;
}

base::json::object to_json(const ClickFigures& figures) {
  base::json::array loglosses, aucs, models;
  for (std::size_t k = 0; k < model_names.size(); ++k)
    models.push_back(base::json::object{
        {"name", model_names[k]}, {"passes", figures.model_passes[k]}, {"weight", figures.model_weights[k]}});
  for (const double value : figures.validation_logloss) loglosses.emplace_back(value);
  for (const auto& value : figures.validation_auc)
    aucs.push_back(value ? base::json::value(*value) : base::json::value(nullptr));
  const double read = static_cast<double>(figures.trained) * figures.passes;
  return {{"protocol", "trained on one file, judged on the other"},
          {"fields", figures.fields},
          {"numeric", figures.numeric},
          {"read_as", reading_told(figures)},
          {"auc", figures.auc},
          {"logloss", figures.logloss},
          {"logloss_always_the_mean", figures.logloss_always},
          {"positive", figures.positive},
          {"trained", figures.trained},
          {"tested", figures.tested},
          {"passes", figures.passes},
          {"models", std::move(models)},
          {"validation_logloss", std::move(loglosses)},
          {"validation_auc", std::move(aucs)},
          {"seconds", figures.seconds},
          {"events_per_second", figures.seconds > 0 ? read / figures.seconds : 0},
          {"seconds_testing", figures.seconds_testing},
          {"bad_lines", to_json(figures.bad)}};
}

}  // namespace vitrine::replay
