-- Reports: what people ask moderators to look at.

CREATE TABLE safety_report (
  id bigint PRIMARY KEY,
  reporter bigint NOT NULL,
  kind text NOT NULL,
  subject bigint NOT NULL,
  reason text NOT NULL,
  note text NOT NULL,
  at_ms bigint NOT NULL,
  resolver bigint,
  outcome text,
  resolver_note text,
  resolved_ms bigint
);
CREATE UNIQUE INDEX safety_report_once ON safety_report (reporter, kind, subject) WHERE resolved_ms IS NULL;
CREATE INDEX safety_report_open ON safety_report (id) WHERE resolved_ms IS NULL;
CREATE INDEX safety_report_subject ON safety_report (kind, subject);
