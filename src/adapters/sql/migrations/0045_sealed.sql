-- What used to stand here in plain, sealed with the account's own key (src/adapters/sql/sealed.hpp). Other
-- sealed columns keep their type and place; rows from before are sealed at the next start.

-- What the event log knows this person as; `pseudonym` repeats the account's id and says nothing any more.
ALTER TABLE accounts_account ADD COLUMN sealed_pseudonym text NOT NULL DEFAULT '';

-- The same of somebody who leaves; `viewer` is 0.
ALTER TABLE privacy_farewell ADD COLUMN sealed_viewer text NOT NULL DEFAULT '';

-- Whose key it is.
ALTER TABLE catalog_edit ADD COLUMN author bigint NOT NULL DEFAULT 0;
UPDATE catalog_edit SET author =
  coalesce((SELECT v.author FROM catalog_video v WHERE v.id = catalog_edit.video), 0);
CREATE INDEX catalog_edit_author ON catalog_edit (author);

-- Who said what a report quotes.
ALTER TABLE safety_report ADD COLUMN quoted bigint NOT NULL DEFAULT 0;
UPDATE safety_report SET quoted =
  coalesce((SELECT m.author FROM social_message m WHERE m.id = safety_report.subject), 0)
  WHERE kind = 'message';
CREATE INDEX safety_report_quoted ON safety_report (quoted);
