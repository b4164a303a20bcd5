-- Under which words people are found: folded words of handle and name, and "~" before the hashes of their slips.
CREATE TABLE accounts_name (
  word text NOT NULL,
  account bigint NOT NULL REFERENCES accounts_account (id) ON DELETE CASCADE,
  PRIMARY KEY (word, account)
);
CREATE INDEX accounts_name_account ON accounts_name (account);
