-- The sounds of clips: what they are recognised by, and which clip has which.

-- The origin of a sound whose first clip is gone is the sound's own number below zero.
CREATE TABLE catalog_sound (
  id bigint PRIMARY KEY,
  origin bigint NOT NULL,
  title text NOT NULL,
  usable bigint NOT NULL,
  duration_ms bigint NOT NULL,
  created_ms bigint NOT NULL,
  print bytea NOT NULL
);
CREATE INDEX catalog_sound_origin ON catalog_sound (origin);

-- Each different item of a print, spread over at most a few hundred: what finds sounds that may be the same.
CREATE TABLE catalog_sound_mark (
  mark bigint NOT NULL,
  sound bigint NOT NULL,
  PRIMARY KEY (mark, sound)
);
CREATE INDEX catalog_sound_mark_sound ON catalog_sound_mark (sound);

CREATE TABLE catalog_sound_clip (
  video bigint PRIMARY KEY,
  sound bigint NOT NULL,
  at_ms bigint NOT NULL
);
CREATE INDEX catalog_sound_clip_sound ON catalog_sound_clip (sound, video);

-- Whether others may use the sound of a clip, as its author said before it was heard, and says of all.
CREATE TABLE catalog_sound_choice (
  video bigint PRIMARY KEY,
  usable bigint NOT NULL
);
CREATE TABLE catalog_sound_default (
  author bigint PRIMARY KEY,
  usable bigint NOT NULL
);
