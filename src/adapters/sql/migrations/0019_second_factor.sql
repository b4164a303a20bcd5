-- A second proof at sign-in: the secret of an authenticator app, and recovery codes.

CREATE TABLE accounts_second_factor (
  account bigint PRIMARY KEY REFERENCES accounts_account (id),
  -- Sealed with the installation's key, bound to the account.
  sealed_secret bytea NOT NULL,
  confirmed bigint NOT NULL,
  last_step bigint NOT NULL,
  changed_ms bigint NOT NULL
);

-- SHA-256 of 80 random bits each; a used one is gone.
CREATE TABLE accounts_recovery_code (
  account bigint NOT NULL REFERENCES accounts_account (id),
  code_hash bytea NOT NULL,
  PRIMARY KEY (account, code_hash)
);
