-- Who: accounts, their passwords, open sessions and invites. Every column that points at a person says so.

CREATE TABLE accounts_account (
  id bigint PRIMARY KEY,
  handle text NOT NULL UNIQUE,
  name text NOT NULL,
  bio text NOT NULL,
  language text NOT NULL,
  role text NOT NULL,
  -- What the event log knows this person as: its only link to them.
  pseudonym bigint NOT NULL UNIQUE,
  created_ms bigint NOT NULL
);

-- Apart from the account, so that no listing can ever carry it.
CREATE TABLE accounts_password (
  account bigint PRIMARY KEY REFERENCES accounts_account (id),
  hash text NOT NULL,
  changed_ms bigint NOT NULL
);

-- Only the SHA-256 of a token is kept; the agent is a family ("Firefox on Linux"); no address at all.
CREATE TABLE accounts_session (
  id bigint PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  account bigint NOT NULL REFERENCES accounts_account (id),
  agent text NOT NULL,
  created_ms bigint NOT NULL,
  last_seen_ms bigint NOT NULL,
  expires_ms bigint NOT NULL
);
CREATE INDEX accounts_session_account ON accounts_session (account);
CREATE INDEX accounts_session_expires ON accounts_session (expires_ms);

CREATE TABLE accounts_invite (
  code text PRIMARY KEY,
  made_by bigint NOT NULL REFERENCES accounts_account (id),
  uses_max bigint NOT NULL,
  used bigint NOT NULL,
  created_ms bigint NOT NULL,
  expires_ms bigint,
  CHECK (used >= 0 AND used <= uses_max)
);
