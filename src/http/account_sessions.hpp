#pragma once
// The SessionReader over accounts: two indexed reads in one snapshot for each call that carries a token
// (whose it is, and whether their guardian restricts what they see), and one write an hour for each session
// in use. Nothing is cached, so an ended session is over with the next call, and a limit holds from the next
// call on. Thread-safe.
#include "accounts/accounts.hpp"
#include "http/call.hpp"
#include "social/family.hpp"

namespace vitrine::http {

class AccountSessions final : public SessionReader {
 public:
  AccountSessions(accounts::Accounts& accounts, social::Family& family, ports::Record& record)
      : accounts_(accounts), family_(family), record_(record) {}
  Result<std::optional<Viewer>> viewer_of(std::string_view token) override;

 private:
  accounts::Accounts& accounts_;
  social::Family& family_;
  ports::Record& record_;
};

}  // namespace vitrine::http
