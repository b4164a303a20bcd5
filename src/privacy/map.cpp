#include <algorithm>

#include "privacy/holder.hpp"

namespace vitrine::privacy {
namespace {
using enum Says;

// --- house: news on its way, answers already given, work to be done --------------------------------------

constexpr Column house_schema[]{{"version"}, {"name"}, {"checksum"}, {"at_ms"}};
constexpr Column house_outbox[]{{"id"}, {"at_ms"}, {"kind"}, {"body"}};  // ids only; gone within seconds
constexpr Column house_idempotency[]{{"scope", person},     {"idempotency_key", fact},
                                     {"fingerprint", fact}, {"status"},
                                     {"body", fact},        {"at_ms", fact}};
constexpr Column house_setting[]{{"name"}, {"value"}};
constexpr Column house_job[]{{"id"},     {"kind"},   {"subject"}, {"state"},       {"attempts"},
                             {"claims"}, {"due_ms"}, {"made_ms"}, {"problem_code"}};

// --- accounts --------------------------------------------------------------------------------------------

constexpr Column accounts_account[]{{"id", person},
                                    {"handle", words},
                                    {"name", words},
                                    {"bio", words},
                                    {"language", fact},
                                    {"role", fact},
                                    {"pseudonym"},  // the id again: what stood here is sealed
                                    {"created_ms", fact},
                                    {"portrait_large", words},
                                    {"portrait_small", words},
                                    {"private", fact},
                                    {"sealed_pseudonym", secret, {"id"}}};
constexpr Column accounts_password[]{{"account", person}, {"hash", secret}, {"changed_ms", fact}};
constexpr Column accounts_second_factor[]{{"account", person},
                                          {"sealed_secret", secret, {"account", "account", true}},
                                          {"confirmed", fact},
                                          {"last_step", fact},
                                          {"changed_ms", fact}};
constexpr Column accounts_recovery_code[]{{"account", person}, {"code_hash", secret}};
constexpr Column accounts_passkey[] = {{"id"},
                                       {"account", person},
                                       {"credential", secret},
                                       {"place"},
                                       {"public_key", secret},
                                       {"name", words, {"account"}},
                                       {"counter", fact},
                                       {"synced", fact},
                                       {"suspect", fact},
                                       {"created_ms", fact},
                                       {"used_ms", fact}};
constexpr Column accounts_session[]{{"id"},
                                    {"token_hash", secret},
                                    {"account", person},
                                    {"agent", fact, {"account"}},
                                    {"created_ms", fact},
                                    {"last_seen_ms", fact},
                                    {"expires_ms", fact},
                                    {"proven_ms", fact}};
constexpr Column accounts_invite[]{{"code", fact}, {"made_by", person},  {"uses_max", fact},
                                   {"used", fact}, {"created_ms", fact}, {"expires_ms", fact}};

constexpr Column accounts_app[] = {
    {"id"}, {"made_by", person}, {"name", words}, {"redirects", words}, {"created_ms", fact}};
constexpr Column accounts_app_grant[] = {{"id"},
                                         {"app", fact},
                                         {"account", person},
                                         {"scopes", fact},
                                         {"access_hash", secret},
                                         {"access_scopes", fact},
                                         {"access_until_ms", fact},
                                         {"refresh_hash", secret},
                                         {"created_ms", fact},
                                         {"used_ms", fact},
                                         {"expires_ms", fact}};
/// Goes with its grant.
constexpr Column accounts_app_spent[]{{"refresh_hash", secret}, {"of_grant"}, {"account", person}};
constexpr Column accounts_app_code[] = {{"code_hash", secret}, {"app", fact},         {"account", person},
                                        {"redirect", fact},    {"challenge", secret}, {"scopes", fact},
                                        {"expires_ms", fact},  {"of_grant", fact}};
constexpr Column accounts_app_device[] = {
    {"device_hash", secret}, {"code_hash", secret}, {"app", fact},       {"scopes", fact},    {"state", fact},
    {"account", person},     {"interval_ms"},       {"polled_ms", fact}, {"expires_ms", fact}};

/// Words of handle and name, and hashes of their misspellings.
constexpr Column accounts_name[]{{"word", words}, {"account", person}};

// --- catalog ---------------------------------------------------------------------------------------------

constexpr Column catalog_video[]{{"id"},
                                 {"author", person},
                                 {"title", words},
                                 {"description", words},
                                 {"language", fact},
                                 {"tags", words},
                                 {"mentions", words},
                                 {"visibility", fact},
                                 {"audience", fact},
                                 {"ai_made", fact},
                                 {"advert", fact},
                                 {"state", fact},
                                 {"progress"},
                                 {"problem_code", fact},
                                 {"problem_detail"},
                                 {"publish_wanted", fact},
                                 {"created_ms", fact},
                                 {"published_ms", fact},
                                 {"duration_ms", fact},
                                 {"width", fact},
                                 {"height", fact},
                                 {"cover_ms", fact},
                                 {"thumbhash", fact},
                                 {"reach"},
                                 {"captions", fact},
                                 {"publish_as_ms", fact},
                                 {"withheld", fact},
                                 {"integrity", fact}};
constexpr Column catalog_captions[] = {
    {"video", person}, {"language", fact}, {"webvtt", words}, {"changed_ms", fact}};
constexpr Column catalog_schedule[] = {{"video", fact}, {"author", person}, {"at_ms", fact}};
constexpr Column catalog_playlist[] = {{"id"},
                                       {"author", person},
                                       {"title", words},
                                       {"visibility", fact},
                                       {"created_ms", fact},
                                       {"changed_ms", fact}};
constexpr Column catalog_playlist_item[] = {
    {"playlist", fact}, {"place", fact}, {"video", person}, {"author", person}};
constexpr Column catalog_pin[] = {{"author", person}, {"place", fact}, {"video", fact}};
constexpr Column catalog_sound[] = {{"id"},           {"origin", person},    {"title", words},
                                    {"usable", fact}, {"duration_ms", fact}, {"created_ms", fact},
                                    {"print", fact}};
constexpr Column catalog_sound_choice[] = {{"video", person}, {"usable", fact}};
constexpr Column catalog_sound_default[] = {{"author", person}, {"usable", fact}};
constexpr Column catalog_sound_mark[] = {{"mark"}, {"sound"}};  // made from the prints
constexpr Column catalog_sound_clip[] = {{"video", person}, {"sound", fact}, {"at_ms", fact}};
constexpr Column catalog_remix[]{{"video", person}, {"origin", person}, {"kind", fact}};
constexpr Column catalog_remix_choice[]{{"video", person}, {"duet", fact}, {"stitch", fact}};
constexpr Column catalog_remix_default[]{{"author", person}, {"duet", fact}, {"stitch", fact}};
constexpr Column catalog_edit[] = {{"video", fact},
                                   {"author", person},
                                   {"document", words, {"author", "video"}},
                                   {"rendered", fact},
                                   {"changed_ms", fact}};
constexpr Column catalog_tag[]{{"tag", words}, {"published_ms", fact}, {"video", person}};
// What can be searched: made from the public rows above, and counted back when they go.
constexpr Column catalog_found[]{{"place"},       {"video", person}, {"published_ms", fact},
                                 {"adult", fact}, {"title", words},  {"tags", words},
                                 {"more", words}, {"marks", fact},   {"hints", words}};
constexpr Column catalog_word[]{{"word"}, {"videos"}, {"spelled"}};
constexpr Column catalog_slip[]{{"slip"}, {"word"}};
constexpr Column catalog_hint[]{{"kind"}, {"key"}, {"spelled"}, {"videos"}};
constexpr Column catalog_match[]{{"place"}, {"terms"}};
constexpr Column catalog_file[]{{"video", person}, {"position"},         {"purpose", fact},
                                {"blob", fact},    {"type", fact},       {"bytes", fact},
                                {"width", fact},   {"height", fact},     {"bandwidth", fact},
                                {"codecs", fact},  {"init_bytes", fact}, {"segments", fact}};
constexpr Column catalog_upload[]{{"id"},
                                  {"author", person},
                                  {"video"},
                                  {"length", fact},
                                  {"file_name", words, {"author"}},
                                  {"file_type", fact},
                                  {"created_ms", fact},
                                  {"expires_ms", fact},
                                  {"received_ms", fact},
                                  {"done_ms", fact}};
constexpr Column catalog_garbage[]{{"blob"}, {"due_ms"}};

// --- social ----------------------------------------------------------------------------------------------

constexpr Column social_follow[]{{"follower", person}, {"followee", person}, {"at_ms", fact}};
constexpr Column social_follow_request[]{{"asker", person}, {"asked", person}, {"at_ms", fact}};
constexpr Column social_block[]{{"blocker", person}, {"blocked", person}, {"at_ms", fact}};
constexpr Column social_mute[]{{"muter", person}, {"muted", person}, {"at_ms", fact}};
constexpr Column social_person_count[] = {
    {"account", person}, {"followers", fact}, {"following", fact}, {"likes", fact}};
constexpr Column social_reaction[]{{"account", person}, {"kind", fact}, {"video", fact}, {"at_ms", fact}};
constexpr Column social_video_count[]{{"video"},          {"author", person}, {"likes", fact},
                                      {"comments", fact}, {"shares", fact},   {"saves", fact}};
constexpr Column social_comment[]{{"id"},
                                  {"video", fact},
                                  {"video_author", person},
                                  {"author", person},
                                  {"root"},
                                  {"body", words, {"author"}},
                                  {"created_ms", fact},
                                  {"edited_ms", fact},
                                  {"deleted"},
                                  {"likes", fact},
                                  {"replies", fact},
                                  {"held", fact}};
constexpr Column social_comment_pin[] = {
    {"video", fact}, {"comment", fact}, {"author", person}, {"at_ms", fact}};
constexpr Column social_comment_edit[] = {
    {"id"}, {"comment", fact}, {"author", person}, {"body", words, {"author"}}, {"until_ms", fact}};
constexpr Column social_word_filter[] = {
    {"account", person}, {"word", words, {"account", "account"}}, {"at_ms", fact}};
constexpr Column social_comment_like[]{{"comment", fact}, {"account", person}, {"at_ms", fact}};
constexpr Column social_notification[] = {
    {"id"},          {"account", person}, {"kind", fact},   {"subject"},     {"actor", person},
    {"video", fact}, {"comment", fact},   {"amount", fact}, {"at_ms", fact}, {"read_ms", fact}};
constexpr Column social_notification_actor[]{{"account", person}, {"kind", fact},   {"subject"},
                                             {"actor", person},   {"notification"}, {"at_ms", fact}};
constexpr Column social_conversation[] = {
    {"id"}, {"kind", fact}, {"name", words, {"named_by"}}, {"named_by", person}, {"created_ms", fact}};
constexpr Column social_member[]{{"conversation", fact}, {"account", person},  {"standing", fact},
                                 {"since_ms", fact},     {"read_up_to", fact}, {"last_ms", fact}};
constexpr Column social_message[] = {
    {"id"},          {"conversation", fact}, {"author", person}, {"body", words, {"author"}},
    {"video", fact}, {"created_ms", fact},   {"deleted"}};
constexpr Column social_message_choice[] = {
    {"account", person}, {"may_write", fact}, {"receipts", fact}, {"changed_ms", fact}};
constexpr Column social_family[] = {{"ward", person},     {"guardian", person},     {"since_ms", fact},
                                    {"daily_min", fact},  {"quiet_from_min", fact}, {"quiet_until_min", fact},
                                    {"restricted", fact}, {"may_write", fact},      {"changed_ms", fact}};
constexpr Column social_family_code[]{{"ward", person}, {"code_hash", secret}, {"until_ms", fact}};
constexpr Column social_push_device[] = {
    {"endpoint_hash", fact}, {"account", person},
    {"session", fact},       {"endpoint", secret, {"account", "endpoint_hash"}},
    {"since_ms", fact},      {"told_ms", fact},
    {"due_ms", fact},        {"failing_since_ms", fact}};
constexpr Column social_push_choice[] = {{"account", person},
                                         {"cadence", fact},
                                         {"daily_at_min", fact},
                                         {"topics_off", fact},
                                         {"changed_ms", fact}};
constexpr Column social_heard[]{{"news"}, {"at_ms"}};

// --- privacy: accounts on their way out, and what they may have in hand afterwards -------------------------

constexpr Column privacy_farewell[] = {
    {"account", person}, {"viewer"},       {"sealed_viewer", secret, {"account", "account"}},
    {"asked_ms", fact},  {"due_ms", fact}, {"receipt", secret}};
constexpr Column privacy_certificate[]{{"receipt"}, {"done_ms"}, {"body"}, {"signature"}};

// --- takeout: exports people asked for -----------------------------------------------------------------

constexpr Column takeout_export[] = {
    {"id"},          {"account", person}, {"with_media", fact},  {"state", fact},
    {"progress"},    {"asked_ms", fact},  {"done_ms", fact},     {"expires_ms", fact},
    {"bytes", fact}, {"entries", fact},   {"problem_code", fact}};

constexpr Column takeout_import[] = {{"id"},
                                     {"account", person},
                                     {"state", fact},
                                     {"wanted", fact},
                                     {"progress"},
                                     {"sent_ms", fact},
                                     {"expires_ms", fact},
                                     {"bytes", fact},
                                     {"parts", fact},
                                     {"report", words, {"account"}},
                                     {"problem_code", fact},
                                     {"problem_detail"}};
constexpr Column takeout_origin[]{{"account", person}, {"origin", fact}, {"thing", fact}, {"at_ms", fact}};

// --- supply, safety --------------------------------------------------------------------------------------

constexpr Column supply_receipt[]{{"id"}, {"viewer", person}, {"at_ms", fact}, {"bytes", fact}};
constexpr Column supply_choice[]{{"account", person}, {"algorithm", fact}, {"changed_ms", fact}};
constexpr Column supply_slider[]{{"account", person}, {"name", fact}, {"value", fact}};
constexpr Column supply_mute[] = {
    {"account", person}, {"kind", fact}, {"word", words, {"account", "account"}}, {"at_ms", fact}};
constexpr Column supply_history[] = {
    {"viewer", person}, {"paused", fact}, {"kept_days", fact}, {"changed_ms", fact}};
constexpr Column supply_policy[]{{"digest"}, {"text"}, {"at_ms"}};
// Of the author: counts of 20 people or more, with noise. No viewer is in it.
constexpr Column supply_figure[] = {{"author", person}, {"video", fact}, {"from_ms", fact}, {"to_ms", fact},
                                    {"duration_ms"},    {"ways", fact},  {"reaches", fact}};
/// In a database of its own. `body` holds the pseudonym: its rows are emptied one by one
/// (EventLog::erase_if).
constexpr Column supply_event[]{{"position"}, {"at_ms"}, {"body", fact}};
constexpr Column safety_report[]{{"id"},
                                 {"reporter", person},
                                 {"kind", fact},
                                 {"subject", person},
                                 {"reason", fact},
                                 {"note", words, {"reporter"}},
                                 {"at_ms", fact},
                                 {"resolver", person},
                                 {"outcome", fact},
                                 {"resolver_note", words, {"resolver"}},
                                 {"resolved_ms", fact},
                                 {"quote", words, {"quoted"}},
                                 {"quoted", person}};

constexpr Column transparency_opening[] = {{"id"},
                                           {"staff", person},
                                           {"person", person},
                                           {"kind", fact},
                                           {"video", fact},
                                           {"reason", words, {"staff"}},
                                           {"asked_ms", fact},
                                           {"second", person},
                                           {"from_ms", fact},
                                           {"until_ms", fact}};
constexpr Column transparency_reading[]{{"opening", fact}, {"video", person}, {"at_ms", fact}};

/// In a file of its own, that no copy of the record holds. An erased account's row stays, empty, for as long
/// as backups may be kept: it is how they are known to have left.
constexpr Column privacy_key[] = {
    {"account", fact}, {"wrapped", secret}, {"made_ms", fact}, {"due_ms", fact}, {"gone_ms", fact}};

constexpr Table tables[] = {
    {"house_schema", house_schema},
    {"house_outbox", house_outbox},
    {"house_idempotency", house_idempotency},
    {"house_setting", house_setting},
    {"house_job", house_job},
    {"accounts_account", accounts_account},
    {"accounts_password", accounts_password},
    {"accounts_second_factor", accounts_second_factor},
    {"accounts_recovery_code", accounts_recovery_code},
    {"accounts_passkey", accounts_passkey},
    {"accounts_session", accounts_session},
    {"accounts_invite", accounts_invite},
    {"accounts_app", accounts_app},
    {"accounts_app_grant", accounts_app_grant},
    {"accounts_app_spent", accounts_app_spent},
    {"accounts_app_code", accounts_app_code},
    {"accounts_app_device", accounts_app_device},
    {"accounts_name", accounts_name},
    {"catalog_video", catalog_video},
    {"catalog_captions", catalog_captions},
    {"catalog_schedule", catalog_schedule},
    {"catalog_playlist", catalog_playlist},
    {"catalog_playlist_item", catalog_playlist_item},
    {"catalog_pin", catalog_pin},
    {"catalog_sound", catalog_sound},
    {"catalog_sound_mark", catalog_sound_mark},
    {"catalog_sound_clip", catalog_sound_clip},
    {"catalog_sound_choice", catalog_sound_choice},
    {"catalog_sound_default", catalog_sound_default},
    {"catalog_remix", catalog_remix},
    {"catalog_remix_choice", catalog_remix_choice},
    {"catalog_remix_default", catalog_remix_default},
    {"catalog_edit", catalog_edit},
    {"catalog_tag", catalog_tag},
    {"catalog_found", catalog_found},
    {"catalog_word", catalog_word},
    {"catalog_slip", catalog_slip},
    {"catalog_hint", catalog_hint},
    {"catalog_match", catalog_match},
    {"catalog_file", catalog_file},
    {"catalog_upload", catalog_upload},
    {"catalog_garbage", catalog_garbage},
    {"social_follow", social_follow},
    {"social_follow_request", social_follow_request},
    {"social_block", social_block},
    {"social_mute", social_mute},
    {"social_person_count", social_person_count},
    {"social_reaction", social_reaction},
    {"social_video_count", social_video_count},
    {"social_comment", social_comment},
    {"social_comment_pin", social_comment_pin},
    {"social_comment_edit", social_comment_edit},
    {"social_word_filter", social_word_filter},
    {"social_comment_like", social_comment_like},
    {"social_notification", social_notification},
    {"social_notification_actor", social_notification_actor},
    {"social_conversation", social_conversation},
    {"social_member", social_member},
    {"social_message", social_message},
    {"social_message_choice", social_message_choice},
    {"social_family", social_family},
    {"social_family_code", social_family_code},
    {"social_push_device", social_push_device},
    {"social_push_choice", social_push_choice},
    {"social_heard", social_heard},
    {"privacy_farewell", privacy_farewell},
    {"privacy_certificate", privacy_certificate},
    {"privacy_key", privacy_key, true},
    {"supply_receipt", supply_receipt},
    {"supply_choice", supply_choice},
    {"supply_slider", supply_slider},
    {"supply_mute", supply_mute},
    {"supply_history", supply_history},
    {"supply_policy", supply_policy},
    {"supply_figure", supply_figure},
    {"supply_event", supply_event, true},
    {"safety_report", safety_report},
    {"transparency_opening", transparency_opening},
    {"transparency_reading", transparency_reading},
    {"takeout_export", takeout_export},
    {"takeout_import", takeout_import},
    {"takeout_origin", takeout_origin},
};

// Erasure works through these in this order, so rows that hang on others stand above them.
constexpr Holding holdings[] = {
    {.name = "answers",
     .table = "house_idempotency",
     .key = "scope",
     .by = By::text,
     .purpose = Purpose::operate,
     .since = "at_ms",
     .days = 1},
    {.name = "pages",
     .table = "supply_receipt",
     .key = "viewer",
     .by = By::viewer,
     .purpose = Purpose::explain,
     .since = "at_ms",
     .days = 30},
    {.name = "algorithm",
     .table = "supply_choice",
     .key = "account",
     .purpose = Purpose::recommend,
     .since = "changed_ms"},
    {.name = "sliders", .table = "supply_slider", .key = "account", .purpose = Purpose::recommend},
    {.name = "mutes_of_topics",
     .table = "supply_mute",
     .key = "account",
     .purpose = Purpose::recommend,
     .since = "at_ms"},
    {.name = "history_choice",
     .table = "supply_history",
     .key = "viewer",
     .by = By::viewer,
     .purpose = Purpose::recommend,
     .since = "changed_ms"},
    {.name = "figures",
     .table = "supply_figure",
     .key = "author",
     .purpose = Purpose::publish,
     .since = "to_ms",
     .days = 400},
    {.name = "reports_made",
     .table = "safety_report",
     .key = "reporter",
     .purpose = Purpose::safety,
     .basis = Basis::duty,
     .fate = Fate::nobody,
     .since = "at_ms",
     .blanks = "note",
     .hides = "resolver resolver_note quoted"},
    {.name = "reports_decided",
     .table = "safety_report",
     .key = "resolver",
     .purpose = Purpose::safety,
     .basis = Basis::duty,
     .fate = Fate::nobody,
     .since = "resolved_ms",
     .blanks = "resolver_note",
     .hides = "reporter subject note quote quoted"},
    {.name = "reports_about_you",
     .table = "safety_report",
     .key = "subject",
     .purpose = Purpose::safety,
     .basis = Basis::duty,
     .since = "at_ms",
     .kind = "account",
     .hides = "reporter note resolver resolver_note quote quoted"},
    {.name = "reports_about_videos",
     .table = "safety_report",
     .key = "subject",
     .by = By::video,
     .purpose = Purpose::safety,
     .basis = Basis::duty,
     .since = "at_ms",
     .kind = "video",
     .hides = "reporter note resolver resolver_note quote quoted"},
    {.name = "reports_about_comments",
     .table = "safety_report",
     .key = "subject",
     .by = By::comment,
     .purpose = Purpose::safety,
     .basis = Basis::duty,
     .since = "at_ms",
     .kind = "comment",
     .hides = "reporter note resolver resolver_note quote quoted"},
    {.name = "reports_about_messages",
     .table = "safety_report",
     .key = "quoted",
     .purpose = Purpose::safety,
     .basis = Basis::duty,
     .since = "at_ms",
     .kind = "message",
     .hides = "reporter note resolver resolver_note quote"},
    {.name = "clips_looked_at",
     .table = "transparency_reading",
     .key = "video",
     .by = By::video,
     .purpose = Purpose::safety,
     .basis = Basis::duty,
     .since = "at_ms",
     .days = 365},
    {.name = "looked_at",
     .table = "transparency_opening",
     .key = "person",
     .purpose = Purpose::safety,
     .basis = Basis::duty,
     .since = "asked_ms",
     .days = 365,
     .hides = "staff second"},
    {.name = "openings_asked",
     .table = "transparency_opening",
     .key = "staff",
     .purpose = Purpose::safety,
     .basis = Basis::duty,
     .fate = Fate::nobody,
     .since = "asked_ms",
     .days = 365,
     .blanks = "reason",
     .hides = "person second"},
    {.name = "openings_agreed",
     .table = "transparency_opening",
     .key = "second",
     .purpose = Purpose::safety,
     .basis = Basis::duty,
     .fate = Fate::nobody,
     .since = "asked_ms",
     .days = 365,
     .hides = "staff person reason"},
    {.name = "notification_people",
     .table = "social_notification_actor",
     .key = "account",
     .purpose = Purpose::notify,
     .since = "at_ms"},
    {.name = "told_others",
     .table = "social_notification_actor",
     .key = "actor",
     .purpose = Purpose::notify,
     .since = "at_ms"},
    {.name = "notifications",
     .table = "social_notification",
     .key = "account",
     .purpose = Purpose::notify,
     .since = "at_ms",
     .days = 90},
    {.name = "notified_others",
     .table = "social_notification",
     .key = "actor",
     .purpose = Purpose::notify,
     .since = "at_ms",
     .days = 90,
     .hides = "read_ms"},
    {.name = "comment_likes",
     .table = "social_comment_like",
     .key = "account",
     .purpose = Purpose::talk,
     .since = "at_ms"},
    {.name = "comment_edits",
     .table = "social_comment_edit",
     .key = "author",
     .purpose = Purpose::talk,
     .since = "until_ms"},
    {.name = "comment_pins",
     .table = "social_comment_pin",
     .key = "author",
     .purpose = Purpose::talk,
     .since = "at_ms"},
    {.name = "comment_filter",
     .table = "social_word_filter",
     .key = "account",
     .purpose = Purpose::talk,
     .since = "at_ms"},
    {.name = "comments",
     .table = "social_comment",
     .key = "author",
     .purpose = Purpose::talk,
     .since = "created_ms"},
    {.name = "comments_under_yours",
     .table = "social_comment",
     .key = "video_author",
     .purpose = Purpose::talk,
     .since = "created_ms",
     .hides = "author body"},
    {.name = "messages",
     .table = "social_message",
     .key = "author",
     .purpose = Purpose::talk,
     .since = "created_ms"},
    {.name = "conversations",
     .table = "social_member",
     .key = "account",
     .purpose = Purpose::talk,
     .since = "since_ms"},
    {.name = "groups_named",
     .table = "social_conversation",
     .key = "named_by",
     .purpose = Purpose::talk,
     .fate = Fate::nobody,
     .since = "created_ms",
     .blanks = "name"},
    {.name = "message_choice",
     .table = "social_message_choice",
     .key = "account",
     .purpose = Purpose::talk,
     .since = "changed_ms"},
    {.name = "guardian",
     .table = "social_family",
     .key = "ward",
     .purpose = Purpose::safety,
     .since = "since_ms"},
    {.name = "wards",
     .table = "social_family",
     .key = "guardian",
     .purpose = Purpose::safety,
     .since = "since_ms"},
    {.name = "guardian_code",
     .table = "social_family_code",
     .key = "ward",
     .purpose = Purpose::safety,
     .expires = "until_ms"},
    {.name = "push_devices",
     .table = "social_push_device",
     .key = "account",
     .purpose = Purpose::notify,
     .since = "since_ms"},
    {.name = "push_choice",
     .table = "social_push_choice",
     .key = "account",
     .purpose = Purpose::notify,
     .since = "changed_ms"},
    {.name = "reactions",
     .table = "social_reaction",
     .key = "account",
     .purpose = Purpose::relations,
     .since = "at_ms"},
    {.name = "follows",
     .table = "social_follow",
     .key = "follower",
     .purpose = Purpose::relations,
     .since = "at_ms"},
    {.name = "followers",
     .table = "social_follow",
     .key = "followee",
     .purpose = Purpose::relations,
     .since = "at_ms"},
    {.name = "follows_asked",
     .table = "social_follow_request",
     .key = "asker",
     .purpose = Purpose::relations,
     .since = "at_ms"},
    {.name = "followers_asking",
     .table = "social_follow_request",
     .key = "asked",
     .purpose = Purpose::relations,
     .since = "at_ms"},
    {.name = "blocks",
     .table = "social_block",
     .key = "blocker",
     .purpose = Purpose::safety,
     .since = "at_ms"},
    {.name = "blocked_by",
     .table = "social_block",
     .key = "blocked",
     .purpose = Purpose::safety,
     .since = "at_ms",
     .hides = "blocker at_ms"},
    {.name = "mutes",
     .table = "social_mute",
     .key = "muter",
     .purpose = Purpose::relations,
     .since = "at_ms"},
    {.name = "muted_by",
     .table = "social_mute",
     .key = "muted",
     .purpose = Purpose::relations,
     .since = "at_ms",
     .hides = "muter at_ms"},
    {.name = "counts", .table = "social_person_count", .key = "account", .purpose = Purpose::relations},
    {.name = "video_counts", .table = "social_video_count", .key = "author", .purpose = Purpose::publish},
    {.name = "video_tags",
     .table = "catalog_tag",
     .key = "video",
     .by = By::video,
     .purpose = Purpose::publish,
     .since = "published_ms"},
    {.name = "searchable",
     .table = "catalog_found",
     .key = "video",
     .by = By::video,
     .purpose = Purpose::publish,
     .since = "published_ms"},
    {.name = "captions",
     .table = "catalog_captions",
     .key = "video",
     .by = By::video,
     .purpose = Purpose::publish,
     .since = "changed_ms"},
    {.name = "playlist_videos",
     .table = "catalog_playlist_item",
     .key = "author",
     .purpose = Purpose::publish},
    {.name = "in_playlists",
     .table = "catalog_playlist_item",
     .key = "video",
     .by = By::video,
     .purpose = Purpose::publish,
     .hides = "playlist place author"},
    {.name = "playlists",
     .table = "catalog_playlist",
     .key = "author",
     .purpose = Purpose::publish,
     .since = "created_ms"},
    // A sound that others use stays for them, without the name and the clip it came from.
    {.name = "sounds",
     .table = "catalog_sound",
     .key = "origin",
     .by = By::video,
     .purpose = Purpose::publish,
     .fate = Fate::nobody,
     .since = "created_ms",
     .blanks = "title"},
    {.name = "sound_of_clips",
     .table = "catalog_sound_clip",
     .key = "video",
     .by = By::video,
     .purpose = Purpose::publish},
    {.name = "sound_choices",
     .table = "catalog_sound_choice",
     .key = "video",
     .by = By::video,
     .purpose = Purpose::publish},
    {.name = "sound_default", .table = "catalog_sound_default", .key = "author", .purpose = Purpose::publish},
    {.name = "pins", .table = "catalog_pin", .key = "author", .purpose = Purpose::publish},
    {.name = "schedule", .table = "catalog_schedule", .key = "author", .purpose = Purpose::publish},
    {.name = "remixes",
     .table = "catalog_remix",
     .key = "video",
     .by = By::video,
     .purpose = Purpose::publish},
    {.name = "remixed",
     .table = "catalog_remix",
     .key = "origin",
     .by = By::video,
     .purpose = Purpose::publish,
     .hides = "video"},
    {.name = "remix_choices",
     .table = "catalog_remix_choice",
     .key = "video",
     .by = By::video,
     .purpose = Purpose::publish},
    {.name = "remix_default", .table = "catalog_remix_default", .key = "author", .purpose = Purpose::publish},
    {.name = "edits",
     .table = "catalog_edit",
     .key = "author",
     .purpose = Purpose::publish,
     .since = "changed_ms"},
    {.name = "files", .table = "catalog_file", .key = "video", .by = By::video, .purpose = Purpose::publish},
    {.name = "uploads",
     .table = "catalog_upload",
     .key = "author",
     .purpose = Purpose::publish,
     .since = "created_ms"},
    {.name = "videos",
     .table = "catalog_video",
     .key = "author",
     .purpose = Purpose::publish,
     .since = "created_ms"},
    {.name = "invites",
     .table = "accounts_invite",
     .key = "made_by",
     .purpose = Purpose::account,
     .since = "created_ms"},
    {.name = "app_codes",
     .table = "accounts_app_code",
     .key = "account",
     .purpose = Purpose::sign_in,
     .expires = "expires_ms"},
    {.name = "app_devices",
     .table = "accounts_app_device",
     .key = "account",
     .purpose = Purpose::sign_in,
     .expires = "expires_ms"},
    {.name = "app_tokens_spent",
     .table = "accounts_app_spent",
     .key = "account",
     .purpose = Purpose::sign_in},
    {.name = "app_grants",
     .table = "accounts_app_grant",
     .key = "account",
     .purpose = Purpose::sign_in,
     .since = "created_ms",
     .expires = "expires_ms"},
    {.name = "apps_made",
     .table = "accounts_app",
     .key = "made_by",
     .purpose = Purpose::account,
     .since = "created_ms"},
    {.name = "names", .table = "accounts_name", .key = "account", .purpose = Purpose::account},
    {.name = "sessions",
     .table = "accounts_session",
     .key = "account",
     .purpose = Purpose::sign_in,
     .since = "created_ms",
     .expires = "expires_ms"},
    {.name = "password",
     .table = "accounts_password",
     .key = "account",
     .purpose = Purpose::sign_in,
     .since = "changed_ms"},
    {.name = "second_factor",
     .table = "accounts_second_factor",
     .key = "account",
     .purpose = Purpose::sign_in,
     .since = "changed_ms"},
    {.name = "recovery_codes",
     .table = "accounts_recovery_code",
     .key = "account",
     .purpose = Purpose::sign_in},
    {.name = "passkeys",
     .table = "accounts_passkey",
     .key = "account",
     .purpose = Purpose::sign_in,
     .since = "created_ms"},
    {.name = "export",
     .table = "takeout_export",
     .key = "account",
     .purpose = Purpose::account,
     .basis = Basis::duty,
     .since = "asked_ms",
     .expires = "expires_ms"},
    {.name = "import",
     .table = "takeout_import",
     .key = "account",
     .purpose = Purpose::account,
     .since = "sent_ms",
     .expires = "expires_ms"},
    {.name = "brought_along",
     .table = "takeout_origin",
     .key = "account",
     .purpose = Purpose::account,
     .since = "at_ms"},
    {.name = "farewell",
     .table = "privacy_farewell",
     .key = "account",
     .purpose = Purpose::account,
     .basis = Basis::duty,
     .since = "asked_ms"},
    {.name = "account",
     .table = "accounts_account",
     .key = "id",
     .purpose = Purpose::account,
     .since = "created_ms"},
};

// The event log knows a viewer by the pseudonym alone, and only of viewers with an account.
constexpr Thing events[] = {
    {"video_published", fact, "facts of a public video; goes with its author"},
    {"video_withdrawn"},
    {"video_forgotten"},
    {"shown", person, "what reached the screen; the model learns what to show next"},
    {"watched", person, "how a viewing ended; the model learns what to show next"},
    {"done", person, "liked, shared, commented, followed, not interested: teaches what to show next"},
    {"follow_changed", person, "whom one followed; only logs of earlier versions have it"},
    {"topic_wished", person, "what one asked for more or less of"},
    {"viewing_forgotten", person, "one video taken out of one's history"},
    {"viewer_reset", person, "everything learned was taken back"},
    {"viewer_forgotten", fact, "a pseudonym that belongs to nobody any more"},
};

constexpr Thing files[] = {
    {"vitrine.sqlite*", fact, "the record: every table but supply_event and privacy_key"},
    {"keys.sqlite*", secret, "the key of each account, wrapped by the one in `secret`: privacy_key"},
    {"events.sqlite*", fact, "the event log: supply_event"},
    {"blobs", fact, "renditions and covers of videos, portraits, under the hash of their bytes"},
    {"uploads", fact, "originals until they are processed; private"},
    {"originals", fact, "originals, where the operator keeps them; private"},
    {"checkpoints", fact, "the model: what it learned about pseudonyms"},
    {"takeouts", fact, "exports until they expire, imports until they are taken in; private"},
    {"work", fact, "what the converter works on; emptied after each video"},
    {"policies"},
    {"secret"},
    {"lock"},
};

// A fact that could name a person ("handle", "address", "agent") is not in this list and never will be.
constexpr Thing log_facts[]{{"bytes"},    {"chore"}, {"code"},     {"count"},      {"cpu_ms"},  {"detail"},
                            {"end"},      {"error"}, {"errors"},   {"expired"},    {"file"},    {"jobs"},
                            {"kind"},     {"line"},  {"listener"}, {"memory_kib"}, {"news"},    {"opening"},
                            {"position"}, {"route"}, {"status"},   {"upload"},     {"uploads"}, {"what"}};

constexpr Map map{tables, holdings, events, files, log_facts};
}  // namespace

const Map& the_map() { return map; }

const Table* find_table(std::string_view name) {
  const auto* const found = std::ranges::find(tables, name, &Table::name);
  return found == std::end(tables) ? nullptr : found;
}

bool is_hidden(const Holding& holding, std::string_view column) {
  for (auto rest = holding.hides; !rest.empty();) {
    const auto end = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, end) == column) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

std::string_view owner_of(std::string_view table) { return table.substr(0, table.find('_')); }

}  // namespace vitrine::privacy
