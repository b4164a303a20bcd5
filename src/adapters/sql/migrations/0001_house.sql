-- The house's own tables: news on its way out, answers already given, work to be done.
-- One dialect for SQLite and PostgreSQL: bigint, text, double precision, bytea; ids made by the application;
-- times as bigint milliseconds; one statement per semicolon.

CREATE TABLE house_outbox (
  id bigint PRIMARY KEY,
  at_ms bigint NOT NULL,
  kind text NOT NULL,
  body text NOT NULL
);

-- The answer of a mutating call that carried an Idempotency-Key, written in the transaction of its effect.
CREATE TABLE house_idempotency (
  scope text NOT NULL,
  idempotency_key text NOT NULL,
  fingerprint bytea NOT NULL,
  status bigint NOT NULL,
  body text NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (scope, idempotency_key)
);
CREATE INDEX house_idempotency_at ON house_idempotency (at_ms);

-- Single values of this installation: its name, its sign-up mode, its generation.
CREATE TABLE house_setting (
  name text PRIMARY KEY,
  value text NOT NULL
);
