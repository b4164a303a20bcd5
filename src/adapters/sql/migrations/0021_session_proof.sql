-- When somebody last showed on this device that they are who they say: at sign-in, or when asked again.
ALTER TABLE accounts_session ADD COLUMN proven_ms bigint NOT NULL DEFAULT 0;
