import { searchPage, searchQuery } from '@lexiflow/contracts';
import type { SearchPage, SearchQuery } from '@lexiflow/contracts';
import { Controller, Get } from '@nestjs/common';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { SearchService } from './search.service.ts';

@Controller('search')
export class SearchController {
  readonly #search: SearchService;

  constructor(search: SearchService) {
    this.#search = search;
  }

  @Get()
  @Endpoint({
    access: 'search:query',
    summary: 'Search cases, parties and docket entries',
    query: searchQuery,
    answer: searchPage,
    tag: 'search',
  })
  search(@Input('query') query: SearchQuery, @CurrentViewer() viewer: Viewer): Promise<SearchPage> {
    return this.#search.search(viewer, query);
  }
}
