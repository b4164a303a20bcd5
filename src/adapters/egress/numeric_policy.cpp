#include "adapters/egress/numeric_policy.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace vitrine::adapters::egress {
namespace {
using base::fail;
using base::Fault;
using base::Result;
using Bytes = std::span<const std::uint8_t>;

struct Block {
  std::array<std::uint8_t, 16> start;
  int bits;
};

constexpr Block closed_4[]{{{0}, 8},              // this network
                           {{10}, 8},             // private
                           {{100, 64}, 10},       // carriers' own
                           {{127}, 8},            // loopback
                           {{169, 254}, 16},      // link-local: also where clouds keep their secrets
                           {{172, 16}, 12},       // private
                           {{192, 0, 0}, 24},     // protocol assignments
                           {{192, 0, 2}, 24},     // documentation
                           {{192, 31, 196}, 24},  // AS112
                           {{192, 52, 193}, 24},  // AMT
                           {{192, 88, 99}, 24},   // 6to4 relays
                           {{192, 168}, 16},      // private
                           {{192, 175, 48}, 24},  // AS112
                           {{198, 18}, 15},       // benchmarks
                           {{198, 51, 100}, 24},  // documentation
                           {{203, 0, 113}, 24},   // documentation
                           {{224}, 4},            // multicast
                           {{240}, 4}};           // reserved, broadcast

constexpr Block given_out_6{{0x20}, 3};
constexpr Block closed_6[]{{{0x20, 0x01}, 23},                    // protocol assignments, with Teredo
                           {{0x20, 0x01, 0x0d, 0xb8}, 32},        // documentation
                           {{0x20, 0x02}, 16},                    // 6to4: an IPv4 address in disguise
                           {{0x26, 0x20, 0x00, 0x4f, 0x80}, 48},  // AS112
                           {{0x3f, 0xff}, 20}};                   // documentation

bool is_in(const Block& block, Bytes address) {
  int left = block.bits;
  for (std::size_t i = 0; left > 0; ++i, left -= 8) {
    const auto mask = static_cast<std::uint8_t>(left >= 8 ? 0xff : 0xff << (8 - left));
    if ((address[i] & mask) != (block.start[i] & mask)) return false;
  }
  return true;
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

std::vector<std::uint8_t> numeric(const std::string& host) {
  std::vector<std::uint8_t> four(4), six(16);
  if (inet_pton(AF_INET, host.c_str(), four.data()) == 1) return four;
  if (inet_pton(AF_INET6, host.c_str(), six.data()) == 1) return six;
  return {};
}

/// Splits "host", "host:port", "[v6]", "[v6]:port"; nothing for anything else.
struct Place {
  std::string host;
  std::optional<std::uint16_t> port = {};
};
std::optional<Place> parse_place(std::string_view text) {
  Place place;
  std::string_view rest;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    place.host = std::string{text.substr(1, end - 1)};
    rest = text.substr(end + 1);
    if (numeric(place.host).size() != 16) return std::nullopt;
  } else {
    const auto colon = std::min(text.find(':'), text.size());
    place.host = std::string{text.substr(0, colon)};
    rest = text.substr(colon);
    for (char& c : place.host)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!is_host(place.host)) return std::nullopt;
  }
  if (rest.empty()) return place;
  const auto port = base::parse_number(rest.substr(1));
  if (!port || *port == 0 || *port > 65'535) return std::nullopt;
  place.port = static_cast<std::uint16_t>(*port);
  return place;
}
}  // namespace

bool is_public(Bytes address) {
  const auto closes = [&](const Block& block) { return is_in(block, address); };
  if (address.size() == 4) return std::ranges::none_of(closed_4, closes);
  if (address.size() == 16) return is_in(given_out_6, address) && std::ranges::none_of(closed_6, closes);
  return false;
}

Result<Target> parse_target(std::string_view url) {
  const auto wrong = [] {
    return fail(Fault::invalid_input, "outbound_url", "This is not an address the house may speak to.");
  };
  constexpr std::string_view scheme = "https://";
  const bool visible = std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7f; });
  if (url.size() > url_bytes_max || !visible || !url.starts_with(scheme)) return wrong();
  const auto rest = url.substr(scheme.size());
  if (rest.find_first_of("#\\@\"<>") != std::string_view::npos) return wrong();
  const auto slash = std::min(rest.find_first_of("/?"), rest.size());
  const auto place = parse_place(rest.substr(0, slash));
  if (!place) return wrong();
  auto path = std::string{rest.substr(slash)};
  if (!path.starts_with('/')) path.insert(0, 1, '/');
  return Target{place->host, place->port.value_or(443), std::move(path)};
}

std::string origin_of(const Target& target) {
  const auto host =
      target.host.find(':') == std::string::npos ? target.host : fmt::format("[{}]", target.host);
  return target.port == 443 ? fmt::format("https://{}", host)
                            : fmt::format("https://{}:{}", host, target.port);
}

Result<Policy> Policy::of(std::string_view exceptions) {
  Policy policy;
  while (!exceptions.empty()) {
    const auto comma = std::min(exceptions.find(','), exceptions.size());
    auto one = exceptions.substr(0, comma);
    exceptions.remove_prefix(std::min(comma + 1, exceptions.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    const auto place = parse_place(one);
    auto address = place ? numeric(place->host) : std::vector<std::uint8_t>{};
    if (address.empty() || !place->port)
      return fail(Fault::invalid_input, "setting_invalid",
                  fmt::format("outbound.allow lists numeric addresses with a port, for example "
                              "127.0.0.1:9443, not \"{}\".",
                              one));
    policy.exceptions_.push_back({std::move(address), *place->port});
  }
  return policy;
}

bool Policy::allows(Bytes address, std::uint16_t port) const {
  const auto is_named = [&](const Exception& one) {
    return one.port == port && std::ranges::equal(one.address, address);
  };
  return std::ranges::any_of(exceptions_, is_named) || (port == 443 && is_public(address));
}

}  // namespace vitrine::adapters::egress
