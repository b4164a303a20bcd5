-- What becomes of what a viewer watched: whether it is written down, and for how long. By pseudonym, as in
-- the log.
CREATE TABLE supply_history (
  viewer bigint PRIMARY KEY,
  paused bigint NOT NULL,
  kept_days bigint NOT NULL,
  changed_ms bigint NOT NULL
);
