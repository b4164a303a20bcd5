-- From a person to their rows: every key of the map of personal data (src/privacy/map.cpp) has an index.

CREATE INDEX accounts_invite_made_by ON accounts_invite (made_by);
CREATE INDEX safety_report_reporter ON safety_report (reporter);
CREATE INDEX safety_report_resolver ON safety_report (resolver);
CREATE INDEX social_notification_by ON social_notification (actor);
CREATE INDEX social_notification_actor_actor ON social_notification_actor (actor);
CREATE INDEX social_comment_video_author ON social_comment (video_author);
CREATE INDEX social_block_blocked ON social_block (blocked);
CREATE INDEX social_mute_muted ON social_mute (muted);
CREATE INDEX social_video_count_author ON social_video_count (author);
