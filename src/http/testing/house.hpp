#pragma once
// A server without a socket, for tests of routes: a table, a dispatcher and fakes for what stands behind.
//
//   testing::House house;
//   add_social_routes(house.table, {...});
//   const auto response = house.as(ann).post("/api/v1/reports", {{"reason", "spam"}, ...});
//   CHECK(response.status == 201);
#include <map>
#include <string>
#include <utility>

#include "http/dispatch.hpp"

namespace vitrine::http::testing {

class FakeTransaction final : public ports::Transaction {
 public:
  explicit FakeTransaction(std::vector<decltype(model::News::what)>& news) : news_(news) {}
  Result<void> announce(decltype(model::News::what) what) override {
    news_.push_back(std::move(what));
    return {};
  }

 private:
  std::vector<decltype(model::News::what)>& news_;
};

/// Runs the body and keeps what it announced if it succeeded. One thread.
class FakeRecord final : public ports::Record {
 public:
  std::vector<decltype(model::News::what)> announced;
  int writes = 0, reads = 0;

 protected:
  Result<void> run_write(const Body& body) override {
    ++writes;
    std::vector<decltype(model::News::what)> news;
    FakeTransaction tx{news};
    TRY(body(tx));
    std::ranges::move(news, std::back_inserter(announced));
    return {};
  }
  Result<void> run_read(const Body& body) override {
    ++reads;
    std::vector<decltype(model::News::what)> news;
    FakeTransaction tx{news};
    return body(tx);
  }
};

class FakeIdempotency final : public ports::IdempotencyStore {
 public:
  Result<std::optional<ports::KeptAnswer>> find(ports::Transaction&, std::string_view scope,
                                                std::string_view key, model::Instant oldest) override {
    const auto found = kept_.find({std::string{scope}, std::string{key}});
    if (found == kept_.end() || found->second.second < oldest) return std::nullopt;
    return found->second.first;
  }
  Result<void> keep(ports::Transaction&, std::string_view scope, std::string_view key,
                    const ports::KeptAnswer& answer, model::Instant now) override {
    kept_.insert_or_assign({std::string{scope}, std::string{key}}, std::pair{answer, now});
    return {};
  }
  Result<std::int64_t> forget(ports::Transaction&, model::Instant oldest, int) override {
    return static_cast<std::int64_t>(
        std::erase_if(kept_, [&](const auto& entry) { return entry.second.second < oldest; }));
  }

 private:
  std::map<std::pair<std::string, std::string>, std::pair<ports::KeptAnswer, model::Instant>> kept_;
};

/// Tokens are what the test says they are.
class FakeSessions final : public SessionReader {
 public:
  std::map<std::string, Viewer, std::less<>> viewers;
  Result<std::optional<Viewer>> viewer_of(std::string_view token) override {
    const auto found = viewers.find(token);
    return found == viewers.end() ? std::nullopt : std::optional{found->second};
  }
};

class House {
 public:
  RouteTable table;
  ports::FakeClock clock;
  ports::FakeRng rng{7};
  FakeRecord record;
  FakeIdempotency idempotency;
  FakeSessions sessions;
  Cursors cursors{base::sha256(base::as_bytes("the cursors of a test"))};
  Paces paces{clock, rng};
  Incidents incidents;
  Dispatcher dispatcher{table, {{record, idempotency, clock, cursors}, sessions, paces, &incidents}};

  /// Makes an account that can sign in; its token is "token-<handle>", longer than eight characters.
  Viewer person(std::string handle, model::Role role = model::Role::creator) {
    const auto n = sessions.viewers.size() + 1;
    Viewer viewer{model::AccountId{n}, model::SessionId{100 + n}, model::ViewerId{200 + n}, role, handle,
                  clock.now()};
    sessions.viewers.emplace("token-" + handle, viewer);
    return viewer;
  }
  /// The next calls are this person's ("" for nobody's).
  House& as(std::string handle) {
    handle_ = std::move(handle);
    return *this;
  }

  Response call(std::string method, std::string_view target, std::string body = {},
                std::vector<HeaderField> fields = {}) {
    auto at = read_target(target);
    if (!at) return Response::nothing(400);
    Request request{.method = std::move(method),
                    .path = std::move(at->path),
                    .query = std::move(at->query),
                    .body = std::move(body),
                    .remote_address = "127.0.0.1",
                    .secure = false,
                    .fields = std::move(fields)};
    request.fields.push_back({"Host", "vitrine.example"});
    if (!request.body.empty() && request.header("content-type").empty())
      request.fields.push_back({"Content-Type", "application/json"});
    if (!handle_.empty()) request.fields.push_back({"Authorization", "Bearer token-" + handle_});
    return dispatcher.answer(request);
  }
  Response get(std::string_view target) { return call("GET", target); }
  Response post(std::string_view target, const base::json::value& body) {
    return call("POST", target, base::to_text(body));
  }

 private:
  std::string handle_;
};

/// The body of a JSON answer.
[[nodiscard]] inline base::json::value json_of(const Response& response) {
  return base::parse_json(response.body_text(), 1 << 24).value();
}
[[nodiscard]] inline std::string code_of(const Response& response) {
  const auto body = json_of(response);
  return std::string{body.as_object().at("code").as_string()};
}

}  // namespace vitrine::http::testing
