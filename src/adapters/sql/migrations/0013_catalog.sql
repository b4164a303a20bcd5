-- What can be found by words: one row for each video that everybody may find, its texts as src/search keeps them.

CREATE TABLE catalog_found (
  -- Newest publication highest: milliseconds and twenty bits that tell apart what was published in one of them.
  place bigint PRIMARY KEY,
  video bigint NOT NULL UNIQUE,
  published_ms bigint NOT NULL,
  adult bigint NOT NULL,
  title text NOT NULL,
  tags text NOT NULL,
  more text NOT NULL,
  -- Terms of no language, for the filters: language and length.
  marks text NOT NULL,
  -- Which rows of catalog_hint count it.
  hints text NOT NULL
);

-- Every term and how many videos have it; the empty word counts all videos. `spelled` is empty for mere stems.
CREATE TABLE catalog_word (
  word text PRIMARY KEY,
  videos bigint NOT NULL,
  spelled text NOT NULL
);

-- The deletion neighbourhood of each spelled word, as hashes.
CREATE TABLE catalog_slip (
  slip bigint NOT NULL,
  word text NOT NULL,
  PRIMARY KEY (slip, word)
);
CREATE INDEX catalog_slip_word ON catalog_slip (word);

-- What is suggested while somebody types: tags and runs of words from titles.
CREATE TABLE catalog_hint (
  kind text NOT NULL,
  key text NOT NULL,
  spelled text NOT NULL,
  videos bigint NOT NULL,
  PRIMARY KEY (kind, key)
);

-- only sqlite
CREATE VIRTUAL TABLE catalog_match USING fts5 (terms, content = '', detail = none, tokenize = 'ascii');
-- only postgresql
CREATE TABLE catalog_match (
  place bigint PRIMARY KEY,
  terms tsvector NOT NULL
);
CREATE INDEX catalog_match_terms ON catalog_match USING gin (terms) WITH (fastupdate = off);
-- every engine
