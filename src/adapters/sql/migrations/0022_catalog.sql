-- What is said in a video: plain WebVTT, one text a language; the video's row knows which languages there are.

ALTER TABLE catalog_video ADD COLUMN captions text NOT NULL DEFAULT '';

CREATE TABLE catalog_captions (
  video bigint NOT NULL,
  language text NOT NULL,
  webvtt text NOT NULL,
  changed_ms bigint NOT NULL,
  PRIMARY KEY (video, language)
);
