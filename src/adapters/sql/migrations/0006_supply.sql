-- Served pages, kept for 30 days so that they can be explained and ranked again. Personal data of the viewer.
CREATE TABLE supply_receipt (
  id bigint PRIMARY KEY,
  viewer bigint NOT NULL,
  at_ms bigint NOT NULL,
  bytes bytea NOT NULL
);
CREATE INDEX supply_receipt_at ON supply_receipt (at_ms);
CREATE INDEX supply_receipt_viewer ON supply_receipt (viewer);
