#pragma once
// The smallest house: a model, an event log and pages. Serves and learns exactly as supply does, without a
// database, a clock or a thread; the simulator and the replay of invented logs live in one. One thread.
#include <vector>

#include "base/bytes.hpp"
#include "feed/receipt.hpp"
#include "learning/model.hpp"

namespace vitrine::replay {

enum class Keep { nothing, log };

class House {
 public:
  explicit House(Keep keep = Keep::nothing) : keep_(keep) {}

  /// Appends an event and learns from it.
  void tell(model::Instant at, auto what) { append({at, std::move(what)}); }
  /// Ranks a page, with the viewer's sliders in the policy.
  [[nodiscard]] feed::Receipt serve(const feed::Query& query, const feed::Policy& policy, model::ReceiptId id,
                                    std::vector<feed::Setting> settings = {}) const;
  /// What is logged when `item` of that page reaches the screen.
  [[nodiscard]] model::events::Shown shown_event(const feed::Receipt& page, const feed::Item& item) const;

  [[nodiscard]] const learning::Model& model() const { return model_; }
  /// The encoded events since the last call; empty unless they are kept.
  [[nodiscard]] std::vector<base::Bytes> take_log() { return std::exchange(log_, {}); }

 private:
  void append(const model::FeedEvent& event);

  Keep keep_;
  learning::Model model_;
  std::vector<base::Bytes> log_;
};

}  // namespace vitrine::replay
