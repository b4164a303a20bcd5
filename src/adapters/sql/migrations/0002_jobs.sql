-- Work to be done later (ports/jobs.hpp). due_ms: when a waiting job may begin, when a running one's lease ends.

CREATE TABLE house_job (
  id bigint PRIMARY KEY,
  kind text NOT NULL,
  subject text NOT NULL,
  state text NOT NULL,
  attempts bigint NOT NULL,
  claims bigint NOT NULL,
  due_ms bigint NOT NULL,
  made_ms bigint NOT NULL,
  problem_code text NOT NULL,
  UNIQUE (kind, subject)
);
CREATE INDEX house_job_due ON house_job (kind, state, due_ms, id);
