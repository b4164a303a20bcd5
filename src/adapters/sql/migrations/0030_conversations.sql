-- What people write to each other, one to one and in small groups.

CREATE TABLE social_conversation (
  id bigint PRIMARY KEY,
  kind text NOT NULL,
  -- Of a group, and who gave it; empty and 0 otherwise.
  name text NOT NULL,
  named_by bigint NOT NULL,
  created_ms bigint NOT NULL
);

-- standing: member, asked (has not accepted yet), declined (never shown again).
CREATE TABLE social_member (
  conversation bigint NOT NULL,
  account bigint NOT NULL,
  standing text NOT NULL,
  since_ms bigint NOT NULL,
  -- The newest message this person has seen.
  read_up_to bigint NOT NULL,
  -- Of the newest message, so that a person's list is one walk over an index.
  last_ms bigint NOT NULL,
  PRIMARY KEY (conversation, account)
);
CREATE INDEX social_member_listed ON social_member (account, standing, last_ms, conversation);

-- A message its author took back stays as an empty place.
CREATE TABLE social_message (
  id bigint PRIMARY KEY,
  conversation bigint NOT NULL,
  author bigint NOT NULL,
  body text NOT NULL,
  video bigint,
  created_ms bigint NOT NULL,
  deleted bigint NOT NULL
);
CREATE INDEX social_message_conversation ON social_message (conversation, id);
CREATE INDEX social_message_author ON social_message (author);

CREATE TABLE social_message_choice (
  account bigint PRIMARY KEY,
  -- everyone, following, nobody
  may_write text NOT NULL,
  receipts bigint NOT NULL,
  changed_ms bigint NOT NULL
);

-- What a reported message said when it was reported: moderators see this and nothing else of a conversation.
ALTER TABLE safety_report ADD COLUMN quote text NOT NULL DEFAULT '';
