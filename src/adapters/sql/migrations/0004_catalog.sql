-- The catalog: videos, their tags and files, uploads on their way, blobs that may go.

CREATE TABLE catalog_video (
  id bigint PRIMARY KEY,
  author bigint NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  language text NOT NULL,
  tags text NOT NULL,
  mentions text NOT NULL,
  visibility text NOT NULL,
  audience text NOT NULL,
  ai_made bigint NOT NULL,
  advert bigint NOT NULL,
  state text NOT NULL,
  progress bigint NOT NULL,
  problem_code text,
  problem_detail text,
  publish_wanted bigint NOT NULL,
  created_ms bigint NOT NULL,
  published_ms bigint,
  duration_ms bigint NOT NULL,
  width bigint NOT NULL,
  height bigint NOT NULL,
  cover_ms bigint NOT NULL,
  thumbhash bytea NOT NULL,
  reach bigint NOT NULL
);
CREATE INDEX catalog_video_of_author ON catalog_video (author, published_ms, id);
CREATE INDEX catalog_video_mine ON catalog_video (author, created_ms, id);
CREATE INDEX catalog_video_newest ON catalog_video (visibility, published_ms, id);

-- The index behind a tag's page: rows exist only while the video is published for everyone.
CREATE TABLE catalog_tag (
  tag text NOT NULL,
  published_ms bigint NOT NULL,
  video bigint NOT NULL,
  PRIMARY KEY (tag, published_ms, video)
);
CREATE INDEX catalog_tag_video ON catalog_tag (video);

-- What a video's files are; position keeps the rungs in order.
CREATE TABLE catalog_file (
  video bigint NOT NULL,
  position bigint NOT NULL,
  purpose text NOT NULL,
  blob bytea NOT NULL,
  type text NOT NULL,
  bytes bigint NOT NULL,
  width bigint NOT NULL,
  height bigint NOT NULL,
  bandwidth bigint NOT NULL,
  codecs text NOT NULL,
  init_bytes bigint NOT NULL,
  segments text NOT NULL,
  PRIMARY KEY (video, position)
);
CREATE INDEX catalog_file_blob ON catalog_file (blob);

CREATE TABLE catalog_upload (
  id bigint PRIMARY KEY,
  author bigint NOT NULL,
  video bigint NOT NULL,
  length bigint NOT NULL,
  file_name text NOT NULL,
  file_type text NOT NULL,
  created_ms bigint NOT NULL,
  expires_ms bigint NOT NULL,
  received_ms bigint,
  done_ms bigint
);
CREATE INDEX catalog_upload_video ON catalog_upload (video);
CREATE INDEX catalog_upload_author ON catalog_upload (author);
CREATE INDEX catalog_upload_expires ON catalog_upload (expires_ms);

-- Blobs that may be removed from a time on, unless something names them by then.
CREATE TABLE catalog_garbage (
  blob bytea PRIMARY KEY,
  due_ms bigint NOT NULL
);
CREATE INDEX catalog_garbage_due ON catalog_garbage (due_ms);
