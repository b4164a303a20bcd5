#include "takeout/report.hpp"

#include <array>

#include "base/json.hpp"
#include "base/text.hpp"

namespace vitrine::takeout {
namespace {
namespace json = base::json;

/// One list of members, read in both directions.
template <class Of, class Visit>
void each_text(Of& report, Visit visit) {
  visit("handle", report.handle);
  visit("name", report.name);
  visit("house", report.house);
  visit("address", report.address);
  visit("made_at", report.made_at);
  visit("public_key", report.public_key);
}
template <class Of, class Visit>
void each_tally(Of& report, Visit visit) {
  visit("clips", report.clips);
  visit("captions", report.captions);
  visit("notes", report.notes);
  visit("likes", report.likes);
  visit("saves", report.saves);
  visit("following", report.following);
}
template <class Of, class Visit>
void each_list(Of& report, Visit visit) {
  visit("strangers", report.strangers);
  visit("offered", report.offered);
  visit("missing", report.missing);
}

std::string text_in(const json::object& in, std::string_view name) {
  const auto* const found = in.if_contains(name);
  return found != nullptr && found->is_string() ? std::string{std::string_view{found->get_string()}} : "";
}
std::int64_t number_in(const json::object& in, std::string_view name) {
  const auto* const found = in.if_contains(name);
  return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}
const json::array& array_in(const json::object& in, std::string_view name) {
  static const json::array none;
  const auto* const found = in.if_contains(name);
  return found != nullptr && found->is_array() ? found->get_array() : none;
}

constexpr std::array part_names{std::pair{"profile", &Parts::profile},
                                std::pair{"settings", &Parts::settings}, std::pair{"clips", &Parts::clips},
                                std::pair{"people", &Parts::people}, std::pair{"marks", &Parts::marks}};
}  // namespace

std::string report_text(const Report& report) {
  json::object out;
  each_text(report, [&](std::string_view name, const std::string& text) { out[name] = text; });
  each_tally(report, [&](std::string_view name, const Tally& tally) {
    out[name] = json::object{
        {"listed", tally.listed}, {"possible", tally.possible}, {"here", tally.here}, {"taken", tally.taken}};
  });
  out["ours"] = report.ours;
  out["bytes"] = report.bytes;
  out["foreign"] = report.foreign;
  each_list(report, [&](std::string_view name, const std::vector<std::string>& texts) {
    json::array list;
    for (const auto& text : texts) list.push_back(json::value(text));
    out[name] = std::move(list);
  });
  json::array troubles;
  for (const auto& one : report.troubles)
    troubles.push_back(json::object{{"what", one.what}, {"code", one.code}});
  out["troubles"] = std::move(troubles);
  return base::to_text(out);
}

std::optional<Report> read_report(std::string_view text) {
  const auto parsed = base::parse_json(text, 1 << 20);
  if (!parsed || !parsed->is_object()) return std::nullopt;
  const auto& in = parsed->get_object();
  Report report;
  each_text(report, [&](std::string_view name, std::string& into) { into = text_in(in, name); });
  each_tally(report, [&](std::string_view name, Tally& tally) {
    const auto* const found = in.if_contains(name);
    if (found == nullptr || !found->is_object()) return;
    const auto& of = found->get_object();
    tally = {number_in(of, "listed"), number_in(of, "possible"), number_in(of, "here"),
             number_in(of, "taken")};
  });
  report.ours = in.contains("ours") && in.at("ours").is_bool() && in.at("ours").get_bool();
  report.bytes = static_cast<std::uint64_t>(number_in(in, "bytes"));
  report.foreign = in.contains("foreign") && in.at("foreign").is_bool() && in.at("foreign").get_bool();
  each_list(report, [&](std::string_view name, std::vector<std::string>& into) {
    for (const auto& one : array_in(in, name))
      if (one.is_string()) into.emplace_back(std::string_view{one.get_string()});
  });
  for (const auto& one : array_in(in, "troubles"))
    if (one.is_object())
      report.troubles.push_back({text_in(one.get_object(), "what"), text_in(one.get_object(), "code")});
  return report;
}

std::string parts_text(const Parts& parts) {
  std::string text;
  for (const auto& [name, member] : part_names)
    if (parts.*member) text += (text.empty() ? "" : " ") + std::string{name};
  return text;
}

Parts parts_of(std::string_view text) {
  Parts parts{false, false, false, false, false};
  for (const auto word : base::split(text, ' '))
    for (const auto& [name, member] : part_names)
      if (word == name) parts.*member = true;
  return parts;
}

}  // namespace vitrine::takeout
