#include "http/portrait_routes.hpp"

#include <array>

#include "http/account_json.hpp"
#include "http/shapes.hpp"
#include "media/picture.hpp"

namespace vitrine::http {
namespace {
using accounts::Portrait;
using base::fail;
using model::BlobKey;
using ports::Transaction;

auto blobs_of(const Portrait& portrait) { return std::array{portrait.large, portrait.small}; }

Result<Response> shown(const accounts::Account& account) {
  return Response::json(brief_json(brief_of(account)));
}

/// Names the new files, if any, and lets the old ones go (catalog/ports.hpp, garbage).
Result<accounts::Account> change(Transaction& tx, const PortraitNeeds& needs, model::AccountId me,
                                 model::Instant now, const std::optional<Portrait>& portrait) {
  TRY_LET(const auto before, needs.accounts.account(tx, me));
  if (before.portrait)
    for (const auto& blob : blobs_of(*before.portrait)) TRY(needs.garbage.mark_garbage(tx, blob, now));
  if (portrait)
    for (const auto& blob : blobs_of(*portrait)) TRY(needs.garbage.mark_garbage(tx, blob, now));
  TRY_LET(auto after, needs.accounts.set_portrait(tx, me, portrait));
  if (!portrait) return after;
  for (const auto& blob : blobs_of(*portrait)) {
    TRY(needs.garbage.take_garbage(tx, blob, now));
    TRY(needs.blobs.size(blob));  // the sweep may have been faster: then the caller tries again
  }
  return after;
}

Result<Response> change(Transaction& tx, const PortraitNeeds& needs, const Call& call,
                        const std::optional<Portrait>& portrait) {
  TRY_LET(const auto after, change(tx, needs, call.me().account, call.now(), portrait));
  return shown(after);
}

Result<Portrait> made_of(const PortraitNeeds& needs, base::ByteView picture) {
  TRY_LET(const auto made, needs.processor.portrait(picture));
  Portrait portrait;
  TRY_LET(portrait.large, needs.blobs.put_file(made.portrait.large));
  TRY_LET(portrait.small, needs.blobs.put_file(made.portrait.small));
  return portrait;
}

/// Holds a picture until it is whole: `body_bytes_max` of the route bounds it.
class Receiving final : public BodySink {
 public:
  Receiving(Call& call, const PortraitNeeds& needs) : call_(call), needs_(needs) {}

  Result<void> write(std::string_view chunk) override {
    bytes_ += chunk;
    return {};
  }

  Result<Response> finish() override {
    TRY_LET(const auto portrait, made_of(needs_, base::as_bytes(bytes_)));
    return call_.write([&](Transaction& tx) { return change(tx, needs_, call_, portrait); });
  }

 private:
  Call& call_;
  const PortraitNeeds& needs_;
  std::string bytes_;
};
}  // namespace

void add_portrait_routes(RouteTable& table, PortraitNeeds needs) {
  const auto own = std::make_shared<const PortraitNeeds>(needs);  // sinks refer to it while bytes travel
  Route put{.method = "PUT",
            .path = "/api/v1/me/portrait",
            .summary = "Sets one's picture: JPEG, PNG or WebP; the largest square in its middle is kept",
            .tag = "accounts",
            .access = Access::signed_in,
            .pace = Pace::write,
            .answer = {200, shapes::account_brief()}};
  put.body_bytes_max = media::PictureLimits{}.bytes_max;
  put.receiver = [own](Call& call) { return std::make_unique<Receiving>(call, *own); };
  table.add(std::move(put));
  table.add({.method = "DELETE",
             .path = "/api/v1/me/portrait",
             .summary = "Removes one's picture",
             .tag = "accounts",
             .access = Access::signed_in,
             .pace = Pace::write,
             .answer = {200, shapes::account_brief()},
             .handler = [own](Call& call) {
               return call.write([&](Transaction& tx) { return change(tx, *own, call, std::nullopt); });
             }});
}

Result<void> put_portrait(const PortraitNeeds& needs, ports::Record& record, const ports::Clock& clock,
                          model::AccountId account, base::ByteView picture) {
  TRY_LET(const auto portrait, made_of(needs, picture));
  TRY(record.write([&](Transaction& tx) { return change(tx, needs, account, clock.now(), portrait); }));
  return {};
}

}  // namespace vitrine::http
