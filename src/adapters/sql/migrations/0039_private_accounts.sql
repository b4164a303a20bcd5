-- Private accounts: to follow one is to ask.

ALTER TABLE accounts_account ADD COLUMN private bigint NOT NULL DEFAULT 0;

-- Its author chose everybody; while their account is private it is for their followers.
ALTER TABLE catalog_video ADD COLUMN withheld bigint NOT NULL DEFAULT 0;

CREATE TABLE social_follow_request (
  asker bigint NOT NULL,
  asked bigint NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (asker, asked)
);
CREATE INDEX social_follow_request_asked ON social_follow_request (asked, at_ms, asker);
