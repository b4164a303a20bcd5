#include "accounts/apps.hpp"

#include <doctest/doctest.h>

#include "accounts/testing/fake_apps.hpp"

namespace vitrine::accounts::apps_test {
namespace {
using testing::FakeAppStore;
using testing::FakeHouse;

constexpr AccountId ada{1}, bob{2};
const std::string verifier(43, 'v');
const std::string home = "https://app.example/back";

struct Desk : FakeHouse {
  FakeAppStore rows{accounts};
  Apps apps{{rows, clock, ids, rng}};
  App app = made("Clip garden");

  Desk() {
    for (const auto id : {ada, bob})
      REQUIRE(accounts.insert(tx,
                              {.id = id,
                               .handle = "p" + id.text(),
                               .name = "P",
                               .bio = "",
                               .language = "",
                               .pseudonym = ViewerId{id.raw() + 100}},
                              "h"));
  }
  App made(const std::string& name) { return *apps.make(tx, bob, name, {home, "com.example.app:/back"}); }

  [[nodiscard]] Asked asked() const {
    return {.client_id = app.id.text(),
            .redirect_uri = home,
            .response_type = "code",
            .scope = "read write",
            .code_challenge = base::base64_url(base::sha256(base::as_bytes(verifier))),
            .code_challenge_method = "S256"};
  }
  std::string code() {
    const auto asking = apps.check(tx, asked());
    REQUIRE(asking);
    REQUIRE_FALSE(asking->refused);
    return *apps.allow(tx, ada, asked(), *asking);
  }
  TokenAnswer redeem(const std::string& code) {
    return *apps.redeem(tx, app.id.text(), code, home, verifier);
  }
  Issued issued() { return std::get<Issued>(redeem(code())); }
  TokenAnswer refresh(const std::string& token, const std::string& scope = "") {
    return *apps.refresh(tx, app.id.text(), token, scope);
  }
  bool acts(const std::string& access) { return apps.current(tx, access)->has_value(); }
};

std::string error_of(const TokenAnswer& answer) {
  const auto* refused = std::get_if<Refused>(&answer);
  return refused == nullptr ? "issued" : refused->error;
}
}  // namespace

TEST_CASE("apps: scopes are a closed list") {
  CHECK(Scopes::parse("upload read")->text() == "read upload");
  CHECK(Scopes::parse("read read")->words().size() == 1);
  for (const auto* wrong : {"", " ", "read ", "Read", "read messages", "none", "read,write"})
    CHECK_MESSAGE(!Scopes::parse(wrong), wrong);
  CHECK(Scopes::parse("read")->within(*Scopes::parse("read write")));
  CHECK_FALSE(Scopes::parse("read upload")->within(*Scopes::parse("read write")));
  CHECK_FALSE(Scopes::parse("read write upload")->has(Scope::none));
}

TEST_CASE(
    "apps: an answer goes to https, to this machine or to a scheme of the app's own, and nowhere else") {
  for (const auto* good :
       {"https://app.example/back?a=b", "https://app.example:8443", "http://127.0.0.1:9000/cb",
        "http://[::1]/cb", "http://localhost:1/", "com.example.app:/back"})
    CHECK_MESSAGE(is_redirect(good), good);
  for (const auto* wrong :
       {"", "https://", "https:///back", "http://app.example/back", "http://127.0.0.1.evil.example/",
        "https://app.example/#here", "https://user@app.example/", "javascript:alert(1)", "data:text/html,x",
        "app:/back", "com.example.app:", "file:///etc/passwd", "https://a b/", "https://\xc3\xa4.example/",
        "//app.example", "/back", "http://localhost.evil.example/", "https://app.example\\@evil.example/"})
    CHECK_MESSAGE(!is_redirect(wrong), wrong);
  CHECK_FALSE(is_redirect("https://app.example/" + std::string(redirect_bytes_max, 'a')));
}

TEST_CASE("apps: who asks is known to the letter, or nobody is answered") {
  Desk desk;
  auto asked = desk.asked();
  asked.redirect_uri += "/";
  CHECK(desk.apps.check(desk.tx, asked).error().code == "redirect_unknown");
  asked = desk.asked();
  asked.client_id = "0000000000zzz";
  CHECK(desk.apps.check(desk.tx, asked).error().code == "app_absent");
  const auto refused = [&](auto change) {
    auto bent = desk.asked();
    change(bent);
    const auto asking = desk.apps.check(desk.tx, bent);
    return asking && asking->refused ? asking->refused->error : "fine";
  };
  CHECK(refused([](Asked&) {}) == "fine");
  CHECK(refused([](Asked& a) { a.response_type = "token"; }) == "unsupported_response_type");
  CHECK(refused([](Asked& a) { a.scope = "read messages"; }) == "invalid_scope");
  CHECK(refused([](Asked& a) { a.code_challenge_method = "plain"; }) == "invalid_request");
  CHECK(refused([](Asked& a) { a.code_challenge_method = ""; }) == "invalid_request");
  CHECK(refused([](Asked& a) { a.code_challenge = ""; }) == "invalid_request");
}

TEST_CASE("apps: a code is good once, for its app, its address and its verifier; shown twice it ends all") {
  Desk desk;
  const auto id = desk.app.id.text();
  const auto wrong = [&](auto redeem) { return error_of(*redeem(desk.code())); };
  CHECK(wrong([&](const auto& code) { return desk.apps.redeem(desk.tx, id, code + "x", home, verifier); }) ==
        "invalid_grant");
  CHECK(wrong([&](const auto& code) {
          return desk.apps.redeem(desk.tx, id, code, "com.example.app:/back", verifier);
        }) == "invalid_grant");
  CHECK(wrong([&](const auto& code) {
          return desk.apps.redeem(desk.tx, id, code, home, std::string(43, 'w'));
        }) == "invalid_grant");
  CHECK(wrong([&](const auto& code) { return desk.apps.redeem(desk.tx, "none", code, home, verifier); }) ==
        "invalid_client");
  const auto other = desk.made("Other").id.text();
  CHECK(wrong([&](const auto& code) { return desk.apps.redeem(desk.tx, other, code, home, verifier); }) ==
        "invalid_grant");
  // A wrong verifier spends the code: there is no second guess.
  const auto guessed = desk.code();
  CHECK(error_of(*desk.apps.redeem(desk.tx, id, guessed, home, std::string(43, 'w'))) == "invalid_grant");
  CHECK(error_of(desk.redeem(guessed)) == "invalid_grant");
  const auto late = desk.code();
  desk.clock.advance(code_life);
  CHECK(error_of(desk.redeem(late)) == "invalid_grant");
  CHECK(desk.rows.grants.empty());

  const auto code = desk.code();
  const auto first = std::get<Issued>(desk.redeem(code));
  CHECK(desk.acts(first.access));
  CHECK(first.grant.scopes.text() == "read write");
  CHECK(error_of(desk.redeem(code)) == "invalid_grant");
  CHECK_FALSE(desk.acts(first.access));
  CHECK(error_of(desk.refresh(first.refresh)) == "invalid_grant");
  const auto* ended = std::get_if<model::SessionEnded>(&desk.tx.announced.back());
  REQUIRE(ended != nullptr);
  CHECK(ended->session == first.grant.id);
}

TEST_CASE("apps: a refresh token is good once; its copy ends the family") {
  Desk desk;
  const auto first = desk.issued();
  const auto second = std::get<Issued>(desk.refresh(first.refresh));
  CHECK_FALSE(desk.acts(first.access));
  CHECK(desk.acts(second.access));
  CHECK(error_of(desk.refresh(second.access)) == "invalid_grant");  // an access token renews nothing
  const auto third = std::get<Issued>(desk.refresh(second.refresh));
  CHECK(error_of(desk.refresh(first.refresh)) == "invalid_grant");
  CHECK_FALSE(desk.acts(third.access));
  CHECK(error_of(desk.refresh(third.refresh)) == "invalid_grant");
  CHECK(desk.rows.grants.empty());
}

TEST_CASE("apps: renewing never gets more than was granted, and fewer only for that token") {
  Desk desk;
  const auto first = desk.issued();
  CHECK(error_of(desk.refresh(first.refresh, "read upload")) == "invalid_scope");
  CHECK(error_of(desk.refresh(first.refresh, "nonsense")) == "invalid_scope");
  const auto fewer = std::get<Issued>(desk.refresh(first.refresh, "read"));
  CHECK(desk.apps.current(desk.tx, fewer.access)->value().grant.access_scopes.text() == "read");
  const auto all = std::get<Issued>(desk.refresh(fewer.refresh));
  CHECK(all.grant.access_scopes.text() == "read write");
  const auto other = desk.made("Other").id.text();
  CHECK(error_of(*desk.apps.refresh(desk.tx, other, all.refresh, "")) == "invalid_grant");
  CHECK(desk.acts(all.access));  // somebody else's app ends nothing either
}

TEST_CASE("apps: an access token lives an hour, a grant nobody uses a month") {
  Desk desk;
  const auto issued = desk.issued();
  desk.clock.advance(access_life - model::Millis{1});
  CHECK(desk.acts(issued.access));
  desk.clock.advance(model::Millis{1});
  CHECK_FALSE(desk.acts(issued.access));
  const auto next = std::get<Issued>(desk.refresh(issued.refresh));
  desk.clock.advance(session_idle_max);
  CHECK(error_of(desk.refresh(next.refresh)) == "invalid_grant");
  REQUIRE(desk.apps.forget_expired(desk.tx, 10));
  CHECK(desk.rows.grants.empty());
}

TEST_CASE("apps: revoking, ending and removing the app each end what was granted") {
  Desk desk;
  auto issued = desk.issued();
  const auto other = desk.made("Other").id.text();
  REQUIRE(desk.apps.revoke(desk.tx, other, issued.access));
  REQUIRE(desk.apps.revoke(desk.tx, desk.app.id.text(), "unknown"));
  CHECK(desk.acts(issued.access));
  REQUIRE(desk.apps.revoke(desk.tx, desk.app.id.text(), issued.access));
  CHECK_FALSE(desk.acts(issued.access));
  issued = desk.issued();
  REQUIRE(desk.apps.revoke(desk.tx, desk.app.id.text(), issued.refresh));
  CHECK_FALSE(desk.acts(issued.access));

  const auto one = desk.issued(), two = desk.issued();
  const auto pending = desk.code();
  CHECK(desk.apps.of(desk.tx, ada)->size() == 1);  // one app, two devices
  CHECK(desk.apps.end(desk.tx, bob, desk.app.id).error().code == "app_absent");
  REQUIRE(desk.apps.end(desk.tx, ada, desk.app.id));
  CHECK_FALSE(desk.acts(one.access));
  CHECK_FALSE(desk.acts(two.access));
  CHECK(error_of(desk.redeem(pending)) == "invalid_grant");  // also what was on its way

  const auto last = desk.issued();
  CHECK(desk.apps.remove(desk.tx, ada, desk.app.id).error().code == "app_absent");
  desk.tx.announced.clear();
  REQUIRE(desk.apps.remove(desk.tx, bob, desk.app.id));
  CHECK_FALSE(desk.acts(last.access));
  CHECK(desk.tx.announced.size() == 1);
  CHECK(desk.apps.check(desk.tx, desk.asked()).error().code == "app_absent");
}

TEST_CASE("apps: a device waits, is told to slow down, and gets its tokens once") {
  Desk desk;
  const auto id = desk.app.id.text();
  const auto poll = [&](const std::string& code) { return error_of(*desk.apps.poll(desk.tx, id, code)); };
  const auto begin = [&] { return std::get<DeviceCodes>(*desk.apps.begin_device(desk.tx, id, "upload")); };
  const auto tv = begin();
  CHECK(tv.user.size() == 8);
  CHECK(poll(tv.device) == "slow_down");  // at once: nobody types that fast
  desk.clock.advance(device_interval);
  CHECK(poll(tv.device) == "slow_down");  // ten seconds by now
  desk.clock.advance(model::Millis{15'000});
  CHECK(poll(tv.device) == "authorization_pending");
  CHECK(desk.apps.device(desk.tx, "AAAA-AAAA").error().code == "device_code_absent");
  std::string typed = " " + tv.user.substr(0, 4) + "-" + tv.user.substr(4);
  typed[1] = static_cast<char>(typed[1] - 'A' + 'a');
  CHECK(desk.apps.device(desk.tx, typed)->scopes.text() == "upload");
  REQUIRE(desk.apps.decide(desk.tx, ada, typed, true));
  CHECK(desk.apps.decide(desk.tx, bob, typed, true).error().code == "device_code_absent");
  CHECK(error_of(*desk.apps.poll(desk.tx, desk.made("Other").id.text(), tv.device)) == "invalid_grant");
  desk.clock.advance(model::Millis{15'000});
  CHECK(poll(tv.device) == "issued");
  CHECK(desk.rows.grants.back().grant.account == ada);
  desk.clock.advance(model::Millis{15'000});
  CHECK(poll(tv.device) == "invalid_grant");

  const auto radio = begin();
  REQUIRE(desk.apps.decide(desk.tx, ada, radio.user, false));
  desk.clock.advance(device_interval);
  CHECK(poll(radio.device) == "access_denied");
  const auto old = begin();
  desk.clock.advance(device_life);
  CHECK(desk.apps.decide(desk.tx, ada, old.user, true).error().code == "device_code_absent");
  CHECK(poll(old.device) == "expired_token");
}

TEST_CASE("apps: there is an end to how many of each there are") {
  Desk desk;
  for (std::size_t i = 1; i < apps_max; ++i) desk.made("more");
  CHECK(desk.apps.make(desk.tx, bob, "one too many", {home}).error().code == "apps_full");
  CHECK(desk.apps.make(desk.tx, ada, " ", {home}).error().code == "app_name_invalid");
  CHECK(desk.apps.make(desk.tx, ada, "x", {}).error().code == "redirect_invalid");
  CHECK(desk.apps.make(desk.tx, ada, "x", {home, "http://app.example"}).error().code == "redirect_invalid");
  const auto first = desk.issued();
  desk.clock.advance(model::Millis{1});
  for (std::size_t i = 0; i < grants_max; ++i) desk.issued();
  CHECK(desk.rows.grants.size() == grants_max);
}
}  // namespace vitrine::accounts::apps_test
