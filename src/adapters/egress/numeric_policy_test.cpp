// Who may be spoken to, by number; and what of an address decides that.
#include "adapters/egress/numeric_policy.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>

namespace vitrine::numeric_policy_test {
using namespace vitrine::adapters::egress;

namespace {
std::vector<std::uint8_t> number(const std::string& text) {
  std::vector<std::uint8_t> four(4), six(16);
  if (inet_pton(AF_INET, text.c_str(), four.data()) == 1) return four;
  REQUIRE_MESSAGE(inet_pton(AF_INET6, text.c_str(), six.data()) == 1, text);
  return six;
}
}  // namespace

TEST_CASE("numeric_policy: what is nobody's, one's own, or an address in disguise is not spoken to") {
  for (const auto* closed : {"0.0.0.0",
                             "0.1.2.3",
                             "10.0.0.1",
                             "10.255.255.255",
                             "100.64.0.1",
                             "100.127.255.255",
                             "127.0.0.1",
                             "127.255.255.254",
                             "169.254.169.254",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.0.0.1",
                             "192.0.2.9",
                             "192.88.99.1",
                             "192.168.1.1",
                             "198.18.0.1",
                             "198.19.255.255",
                             "198.51.100.1",
                             "203.0.113.7",
                             "224.0.0.1",
                             "239.1.1.1",
                             "240.0.0.1",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "::127.0.0.1",
                             "::ffff:127.0.0.1",
                             "::ffff:8.8.8.8",
                             "::8.8.8.8",
                             "64:ff9b::7f00:1",
                             "64:ff9b::808:808",
                             "64:ff9b:1::1",
                             "100::1",
                             "2001::1",
                             "2001:db8::1",
                             "2001:10::1",
                             "2001:20::1",
                             "2002:7f00:1::1",
                             "2620:4f:8000::1",
                             "3fff::1",
                             "fc00::1",
                             "fd12:3456::1",
                             "fe80::1",
                             "fec0::1",
                             "ff02::1",
                             "4000::1"})
    CHECK_MESSAGE(!is_public(number(closed)), closed);
}

TEST_CASE("numeric_policy: the rest of the world is") {
  for (const auto* open : {"1.1.1.1",           "8.8.8.8",         "9.255.255.255",
                           "11.0.0.0",          "100.63.255.255",  "100.128.0.0",
                           "126.255.255.255",   "128.0.0.0",       "169.253.0.1",
                           "172.15.255.255",    "172.32.0.0",      "192.0.1.1",
                           "192.167.255.255",   "192.169.0.0",     "198.17.255.255",
                           "198.20.0.0",        "223.255.255.255", "2606:4700::1111",
                           "2a00:1450:4001::1", "2003::1",         "2001:4860:4860::8888",
                           "2620:4f:7fff::1",   "2620:4f:8001::1"})
    CHECK_MESSAGE(is_public(number(open)), open);
}

TEST_CASE("numeric_policy: only four and sixteen bytes are an address") {
  for (std::size_t size = 0; size < 40; ++size) {
    const std::vector<std::uint8_t> bytes(size, 8);
    CHECK(is_public(bytes) == (size == 4));  // 0808:... is not given out
  }
}

TEST_CASE("numeric_policy: whatever IPv4 says inside IPv6 is never public") {
  rc::check([](std::array<std::uint8_t, 4> inside) {
    std::vector<std::uint8_t> mapped(16, 0), compatible(16, 0), tunnel(16, 0), nat(16, 0);
    mapped[10] = mapped[11] = 0xff;
    tunnel[0] = 0x20, tunnel[1] = 0x02;
    nat[1] = 0x64, nat[2] = 0xff, nat[3] = 0x9b;
    std::copy(inside.begin(), inside.end(), mapped.begin() + 12);
    std::copy(inside.begin(), inside.end(), compatible.begin() + 12);
    std::copy(inside.begin(), inside.end(), tunnel.begin() + 2);
    std::copy(inside.begin(), inside.end(), nat.begin() + 12);
    for (const auto& address : {mapped, compatible, tunnel, nat}) RC_ASSERT(!is_public(address));
  });
}

TEST_CASE("numeric_policy: an address on the web names host, port and path") {
  const auto target = [](std::string_view url) { return parse_target(url); };
  CHECK(*target("https://Push.Example.org") == Target{"push.example.org", 443, "/"});
  CHECK(*target("https://push.example.org:8443/a/b?c=d") == Target{"push.example.org", 8443, "/a/b?c=d"});
  CHECK(*target("https://push.example.org?x") == Target{"push.example.org", 443, "/?x"});
  CHECK(*target("https://[2606:4700::1111]:444/x") == Target{"2606:4700::1111", 444, "/x"});
  CHECK(origin_of(*target("https://push.example.org:443/a")) == "https://push.example.org");
  CHECK(origin_of(*target("https://[2606:4700::1111]:444/x")) == "https://[2606:4700::1111]:444");
  for (const auto* wrong : {"",
                            "http://push.example.org",
                            "https://",
                            "https:///x",
                            "HTTPS://push.example.org",
                            "https://a b",
                            "https://user@push.example.org",
                            "https://user:pw@push.example.org/",
                            "https://push.example.org#x",
                            "https://push.example.org:0/",
                            "https://push.example.org:65536/",
                            "https://push.example.org:/",
                            "https://push.example.org:x/",
                            "https://[::1/",
                            "https://[::1]x/",
                            "https://[push]/",
                            "https://push.example.org/\r\nX: y",
                            "https://push.example.org\\@evil",
                            "https://pu_sh/",
                            "https://ex\xc3\xa4mple.org/",
                            "//push.example.org",
                            "file:///etc/passwd"})
    CHECK_MESSAGE(!target(wrong), wrong);
  CHECK(!target("https://a/" + std::string(url_bytes_max, 'x')));
}

TEST_CASE("numeric_policy: the house's rule is port 443 of public addresses and what was named") {
  const auto policy = Policy::of("127.0.0.1:9443, [::1]:9444");
  REQUIRE(policy);
  CHECK(policy->allows(number("8.8.8.8"), 443));
  CHECK(!policy->allows(number("8.8.8.8"), 80));
  CHECK(!policy->allows(number("8.8.8.8"), 9443));
  CHECK(policy->allows(number("127.0.0.1"), 9443));
  CHECK(policy->allows(number("::1"), 9444));
  CHECK(!policy->allows(number("127.0.0.1"), 443));
  CHECK(!policy->allows(number("127.0.0.2"), 9443));
  CHECK(!policy->allows(number("::ffff:127.0.0.1"), 9443));
  CHECK(Policy::of("")->allows(number("8.8.8.8"), 443));
  for (const auto* wrong : {"127.0.0.1", "localhost:80", "127.0.0.1:0", ",", "127.0.0.1:80,,"})
    CHECK_MESSAGE(Policy::of(wrong).error().code == "setting_invalid", wrong);
}
}  // namespace vitrine::numeric_policy_test
