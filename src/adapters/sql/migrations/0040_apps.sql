-- Apps of others (OAuth 2.1): who made them, whom they act for, and what is on its way. Of every token and code
-- only the SHA-256 is here.

CREATE TABLE accounts_app (
  id bigint PRIMARY KEY,
  made_by bigint NOT NULL REFERENCES accounts_account (id),
  name text NOT NULL,
  -- The addresses it may be answered at, one a line.
  redirects text NOT NULL,
  created_ms bigint NOT NULL
);
CREATE INDEX accounts_app_maker ON accounts_app (made_by, created_ms);

-- An app acts for an account. With one access token and one refresh token at a time.
CREATE TABLE accounts_app_grant (
  id bigint PRIMARY KEY,
  app bigint NOT NULL REFERENCES accounts_app (id) ON DELETE CASCADE,
  account bigint NOT NULL REFERENCES accounts_account (id),
  -- Words with spaces between: "read write".
  scopes text NOT NULL,
  access_hash bytea NOT NULL UNIQUE,
  -- What this access token may: all of scopes, or fewer.
  access_scopes text NOT NULL,
  access_until_ms bigint NOT NULL,
  refresh_hash bytea NOT NULL UNIQUE,
  created_ms bigint NOT NULL,
  -- To the hour.
  used_ms bigint NOT NULL,
  expires_ms bigint NOT NULL
);
CREATE INDEX accounts_app_grant_account ON accounts_app_grant (account, used_ms);
CREATE INDEX accounts_app_grant_app ON accounts_app_grant (app);
CREATE INDEX accounts_app_grant_expires ON accounts_app_grant (expires_ms);

-- Refresh tokens that were used: whoever shows one again has a copy.
CREATE TABLE accounts_app_spent (
  refresh_hash bytea PRIMARY KEY,
  of_grant bigint NOT NULL REFERENCES accounts_app_grant (id) ON DELETE CASCADE,
  account bigint NOT NULL
);
CREATE INDEX accounts_app_spent_account ON accounts_app_spent (account);
CREATE INDEX accounts_app_spent_grant ON accounts_app_spent (of_grant);

-- An authorisation code between consent and the app.
CREATE TABLE accounts_app_code (
  code_hash bytea PRIMARY KEY,
  app bigint NOT NULL REFERENCES accounts_app (id) ON DELETE CASCADE,
  account bigint NOT NULL REFERENCES accounts_account (id),
  redirect text NOT NULL,
  -- S256 of the verifier that the app keeps.
  challenge text NOT NULL,
  scopes text NOT NULL,
  expires_ms bigint NOT NULL,
  -- What it was redeemed for; whoever shows it again ends that.
  of_grant bigint
);
CREATE INDEX accounts_app_code_account ON accounts_app_code (account);
CREATE INDEX accounts_app_code_expires ON accounts_app_code (expires_ms);

-- A device that shows a code and waits until somebody types it elsewhere.
CREATE TABLE accounts_app_device (
  device_hash bytea PRIMARY KEY,
  code_hash bytea NOT NULL UNIQUE,
  app bigint NOT NULL REFERENCES accounts_app (id) ON DELETE CASCADE,
  scopes text NOT NULL,
  -- waiting, allowed, refused
  state text NOT NULL,
  -- Who allowed or refused it.
  account bigint REFERENCES accounts_account (id),
  interval_ms bigint NOT NULL,
  polled_ms bigint NOT NULL,
  expires_ms bigint NOT NULL
);
CREATE INDEX accounts_app_device_account ON accounts_app_device (account);
CREATE INDEX accounts_app_device_expires ON accounts_app_device (expires_ms);
