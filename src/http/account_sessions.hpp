#pragma once
// The SessionReader over accounts: two indexed reads in one snapshot for each call that carries a token
// (whose it is, and whether their guardian restricts what they see), and one write an hour for each session
// in use. Nothing is cached, so an ended session is over with the next call, and a limit holds from the next
// call on. A token that
// begins with accounts::access_prefix is an app's: the same two reads. Thread-safe.
#include "accounts/accounts.hpp"
#include "accounts/apps.hpp"
#include "http/call.hpp"
#include "social/family.hpp"

namespace vitrine::http {

class AccountSessions final : public SessionReader {
 public:
  AccountSessions(accounts::Accounts& accounts, accounts::Apps& apps, social::Family& family,
                  ports::Record& record)
      : accounts_(accounts), apps_(apps), family_(family), record_(record) {}
  Result<std::optional<Viewer>> viewer_of(std::string_view token) override;

 private:
  Result<std::optional<Viewer>> app_of(std::string_view token);

  accounts::Accounts& accounts_;
  accounts::Apps& apps_;
  social::Family& family_;
  ports::Record& record_;
};

}  // namespace vitrine::http
