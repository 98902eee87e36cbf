import type { Permission, SearchHit, SearchType } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { RawBuilder, SqlBool } from 'kysely';
import { AccessService } from '../authorization/access.service.ts';
import { Database } from '../platform/database/database.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { SEARCH_LIMITS } from './search.limits.ts';
import { prefixQuery } from './parse-query.ts';

/** One search, with every filter resolved and the position after the last page. */
export interface SearchRequest {
  readonly text: string;
  readonly type?: SearchType | undefined;
  readonly court?: string | undefined;
  readonly judge?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly after?: { readonly score: number; readonly id: string } | undefined;
}

/** A hit before its snippet is made safe: the matched words stand between \u0001 and \u0002. */
export interface RawHit extends Omit<SearchHit, 'snippet'> {
  readonly headline: string;
}

export interface RawFacet {
  /** `bound` stands for a type of which as many rows were found as are looked at. */
  readonly facet: 'type' | 'court' | 'judge' | 'bound';
  readonly value: string;
  readonly count: number;
}

const HEADLINE = 'StartSel=\u0001, StopSel=\u0002, MaxWords=40, MinWords=15, MaxFragments=2';

/** The full text query: the web search syntax in both dictionaries, and the unfinished last word. */
function textQuery(text: string): RawBuilder<unknown> {
  const prefix = prefixQuery(text);
  const web = sql`websearch_to_tsquery('simple', ${text}) || websearch_to_tsquery('english', ${text})`;
  return prefix === null
    ? sql`(${web})`
    : sql`(${web} || to_tsquery('simple', ${prefix}) || to_tsquery('english', ${prefix}))`;
}

/** Full text search over cases, parties and docket entries, inside what the viewer may see. */
@Injectable()
export class SearchRepository {
  readonly #database: Database;
  readonly #access: AccessService;

  constructor(database: Database, access: AccessService) {
    this.#database = database;
    this.#access = access;
  }

