-- What lists, re-readings of a docket and sealed entries need of the practice tables.

-- Sort keys of lists. A title or name can be longer than an index entry may be, so lists order by
-- its first 80 characters and then by id; the whole-text indexes of the first schema would refuse
-- such a row.
DROP INDEX cases_title;
CREATE INDEX cases_title_order ON cases (left(lower(title), 80), id);
DROP INDEX parties_name;
CREATE INDEX parties_name_order ON parties (left(lower(name), 80), id);
CREATE INDEX parties_created ON parties (created_at, id);
CREATE INDEX clients_created ON clients (created_at, id);
-- One index serves both directions: a case without a filing date counts as older than any other.
CREATE INDEX cases_filed_order ON cases ((coalesce(filed_on, '-infinity'::date)), id);

-- source_facts is what the court's docket said when it was last read. A later reading is compared
-- with it, not with the row, so that a correction made here stays until the court says otherwise.
ALTER TABLE cases
  ADD COLUMN source_facts jsonb,
  -- The same as entry_count and last_entry_on, without sealed and restricted entries.
  ADD COLUMN open_entry_count integer NOT NULL DEFAULT 0,
  ADD COLUMN last_open_entry_on date;
ALTER TABLE docket_entries ADD COLUMN source_facts jsonb;
-- The folded name as the docket prints it: the line is found again when the party was renamed here.
ALTER TABLE case_parties ADD COLUMN source_name_key text;

-- Checked at the end of each statement instead of at each row, so that one UPDATE can lay the
-- positions of a docket anew.
DROP INDEX docket_entries_order;
ALTER TABLE docket_entries ADD CONSTRAINT docket_entries_order
  UNIQUE (case_id, position) DEFERRABLE INITIALLY IMMEDIATE;
