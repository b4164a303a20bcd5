-- Lists of videos that somebody put in an order, and what somebody pinned to their profile.

CREATE TABLE catalog_playlist (
  id bigint PRIMARY KEY,
  author bigint NOT NULL,
  title text NOT NULL,
  visibility text NOT NULL,
  created_ms bigint NOT NULL,
  changed_ms bigint NOT NULL
);
CREATE INDEX catalog_playlist_author ON catalog_playlist (author, changed_ms, id);

CREATE TABLE catalog_playlist_item (
  playlist bigint NOT NULL,
  place bigint NOT NULL,
  video bigint NOT NULL,
  author bigint NOT NULL,
  PRIMARY KEY (playlist, place)
);
CREATE INDEX catalog_playlist_item_author ON catalog_playlist_item (author);
CREATE INDEX catalog_playlist_item_video ON catalog_playlist_item (video, playlist);

CREATE TABLE catalog_pin (
  author bigint NOT NULL,
  place bigint NOT NULL,
  video bigint NOT NULL,
  PRIMARY KEY (author, place)
);
CREATE INDEX catalog_pin_video ON catalog_pin (video);
