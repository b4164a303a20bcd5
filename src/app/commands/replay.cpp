// vitrine replay: ranks pages that were served again, from checkpoint and log, and compares every byte.
// vitrine digest: what the log folds to. Both read a data folder, beside a running server too, or a file.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "adapters/checkpoint/checkpoint_folder.hpp"
#include "app/commands/commands.hpp"
#include "app/foundation.hpp"
#include "app/policies.hpp"
#include "app/wiring.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "feed/receipt.hpp"
#include "supply/public_log.hpp"
#include "supply/refold.hpp"

namespace vitrine::app {
namespace {
using base::fail;
using base::Fault;
using base::Result;
namespace json = base::json;

struct Options {
  std::string receipt, log_file, write_example;
  std::size_t sample = 0;
  std::uint64_t seed = 7;
  bool json = false, from_the_start = false;
  std::vector<char*> settings;  ///< words that are not ours: --data DIR ...
};

std::optional<Options> options_of(std::span<char*> words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const auto flag = [&](std::string_view name, bool& into) { return word == name && (into = true); };
    if (flag("--json", options.json) || flag("--from-the-start", options.from_the_start)) continue;
    std::string* text = word == "--receipt"         ? &options.receipt
                        : word == "--log"           ? &options.log_file
                        : word == "--write-example" ? &options.write_example
                                                    : nullptr;
    const bool number = word == "--sample" || word == "--seed";
    if (text == nullptr && !number) {
      options.settings.push_back(words[i]);
      continue;
    }
    if (i + 1 == words.size()) return std::nullopt;
    if (text != nullptr) {
      *text = words[++i];
      continue;
    }
    const auto value = base::parse_number(words[++i]);
    if (!value) return std::nullopt;
    if (word == "--seed") options.seed = static_cast<std::uint64_t>(*value);
    else options.sample = static_cast<std::size_t>(*value);
  }
  return options;
}

/// A log, its checkpoints and the pages asked for, whether from a folder or from a file.
struct Material {
  std::unique_ptr<Foundation> foundation{};
  std::unique_ptr<ports::EventLog> log{};
  std::unique_ptr<adapters::CheckpointFolder> checkpoints{};
  std::vector<feed::Receipt> receipts{};
  std::size_t unreadable = 0;  ///< more of them, which are no receipts
  feed::Shelf shelf = feed::Shelf::built_in();
  std::optional<base::Digest> digest{};  ///< what the file says the log folds to
};

Result<std::string> content_of(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) return fail(Fault::not_found, "file_absent", fmt::format("{} cannot be read.", file));
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

Result<Material> from_file(const Options& options) {
  TRY_LET(const auto text, content_of(options.log_file));
  TRY_LET(const auto log, supply::parse_public_log(text));
  Material material;
  material.log = std::make_unique<ports::FakeEventLog>();
  TRY(material.log->append(log.events));
  material.digest = log.digest;
  for (const auto& bytes : log.receipts) {
    auto receipt = feed::decode_receipt(bytes);
    if (!receipt && options.receipt.empty()) ++material.unreadable;
    if (receipt && (options.receipt.empty() || receipt->id.text() == options.receipt))
      material.receipts.push_back(*std::move(receipt));
  }
  return material;
}

Result<void> read_receipts(Foundation& f, const Options& options, Material& material) {
  return f.record->read([&](ports::Transaction& tx) -> Result<void> {
    std::vector<model::ReceiptId> ids;
    if (!options.receipt.empty()) {
      const auto id = model::ReceiptId::parse(options.receipt);
      if (!id) return fail(Fault::invalid_input, "receipt_invalid", "This is not the id of a receipt.");
      ids.push_back(*id);
    } else if (options.sample > 0) {
      TRY_LET(ids, f.receipt_rows.newest(tx, options.sample));
    }
    for (const auto id : ids) {
      TRY_LET(const auto stored, f.receipt_rows.get(tx, id));
      auto receipt = feed::decode_receipt(stored.bytes);
      if (receipt) material.receipts.push_back(*std::move(receipt));
      else if (options.receipt.empty()) ++material.unreadable;
      else return std::unexpected(receipt.error());
    }
    return {};
  });
}

Result<Material> from_folder(Options& options) {
  TRY_LET(const auto settings, read_settings(options.settings));
  Material material;
  TRY_LET(material.foundation, Foundation::open(settings));
  Foundation& f = *material.foundation;
  TRY_LET(material.log, open_event_log(f));
  TRY_LET(material.shelf, open_shelf(f));
  material.checkpoints = std::make_unique<adapters::CheckpointFolder>(f.folder / "checkpoints");
  TRY(read_receipts(f, options, material));
  return material;
}

struct Counts {
  std::size_t equal = 0, differing = 0;
  std::size_t gone = 0;    ///< their state is older than what the log still holds
  std::size_t failed = 0;  ///< no receipt, or of a state the log does not reach
  [[nodiscard]] std::size_t ranked() const { return equal + differing; }
};

void print_page(const feed::Receipt& receipt, std::string_view said) {
  fmt::print("{}  {:<13} at {:<8} {} videos of {} candidates  {}\n", receipt.id.text(), receipt.policy,
             receipt.log_position, receipt.slate.items.size(), receipt.slate.received, said);
}

void print_counts(const Counts& counts) {
  fmt::print("{} pages ranked again, {} equal, {} different\n", counts.ranked(), counts.equal,
             counts.differing);
  if (counts.gone > 0) fmt::print("{} more are older than what the log still holds\n", counts.gone);
  if (counts.failed > 0) fmt::print("{} more cannot be read or are beyond the log's end\n", counts.failed);
}

/// One line per page. Among many, a page that cannot be ranked is counted; the one that was asked for is
/// answered with the reason.
Result<Counts> compare(Material& material, const Options& options) {
  std::ranges::sort(material.receipts, {}, &feed::Receipt::log_position);
  supply::Refold refold{{*material.log, material.checkpoints.get(), options.from_the_start}};
  Counts counts{.failed = material.unreadable};
  json::array pages;
  for (const auto& receipt : material.receipts) {
    const auto ranked = supply::rank_again(refold, receipt, material.shelf);
    if (!ranked) {
      if (ranked.error().fault != Fault::not_found || !options.receipt.empty())
        return std::unexpected(ranked.error());
      ++(ranked.error().code == "state_gone" ? counts.gone : counts.failed);
      continue;
    }
    const auto& difference = *ranked;
    ++(difference ? counts.differing : counts.equal);
    json::object page{{"receipt", receipt.id.text()},
                      {"policy", receipt.policy},
                      {"log_position", receipt.log_position},
                      {"equal", !difference}};
    if (difference) {
      page["stage"] = feed::stage_name(difference->stage);
      page["detail"] = difference->detail;
    }
    if (!options.json)
      print_page(receipt, difference ? fmt::format("differs first in {}: {}",
                                                   feed::stage_name(difference->stage), difference->detail)
                                     : "equal");
    pages.push_back(std::move(page));
  }
  if (options.json)
    std::puts(base::to_text(json::object{{"pages", counts.ranked()},
                                         {"differing", counts.differing},
                                         {"state_gone", counts.gone},
                                         {"failed", counts.failed},
                                         {"each", std::move(pages)}})
                  .c_str());
  else print_counts(counts);
  return counts;
}

Result<int> run_replay(Options& options) {
  if (!options.write_example.empty()) {
    std::ofstream out{options.write_example, std::ios::binary};
    out << supply::to_text(supply::make_public_log(options.seed));
    if (!out.flush())
      return fail(Fault::not_available, "file_not_written",
                  fmt::format("{} cannot be written.", options.write_example));
    return 0;
  }
  TRY_LET(auto material, options.log_file.empty() ? from_folder(options) : from_file(options));
  if (material.receipts.empty() && !options.receipt.empty())
    return fail(Fault::not_found, "receipt_absent", "There is no such receipt; they are kept for 30 days.");
  TRY_LET(const auto counts, compare(material, options));
  return counts.differing == 0 && counts.failed == 0 ? 0 : 1;
}

Result<int> run_digest(Options& options) {
  TRY_LET(auto material, options.log_file.empty() ? from_folder(options) : from_file(options));
  TRY_LET(const auto last, material.log->last());
  supply::Refold refold{{*material.log, material.checkpoints.get(), options.from_the_start}};
  TRY_LET(const auto* model, refold.at(last));
  const auto digest = model->digest();
  if (options.json)
    std::puts(base::to_text(json::object{{"log_position", last}, {"digest", base::hex(digest)}}).c_str());
  else fmt::print("{} {}\n", last, base::hex(digest));
  if (!material.digest || *material.digest == digest) return 0;
  std::fputs("vitrine: the file says otherwise: another version of the model made it.\n", stderr);
  return 1;
}

int run_command(std::span<char*> arguments, Result<int> (*command)(Options&), const char* usage) {
  auto options = options_of(arguments);
  const bool pages = command == run_replay;
  if (!options || (pages && options->receipt.empty() && options->sample == 0 && options->log_file.empty() &&
                   options->write_example.empty())) {
    std::fputs(usage, stderr);
    return 2;
  }
  const auto status = command(*options);
  if (status) return *status;
  std::fprintf(stderr, "vitrine: %s\n", status.error().detail.c_str());
  return status.error().fault == Fault::invalid_input ? 2 : 1;
}
}  // namespace

int replay(std::span<char*> arguments) {
  if (!arguments.empty() && std::string_view{arguments[0]} == "--selftest")
    return replay_selftest(arguments.subspan(1));
  return run_command(arguments, run_replay,
                     "usage: vitrine replay [--data DIR] [--database DSN] (--receipt ID | --sample N)\n"
                     "                      [--from-the-start] [--json]\n"
                     "       vitrine replay --log FILE [--receipt ID] [--json]\n"
                     "       vitrine replay --write-example FILE [--seed N]\n"
                     "       vitrine replay --selftest [--pages N] [--pairs N] [--seed N] [--json]\n");
}

int digest(std::span<char*> arguments) {
  return run_command(arguments, run_digest,
                     "usage: vitrine digest [--data DIR] [--database DSN] [--from-the-start] [--json]\n"
                     "       vitrine digest --log FILE [--json]\n");
}

}  // namespace vitrine::app
