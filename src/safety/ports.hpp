#pragma once
// A report, and the store it lies in (adapters/sql, table safety_report).
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "model/ids.hpp"
#include "model/time.hpp"
#include "model/words.hpp"
#include "ports/record.hpp"

namespace vitrine::safety {

using base::Result;
using model::AccountId;
using model::Instant;
using model::ReportId;
using ports::Transaction;

enum class SubjectKind { video, comment, account, message };
enum class Reason {
  spam,
  violence,
  hate,
  sexual,
  minors,
  self_harm,
  misinformation,
  illegal,
  copyright,
  other
};
enum class Outcome { no_action, removed, restricted, warned };

/// A paragraph; moderators read hundreds a day.
inline constexpr std::size_t note_chars_max = 1000;

struct Resolution {
  AccountId by;
  Outcome outcome = Outcome::no_action;
  std::string note;
  Instant at{};
  bool operator==(const Resolution&) const = default;
};

/// What a message said when it was reported: all that moderators see of a conversation.
struct Quote {
  AccountId author{0};  ///< nobody: the report is not of a message
  std::string text;
  bool operator==(const Quote&) const = default;
};

struct Report {
  ReportId id;
  AccountId reporter;
  SubjectKind kind = SubjectKind::video;
  std::uint64_t subject = 0;  ///< the raw id of the video, comment, account or message
  Reason reason = Reason::other;
  std::string note;
  Instant at{};
  std::optional<Resolution> resolution = {};
  Quote quote = {};
  bool operator==(const Report&) const = default;
};

class ReportStore {
 public:
  virtual ~ReportStore() = default;
  /// The id under which it stands: its own, or that of this reporter's open report of the same subject.
  virtual Result<ReportId> put(Transaction& tx, const Report& report) = 0;
  virtual Result<std::optional<Report>> find(Transaction& tx, ReportId id) = 0;
  /// Open ones, oldest first, after this id.
  virtual Result<std::vector<Report>> open(Transaction& tx, ReportId after, int max) = 0;
  /// False when it was resolved meanwhile.
  virtual Result<bool> resolve(Transaction& tx, ReportId id, const Resolution& resolution) = 0;
};

}  // namespace vitrine::safety

namespace vitrine::model {
template <>
struct Words<safety::SubjectKind> {
  static constexpr std::array list{
      std::pair{safety::SubjectKind::video, "video"}, std::pair{safety::SubjectKind::comment, "comment"},
      std::pair{safety::SubjectKind::account, "account"}, std::pair{safety::SubjectKind::message, "message"}};
};
template <>
struct Words<safety::Reason> {
  using Reason = safety::Reason;
  static constexpr std::array list{std::pair{Reason::spam, "spam"},
                                   std::pair{Reason::violence, "violence"},
                                   std::pair{Reason::hate, "hate"},
                                   std::pair{Reason::sexual, "sexual"},
                                   std::pair{Reason::minors, "minors"},
                                   std::pair{Reason::self_harm, "self_harm"},
                                   std::pair{Reason::misinformation, "misinformation"},
                                   std::pair{Reason::illegal, "illegal"},
                                   std::pair{Reason::copyright, "copyright"},
                                   std::pair{Reason::other, "other"}};
};
template <>
struct Words<safety::Outcome> {
  static constexpr std::array list{
      std::pair{safety::Outcome::no_action, "no_action"}, std::pair{safety::Outcome::removed, "removed"},
      std::pair{safety::Outcome::restricted, "restricted"}, std::pair{safety::Outcome::warned, "warned"}};
};
}  // namespace vitrine::model
