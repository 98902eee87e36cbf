import { searchQuery, type SearchPage, type SearchQuery } from '@lexiflow/contracts';
import { Inject, Injectable } from '@nestjs/common';
import * as z from 'zod/mini';
import { AccessService } from '../authorization/access.service.ts';
import type { CacheRegion } from '../platform/cache/cache-region.ts';
import { decodeCursor, encodeCursor } from '../platform/http/cursor.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { highlight } from './highlight.ts';
import { parseQuery } from './parse-query.ts';
import { SEARCH_CACHE } from './search-cache.ts';
import type { RawFacet, RawHit, SearchRequest } from './search.repository.ts';
import { SearchRepository } from './search.repository.ts';
import { correct, correctable } from './spelling.ts';

const LIST = 'search';
/** What a cursor holds: score and id of the last hit, and the spelling that was searched. */
const cursorValues = z.tuple([z.number(), z.uuid(), z.nullable(searchQuery.shape.q)]);

/** One box over cases, parties and docket entries. */
@Injectable()
export class SearchService {
  readonly #repository: SearchRepository;
  readonly #access: AccessService;
  readonly #cache: CacheRegion<SearchPage>;

  constructor(
    repository: SearchRepository,
    access: AccessService,
    @Inject(SEARCH_CACHE) cache: CacheRegion<SearchPage>,
  ) {
    this.#repository = repository;
    this.#access = access;
    this.#cache = cache;
  }

  /**
   * One page of hits inside what the viewer may see. When the words as typed find nothing, the
   * nearest known spelling is searched and named in `corrected`. Throws HTTP_INVALID_CURSOR.
   */
  async search(viewer: Viewer, query: SearchQuery): Promise<SearchPage> {
    const question = { scope: this.#access.scopeKey(viewer), key: JSON.stringify(query) };
    return this.#cache.getOrLoad(question, () => this.#load(viewer, query));
  }

  async #load(viewer: Viewer, query: SearchQuery): Promise<SearchPage> {
    const parsed = parseQuery(query.q);
    const position = query.cursor ? readPosition(query.cursor) : null;
    const corrected = position?.corrected ?? null;
    const request: SearchRequest = {
      text: corrected ?? parsed.text,
      type: query.type,
      court: query.court ?? parsed.court,
      judge: query.judge ?? parsed.judge,
      from: query.from ?? parsed.firstDay,
      to: query.to ?? parsed.lastDay,
      limit: query.limit + 1,
      after: position?.after,
    };
    const found = await this.#repository.search(viewer, request);
    if (found.hits.length > 0 || position) return page(found, query.limit, corrected);
    const spelling = await this.#correction(request.text);
    if (spelling === null) return page(found, query.limit, null);
    const again = await this.#repository.search(viewer, { ...request, text: spelling });
    // A spelling that finds nothing visible is not named: it may come from a walled-off case.
    return page(again, query.limit, again.hits.length > 0 ? spelling : null);
  }

  async #correction(text: string): Promise<string | null> {
    const words = correctable(text);
    return words.length === 0 ? null : correct(text, await this.#repository.spellings(words));
  }
}

/** Throws HTTP_INVALID_CURSOR, also for values that no page has given out. */
function readPosition(cursor: string) {
  const read = cursorValues.safeParse(decodeCursor(LIST, cursor, 3));
  if (!read.success) throw httpErrors.invalidCursor();
  const [score, id, corrected] = read.data;
  return { after: { score, id }, corrected };
}

function page(
  found: { hits: RawHit[]; facets: RawFacet[] },
  limit: number,
  corrected: string | null,
): SearchPage {
  const hits = found.hits.slice(0, limit);
  const last = found.hits.length > limit ? hits.at(-1) : undefined;
  const facet = (name: RawFacet['facet']): { value: string; count: number }[] =>
    found.facets
      .filter((row) => row.facet === name)
      .map(({ value, count }) => ({ value, count }))
      .sort((a, b) => b.count - a.count);
  return {
    items: hits.map((hit) => ({
      type: hit.type,
      id: hit.id,
      caseId: hit.caseId,
      title: hit.title,
      snippet: highlight(hit.headline),
      score: hit.score,
      courtId: hit.courtId,
      judge: hit.judge,
      date: hit.date,
      documentNumber: hit.documentNumber,
    })),
    facets: { type: facet('type'), court: facet('court'), judge: facet('judge') },
    nextCursor: last ? encodeCursor(LIST, [last.score, last.id, corrected]) : null,
    corrected,
    truncated: found.facets.some((row) => row.facet === 'bound'),
  };
}
