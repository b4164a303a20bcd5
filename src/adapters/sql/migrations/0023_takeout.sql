-- Exports people asked for; the ZIP files lie in the data folder under their ids.

CREATE TABLE takeout_export (
  id bigint PRIMARY KEY,
  account bigint NOT NULL UNIQUE,
  with_media bigint NOT NULL,
  state text NOT NULL,
  progress bigint NOT NULL,
  asked_ms bigint NOT NULL,
  done_ms bigint,
  expires_ms bigint,
  bytes bigint NOT NULL,
  entries bigint NOT NULL,
  problem_code text NOT NULL
);
CREATE INDEX takeout_export_expires ON takeout_export (expires_ms);
