-- What a viewer chose about their feed: the algorithm, where its sliders stand, what they do not want to meet.
CREATE TABLE supply_choice (
  account bigint PRIMARY KEY,
  algorithm text NOT NULL,
  changed_ms bigint NOT NULL
);
CREATE TABLE supply_slider (
  account bigint NOT NULL,
  name text NOT NULL,
  value bigint NOT NULL,
  PRIMARY KEY (account, name)
);
CREATE TABLE supply_mute (
  account bigint NOT NULL,
  kind text NOT NULL,
  word text NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (account, kind, word)
);
-- Every policy that pages were ranked with, so that their receipts can be ranked again after it has changed.
CREATE TABLE supply_policy (
  digest bytea PRIMARY KEY,
  text text NOT NULL,
  at_ms bigint NOT NULL
);
