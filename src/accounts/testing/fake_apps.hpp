#pragma once
// Apps in memory, for tests of whatever stands on them. Not thread-safe.
#include <algorithm>
#include <set>
#include <vector>

#include "accounts/apps.hpp"
#include "accounts/testing/fake_stores.hpp"

namespace vitrine::accounts::testing {

class FakeAppStore final : public AppStore {
 public:
  explicit FakeAppStore(FakeAccountStore& accounts) : accounts_(accounts) {}

  Result<void> insert(Transaction&, const App& app) override {
    apps.push_back(app);
    return {};
  }
  Result<std::optional<App>> find(Transaction&, AppId id) override {
    return first(apps, [&](const App& app) { return app.id == id; });
  }
  Result<std::vector<App>> made_by(Transaction&, AccountId account) override {
    return all(apps, [&](const App& app) { return app.made_by == account; });
  }
  Result<void> remove(Transaction&, AppId id) override {
    std::erase_if(apps, [&](const App& app) { return app.id == id; });
    std::erase_if(grants, [&](const Row& row) { return row.grant.app == id; });
    std::erase_if(codes, [&](const AppCode& code) { return code.app == id; });
    std::erase_if(waiting, [&](const AppDevice& device) { return device.app == id; });
    return {};
  }

  Result<void> insert_grant(Transaction&, const Grant& grant, const TokenHashes& tokens) override {
    grants.push_back({grant, tokens, {}});
    return {};
  }
  Result<std::optional<Found>> find_access(Transaction&, const base::Digest& hash, Instant now) override {
    for (const auto& row : grants)
      if (row.tokens.access == hash && row.grant.access_until > now)
        return Found{row.grant, accounts_.rows.at(row.grant.account).account};
    return std::nullopt;
  }
  Result<std::optional<Held>> find_any(Transaction&, const base::Digest& hash) override {
    for (const auto& row : grants) {
      if (row.tokens.refresh == hash) return Held{row.grant, Token::refresh};
      if (row.tokens.access == hash) return Held{row.grant, Token::access};
      if (row.spent.contains(hash)) return Held{row.grant, Token::spent};
    }
    return std::nullopt;
  }
  Result<bool> rotate(Transaction&, const Grant& grant, const base::Digest& used,
                      const TokenHashes& next) override {
    for (auto& row : grants)
      if (row.grant.id == grant.id && row.tokens.refresh == used) {
        row.spent.insert(used);
        row.grant = grant;
        row.tokens = next;
        return true;
      }
    return false;
  }
  Result<void> touch_grant(Transaction&, SessionId id, Instant used, Instant expires) override {
    for (auto& row : grants)
      if (row.grant.id == id) row.grant.used_at = used, row.grant.expires_at = expires;
    return {};
  }
  Result<std::vector<Grant>> grants_of(Transaction&, AccountId account) override {
    auto list = grants_where([&](const Grant& grant) { return grant.account == account; });
    std::ranges::stable_sort(list, std::greater{}, &Grant::used_at);
    return list;
  }
  Result<std::vector<Grant>> grants_to(Transaction&, AppId app) override {
    return grants_where([&](const Grant& grant) { return grant.app == app; });
  }
  Result<void> remove_grant(Transaction&, SessionId id) override {
    std::erase_if(grants, [&](const Row& row) { return row.grant.id == id; });
    return {};
  }
  Result<std::optional<Grant>> find_grant(Transaction&, SessionId id) override {
    return first(grants_where([&](const Grant& grant) { return grant.id == id; }),
                 [](const Grant&) { return true; });
  }

  Result<void> insert_code(Transaction&, const AppCode& code) override {
    codes.push_back(code);
    return {};
  }
  Result<std::optional<AppCode>> find_code(Transaction&, const base::Digest& hash) override {
    return first(codes, [&](const AppCode& code) { return code.code_hash == hash; });
  }
  Result<bool> redeem_code(Transaction&, const base::Digest& hash, SessionId grant) override {
    for (auto& code : codes)
      if (code.code_hash == hash && !code.grant) {
        code.grant = grant;
        return true;
      }
    return false;
  }

  Result<void> insert_device(Transaction&, const AppDevice& device) override {
    waiting.push_back(device);
    return {};
  }
  Result<std::int64_t> devices(Transaction&) override { return std::ssize(waiting); }
  Result<std::optional<AppDevice>> find_device(Transaction&, const base::Digest& hash) override {
    return first(waiting, [&](const AppDevice& device) { return device.device_hash == hash; });
  }
  Result<std::optional<AppDevice>> find_typed(Transaction&, const base::Digest& hash) override {
    return first(waiting, [&](const AppDevice& device) { return device.code_hash == hash; });
  }
  Result<void> note_poll(Transaction&, const base::Digest& hash, Instant at,
                         model::Millis interval) override {
    for (auto& device : waiting)
      if (device.device_hash == hash) device.polled_at = at, device.interval = interval;
    return {};
  }
  Result<bool> decide_device(Transaction&, const base::Digest& hash, AccountId account,
                             AppDevice::State state) override {
    for (auto& device : waiting)
      if (device.code_hash == hash && device.state == AppDevice::State::waiting) {
        device.state = state;
        device.account = account;
        return true;
      }
    return false;
  }
  Result<bool> remove_device(Transaction&, const base::Digest& hash) override {
    return std::erase_if(waiting, [&](const AppDevice& device) { return device.device_hash == hash; }) > 0;
  }

  Result<void> forget_pending(Transaction&, AccountId account, std::optional<AppId> app) override {
    std::erase_if(codes,
                  [&](const AppCode& code) { return code.account == account && (!app || code.app == *app); });
    std::erase_if(waiting, [&](const AppDevice& device) {
      return device.account == account && (!app || device.app == *app);
    });
    return {};
  }
  Result<void> remove_expired(Transaction&, Instant now, int) override {
    std::erase_if(grants, [&](const Row& row) { return row.grant.expires_at <= now; });
    std::erase_if(codes, [&](const AppCode& code) { return code.expires_at <= now; });
    std::erase_if(waiting, [&](const AppDevice& device) { return device.expires_at <= now; });
    return {};
  }

  struct Row {
    Grant grant;
    TokenHashes tokens;
    std::set<base::Digest> spent;
  };
  std::vector<App> apps;
  std::vector<Row> grants;
  std::vector<AppCode> codes;
  std::vector<AppDevice> waiting;

 private:
  template <class T, class Fits>
  static std::optional<T> first(const std::vector<T>& list, Fits fits) {
    const auto at = std::ranges::find_if(list, fits);
    return at == list.end() ? std::nullopt : std::optional{*at};
  }
  template <class T, class Fits>
  static std::vector<T> all(std::vector<T> list, Fits fits) {
    std::erase_if(list, [&](const T& one) { return !fits(one); });
    return list;
  }
  template <class Fits>
  std::vector<Grant> grants_where(Fits fits) {
    std::vector<Grant> list;
    for (const auto& row : grants)
      if (fits(row.grant)) list.push_back(row.grant);
    return list;
  }
  FakeAccountStore& accounts_;
};

}  // namespace vitrine::accounts::testing
