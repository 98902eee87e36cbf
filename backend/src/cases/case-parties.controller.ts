import { caseParty, casePartyBody, casePartyPage, subListQuery } from '@lexiflow/contracts';
import type { CaseParty, CasePartyBody, Page, SubListQuery } from '@lexiflow/contracts';
import { Controller, Delete, Get, Post } from '@nestjs/common';
import * as z from 'zod/mini';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import { CurrentRepeat } from '../platform/http/repeat.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { CasePartiesService } from './case-parties.service.ts';

const tag = 'cases';
const casePartyParams = z.strictObject({ id: z.uuid(), casePartyId: z.uuid() });

@Controller('cases/:id/parties')
export class CasePartiesController {
  constructor(private readonly caseParties: CasePartiesService) {}

  @Get()
  @Endpoint({
    ids: 'case',
    access: 'case:read',
    summary: 'The parties of a case in the order of its docket',
    params: idParams,
    query: subListQuery,
    answer: casePartyPage,
    tag,
  })
  list(
    @Input('params') { id }: IdParams,
    @Input('query') query: SubListQuery,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Page<CaseParty>> {
    return this.caseParties.list(viewer, id, query);
  }

  @Post()
  @Endpoint({
    ids: 'case',
    access: 'case:change',
    summary: 'Add a party to a case, by its id or by its name',
    params: idParams,
    body: casePartyBody,
    answer: caseParty,
    status: 201,
    tag,
  })
  add(
    @Input('params') { id }: IdParams,
    @Input('body') body: CasePartyBody,
    @CurrentActor() actor: Actor,
    @CurrentRepeat() repeat: Repeat,
  ): Promise<CaseParty> {
    return this.caseParties.add(actor, id, body, repeat);
  }

  @Delete(':casePartyId')
  @Endpoint({
    ids: 'case',
    access: 'case:change',
    summary: 'Take a party out of a case; the party itself stays',
    params: casePartyParams,
    status: 204,
    tag,
  })
  remove(
    @Input('params') { id, casePartyId }: z.infer<typeof casePartyParams>,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.caseParties.remove(actor, id, casePartyId);
  }
}