  /**
   * One page of hits, best first, and the facet counts over all of them. A case or party that
   * matches by name stands before the entries that mention it; within a type the rank of the words
   * decides (ts_rank_cd, cover density). At most
   * `candidatesPerType` matching rows of each type are ranked and counted.
   */
  async search(
    viewer: Viewer,
    request: SearchRequest,
  ): Promise<{ hits: RawHit[]; facets: RawFacet[] }> {
    const branches = this.#branches(viewer, request);
    const after = request.after;
    const hits = sql`
      WITH words AS (SELECT ${textQuery(request.text)} AS query),
      hits AS MATERIALIZED (${sql.join(branches, sql` UNION ALL `)}),
      page AS (
        SELECT * FROM hits
        ${after ? sql`WHERE (score, id) < (${after.score}::float8, ${after.id}::uuid)` : sql``}
        ORDER BY score DESC, id DESC LIMIT ${request.limit}
      )
      SELECT 'hit' AS facet, type AS value, 0 AS count, type, id, "caseId", title, score,
        "courtId", judge, date, "documentNumber",
        translate(ts_headline('english', translate(body, E'\\x01\\x02', ''), words.query,
          ${HEADLINE}), E'\\r\\n', '  ') AS headline
      FROM page, words
      UNION ALL SELECT 'bound', type, count(*)::int, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL
      FROM hits GROUP BY type
      HAVING count(*) >= ${sql.lit(SEARCH_LIMITS.candidatesPerType.value)}
      ${
        after
          ? sql``
          : sql`UNION ALL SELECT facet, value, count::int, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
              NULL, NULL, NULL
            FROM (
              SELECT 'type' AS facet, type AS value, count(*) AS count FROM hits GROUP BY type
              UNION ALL ${facetOf('court', '"courtId"')}
              UNION ALL ${facetOf('judge', 'judge')}
            ) AS facets`
      }`;
    const { rows } = await sql<RawHit & RawFacet>`${hits}`.execute(this.#database.db);
    const found = rows.filter((row) => (row.facet as string) === 'hit');
    found.sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1));
    return { hits: found, facets: rows.filter((row) => (row.facet as string) !== 'hit') };
  }

  /** Known words near each given word that the dictionary does not hold itself. */
  async spellings(words: readonly string[]): Promise<{ typed: string; known: string }[]> {
    const { rows } = await sql<{ typed: string; known: string }>`
      SELECT typed.word AS typed, near.word AS known
      FROM unnest(${[...words]}::text[]) AS typed (word)
      CROSS JOIN LATERAL (
        SELECT word FROM search_words WHERE word % typed.word
        ORDER BY similarity(word, typed.word) DESC, word LIMIT 20
      ) AS near
      WHERE NOT EXISTS (SELECT 1 FROM search_words WHERE word = typed.word)`.execute(
      this.#database.db,
    );
    return rows;
  }

  #branches(viewer: Viewer, request: SearchRequest): RawBuilder<unknown>[] {
    const visible = this.#access.visibleCases(viewer, 'c.id');
    const inCase = caseFilters(request);
    const top = sql.lit(SEARCH_LIMITS.candidatesPerType.value);
    const wanted = (type: SearchType): boolean => !request.type || request.type === type;
    const branches: RawBuilder<unknown>[] = [];
    if (wanted('case'))
      branches.push(sql`
        SELECT 'case' AS type, c.id, c.id AS "caseId", c.title, c.court_id AS "courtId", c.judge,
          c.filed_on AS date, NULL AS "documentNumber",
          concat_ws(' · ', c.title, c.number, c.judge, c.nature_of_suit, c.cause) AS body,
          round((1 + ts_rank_cd(c.search, words.query, 32))::numeric, 6)::float8 AS score
        FROM words, LATERAL (
          SELECT c.* FROM cases AS c
          WHERE c.search @@ words.query AND ${visible} AND ${inCase} AND ${dateRange('c.filed_on', request)}
          LIMIT ${top}
        ) AS c`);
    if (wanted('party'))
      branches.push(sql`
        SELECT 'party' AS type, p.id, NULL AS "caseId", p.name AS title, NULL AS "courtId",
          NULL AS judge, NULL::date AS date, NULL AS "documentNumber",
          concat_ws(' · ', p.name, (
            SELECT string_agg(part.role || ' in ' || part.title, '; ')
            FROM (
              SELECT cp.role, c.title FROM case_parties AS cp JOIN cases AS c ON c.id = cp.case_id
              WHERE cp.party_id = p.id AND ${visible} ORDER BY c.filed_on DESC NULLS LAST LIMIT 3
            ) AS part)) AS body,
          round((0.9 + 0.1 * ts_rank_cd(p.search, words.query, 32))::numeric, 6)::float8 AS score
        FROM words, LATERAL (
          SELECT p.* FROM parties AS p
          WHERE p.search @@ words.query AND ${this.#visibleParty(viewer, request, visible, inCase)}
          LIMIT ${top}
        ) AS p`);
    if (wanted('docket-entry'))
      branches.push(sql`
        SELECT 'docket-entry' AS type, e.id, e.case_id AS "caseId", e.title, e.court_id AS "courtId",
          e.judge, e.filed_on AS date, e.document_number AS "documentNumber",
          e.description AS body,
          round((0.9 * ts_rank_cd(e.search, words.query, 32))::numeric, 6)::float8 AS score
        FROM words, LATERAL (
          SELECT e.id, e.case_id, e.filed_on, e.document_number, e.description, e.search,
            c.title, c.court_id, c.judge
          FROM docket_entries AS e JOIN cases AS c ON c.id = e.case_id
          WHERE e.search @@ words.query AND ${visible} AND ${inCase}
            AND ${dateRange('e.filed_on', request)}
            AND ${this.#openEntry(viewer)}
          LIMIT ${top}
        ) AS e`);
    return branches;
  }

  /** Entries are read with `docket:read`, sealed and restricted ones with `docket:read-sealed`. */
  #openEntry(viewer: Viewer): RawBuilder<SqlBool> {
    const on = (permission: Permission) =>
      this.#access.permittedCases(viewer, permission, 'e.case_id');
    return sql<SqlBool>`(${on('docket:read')}
      AND (${on('docket:read-sealed')} OR NOT (e.sealed OR e.restricted)))`;
  }

  /**
   * A party is seen through a visible case it takes part in; one that takes part in none is seen
   * by everyone who may read parties, as long as no filter asks for a case.
   */
  #visibleParty(
    viewer: Viewer,
    request: SearchRequest,
    visible: RawBuilder<SqlBool>,
    inCase: RawBuilder<SqlBool>,
  ): RawBuilder<SqlBool> {
    if (!this.#access.can(viewer, 'party:read')) return sql<SqlBool>`false`;
    const isFiltered = Boolean(request.court ?? request.judge ?? request.from ?? request.to);
    const throughCase = sql<SqlBool>`EXISTS (
      SELECT 1 FROM case_parties AS cp JOIN cases AS c ON c.id = cp.case_id
      WHERE cp.party_id = p.id AND ${visible} AND ${inCase} AND ${dateRange('c.filed_on', request)})`;
    return isFiltered
      ? throughCase
      : sql<SqlBool>`(${throughCase} OR NOT EXISTS (
          SELECT 1 FROM case_parties AS cp WHERE cp.party_id = p.id))`;
  }
}

function facetOf(facet: 'court' | 'judge', column: string): RawBuilder<unknown> {
  return sql`(SELECT ${sql.lit(facet)}, ${sql.raw(column)}, count(*) FROM hits
    WHERE ${sql.raw(column)} IS NOT NULL GROUP BY 2 ORDER BY 3 DESC, 2
    LIMIT ${sql.lit(SEARCH_LIMITS.facetValues.value)})`;
}

function caseFilters(request: SearchRequest): RawBuilder<SqlBool> {
  const parts: RawBuilder<SqlBool>[] = [sql<SqlBool>`true`];
  if (request.court) parts.push(sql<SqlBool>`c.court_id = ${request.court}`);
  if (request.judge)
    parts.push(sql<SqlBool>`c.judge ILIKE ${`%${request.judge.replaceAll(/[\\%_]/g, '\\$&')}%`}`);
  return sql<SqlBool>`${sql.join(parts, sql` AND `)}`;
}

function dateRange(
  column: 'c.filed_on' | 'e.filed_on',
  request: SearchRequest,
): RawBuilder<SqlBool> {
  const parts: RawBuilder<SqlBool>[] = [sql<SqlBool>`true`];
  if (request.from) parts.push(sql<SqlBool>`${sql.raw(column)} >= ${request.from}::date`);
  if (request.to) parts.push(sql<SqlBool>`${sql.raw(column)} <= ${request.to}::date`);
  return sql<SqlBool>`${sql.join(parts, sql` AND `)}`;
}
