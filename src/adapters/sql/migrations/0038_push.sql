-- Which devices are rung when there is something to look at, and when.

-- One row an endpoint. It goes with the session it was made in.
CREATE TABLE social_push_device (
  endpoint_hash bytea PRIMARY KEY,
  account bigint NOT NULL,
  session bigint NOT NULL,
  endpoint text NOT NULL,
  since_ms bigint NOT NULL,
  -- Last rung; 0: never.
  told_ms bigint NOT NULL,
  -- To be rung then.
  due_ms bigint,
  -- Nobody answered since.
  failing_since_ms bigint
);
CREATE INDEX social_push_device_account ON social_push_device (account, since_ms);
CREATE INDEX social_push_device_due ON social_push_device (due_ms) WHERE due_ms IS NOT NULL;

-- Only of those who chose.
CREATE TABLE social_push_choice (
  account bigint PRIMARY KEY,
  -- at_once, hourly, daily
  cadence text NOT NULL,
  -- Minutes of the day, UTC.
  daily_at_min bigint NOT NULL,
  -- Topics that do not ring, parted by spaces.
  topics_off text NOT NULL,
  changed_ms bigint NOT NULL
);
