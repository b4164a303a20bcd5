#include "http/route.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/id.hpp"
#include "base/text.hpp"

namespace vitrine::http {

namespace {

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}
bool is_dotted_char(char c) { return is_word_char(c) || c == '.'; }

bool all_of(std::string_view text, std::size_t chars_max, bool (*fits)(char)) {
  return !text.empty() && text.size() <= chars_max && std::ranges::all_of(text, fits);
}

/// Does `value` fit a parameter of this kind?
bool fits_kind(std::string_view kind, std::string_view value) {
  if (kind.empty()) return base::id_value(value).has_value();
  if (kind == "handle") return all_of(value, 30, is_dotted_char) && value.find('-') == std::string_view::npos;
  if (kind == "word") return all_of(value, 64, is_word_char);
  if (kind == "file") return all_of(value, 128, is_dotted_char) && value.front() != '.';
  for (const auto word : base::split(kind, '|'))
    if (word == value) return true;
  return false;
}

struct Segment {
  std::string before, name, kind, after;  ///< without a name: a literal in `before`
};

Segment read_segment(std::string_view text) {
  const auto open = text.find('{');
  if (open == std::string_view::npos)
    return {.before = std::string{text}, .name = {}, .kind = {}, .after = {}};
  const auto close = text.find('}', open);
  VITRINE_ASSERT(close != std::string_view::npos, "a path parameter ends with }");
  const auto inner = text.substr(open + 1, close - open - 1);
  const auto colon = std::min(inner.find(':'), inner.size());
  return {.before = std::string{text.substr(0, open)},
          .name = std::string{inner.substr(0, colon)},
          .kind = std::string{inner.substr(std::min(colon + 1, inner.size()))},
          .after = std::string{text.substr(close + 1)}};
}

std::vector<Segment> read_pattern(std::string_view path) {
  VITRINE_ASSERT(path.starts_with('/'), "a path starts with /");
  std::vector<Segment> segments;
  for (const auto text : base::split(path.substr(1), '/')) segments.push_back(read_segment(text));
  return segments;
}

bool take_segment(const Segment& segment, std::string_view text, Call::Path& path) {
  if (segment.name.empty()) return text == segment.before;
  if (text.size() < segment.before.size() + segment.after.size()) return false;
  if (!text.starts_with(segment.before) || !text.ends_with(segment.after)) return false;
  text.remove_prefix(segment.before.size());
  text.remove_suffix(segment.after.size());
  if (!fits_kind(segment.kind, text)) return false;
  path.emplace_back(segment.name, text);
  return true;
}

}  // namespace

struct RouteTable::Pattern {
  Route route;
  std::vector<Segment> segments;

  [[nodiscard]] bool takes_rest() const { return segments.back().kind == "path"; }

  /// Literals before parameters, parameters before a rest: which of two fitting patterns is meant.
  std::string rank = {};

  void set_rank() {
    for (const auto& segment : segments)
      rank += segment.name.empty() ? 'a' : segment.kind == "path" ? 'd' : segment.before.empty() ? 'c' : 'b';
  }

  [[nodiscard]] std::optional<Call::Path> match(const std::vector<std::string_view>& parts) const {
    if (takes_rest() ? parts.size() < segments.size() : parts.size() != segments.size()) return std::nullopt;
    Call::Path path;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      if (segments[i].kind == "path") {
        const auto from = parts[i].data();
        const auto last = parts.back();
        path.emplace_back(segments[i].name, std::string{from, last.data() + last.size()});
      } else if (!take_segment(segments[i], parts[i], path)) {
        return std::nullopt;
      }
    }
    return path;
  }
};

RouteTable::RouteTable() = default;
RouteTable::~RouteTable() = default;
RouteTable::RouteTable(RouteTable&&) noexcept = default;

void RouteTable::add(Route route) {
  VITRINE_ASSERT(!route.handler != !route.receiver, "a route has a handler or a receiver, and one of them");
  VITRINE_ASSERT(!route.body || (route.method != "GET" && route.method != "HEAD"), "reading takes no body");
  VITRINE_ASSERT(route.run == Run::worker || route.access == Access::anyone,
                 "who is signed in is only known on a worker");
  VITRINE_ASSERT(
      !route.shortcut || (route.access == Access::anyone && route.pace == Pace::free && !route.body),
      "a shortcut answers without asking who, how often or with what");
  VITRINE_ASSERT(route.scope == accounts::Scope::none ||
                     (!route.fresh_proof && route.access <= Access::creator && !route.form),
                 "no app reaches what asks for a proof, what is for staff, or how apps get their tokens");
  auto pattern = std::make_unique<Pattern>(Pattern{.route = std::move(route), .segments = {}});
  pattern->segments = read_pattern(pattern->route.path);
  pattern->set_rank();
  for (const auto& other : patterns_)
    VITRINE_ASSERT(other->route.method != pattern->route.method ||
                       plain_path(other->route) != plain_path(pattern->route),
                   "a method and a path stand once in the table");
  patterns_.push_back(std::move(pattern));
}

RouteTable::Match RouteTable::find(std::string_view method, std::string_view path) const {
  const auto parts = base::split(path.substr(1), '/');
  Match best, head, net;
  std::string_view best_rank, head_rank, net_rank;
  const auto offer = [](Match& match, std::string_view& rank, const Pattern& pattern, Call::Path found) {
    if (match.route != nullptr && rank <= pattern.rank) return;
    match = {&pattern.route, std::move(found), {}};
    rank = pattern.rank;
  };
  std::string allow;
  for (const auto& pattern : patterns_) {
    auto found = pattern->match(parts);
    if (!found) continue;
    const auto& its = pattern->route.method;
    // A net for everything else must not hide that an address exists under another method.
    if (pattern->segments.front().kind == "path") {
      if (its == method || (method == "HEAD" && its == "GET"))
        offer(net, net_rank, *pattern, std::move(*found));
      continue;
    }
    if (allow.find(its) == std::string::npos) allow += (allow.empty() ? "" : ", ") + its;
    if (its == method) offer(best, best_rank, *pattern, std::move(*found));
    else if (method == "HEAD" && its == "GET") offer(head, head_rank, *pattern, std::move(*found));
  }
  if (best.route != nullptr) return best;
  if (head.route != nullptr) return head;
  if (allow.empty() && net.route != nullptr) return net;
  best.allow = std::move(allow);
  return best;
}

std::vector<const Route*> RouteTable::all() const {
  std::vector<const Route*> routes;
  for (const auto& pattern : patterns_) routes.push_back(&pattern->route);
  return routes;
}

std::string RouteTable::plain_path(const Route& route) {
  std::string path;
  for (const auto& segment : read_pattern(route.path)) {
    path += '/' + segment.before;
    if (!segment.name.empty()) path += '{' + segment.name + '}';
    path += segment.after;
  }
  return path;
}

std::vector<RouteTable::PathParameter> RouteTable::path_parameters(const Route& route) {
  std::vector<PathParameter> parameters;
  for (const auto& segment : read_pattern(route.path))
    if (!segment.name.empty()) parameters.push_back({segment.name, segment.kind});
  return parameters;
}

}  // namespace vitrine::http
