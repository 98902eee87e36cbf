import {
  calendarEventPage,
  calendarEventQuery,
  caseEmailPage,
  runsQuery,
} from '@lexiflow/contracts';
import type {
  CalendarEvent,
  CalendarEventQuery,
  CaseEmail,
  Page,
  RunsQuery,
} from '@lexiflow/contracts';
import { Controller, Get } from '@nestjs/common';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { FetchedService } from './fetched.service.ts';

const tag = 'integrations';

@Controller()
export class FetchedController {
  constructor(private readonly fetched: FetchedService) {}

  @Get('cases/:id/emails')
  @Endpoint({
    access: 'case:read',
    summary: 'Messages that mailboxes joined to the case, newest first',
    params: idParams,
    ids: 'case',
    query: runsQuery,
    answer: caseEmailPage,
    tag,
  })
  emails(
    @CurrentViewer() viewer: Viewer,
    @Input('params') { id }: IdParams,
    @Input('query') query: RunsQuery,
  ): Promise<Page<CaseEmail>> {
    return this.fetched.emailsOfCase(viewer, id, query);
  }

  @Get('integrations/:id/emails')
  @Endpoint({
    access: 'integration:manage',
    summary: 'Messages of a mailbox that were joined to no case, newest first',
    params: idParams,
    ids: 'firm',
    query: runsQuery,
    answer: caseEmailPage,
    tag,
  })
  stray(
    @Input('params') { id }: IdParams,
    @Input('query') query: RunsQuery,
  ): Promise<Page<CaseEmail>> {
    return this.fetched.strayEmails(id, query);
  }

  @Get('calendar-events')
  @Endpoint({
    access: 'case:read',
    summary: 'Events of subscribed calendars: of open cases, your own and the firm’s; by start',
    query: calendarEventQuery,
    answer: calendarEventPage,
    tag,
  })
  events(
    @CurrentViewer() viewer: Viewer,
    @Input('query') query: CalendarEventQuery,
  ): Promise<Page<CalendarEvent>> {
    return this.fetched.events(viewer, query);
  }
}
