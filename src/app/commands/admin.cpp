// `vitrine admin`: makes and repairs accounts from the shell, on the data folder itself, beside a running
// server too. Passwords come from standard input, never from the command line, where other people's `ps`
// would see them. What is done to somebody's account stands in the record they can read, and they are told.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <iostream>

#include "app/commands/commands.hpp"
#include "app/foundation.hpp"
#include "app/reindex.hpp"

namespace vitrine::app {
namespace {
using base::fail;
using base::Fault;
using base::Result;
using ports::Transaction;
using transparency::ShellDeed;
using Words = std::span<const std::string>;

std::string read_password() {
  std::string line;
  std::getline(std::cin, line);
  return line;
}

Result<accounts::Account> find(Foundation& f, Transaction& tx, const std::string& handle) {
  TRY_LET(auto found, f.accounts.find_handle(tx, handle));
  if (!found)
    return fail(Fault::not_found, "account_absent", fmt::format("There is no account \"{}\".", handle));
  return std::move(*found);
}

Result<model::Role> role_of(const std::string& name) {
  const auto role = model::word<model::Role>(name);
  if (!role)
    return fail(Fault::invalid_input, "role_unknown", "A role is viewer, creator, moderator or owner.");
  return *role;
}

Result<std::string> create(Foundation& f, Words words) {
  TRY_LET(const auto role, role_of(words[1]));
  TRY_LET(const auto prepared, f.accounts.prepare({words[0], "", read_password()}));
  TRY_LET(const auto made,
          f.record->write([&](Transaction& tx) { return f.accounts.create(tx, prepared, role); }));
  return fmt::format("{} is here, as {}.", made.handle, model::text(made.role));
}

Result<std::string> password(Foundation& f, Words words) {
  TRY_LET(const auto hash, f.accounts.prepare_password(words[0], read_password()));
  TRY(f.record->write([&](Transaction& tx) -> Result<void> {
    TRY_LET(const auto account, find(f, tx, words[0]));
    if (auto said = f.openings.acted(tx, account.id, ShellDeed::password); !said) return said;
    return f.accounts.reset_password(tx, account.id, hash);
  }));
  return fmt::format("{} has a new password; every session has ended.", words[0]);
}

Result<std::string> role(Foundation& f, Words words) {
  TRY_LET(const auto wanted, role_of(words[1]));
  TRY(f.record->write([&](Transaction& tx) -> Result<void> {
    TRY_LET(const auto account, find(f, tx, words[0]));
    // Staff have no guardian (social/family.hpp).
    if (wanted >= model::Role::moderator)
      if (auto status = f.family.release(tx, account.id); !status) return status;
    if (auto said = f.openings.acted(tx, account.id, ShellDeed::role); !said) return said;
    return f.accounts.set_role(tx, account.id, wanted);
  }));
  return fmt::format("{} is {} now.", words[0], words[1]);
}

Result<std::string> sign_out(Foundation& f, Words words) {
  TRY(f.record->write([&](Transaction& tx) -> Result<void> {
    TRY_LET(const auto account, find(f, tx, words[0]));
    if (auto said = f.openings.acted(tx, account.id, ShellDeed::sign_out); !said) return said;
    return f.accounts.end_all_sessions(tx, account.id);
  }));
  return fmt::format("Every session of {} has ended.", words[0]);
}

Result<std::string> list(Foundation& f, Words) {
  std::string out;
  for (model::AccountId last{0};;) {
    TRY_LET(const auto some, f.record->read([&](Transaction& tx) { return f.accounts.list(tx, last, 200); }));
    if (some.empty()) return out + "(end)";
    for (const auto& account : some)
      out += fmt::format("{}  {:<10} {:<30} {}\n", account.id.text(), model::text(account.role),
                         account.handle, account.name);
    last = some.back().id;
  }
}

Result<std::string> sign_up(Foundation& f, Words words) {
  const auto mode = model::word<model::SignUp>(words[0]);
  if (!mode) return fail(Fault::invalid_input, "sign_up_unknown", "Sign-up is open, invite or closed.");
  TRY(f.record->write([&](Transaction& tx) { return f.accounts.set_instance(tx, std::nullopt, *mode); }));
  return fmt::format("Sign-up is {} now.", words[0]);
}

Result<std::string> invite(Foundation& f, Words words) {
  TRY_LET(const auto made, f.record->write([&](Transaction& tx) -> Result<accounts::Invite> {
    TRY_LET(const auto by, find(f, tx, words[0]));
    return f.accounts.invite(tx, by.id, 1, std::nullopt);
  }));
  return fmt::format("An invitation for one person: {}", made.code);
}

Result<std::string> write_index_again(Foundation& f, Words) {
  TRY_LET(const auto videos, reindex(f));
  return fmt::format("The search index was written again: {} videos can be found.", videos);
}

/// For somebody who lost phone and recovery codes, and whom the operator knows by other means.
Result<std::string> second_factor_off(Foundation& f, Words words) {
  TRY(f.record->write([&](Transaction& tx) -> Result<void> {
    TRY_LET(const auto account, find(f, tx, words[0]));
    if (auto said = f.openings.acted(tx, account.id, ShellDeed::second_factor_off); !said) return said;
    if (const auto off = f.second_factor.turn_off(tx, account.id); !off) return off;
    return f.accounts.end_all_sessions(tx, account.id);
  }));
  return fmt::format("{} signs in with the password alone; every session has ended.", words[0]);
}

struct Task {
  std::string_view name, usage;
  std::size_t words;
  Result<std::string> (*run)(Foundation&, Words);
};
constexpr std::array tasks{
    Task{"create", "HANDLE ROLE < password", 2, create},
    Task{"password", "HANDLE < password", 1, password},
    Task{"role", "HANDLE ROLE", 2, role},
    Task{"sign-out", "HANDLE", 1, sign_out},
    Task{"second-factor-off", "HANDLE", 1, second_factor_off},
    Task{"list", "", 0, list},
    Task{"sign-up", "open|invite|closed", 1, sign_up},
    Task{"invite", "HANDLE (who invites)", 1, invite},
    Task{"reindex", "(writes the search index again)", 0, write_index_again},
};

int usage() {
  std::fputs("usage: vitrine admin [--data DIR] [--database DSN] <task>\n", stderr);
  for (const auto& task : tasks)
    std::fprintf(stderr, "  %-17.*s %.*s\n", static_cast<int>(task.name.size()), task.name.data(),
                 static_cast<int>(task.usage.size()), task.usage.data());
  return 2;
}
}  // namespace

int admin(std::span<char*> arguments) {
  std::vector<std::string> words;
  const auto settings = read_settings(arguments, &words);
  if (!settings) {
    std::fprintf(stderr, "vitrine: %s\n", settings.error().detail.c_str());
    return 2;
  }
  if (words.empty()) return usage();
  for (const auto& task : tasks) {
    if (task.name != words[0] || task.words != words.size() - 1) continue;
    auto foundation = Foundation::open(*settings);
    const auto said = foundation ? task.run(**foundation, Words{words}.subspan(1))
                                 : Result<std::string>{std::unexpected(foundation.error())};
    if (!said) {
      std::fprintf(stderr, "vitrine: %s\n", said.error().detail.c_str());
      return 1;
    }
    std::puts(said->c_str());
    return 0;
  }
  return usage();
}

}  // namespace vitrine::app
