-- Accounts that were asked to go, and the certificates of those that went.

CREATE TABLE privacy_farewell (
  account bigint PRIMARY KEY,
  viewer bigint NOT NULL,
  asked_ms bigint NOT NULL,
  due_ms bigint NOT NULL,
  -- SHA-256 of the code the person keeps: it opens the certificate and nothing else.
  receipt bytea NOT NULL UNIQUE
);
CREATE INDEX privacy_farewell_due ON privacy_farewell (due_ms);

-- Holds no person: counts and times, found by whoever has the code.
CREATE TABLE privacy_certificate (
  receipt bytea PRIMARY KEY,
  done_ms bigint NOT NULL,
  body text NOT NULL,
  signature bytea NOT NULL
);
