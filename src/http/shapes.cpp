#include "http/shapes.hpp"

#include "catalog/sounds.hpp"
#include "feed/feed.hpp"
#include "learning/signals.hpp"
#include "model/words.hpp"
#include "region/market.hpp"

namespace vitrine::http::shapes {
using namespace shape;

namespace {

Shape rung() {
  return named("Rung",
               object({field("width", count()), field("height", count()), field("bandwidth", count()),
                       field("codecs", text(1, 100)), field("url", url()), field("init_bytes", count()),
                       // A clip of three minutes has 90 segments of two seconds; 4 times that is plenty.
                       field("segments", array(array(count(), 2), 400))}));
}

Shape media() {
  return object({field("rungs", array(rung(), 8)), field("hls", url()), field("mp4", nullable(url()))});
}

Shape video_counts() {
  return object({field("likes", count()), field("comments", count()), field("shares", count()),
                 field("views", count())});
}

Shape my_video() {
  return nullable(object({field("like", boolean()), field("save", boolean()), field("follow", boolean())}));
}

Shape video_problem() {
  return nullable(object({field("code", text(1, 64)), field("detail", text(0, 500))}));
}

/// `title` is empty when its author gave it none, `author` nothing when the viewer may not see the origin.
Shape clip_sound() {
  return named("ClipSound",
               object({field("id", id()), field("title", text(0, catalog::sound_title_chars_max)),
                       field("author", nullable(handle())), field("original", boolean())}));
}

/// What a clip was made with; `video` and `author` are nothing when that is gone or not for the viewer.
Shape clip_remix() {
  return named("ClipRemix", object({field("kind", one_of({"duet", "stitch", "sound"})),
                                    field("video", nullable(id())), field("author", nullable(handle()))}));
}

}  // namespace

Shape finding() { return one_of({"unoriginal", "disputed", "borderline"}); }

namespace {

Shape video_object() {
  return object({
      field("id", id()),
      field("url", url()),
      field("author", account_brief()),
      field("title", text(0, title_chars_max)),
      field("description", text(0, description_chars_max)),
      field("tags", array(text(1, 100), 30)),
      field("mentions", array(handle(), 30)),
      field("language", text(0, 16)),
      field("captions", array(text(2, 3), 12)),
      field("state", words<model::VideoState>()),
      field("problem", video_problem()),
      field("progress", integer(0, 100)),
      field("published", boolean()),
      field("visibility", words<model::Visibility>()),
      field("audience", words<model::Audience>()),
      field("labels", object({field("ai_made", boolean()), field("advert", boolean())})),
      optional("integrity", finding()),  // only for its author and moderators
      // Only for its author: what keeps it out of every feed.
      optional("market_rule", text(1, region::rule_bytes_max)),
      field("created_at", time()),
      field("published_at", nullable(time())),
      field("duration_ms", count()),
      field("width", count()),
      field("height", count()),
      field("cover_ms", count()),
      field("thumbhash", nullable(text(1, 64))),
      field("poster", nullable(url())),
      field("preview", nullable(url())),
      field("media", nullable(media())),
      field("sound", nullable(clip_sound())),
      field("remix", nullable(clip_remix())),
      field("counts", video_counts()),
      field("my", my_video()),
  });
}

Shape account_counts() {
  return object({field("followers", count()), field("following", count()), field("videos", count()),
                 field("likes", count())});
}

Shape my_account() {
  return nullable(object({field("follow", boolean()), field("asked", boolean()), field("block", boolean()),
                          field("mute", boolean()), field("self", boolean())}));
}

}  // namespace

Shape problem() {
  return named("Problem", object({field("type", text(1, 200)), field("title", text(1, 200)),
                                  field("status", integer(400, 599)), field("detail", text(0, 2000)),
                                  field("code", text(1, 64)), optional("field", text(1, 500))}));
}

Shape account_brief() {
  return named("AccountBrief",
               object({field("id", id()), field("handle", handle()), field("name", text(0, name_chars_max)),
                       field("avatar", nullable(url()))}));
}

Shape account() {
  return named(
      "Account",
      object({field("id", id()), field("handle", handle()), field("name", text(0, name_chars_max)),
              field("bio", text(0, bio_chars_max)), field("avatar", nullable(url())),
              field("created_at", time()), field("counts", account_counts()), field("my", my_account()),
              field("role", words<model::Role>()), field("private", boolean())}));
}

Shape video() { return named("Video", video_object()); }

namespace {
/// Where a candidate came from: the words of model::events::Source.
Shape feed_source() {
  return one_of({"following", "item_graph", "taste", "author", "tag", "sound", "rising", "fresh", "explore",
                 "interest", "popular", "latest", "direct", "imported"});
}
}  // namespace

namespace {
Shape signal() {
  std::vector<std::string> names(learning::head_names.begin(), learning::head_names.end());
  return one_of(std::move(names));
}

/// What a term rests on: data, never a sentence.
Shape evidence() {
  std::vector<std::string> kinds;
  for (std::size_t e = 0; e < feed::evidence_count; ++e)
    kinds.emplace_back(feed::evidence_name(static_cast<feed::Evidence>(e)));
  return named("Evidence", object({field("kind", one_of(std::move(kinds))), optional("tag", text(1, 100)),
                                   optional("handle", handle()), optional("video", id()),
                                   optional("title", text(0, title_chars_max)), optional("shown", count()),
                                   optional("finished", count()), optional("liked", count()),
                                   optional("skipped", count())}));
}
}  // namespace

Shape term() {
  return named("Term", object({field("signal", signal()), field("x", number()), field("weight", number()),
                               field("value", number()), field("evidence", evidence())}));
}

Shape drop_reason() {
  return named(
      "DropReason",
      object({field("kind", one_of({"withdrawn", "barred", "adult", "other_language", "seen_lately",
                                    "on_page", "below_the_cut", "muted", "at_first_look", "market_rule"})),
              optional("language", text(0, 16)), optional("seen_at", time()), optional("rank", count()),
              optional("score", number()), optional("muted", one_of({"tag", "sound", "word", "language"})),
              optional("word", text(0, 200)), optional("rule", text(0, region::rule_bytes_max))}));
}

Shape feed_item() {
  constexpr std::size_t terms_max = 64;
  return named(
      "FeedItem",
      extend(video_object(),
             {field("position", count()), field("source", feed_source()), field("score", number()),
              field("why", array(term(), terms_max)), field("policy", text(1, 64)),
              field("move", one_of({"none", "varied", "explored", "rule_relaxed", "again", "opener"}))}));
}

Shape receipt_brief() {
  return named("ReceiptBrief",
               object({field("id", id()), field("log_position", count()), field("policy", text(1, 64)),
                       field("policy_digest", text(1, 64)), field("seed", text(1, 32))}));
}

Shape feed_page() {
  constexpr std::size_t dropped_max = 1000;
  const auto dropped =
      object({field("video", id()), field("source", feed_source()), field("reason", drop_reason())});
  return named("FeedPage",
               object({field("items", array(feed_item(), 100)), field("next", nullable(cursor())),
                       field("receipt", receipt_brief()), optional("dropped", array(dropped, dropped_max))}));
}

Shape comment() {
  const auto my = nullable(object({field("like", boolean()), field("own", boolean())}));
  return named(
      "Comment",
      object({field("id", id()), field("video", id()), field("author", account_brief()),
              field("text", text(0, comment_chars_max)), field("parent", nullable(id())),
              field("created_at", time()), field("edited_at", nullable(time())), field("deleted", boolean()),
              field("counts", object({field("likes", count()), field("replies", count())})),
              field("pinned", boolean()), field("held", boolean()), field("liked_by_author", boolean()),
              field("my", my)}));
}

Shape notification() {
  const auto about = nullable(object(
      {field("id", id()), field("title", text(0, title_chars_max)), field("poster", nullable(url()))}));
  return named(
      "Notification",
      object({field("id", id()), field("kind", one_of({"follow",          "like",
                                                       "comment",         "reply",
                                                       "mention",         "video_ready",
                                                       "video_failed",    "system",
                                                       "passkey_added",   "passkey_removed",
                                                       "passkey_suspect", "export_ready",
                                                       "export_failed",   "import_ready",
                                                       "import_failed",   "data_opened",
                                                       "data_alarm",      "account_changed",
                                                       "guardian_new",    "guardian_limits",
                                                       "guardian_gone",   "ward_new",
                                                       "ward_limits",     "ward_gone",
                                                       "remix",           "follow_asked",
                                                       "follow_accepted", "found_unoriginal",
                                                       "found_disputed",  "found_borderline",
                                                       "found_whole"})),
              field("at", time()), field("read", boolean()), field("actor", nullable(account_brief())),
              field("video", about), field("comment", nullable(id())), field("count", count())}));
}

Shape video_reaction() {
  return named("VideoReaction", object({field("counts", video_counts()), field("my", my_video())}));
}

Shape comment_reaction() {
  return named("CommentReaction",
               object({field("counts", object({field("likes", count()), field("replies", count())})),
                       field("my", nullable(object({field("like", boolean()), field("own", boolean())})))}));
}

Shape cursor_query() { return object({optional("cursor", cursor())}); }

}  // namespace vitrine::http::shapes
