import type { AccountSource } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/id.ts';
import { OutboundGuard } from '../../platform/outbound/outbound-guard.ts';
import { requestOutbound } from '../../platform/outbound/outbound-request.ts';
import type { Connection, Connector, RunFacts } from '../connectors/connector.ts';
import { requireWebAddress } from '../connectors/require-encryption.ts';
import { requireWelcome } from '../connectors/require-welcome.ts';
import { CalendarEventsRepository } from './calendar-events.repository.ts';
import { calendarLimits } from './calendar.limits.ts';
import { readCalendarAside } from './read-calendar-aside.ts';
import type { CalendarReading } from './read-calendar.ts';

const DAY_MS = 86_400_000;

/** A calendar that somebody else publishes as .ics: its events within a window are kept as they are there. */
@Injectable()
export class CalendarConnector implements Connector<'calendar'> {
  readonly kind = 'calendar';

  constructor(
    private readonly guard: OutboundGuard,
    private readonly database: Database,
    private readonly events: CalendarEventsRepository,
    @Inject(GOVERNOR) private readonly memory: AccountSource,
  ) {}

  async test(connection: Connection<'calendar'>): Promise<RunFacts> {
    const { occurrences, isCut } = await this.#read(connection);
    return { eventsInWindow: occurrences.length, isCut };
  }

  async sync(connection: Connection<'calendar'>): Promise<RunFacts> {
    const { occurrences, isCut } = await this.#read(connection);
    const { integrationId, settings } = connection;
    const seenIn = newId();
    const rows = occurrences.map((event) => ({
      id: newId(),
      integration_id: integrationId,
      case_id: settings.caseId,
      user_id: settings.userId,
      uid: event.uid,
      occurrence: event.occurrence,
      title: event.title,
      location: event.location,
      is_all_day: event.isAllDay,
      starts_at: event.startsAt,
      ends_at: event.endsAt,
      seen_in: seenIn,
    }));
    const { written, removed } = await this.database.transaction((trx) =>
      this.events.replace(trx, integrationId, seenIn, rows),
    );
    return { events: written, removed, isCut };
  }

  async #read({
    settings,
    credentials,
    signal,
    account,
  }: Connection<'calendar'>): Promise<CalendarReading> {
    const answer = await requestOutbound(this.guard, {
      url: await requireWebAddress(this.guard, credentials.url),
      protocols: ['https:', 'http:'],
      headers: { accept: 'text/calendar' },
      followRedirects: true,
      timeoutMs: calendarLimits.fetchMs,
      answerBytes: calendarLimits.fileBytes,
      signal,
      account,
    });
    requireWelcome(answer.status, 'the calendar');
    const now = Date.now();
    const window = {
      fromMs: now - settings.pastDays * DAY_MS,
      toMs: now + settings.futureDays * DAY_MS,
    };
    return readCalendarAside(this.memory, { file: answer.body, window }, signal);
  }
}
