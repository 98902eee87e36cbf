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
CREATE FUNCTION remember_texts(texts text[], batch_size integer) RETURNS void LANGUAGE sql AS $$
  SELECT remember_search_words(batch.words)
  FROM (
    SELECT string_agg(left(text, 20000), ' ') AS words
    FROM unnest(texts) WITH ORDINALITY AS numbered (text, number)
    GROUP BY number / batch_size
  ) AS batch
$$;

-- An update reads only the rows whose text it changed: most updates move counts and positions.
CREATE FUNCTION remember_case_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM remember_texts(array_agg(title || ' ' || coalesce(judge, '')), 200) FROM fresh;
  ELSE
    PERFORM remember_texts(array_agg(fresh.title || ' ' || coalesce(fresh.judge, '')), 200)
    FROM fresh JOIN stale USING (id)
    WHERE (fresh.title, fresh.judge) IS DISTINCT FROM (stale.title, stale.judge);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION remember_party_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM remember_texts(array_agg(name), 200) FROM fresh;
  ELSE
    PERFORM remember_texts(array_agg(fresh.name), 200)
    FROM fresh JOIN stale USING (id) WHERE fresh.name <> stale.name;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION remember_entry_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM remember_texts(array_agg(description), 50) FROM fresh;
  ELSE
    PERFORM remember_texts(array_agg(fresh.description), 50)
    FROM fresh JOIN stale USING (id) WHERE fresh.description <> stale.description;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER cases_words_insert AFTER INSERT ON cases
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION remember_case_words();
CREATE TRIGGER cases_words_update AFTER UPDATE ON cases
  REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION remember_case_words();
CREATE TRIGGER parties_words_insert AFTER INSERT ON parties
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION remember_party_words();
CREATE TRIGGER parties_words_update AFTER UPDATE ON parties
  REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION remember_party_words();
CREATE TRIGGER docket_entries_words_insert AFTER INSERT ON docket_entries
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION remember_entry_words();
CREATE TRIGGER docket_entries_words_update AFTER UPDATE ON docket_entries
  REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION remember_entry_words();
