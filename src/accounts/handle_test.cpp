#include "accounts/handle.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "accounts/agent.hpp"
#include "accounts/password.hpp"

namespace vitrine::handle_test {
using namespace vitrine::accounts;

TEST_CASE("handle: folded, bounded, and the house keeps its own words") {
  CHECK(*new_handle("Ada_9.b") == "ada_9.b");
  for (const char* bad :
       {"", "ab", ".ada", "ada.", "a..b", "a b", "ädä", "a-b", "@ada", "a234567890123456789012345678901"})
    CHECK_MESSAGE(new_handle(bad).error().code == "handle_invalid", bad);
  CHECK(new_handle("a23456789012345678901234567890"));
  CHECK(new_handle("Admin").error().code == "handle_taken");
  CHECK(fold_handle("Admin") == "admin");
}

TEST_CASE("handle: folding twice changes nothing, and every good one is found as a mention") {
  CHECK(rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string{"aZ9_.b"}));
    const auto folded = fold_handle(text);
    if (!folded) return;
    RC_ASSERT(fold_handle(*folded) == folded);
    RC_ASSERT(mentions_in("hey @" + text + "!", 5) == std::vector{*folded});
  }));
}

TEST_CASE("mentions: in order, once, not inside addresses") {
  using List = std::vector<std::string>;
  CHECK(mentions_in("@ada and @Ben, @ada. Also (@carl.s).", 9) == List{"ada", "ben", "carl.s"});
  CHECK(mentions_in("mail a@bcd.example or https://x.example/@ada", 9) == List{});
  CHECK(mentions_in("@ab @@ada @", 9) == List{});
  CHECK(mentions_in("@one @two @three", 2) == List{"one", "two"});
}

TEST_CASE("password: long enough, typeable, not among the first guesses") {
  const auto refusal = [](std::string_view password) {
    const auto answer = check_password(password, "ada.lovelace");
    return answer ? "" : answer.error().code;
  };
  CHECK(refusal("1234567") == "password_too_short");
  CHECK(refusal(std::string(129, 'x')) == "password_too_long");
  CHECK(refusal("nine\xff\xff\xff\xff\xff") == "password_invalid");
  for (const char* common :
       {"password",  "P4ssw0rd!",        "Passwort123",  "12345678",     "87654321",     "qwertyuiop",
        "qwertz123", "1q2w3e4r",         "aaaaaaaa",     "abcabcabc",    "iloveyou2024", "Schatz1995!",
        "letmein!",  "31.12.1999",       "ada.lovelace", "Ada.Lovelace", "!!summer2026", "abcdefgh1234",
        "football1", "passwordpassword", "1qaz2wsx"})
    CHECK_MESSAGE(refusal(common) == "password_common", common);
  for (const char* fine : {"violet anchor mildly tuned", "dragon839201746152", "kX9#mq2Lw",
                           "käsebrot mit senf", "tr0ub4dor&3", "839201746152", "почему бы и нет"})
    CHECK_MESSAGE(refusal(fine).empty(), fine);
}

TEST_CASE("agent: a family and nothing that was sent") {
  CHECK(agent_family("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1") ==
        "Safari on iPhone");
  CHECK(agent_family("Mozilla/5.0 (Windows NT 10.0) Chrome/131 Safari/537.36 Edg/131") == "Edge on Windows");
  CHECK(agent_family("curl/7.88.1") == "curl");
  CHECK(agent_family("<script>") == "Unknown");
}
}  // namespace vitrine::handle_test
