-- Exports that people brought along, until they are taken in; and what came from where.

CREATE TABLE takeout_import (
  id bigint PRIMARY KEY,
  account bigint NOT NULL UNIQUE,
  state text NOT NULL,
  wanted bigint NOT NULL,
  progress bigint NOT NULL,
  sent_ms bigint NOT NULL,
  expires_ms bigint NOT NULL,
  bytes bigint NOT NULL,
  parts text NOT NULL,
  report text NOT NULL,
  problem_code text NOT NULL,
  problem_detail text NOT NULL
);
CREATE INDEX takeout_import_expires ON takeout_import (expires_ms);

CREATE TABLE takeout_origin (
  account bigint NOT NULL,
  origin bytea NOT NULL,
  thing bigint NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (account, origin)
);

-- When a video was first published, in the house it came from: it counts from then.
ALTER TABLE catalog_video ADD COLUMN publish_as_ms bigint;
