-- The spelling dictionary follows the searchable texts by itself, whoever writes them.
-- Words already known are filtered out before the insert, so that in a filled database nearly
-- every write touches no dictionary row; the rest goes in sorted order, which keeps two writers
-- of the same new words from waiting for each other.

CREATE FUNCTION remember_search_words(texts text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_words (word)
  SELECT fresh.word
  FROM (
    SELECT DISTINCT word
    FROM unnest(tsvector_to_array(to_tsvector('simple', texts))) AS word
    WHERE word ~ '^[[:alpha:]]{4,30}$'
  ) AS fresh
  WHERE NOT EXISTS (SELECT 1 FROM search_words AS known WHERE known.word = fresh.word)
  ORDER BY fresh.word
  ON CONFLICT DO NOTHING
$$;

-- A text search vector holds at most one megabyte, so a long statement is read in batches.
CREATE FUNCTION remember_case_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE batch record;
BEGIN
  FOR batch IN
    SELECT string_agg(title || ' ' || coalesce(judge, ''), ' ') AS words
    FROM (SELECT title, judge, row_number() OVER () / 200 AS number FROM fresh) AS numbered
    GROUP BY number
  LOOP
    PERFORM remember_search_words(batch.words);
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION remember_party_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE batch record;
BEGIN
  FOR batch IN
    SELECT string_agg(name, ' ') AS words
    FROM (SELECT name, row_number() OVER () / 200 AS number FROM fresh) AS numbered
    GROUP BY number
  LOOP
    PERFORM remember_search_words(batch.words);
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION remember_entry_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE batch record;
BEGIN
  FOR batch IN
    SELECT string_agg(left(description, 20000), ' ') AS words
    FROM (SELECT description, row_number() OVER () / 50 AS number FROM fresh) AS numbered
    GROUP BY number
  LOOP
    PERFORM remember_search_words(batch.words);
  END LOOP;
  RETURN NULL;
END $$;

CREATE TRIGGER cases_words_insert AFTER INSERT ON cases
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION remember_case_words();
CREATE TRIGGER cases_words_update AFTER UPDATE ON cases
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION remember_case_words();
CREATE TRIGGER parties_words_insert AFTER INSERT ON parties
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION remember_party_words();
CREATE TRIGGER parties_words_update AFTER UPDATE ON parties
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION remember_party_words();
CREATE TRIGGER docket_entries_words_insert AFTER INSERT ON docket_entries
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION remember_entry_words();
CREATE TRIGGER docket_entries_words_update AFTER UPDATE ON docket_entries
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION remember_entry_words();
