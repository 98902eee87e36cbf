import { partyCasePage, subListQuery } from '@lexiflow/contracts';
import type { Page, PartyCase, SubListQuery } from '@lexiflow/contracts';
import { Controller, Get } from '@nestjs/common';
import { PartiesService } from '../parties/parties.service.ts';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { CasesService } from './cases.service.ts';

@Controller('parties/:id/cases')
export class PartyCasesController {
  constructor(
    private readonly parties: PartiesService,
    private readonly cases: CasesService,
  ) {}

  @Get()
  @Endpoint({
    ids: 'case',
    access: 'party:read',
    summary: 'The cases of a party that you see, with its roles',
    params: idParams,
    query: subListQuery,
    answer: partyCasePage,
    tag: 'clients and parties',
  })
  async list(
    @Input('params') { id }: IdParams,
    @Input('query') query: SubListQuery,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Page<PartyCase>> {
    await this.parties.get(viewer, id);
    return this.cases.listOfParty(viewer, id, query);
  }
}
