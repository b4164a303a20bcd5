-- Who of the staff looked at whose data, and why.

CREATE TABLE transparency_opening (
  id bigint PRIMARY KEY,
  staff bigint NOT NULL,
  person bigint NOT NULL,
  kind text NOT NULL,
  -- Of one clip.
  video bigint,
  reason text NOT NULL,
  asked_ms bigint NOT NULL,
  -- Who agreed.
  second bigint,
  -- Since when it may be looked at; empty while nobody has agreed.
  from_ms bigint,
  until_ms bigint NOT NULL
);
CREATE INDEX transparency_opening_person ON transparency_opening (person, id);
CREATE INDEX transparency_opening_staff ON transparency_opening (staff);
CREATE INDEX transparency_opening_second ON transparency_opening (second);

CREATE TABLE transparency_reading (
  opening bigint NOT NULL REFERENCES transparency_opening (id) ON DELETE CASCADE,
  video bigint NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (opening, video)
);
CREATE INDEX transparency_reading_video ON transparency_reading (video);
