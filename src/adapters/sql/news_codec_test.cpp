#include "adapters/sql/news_codec.hpp"

#include <doctest/doctest.h>

namespace vitrine::news_codec_test {
using namespace vitrine::model;

namespace {

const VideoId video{11};
const AccountId author{0x7fff'ffff'ffff'fff0};
const AccountId by{13};
const CommentId comment{14};

std::vector<sql::What> one_of_each() {
  return {VideoChanged{video, author, VideoState::failed, 99, "no \"sound\" ünd picture"},
          VideoPublished{video, author},
          VideoRemoved{video, author},
          Liked{video, author, by},
          Commented{video, author, comment, by, std::nullopt},
          Commented{video, author, comment, by, AccountId{15}},
          CommentLiked{video, comment, author, by},
          Mentioned{video, std::nullopt, author, by},
          Mentioned{video, comment, author, by},
          Followed{author, by},
          FollowAsked{author, by},
          FollowAccepted{author, by},
          IntegrityChanged{video, author, Integrity::disputed},
          SessionEnded{author, std::nullopt},
          SessionEnded{author, SessionId{16}},
          NotificationMade{author, NotificationId{17}},
          SignInChanged{author, PasskeyId{18}, PasskeyDeed::suspect},
          MessageSent{ConversationId{19}, MessageId{20}},
          ConversationChanged{ConversationId{21}},
          TakeoutChanged{author, TakeoutId{18}, TakeoutKind::incoming, TakeoutState::asks, 40},
          DataOpened{author, OpeningId{22}, OpeningTold::alarm},
          FamilyChanged{author, by, FamilyDeed::ended},
          Remixed{author, by, video}};
}

}  // namespace

TEST_CASE("news: every kind reads back as it was written") {
  std::vector<bool> seen(std::variant_size_v<sql::What>);
  for (const auto& what : one_of_each()) {
    seen[what.index()] = true;
    const auto back = sql::parse_news(sql::news_kind(what), sql::news_body(what));
    REQUIRE_MESSAGE(back, sql::news_kind(what));
    CHECK(back->index() == what.index());
    CHECK(sql::news_body(*back) == sql::news_body(what));
  }
  CHECK(std::ranges::count(seen, false) == 0);
}

TEST_CASE("news: the spelling on disk does not change") {
  CHECK(sql::news_kind(Liked{video, author, by}) == "liked");
  CHECK(sql::news_body(SessionEnded{AccountId{1}, std::nullopt}) ==
        R"({"account":"0000000000001","session":null})");
  const auto changed =
      sql::parse_news("video_changed", R"({"video":"000000000000b","author":"0000000000001","state":"ready",)"
                                       R"("progress_percent":100,"problem_code":"","later":true})");
  REQUIRE(changed);
  CHECK(std::get<VideoChanged>(*changed).state == VideoState::ready);
}

TEST_CASE("news: what this version does not know is refused") {
  const std::pair<std::string_view, std::string_view> unknown[] = {
      {"moon_landed", "{}"},
      {"liked", "{}"},
      {"liked", "[]"},
      {"liked", "{"},
      {"followed", R"({"who":"0000000000001","by":7})"},
      {"followed", R"({"who":"0000000000001","by":"z"})"},
      {"session_ended", R"({"account":"0000000000001"})"},
      {"video_changed", R"({"video":"000000000000b","author":"0000000000001","state":"lost",)"
                        R"("progress_percent":100,"problem_code":""})"}};
  for (const auto& [kind, body] : unknown) {
    const auto read = sql::parse_news(kind, body);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "news_unreadable");
  }
}
}  // namespace vitrine::news_codec_test
