-- What the author of a video can do about what is said under it, and what a comment said before.

-- Held back by the words its video's author filters: only the two of them see it.
ALTER TABLE social_comment ADD COLUMN held bigint NOT NULL DEFAULT 0;

-- One a video, that its author holds up.
CREATE TABLE social_comment_pin (
  video bigint PRIMARY KEY,
  comment bigint NOT NULL,
  author bigint NOT NULL,
  at_ms bigint NOT NULL
);
CREATE INDEX social_comment_pin_comment ON social_comment_pin (comment);
CREATE INDEX social_comment_pin_author ON social_comment_pin (author);

CREATE TABLE social_comment_edit (
  id bigint PRIMARY KEY,
  comment bigint NOT NULL,
  author bigint NOT NULL,
  body text NOT NULL,
  until_ms bigint NOT NULL
);
CREATE INDEX social_comment_edit_comment ON social_comment_edit (comment, id);
CREATE INDEX social_comment_edit_author ON social_comment_edit (author);

CREATE TABLE social_word_filter (
  account bigint NOT NULL,
  word text NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (account, word)
);
