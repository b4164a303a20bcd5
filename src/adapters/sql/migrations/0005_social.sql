-- Who follows, blocks, mutes, likes, saves, shares and says what, with counts kept in the same transaction,
-- and who was told of it.

CREATE TABLE social_follow (
  follower bigint NOT NULL,
  followee bigint NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (follower, followee)
);
CREATE INDEX social_follow_followee ON social_follow (followee, at_ms, follower);
CREATE INDEX social_follow_follower ON social_follow (follower, at_ms, followee);

CREATE TABLE social_block (
  blocker bigint NOT NULL,
  blocked bigint NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (blocker, blocked)
);
CREATE INDEX social_block_blocker ON social_block (blocker, at_ms, blocked);

CREATE TABLE social_mute (
  muter bigint NOT NULL,
  muted bigint NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (muter, muted)
);
CREATE INDEX social_mute_muter ON social_mute (muter, at_ms, muted);

CREATE TABLE social_person_count (
  account bigint PRIMARY KEY,
  followers bigint NOT NULL,
  following bigint NOT NULL,
  likes bigint NOT NULL
);

CREATE TABLE social_reaction (
  account bigint NOT NULL,
  kind text NOT NULL,
  video bigint NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (account, kind, video)
);
CREATE INDEX social_reaction_listed ON social_reaction (account, kind, at_ms, video);
CREATE INDEX social_reaction_video ON social_reaction (video);

CREATE TABLE social_video_count (
  video bigint PRIMARY KEY,
  author bigint NOT NULL,
  likes bigint NOT NULL,
  comments bigint NOT NULL,
  shares bigint NOT NULL,
  saves bigint NOT NULL
);

-- A deleted comment with replies stays as a placeholder: no text, author 0.
CREATE TABLE social_comment (
  id bigint PRIMARY KEY,
  video bigint NOT NULL,
  video_author bigint NOT NULL,
  author bigint NOT NULL,
  root bigint,
  body text NOT NULL,
  created_ms bigint NOT NULL,
  edited_ms bigint,
  deleted bigint NOT NULL,
  likes bigint NOT NULL,
  replies bigint NOT NULL
);
CREATE INDEX social_comment_new ON social_comment (video, id) WHERE root IS NULL;
CREATE INDEX social_comment_top ON social_comment (video, likes, id) WHERE root IS NULL;
CREATE INDEX social_comment_root ON social_comment (root, id);
CREATE INDEX social_comment_author ON social_comment (author);

CREATE TABLE social_comment_like (
  comment bigint NOT NULL,
  account bigint NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (comment, account)
);
CREATE INDEX social_comment_like_account ON social_comment_like (account);

CREATE TABLE social_notification (
  id bigint PRIMARY KEY,
  account bigint NOT NULL,
  kind text NOT NULL,
  subject bigint NOT NULL,
  actor bigint,
  video bigint,
  comment bigint,
  amount bigint NOT NULL,
  at_ms bigint NOT NULL,
  read_ms bigint
);
CREATE INDEX social_notification_account ON social_notification (account, at_ms, id);
CREATE INDEX social_notification_unread ON social_notification (account, kind, subject) WHERE read_ms IS NULL;
CREATE INDEX social_notification_video ON social_notification (video);
CREATE INDEX social_notification_comment ON social_notification (comment);
CREATE INDEX social_notification_at ON social_notification (at_ms);

-- Who did what to which subject, told once.
CREATE TABLE social_notification_actor (
  account bigint NOT NULL,
  kind text NOT NULL,
  subject bigint NOT NULL,
  actor bigint NOT NULL,
  notification bigint NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (account, kind, subject, actor)
);
CREATE INDEX social_notification_actor_of ON social_notification_actor (notification, at_ms);
CREATE INDEX social_notification_actor_by ON social_notification_actor (account, actor);

-- News that made notifications already: they are carried at least once.
CREATE TABLE social_heard (
  news bigint PRIMARY KEY,
  at_ms bigint NOT NULL
);
CREATE INDEX social_heard_at ON social_heard (at_ms);
