#pragma once
// The SessionReader over accounts: one indexed read for each call that carries a token, and one write an hour
// for each session in use. Nothing is cached, so an ended session is over with the next call. Thread-safe.
#include "accounts/accounts.hpp"
#include "http/call.hpp"

namespace vitrine::http {

class AccountSessions final : public SessionReader {
 public:
  AccountSessions(accounts::Accounts& accounts, ports::Record& record)
      : accounts_(accounts), record_(record) {}
  Result<std::optional<Viewer>> viewer_of(std::string_view token) override;

 private:
  accounts::Accounts& accounts_;
  ports::Record& record_;
};

}  // namespace vitrine::http
