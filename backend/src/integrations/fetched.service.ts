import type {
  CalendarEvent,
  CalendarEventQuery,
  CaseEmail,
  Page,
  RunsQuery,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { CaseAccess } from '../cases/case-access.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { CalendarEventsRepository } from './calendar/calendar-events.repository.ts';
import { IntegrationsService } from './integrations.service.ts';
import { MailboxMessagesRepository } from './mailbox/mailbox-messages.repository.ts';

/** What integrations brought in, for those who may read what it belongs to. */
@Injectable()
export class FetchedService {
  constructor(
    private readonly access: CaseAccess,
    private readonly integrations: IntegrationsService,
    private readonly messages: MailboxMessagesRepository,
    private readonly calendarEvents: CalendarEventsRepository,
  ) {}

  /** Messages of a case, newest first. Throws AUTHZ_CASE_NOT_FOUND. */
  async emailsOfCase(viewer: Viewer, caseId: string, query: RunsQuery): Promise<Page<CaseEmail>> {
    await this.access.toRead(viewer, caseId, 'case:read');
    const { rows, ...page } = await this.messages.list({ case_id: caseId }, query);
    return { items: rows, ...page };
  }

  /** Messages of a mailbox that were joined to no case. Throws INTEGRATION_NOT_FOUND. */
  async strayEmails(integrationId: string, query: RunsQuery): Promise<Page<CaseEmail>> {
    await this.integrations.get(integrationId);
    const { rows, ...page } = await this.messages.list(
      { integration_id: integrationId, case_id: null },
      query,
    );
    return { items: rows, ...page };
  }

  async events(viewer: Viewer, query: CalendarEventQuery): Promise<Page<CalendarEvent>> {
    const { rows, ...page } = await this.calendarEvents.list(viewer, query);
    return { items: rows, ...page };
  }
}
