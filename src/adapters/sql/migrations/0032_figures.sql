-- What creators are told of the watching of their videos: over days from from_ms to to_ms (exclusive), counts
-- with noise, in the words of supply/figures.hpp. Video 0: all of an author's videos together.
CREATE TABLE supply_figure (
  author bigint NOT NULL,
  video bigint NOT NULL,
  from_ms bigint NOT NULL,
  to_ms bigint NOT NULL,
  duration_ms bigint NOT NULL,
  ways text NOT NULL,
  reaches text NOT NULL,
  PRIMARY KEY (author, video, from_ms)
);
CREATE INDEX supply_figure_video ON supply_figure (video);
CREATE INDEX supply_figure_end ON supply_figure (to_ms);
