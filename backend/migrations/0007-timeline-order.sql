-- The order of the timeline, expression by expression: with it a page of a long docket is read off
-- the index, instead of reading and sorting every entry of the case for each page.
CREATE INDEX docket_entries_timeline ON docket_entries
  (case_id, (filed_on::timestamp AT TIME ZONE 'UTC') DESC, position DESC, id DESC);
