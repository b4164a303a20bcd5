-- A person's picture: two blobs, or none. The indexes answer whose a blob is, for whoever fetches or sweeps it.

ALTER TABLE accounts_account ADD COLUMN portrait_large bytea;
ALTER TABLE accounts_account ADD COLUMN portrait_small bytea;
CREATE INDEX accounts_account_portrait_large ON accounts_account (portrait_large) WHERE portrait_large IS NOT NULL;
CREATE INDEX accounts_account_portrait_small ON accounts_account (portrait_small) WHERE portrait_small IS NOT NULL;
