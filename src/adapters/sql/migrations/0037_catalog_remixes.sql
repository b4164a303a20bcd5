-- Clips made with somebody else's, and whether an author lets others make them.

-- The origin of a remix whose other clip is gone is 0.
CREATE TABLE catalog_remix (
  video bigint PRIMARY KEY,
  origin bigint NOT NULL,
  kind text NOT NULL
);
CREATE INDEX catalog_remix_origin ON catalog_remix (origin);

CREATE TABLE catalog_remix_choice (
  video bigint PRIMARY KEY,
  duet bigint NOT NULL,
  stitch bigint NOT NULL
);
CREATE TABLE catalog_remix_default (
  author bigint PRIMARY KEY,
  duet bigint NOT NULL,
  stitch bigint NOT NULL
);
