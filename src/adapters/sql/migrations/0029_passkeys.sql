-- Passkeys (WebAuthn): the public halves of keys that lie in people's devices.

CREATE TABLE accounts_passkey (
  id bigint PRIMARY KEY,
  account bigint NOT NULL REFERENCES accounts_account (id),
  -- How the authenticator knows it.
  credential bytea NOT NULL UNIQUE,
  -- The host it was made for; it opens nothing elsewhere.
  place text NOT NULL,
  -- COSE_Key.
  public_key bytea NOT NULL,
  name text NOT NULL,
  -- The authenticator's own count of its signatures; 0 where it keeps none.
  counter bigint NOT NULL,
  synced bigint NOT NULL,
  -- It was used as if there were two of it: opens nothing any more.
  suspect bigint NOT NULL,
  created_ms bigint NOT NULL,
  -- To the hour.
  used_ms bigint
);
CREATE INDEX accounts_passkey_account ON accounts_passkey (account, created_ms);
