-- Videos that come out at a moment their author chose: a point in time, never a zone.

CREATE TABLE catalog_schedule (
  video bigint PRIMARY KEY,
  author bigint NOT NULL,
  at_ms bigint NOT NULL
);
CREATE INDEX catalog_schedule_due ON catalog_schedule (at_ms, video);
CREATE INDEX catalog_schedule_author ON catalog_schedule (author, at_ms);
