-- Family pairing: who sets whose limits, and codes on their way from a ward to a guardian.

-- One guardian a ward. Limits only: nothing here says what somebody watches, nor for how long.
CREATE TABLE social_family (
  ward bigint PRIMARY KEY,
  guardian bigint NOT NULL,
  since_ms bigint NOT NULL,
  -- 0: no limit.
  daily_min bigint NOT NULL,
  -- Minutes of the day on the ward's own clock; both empty: none. May span midnight.
  quiet_from_min bigint,
  quiet_until_min bigint,
  restricted bigint NOT NULL,
  -- everyone, following, nobody
  may_write text NOT NULL,
  changed_ms bigint NOT NULL
);
CREATE INDEX social_family_guardian ON social_family (guardian, since_ms);

-- SHA-256 of 40 random bits; one a ward, worth nothing after ten minutes.
CREATE TABLE social_family_code (
  ward bigint PRIMARY KEY,
  code_hash bytea NOT NULL,
  until_ms bigint NOT NULL
);
CREATE INDEX social_family_code_hash ON social_family_code (code_hash);
